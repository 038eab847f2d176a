"""Makers of spreadsheets for tests, written part by part: XLSX, ODS and the old XLS."""

from __future__ import annotations

import struct
from xml.sax.saxutils import escape

from office_files import Blocks, Box, Rows, zip_of
from office_word97 import ole_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="0.0000"/><numFmt numFmtId="165" formatCode="0&quot;件&quot;"/></numFmts>'
    '<borders><border/><border><left style="thin"/></border></borders>'
    '<cellXfs><xf numFmtId="0" borderId="0"/><xf numFmtId="0" borderId="1"/><xf numFmtId="164" borderId="1"/><xf numFmtId="10"/><xf numFmtId="31"/><xf numFmtId="165"/></cellXfs></styleSheet>'
)
Placed = dict[tuple[int, int], Box]


def placed(blocks: Blocks, *, gap: int = 1) -> Placed:
    """Paragraphs and tables one under another, ``gap`` blank rows around each table."""
    found: Placed = {}
    row = 1
    for block in blocks:
        if isinstance(block, str):
            found[row, 1] = Box(block)
            row += 1
        else:
            row += gap
            found |= _table(block, row)
            row += len(block) + gap
    return found


def _table(rows: Rows, first: int) -> Placed:
    found: Placed = {}
    covered: set[tuple[int, int]] = set()
    for row, boxes in enumerate(rows, start=first):
        column = 1
        for box in boxes:
            while (row, column) in covered:
                column += 1
            found[row, column] = box
            covered |= {(row + down, column + across) for down in range(box.down) for across in range(box.across)}
            column += box.across
    return found


def is_number(text: str) -> bool:
    """Whether a cell is written as a number."""
    return text.replace(".", "", 1).isdigit()


