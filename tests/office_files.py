"""Makers of office files for tests: a made-up report laid out as the statutory form, written as raw DOCX XML.

Written by hand rather than by a library, so that a file can hold what word processors leave in real ones: runs split in the
middle of a word, tracked changes, content controls, breaks inside labels, vertical merges.
"""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

from gongkai.annualreport.model import Report
from gongkai.annualreport.scheme import TableScheme, address, scheme_of
from gongkai.documents.model import Document, Table

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WIDE = 900
"""The width of a column in twips."""
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


@dataclass(frozen=True)
class Box:
    """A cell that spans ``across`` columns and ``down`` rows."""

    text: str
    across: int = 1
    down: int = 1


Rows = list[list[Box]]
Blocks = list["str | Rows"]


def laid_out(report: Report) -> Blocks:
    """The report as paragraphs and tables in the order of the statutory form."""
    scheme = scheme_of(report.form)
    blocks: Blocks = [report.title, report.preamble]
    for section in report.sections:
        blocks.append(section.title)
        if section.text:
            blocks.append(section.text)
        if section.key in report.tables:
            blocks.append(table_rows(report, scheme.table(section.key)))
    return [*blocks, report.signed_by or ""]


def table_rows(report: Report, scheme: TableScheme) -> Rows:
    """One statutory table as ragged rows of boxes."""
    layout = {"blocks": _stacked, "matrix": _matrix, "line": _line}[scheme.layout]
    return layout(report, scheme)


def written(report: Report, *where: str) -> str:
    """The figure of one cell as the report writes it."""
    return report.tables[where[0]].cells[address(*where)].text


def ragged(rows: Rows) -> list[list[str]]:
    """The texts of the boxes, row by row: what a reader has to give back."""
    return [[box.text for box in row] for row in rows]


