"""The body of a DOCX as blocks, read as it would stand with all tracked changes accepted.

Inserted text is read, deleted and hidden text is not; content controls, smart tags and other wrappers are looked through;
text boxes come once, after the paragraph or table they are anchored in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.documents.docx_styles import Lists, Styles
from gongkai.documents.docx_symbols import symbol
from gongkai.documents.docx_tables import Row, RowCell, as_blocks
from gongkai.documents.docx_xml import Members, attribute, child, children, members, number, on, short, value
from gongkai.documents.model import Block, Paragraph, Picture, TextCell

if TYPE_CHECKING:
    from lxml.etree import _Element

INSERTED = frozenset({"w:ins", "w:moveTo"})
DELETED = frozenset({"w:del", "w:moveFrom"})
WRAPPERS = frozenset({
    "w:sdtContent", "w:customXml", "w:smartTag", "w:hyperlink", "w:fldSimple", "w:dir", "w:bdo", "w:hlink",
    "w:rubyBase", "w:body", "wx:sect", "wx:sub-section", "wx:pBdrGroup", "aml:content", "m:oMath", "m:oMathPara",
})  # fmt: skip
PICTURES = frozenset({"a:blip", "v:imagedata", "?:chart", "?:relIds"})
BREAKS = {"w:br": "\n", "w:cr": "\n", "w:tab": "\t", "w:ptab": "\t", "w:noBreakHyphen": "-"}
PROMPTS = frozenset({"placeholder text", "占位符文本"})
MAX_SPAN = 63
"""Columns a table of the format may have at most."""


class Body:
    """Walks a document once; ``seen`` gathers what the notes have to say: ``tracked-changes``, ``hidden``, ``embedded`` …"""

    def __init__(self, styles: Styles, lists: Lists) -> None:
        self.seen: set[str] = set()
        self._styles = styles
        self._lists = lists
        self._fields: list[bool] = []

    def blocks(self, parent: _Element, out: list[Block], aside: list[Block]) -> None:
        """Append the blocks under ``parent`` to ``out``; text boxes and pictures anchored in them go to ``aside``."""
        kept = self._blocks(parent, out, aside, "")
        if kept:
            out.append(Paragraph(kept))

    def _blocks(self, parent: _Element, out: list[Block], aside: list[Block], kept: str) -> str:
        """``kept`` is text of paragraphs whose end is deleted: it runs on in the next paragraph."""
        for element in parent:
            name = short(element.tag)
            if name == "w:p":
                kept = self._paragraph(element, out, aside, kept)
            elif name == "w:tbl":
                if kept:
                    out.append(Paragraph(kept))
                    kept = ""
                self._table(element, out, aside)
            elif name == "w:altChunk":
                self.seen.add("chunk")
            else:
                inner = self._through(element, name)
                if inner is not None:
                    kept = self._blocks(inner, out, aside, kept)
        return kept

    def _through(self, element: _Element, name: str) -> _Element | None:
        """The element whose children stand in this one's place, or None where nothing of it is read."""
        if name in WRAPPERS:
            return element
        if name in INSERTED:
            self.seen.add("tracked-changes")
            return element
        if name in DELETED:
            self.seen.add("tracked-changes")
        elif name == "w:sdt":
            return self._content(element)
        elif name == "mc:AlternateContent":
            found = child(element, "mc:Choice")
            return child(element, "mc:Fallback") if found is None else found
        elif name == "aml:annotation":
            kind = attribute(element, "w:type") or ""
            if kind.endswith(("Insertion", "Deletion")):
                self.seen.add("tracked-changes")
            return None if kind.endswith(("Deletion", "Comment")) else element
        return None

    def _content(self, control: _Element) -> _Element | None:
        """The content of a content control, unless it is still the words that prompt for it."""
        content = child(control, "w:sdtContent")
        if content is not None and on(members(child(control, "w:sdtPr")), "w:showingPlcHdr"):
            runs = [each for each in content.iter() if short(each.tag) == "w:r"]
            text = "".join(each.text or "" for run in runs for each in children(run, "w:t"))
            if all(self._prompts(run) for run in runs) and not any(sign.isdigit() for sign in text):
                return None
        return content

    def _prompts(self, run: _Element) -> bool:
        style = value(members(child(run, "w:rPr")), "w:rStyle")
        return self._styles.of(style).name.casefold() in PROMPTS or style == "PlaceholderText"

    def _paragraph(self, element: _Element, out: list[Block], aside: list[Block], kept: str) -> str:
        properties = members(child(element, "w:pPr"))
        mark = members(properties.get("w:rPr"))
        parts: list[str] = []
        anchored: list[Block] = []
        self._inline(element, parts, anchored)
        self._fields = [False for _ in self._fields]
        text = kept + "".join(parts)
        kept = ""
        if not DELETED.isdisjoint(mark):
            self.seen.add("tracked-changes")
            kept = text
        else:
            text = "" if self._hidden(mark) and not text.strip() else self._lists.labelled(properties, text)
            if text.strip():
                style = "heading" if self._styles.is_heading(properties) else "body"
                out.append(Paragraph(text, style=style))
        aside.extend(anchored)
        return kept

    def _inline(self, parent: _Element, parts: list[str], anchored: list[Block]) -> None:
        for element in parent:
            name = short(element.tag)
            if name in ("w:r", "m:r"):
                if self._hidden(members(child(element, "w:rPr"))):
                    self.seen.add("hidden")
                    self._run(element, [], [])
                else:
                    self._run(element, parts, anchored)
            elif name.startswith("m:"):
                self._inline(element, parts, anchored)
            elif name != "w:pPr":
                inner = self._through(element, name)
                if inner is not None:
                    self._inline(inner, parts, anchored)

    def _run(self, run: _Element, parts: list[str], anchored: list[Block]) -> None:
        for element in run:
            name = short(element.tag)
            if name == "w:fldChar":
                self._field(attribute(element, "fldCharType"))
            elif any(self._fields):
                continue
            elif name in ("w:t", "m:t"):
                parts.append((element.text or "").replace("\n", " "))
            elif name in BREAKS:
                parts.append(BREAKS[name])
            elif name == "w:sym":
                parts.append(symbol(attribute(element, "char"), attribute(element, "font")))
            elif name == "w:ruby":
                for base in children(element, "w:rubyBase"):
                    self._inline(base, parts, anchored)
            elif name in ("w:drawing", "w:pict", "w:object"):
                if name == "w:object":
                    self.seen.add("embedded")
                self._drawing(element, anchored)
            elif name == "mc:AlternateContent":
                inner = self._through(element, name)
                if inner is not None:
                    self._run(inner, parts, anchored)
            elif name in ("w:footnoteReference", "w:endnoteReference"):
                self.seen.add("footnotes")
            elif name == "w:delText":
                self.seen.add("tracked-changes")

    def _field(self, kind: str | None) -> None:
        """A field holds an instruction, which nobody sees, and from ``separate`` on its result."""
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _drawing(self, element: _Element, anchored: list[Block]) -> None:
        boxes: list[Block] = []
        about = {"text": "", "picture": ""}
        self._shapes(element, boxes, about)
        anchored.extend(boxes)
        if about["picture"]:
            anchored.append(Picture(about["text"]))

    def _shapes(self, parent: _Element, boxes: list[Block], about: dict[str, str]) -> None:
        for element in parent:
            name = short(element.tag)
            if name == "w:txbxContent":
                fields, self._fields = self._fields, []
                self.blocks(element, boxes, boxes)
                self._fields = fields
                continue
            if name == "wp:docPr":
                about["text"] = about["text"] or attribute(element, "descr") or attribute(element, "title") or ""
            elif name in PICTURES:
                about["picture"] = name
                about["text"] = about["text"] or attribute(element, "o:title") or ""
            elif name == "v:shape":
                about["text"] = about["text"] or attribute(element, "alt") or ""
            inner = self._through(element, name) if name == "mc:AlternateContent" else element
            if inner is not None:
                self._shapes(inner, boxes, about)

    def _hidden(self, properties: Members) -> bool:
        if not properties:
            return False
        own = on(properties, "w:vanish")
        if own is None:
            style = value(properties, "w:rStyle")
            return bool(style is not None and self._styles.of(style).hidden)
        return own

    def _table(self, table: _Element, out: list[Block], aside: list[Block]) -> None:
        rows: list[Row] = []
        after: list[Block] = []
        self._rows(table, rows, after)
        as_blocks(rows, out)
        aside.extend(after)

    def _rows(self, parent: _Element, rows: list[Row], after: list[Block]) -> None:
        for element in parent:
            name = short(element.tag)
            if name == "w:tr":
                properties = members(child(element, "w:trPr"))
                if "w:del" in properties:
                    self.seen.add("tracked-changes")
                elif on(properties, "w:hidden"):
                    self.seen.add("hidden")
                else:
                    row = Row(number(properties, "w:gridBefore", 0) or 0)
                    self._cells(element, row, after)
                    rows.append(row)
            else:
                inner = self._through(element, name)
                if inner is not None:
                    self._rows(inner, rows, after)

    def _cells(self, parent: _Element, row: Row, after: list[Block]) -> None:
        for element in parent:
            name = short(element.tag)
            if name == "w:tc":
                self._cell(element, row, after)
            else:
                inner = self._through(element, name)
                if inner is not None:
                    self._cells(inner, row, after)

    def _cell(self, element: _Element, row: Row, after: list[Block]) -> None:
        properties = members(child(element, "w:tcPr"))
        if "w:cellDel" in properties:
            self.seen.add("tracked-changes")
            return
        span = min(max(number(properties, "w:gridSpan", 1) or 1, 1), MAX_SPAN)
        if "w:hMerge" in properties and value(properties, "w:hMerge") != "restart" and row.cells:
            row.cells[-1].cell.colspan += span
            return
        merged = "w:vMerge" in properties
        continues = merged and value(properties, "w:vMerge") != "restart"
        inside: list[Block] = []
        self.blocks(element, inside, after)
        row.cells.append(RowCell(TextCell("", colspan=span), inside, continues, merged))
