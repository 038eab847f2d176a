"""Spreadsheets (.xlsx, .xlsm, .xls, .xlsb, .ods, .et of WPS Office): each sheet that is shown, as tables and paragraphs."""

from __future__ import annotations

from gongkai.documents.archives import damaged, open_archive
from gongkai.documents.doc_ole import MAGIC, Ole, refusal_of
from gongkai.documents.model import Block, Document, Note, Place, Table, Unreadable
from gongkai.documents.packages import core_properties
from gongkai.documents.xlsx_sheet import WHAT, Sheet, blocks_of

LISTED = 5
"""Names or places that a note lists before it says how many more there are."""


def read_spreadsheet(data: bytes) -> Document:
    """Read a spreadsheet of any of these formats, told by content; ``Unreadable`` when it is none, or damaged."""
    meta: dict[str, str] = {}
    if data.startswith(MAGIC):
        from gongkai.documents.xlsx_biff import NotBiff8, read_xls

        ole = Ole(data, WHAT)
        if ole.kind != "sheet":
            raise refusal_of(ole.kind)
        try:
            sheets, hidden = read_xls(ole.get("Workbook") or b"")
        except NotBiff8:
            return _through_office(data)
        if title := ole.title():
            meta["title"] = title
    else:
        archive = open_archive(data, what=WHAT)
        if "xl/workbook.bin" in archive:
            from gongkai.documents.xlsx_xlsb import read_xlsb

            sheets, hidden = read_xlsb(archive)
        elif "content.xml" in archive:
            from gongkai.documents.xlsx_ods import read_ods

            sheets, hidden, meta = read_ods(archive)
        else:
            from gongkai.documents.xlsx_ooxml import Workbook

            workbook = Workbook(archive)
            sheets, hidden = list(workbook.sheets()), workbook.hidden
            meta = core_properties(archive)
    return _document(sheets, hidden, meta)


def _through_office(data: bytes) -> Document:
    """A file of Excel 95 or before, or one that does not hold together, made into XLSX by LibreOffice."""
    from gongkai.documents.doc_office import OfficeFailed, converted, office

    program = office()
    if program is None:
        raise Unreadable(
            "needs-office",
            "这个 XLS 文件的内部结构不常见，没有 LibreOffice 时无法读取。请用 Excel 或 WPS 打开，另存为 XLSX 后再试；也可以在本机安装 LibreOffice。",
        )
    try:
        document = read_spreadsheet(converted(data, ".xls", program=program, to="xlsx"))
    except OfficeFailed as error:
        raise damaged(WHAT) from error
    document.notes.append(Note("via-office", "这个文件不能直接读取，是用本机的 LibreOffice 转换成 XLSX 后读取的。"))
    return document


def _document(sheets: list[Sheet], hidden: list[str], meta: dict[str, str]) -> Document:
    blocks: list[Block] = []
    notes: list[Note] = []
    for sheet in sheets:
        tables = sum(isinstance(block, Table) for block in blocks)
        blocks += blocks_of(sheet, tables)
        if sheet.unsaved:
            notes.append(_unsaved(sheet))
        if any(row in sheet.hidden_rows or column in sheet.hidden_columns for row, column in sheet.cells):
            notes.append(Note("hidden", f"工作表“{sheet.name}”里有隐藏的行或者列，没有读入。", Place(path=sheet.name)))
    if hidden:
        names = "、".join(f"“{name}”" for name in hidden[:LISTED]) + ("等" if len(hidden) > LISTED else "")
        notes.append(Note("hidden", f"文件里有{len(hidden)}张隐藏的工作表（{names}），没有读入。"))
    return Document("xlsx", blocks, meta, notes)


def _unsaved(sheet: Sheet) -> Note:
    row, column = min(sheet.unsaved)
    count = len(sheet.unsaved)
    return Note(
        "formula-without-value",
        f"工作表“{sheet.name}”里有{count}个公式没有保存算好的结果，按空白读取。请用 Excel 或 WPS 打开文件，保存一次后再试。",
        Place(path=sheet.name, row=row, column=column),
    )