def reference(row: int, column: int) -> str:
    """B3 for row 3, column 2."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def xlsx_of(cells: Placed, *, boxed: bool = False, strict: bool = False) -> bytes:
    """An XLSX with one sheet; texts shared, merged ranges as the boxes say."""
    texts: list[str] = []
    rows: dict[int, list[str]] = {}
    merged = ""
    for (row, column), box in sorted(cells.items()):
        style = ' s="1"' if boxed else ""
        at = reference(row, column)
        if is_number(box.text):
            cell = f'<c r="{at}"{style}><v>{box.text}</v></c>'
        elif box.text:
            cell = f'<c r="{at}" t="s"{style}><v>{len(texts)}</v></c>'
            texts.append(box.text)
        else:
            cell = f'<c r="{at}"{style}/>'
        rows.setdefault(row, []).append(cell)
        if box.across > 1 or box.down > 1:
            merged += f'<mergeCell ref="{at}:{reference(row + box.down - 1, column + box.across - 1)}"/>'
    body = "".join(f'<row r="{row}">{"".join(each)}</row>' for row, each in rows.items())
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    after = f"<mergeCells>{merged}</mergeCells>" if merged else ""
    parts = {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>'}
    data = f"<sheetData>{body}</sheetData>{after}"
    return xlsx_of_sheets({"年报": data}, parts=parts, strict=strict)


def xlsx_of_sheets(
    sheets: dict[str, str],
    *,
    parts: dict[str, str] | None = None,
    about: str = "",
    hidden: str = "",
    strict: bool = False,
) -> bytes:
    """An XLSX of sheets given as the XML inside ``worksheet``; ``about`` stands in the workbook."""
    entries = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"{" state=" + chr(34) + "hidden" + chr(34) if name == hidden else ""}/>'
        for number, name in enumerate(sheets, start=1)
    )
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    relations += f'<Relationship Id="s1" Type="{OFFICE}/styles" Target="styles.xml"/>'
    relations += f'<Relationship Id="s2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    package = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    kinds = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{spreadsheet}.{kind}+xml"/>'
        for name, kind in [
            ("workbook.xml", "sheet.main"), ("styles.xml", "styles"), ("sharedStrings.xml", "sharedStrings"),
            *((f"worksheets/sheet{number}.xml", "worksheet") for number in range(1, len(sheets) + 1)),
        ]
    )  # fmt: skip
    found = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>',
        "_rels/.rels": f'{package}<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{entries}</sheets>{about}</workbook>',
        "xl/_rels/workbook.xml.rels": f"{package}{relations}</Relationships>",
        "xl/styles.xml": STYLES,
        **(parts or {}),
    }
    for number, sheet in enumerate(sheets.values(), start=1):
        found[f"xl/worksheets/sheet{number}.xml"] = f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
    if strict:
        found = {name: text.replace(MAIN, STRICT) for name, text in found.items()}
    return zip_of(dict(found))


def ods_of(cells: Placed) -> bytes:
    """An ODS with one sheet, blank rows and columns as repeated ones."""
    rows = {row: {c: box for (r, c), box in cells.items() if r == row} for row, _ in cells}
    covered = {
        (row + down, column + across)
        for (row, column), box in cells.items()
        for down in range(box.down)
        for across in range(box.across)
    } - set(cells)
    body, last = "", 0
    for row in sorted({*rows, *(row for row, _ in covered)}):
        if row > last + 1:
            body += f'<table:table-row table:number-rows-repeated="{row - last - 1}"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
        columns = {**{c: None for r, c in covered if r == row}, **rows.get(row, {})}
        line, at = "", 0
        for column in sorted(columns):
            if column > at + 1:
                line += f'<table:table-cell table:number-columns-repeated="{column - at - 1}"/>'
            line += _ods_cell(columns[column])
            at = column
        body += f"<table:table-row>{line}</table:table-row>"
        last = row
    body += '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    return ods_of_body(f'<table:table table:name="年报">{body}</table:table>')


def _ods_cell(box: Box | None) -> str:
    if box is None:
        return "<table:covered-table-cell/>"
    about = f' table:number-columns-spanned="{box.across}" table:number-rows-spanned="{box.down}"'
    if is_number(box.text):
        about += f' office:value-type="float" office:value="{box.text}"'
    elif box.text:
        about += ' office:value-type="string"'
    return f"<table:table-cell{about}>{box.text and f'<text:p>{escape(box.text)}</text:p>'}</table:table-cell>"


def ods_of_body(tables: str, styles: str = "", manifest: str = "") -> bytes:
    """An ODS around the XML of its tables."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    names += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    content = (
        f'<office:document-content{names} office:version="1.2"><office:automatic-styles>{styles}</office:automatic-styles>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listed = manifest or (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return zip_of({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": listed})


def xls_of(cells: Placed, *, locked: bool = False) -> bytes:
    """An XLS (BIFF8) with one sheet of labels and numbers."""
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    merged = b""
    for (row, column), box in sorted(cells.items()):
        head = struct.pack("<HHH", row - 1, column - 1, 0)
        if is_number(box.text):
            sheet += _record(0x0203, head + struct.pack("<d", float(box.text)))
        elif box.text:
            sheet += _record(0x0204, head + struct.pack("<HB", len(box.text), 1) + box.text.encode("utf-16-le"))
        if box.across > 1 or box.down > 1:
            merged += struct.pack("<HHHH", row - 1, row + box.down - 2, column - 1, column + box.across - 2)
    if merged:
        sheet += _record(0x00E5, struct.pack("<H", len(merged) // 8) + merged)
    sheet += _record(0x000A, b"")
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
    head += _record(0x002F, bytes(54)) if locked else b""
    name = "年报".encode("utf-16-le")
    start = len(head) + 4 + 8 + len(name) + 4
    head += _record(0x0085, struct.pack("<IBBBB", start, 0, 0, len(name) // 2, 1) + name) + _record(0x000A, b"")
    return ole_of({"Workbook": head + sheet})


def _record(code: int, body: bytes) -> bytes:
    return struct.pack("<HH", code, len(body)) + body