def tables_of(document: Document) -> list[list[list[str]]]:
    """The texts of the tables read, without line breaks inside cells."""
    return [
        [[cell.text.replace("\n", "") for cell in row] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def expected_tables(blocks: Blocks) -> list[list[list[str]]]:
    """The tables that a reader has to give back for ``blocks``."""
    return [ragged(block) for block in blocks if not isinstance(block, str)]


def _stacked(report: Report, scheme: TableScheme) -> Rows:
    wide = max(len(part.columns) for part in scheme.parts)
    rows: Rows = []
    for part in scheme.parts:
        span = wide - len(part.columns) + 1
        rows.append([Box(part.title, wide + 1)])
        rows.append([Box(part.corner), *(Box(c.label, span if c is part.columns[-1] else 1) for c in part.columns)])
        for row in part.rows:
            if not row.local:
                cells = [written(report, scheme.key, row.key, column.key) for column in part.columns]
                rows.append([Box(row.label), *(Box(t) for t in cells[:-1]), Box(cells[-1], span)])
    return rows


def _matrix(report: Report, scheme: TableScheme) -> Rows:
    part = scheme.parts[0]
    lines = [row for row in part.rows if not row.local]
    depth = max(len(row.groups) for row in lines) + 1
    head = _head([(*column.groups, column.label) for column in part.columns])
    head[0].insert(0, Box(part.corner, depth, len(head)))
    rows = head
    for index, row in enumerate(lines):
        cells: list[Box] = []
        for level, group in enumerate(row.groups):
            path = row.groups[: level + 1]
            if index == 0 or lines[index - 1].groups[: level + 1] != path:
                cells.append(Box(group, 1, sum(each.groups[: level + 1] == path for each in lines)))
        cells.append(Box(row.label, depth - len(row.groups)))
        cells += [Box(written(report, scheme.key, row.key, column.key)) for column in part.columns]
        rows.append(cells)
    return rows


def _line(report: Report, scheme: TableScheme) -> Rows:
    part = scheme.parts[0]
    rows = _head([(*row.groups, row.label, column.label) for row in part.rows for column in part.columns])
    rows.append([Box(written(report, scheme.key, row.key, c.key)) for row in part.rows for c in part.columns])
    return rows


def _head(paths: list[tuple[str, ...]]) -> Rows:
    """Head cells for columns named by paths of groups; a label reaches down to the last head row."""
    depth = max(len(path) for path in paths)
    rows: Rows = [[] for _ in range(depth)]
    for index, path in enumerate(paths):
        for level, label in enumerate(path):
            last = level == len(path) - 1
            same = [each[: level + 1] == path[: level + 1] for each in paths]
            if last or index == 0 or paths[index - 1][: level + 1] != path[: level + 1]:
                rows[level].append(Box(label, 1 if last else sum(same), depth - level if last else 1))
    return rows


def with_continuations(rows: Rows) -> list[list[tuple[Box, bool]]]:
    """Rows with every grid place filled: the boxes, and (marked True) places that continue a box above."""
    open_above: dict[int, tuple[Box, int]] = {}
    filled: list[list[tuple[Box, bool]]] = []
    for row in rows:
        column = 0
        cells: list[tuple[Box, bool]] = []
        still: dict[int, tuple[Box, int]] = {}
        waiting = list(row)
        while waiting or any(place >= column for place in open_above):
            if column in open_above:
                box, left = open_above.pop(column)
                cells.append((box, True))
                if left > 1:
                    still[column] = (box, left - 1)
            elif waiting:
                box = waiting.pop(0)
                cells.append((box, False))
                if box.down > 1:
                    still[column] = (box, box.down - 1)
            else:
                break
            column += box.across
        open_above = still
        filled.append(cells)
    return filled


def docx_of(
    blocks: Blocks,
    *,
    split_runs: bool = False,
    tracked: bool = False,
    controls: bool = False,
    breaks: bool = False,
    strict: bool = False,
    seed: int = 0,
) -> bytes:
    """A DOCX of the blocks, in the messy ways that real ones have."""
    writer = _Writer(split_runs, tracked, controls, breaks, random.Random(seed))
    return docx_of_body("".join(writer.block(block) for block in blocks), strict=strict)


def docx_of_body(body: str, *, strict: bool = False, parts: dict[str, str] | None = None) -> bytes:
    """A DOCX around the XML of its body; ``parts`` are further entries of the container."""
    namespaces = (
        f'xmlns:w="{STRICT if strict else W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    entries = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {namespaces}><w:body>{body}</w:body></w:document>",
        **(parts or {}),
    }
    return zip_of(entries)


def zip_of(entries: dict[str, str | bytes]) -> bytes:
    """A zip container of the entries."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return stream.getvalue()


def numbering_part(levels: list[tuple[str, str]]) -> str:
    """``word/numbering.xml`` with one list (numId 1) of ``levels``: number format and level text."""
    inner = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for index, (form, text) in enumerate(levels)
    )
    return (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7">{inner}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )


class _Writer:
    def __init__(self, split: bool, tracked: bool, controls: bool, breaks: bool, dice: random.Random) -> None:
        self.split, self.tracked, self.controls, self.breaks, self.dice = split, tracked, controls, breaks, dice

    def block(self, block: str | Rows) -> str:
        return self.paragraph(block) if isinstance(block, str) else self.table(block)

    def paragraph(self, text: str) -> str:
        return f"<w:p>{self.runs(text)}</w:p>"

    def runs(self, text: str) -> str:
        if self.breaks and len(text) > 3 and not text[0].isdigit() and self.dice.random() < 0.5:
            at = len(text) // 2
            return f"{self.runs_of(text[:at])}<w:r><w:br/></w:r>{self.runs_of(text[at:])}"
        return self.runs_of(text)

    def runs_of(self, text: str) -> str:
        pieces = list(text) if self.split and self.dice.random() < 0.5 else [text]
        runs = [f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in pieces if piece]
        if self.tracked and self.dice.random() < 0.4:
            runs = [f'<w:ins w:id="1" w:author="甲">{"".join(runs)}</w:ins>']
            runs.append('<w:del w:id="2" w:author="甲"><w:r><w:delText>97</w:delText></w:r></w:del>')
            runs.append('<w:moveFrom w:id="3"><w:r><w:t>86</w:t></w:r></w:moveFrom>')
        return "".join(runs)

    def table(self, rows: Rows) -> str:
        grid = sum(box.across for box in rows[0])
        columns = f'<w:gridCol w:w="{WIDE}"/>' * grid
        body = "".join(self.row(cells) for cells in with_continuations(rows))
        return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"

    def row(self, cells: list[tuple[Box, bool]]) -> str:
        body = "".join(self.cell(box, continues) for box, continues in cells)
        row = f"<w:tr>{body}</w:tr>"
        return (
            f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>" if self.controls and self.dice.random() < 0.2 else row
        )

    def cell(self, box: Box, continues: bool) -> str:
        about = f'<w:tcW w:w="{WIDE * box.across}" w:type="dxa"/>'
        about += f'<w:gridSpan w:val="{box.across}"/>' if box.across > 1 else ""
        if box.down > 1:
            about += "<w:vMerge/>" if continues else '<w:vMerge w:val="restart"/>'
        inner = "<w:p/>" if continues else self.paragraph(box.text)
        if self.controls and self.dice.random() < 0.3:
            inner = f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
        cell = f"<w:tc><w:tcPr>{about}</w:tcPr>{inner}</w:tc>"
        if self.controls and self.dice.random() < 0.3:
            cell = f"<w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt>"
        return cell
