"""Tables of pasted text: spans, captions and header cells kept, layout taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import _Element

SPANS = ("colspan", "rowspan")


def tidy_tables(body: _Element) -> None:
    """Head rows in ``thead``, header cells with their scope; a table of a single cell is no table."""
    for table in list(body.iter("table"))[::-1]:
        rows = [row for row in table.iter("tr") if _table_of(row) is table]
        cells = [cell for row in rows for cell in row if cell.tag in ("td", "th")]
        if len(cells) <= 1:
            _unwrap(table, cells[0] if cells else None)
            continue
        for cell in cells:
            for name in SPANS:
                if (cell.get(name) or "").strip() in ("", "0", "1"):
                    cell.attrib.pop(name, "")
        _head(table, rows)
        _no_blanks(table, rows)


def _table_of(row: _Element) -> Any:
    return next(row.iterancestors("table"), None)


def _unwrap(table: _Element, cell: _Element | None) -> None:
    """What is in the only cell, as paragraphs; boxes around a text are drawn as such tables."""
    caption = table.find("caption")
    parts: list[Any] = [] if caption is None else [caption]
    if caption is not None:
        caption.tag = "p"
    if cell is not None:
        if any(child.tag in ("p", "table", "ul", "ol", "h2", "h3", "h4", "hr", "blockquote", "dl") for child in cell):
            parts += list(cell)
        else:
            cell.tag = "p"
            cell.attrib.clear()
            parts.append(cell)
    tail, table.tail = table.tail, None
    for part in parts:
        part.tail = None
        table.addprevious(part)
    if parts:
        parts[-1].tail = tail
    parent = table.getparent()
    if parent is not None:
        parent.remove(table)


def _head(table: _Element, rows: list[Any]) -> None:
    from lxml import html

    for row in rows:
        if row.getparent().tag == "thead":
            for cell in row:
                if cell.tag == "td":
                    cell.tag = "th"
    headed = next((index for index, row in enumerate(rows) if any(cell.tag == "td" for cell in row)), len(rows))
    if table.find("thead") is None and 0 < headed < len(rows) and not _reaches(rows, headed):
        head: Any = html.Element("thead")
        rows[0].getparent().addprevious(head) if rows[0].getparent() is not table else rows[0].addprevious(head)
        for row in rows[:headed]:
            row.tail = None
            head.append(row)
    for row in rows:
        in_head = row.getparent().tag == "thead"
        for index, cell in enumerate(row):
            if cell.tag != "th":
                cell.attrib.pop("scope", "")
            elif in_head:
                cell.set("scope", "colgroup" if cell.get("scope") == "colgroup" else "col")
            elif index == 0 and not cell.get("scope"):
                cell.set("scope", "row")
    loose = [row for row in rows if row.getparent() is table]
    if loose:
        made: Any = html.Element("tbody")
        loose[0].addprevious(made)
        for row in loose:
            row.tail = None
            made.append(row)


def _no_blanks(table: _Element, rows: list[Any]) -> None:
    """No white space where a table has no words."""
    for each in [table, *(part for part in table if part.tag != "caption"), *rows]:
        each.text = None
        for child in each:
            child.tail = None


def _reaches(rows: list[Any], headed: int) -> bool:
    """Whether a header cell of the first rows goes on into the rows below: then they cannot be parted."""
    for index, row in enumerate(rows[:headed]):
        for cell in row:
            span = (cell.get("rowspan") or "1").strip()
            if span.isdecimal() and index + int(span[:4]) > headed:
                return True
    return False
