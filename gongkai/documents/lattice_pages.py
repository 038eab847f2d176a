"""Pages of positioned text and rulings as the blocks of a document: paragraphs, tables, pictures, in reading order."""

from __future__ import annotations

from gongkai.documents.lattice import Box, Sheet
from gongkai.documents.lattice_breaks import continues, join
from gongkai.documents.lattice_flow import HEADING, Item, goes_on, is_short, items_of, measure
from gongkai.documents.lattice_furniture import without_furniture
from gongkai.documents.lattice_tables import DrawnTable, tables_of
from gongkai.documents.lattice_text import join_lines
from gongkai.documents.model import Block, Note, Paragraph, Picture, Place, Table, TextCell

FEW_LINES = 4
INDENT = 60.0
"""Points that the first line of a paragraph may stand in, at most."""
LARGE = 1.15
"""How much larger than the text a title is set."""
PICTURE_SHARE, BACKGROUND_SHARE = 0.02, 0.85
"""Pictures smaller than this share of the page are signs; larger ones are its background or a scan of it."""


def blocks_of(sheets: list[Sheet], notes: list[Note]) -> list[Block]:
    """The blocks of the pages; what a person should know of the reading is added to ``notes``."""
    pages = []
    for sheet in sheets:
        tables, rest, crowded = tables_of(sheet)
        if crowded:
            message = f"第{sheet.number}页的线条太多，没有按表格线辨认表格，只按位置读取了文字。"
            notes.append(Note("crowded-page", message, Place(page=sheet.number)))
        pages.append(items_of(sheet, tables, rest))
    pages = without_furniture(sheets, pages)
    for items in pages:
        measure(items)
    _widen(sheets, pages)
    _join_tables(pages)
    return _Blocks(sheets, notes).build(pages)


def _widen(sheets: list[Sheet], pages: list[list[Item]]) -> None:
    """Give columns of few lines the width that the text has on other pages, or what the page leaves between equal margins."""
    columns = {
        id(item.column): (item.column, sheet)
        for sheet, items in zip(sheets, pages, strict=True)
        for item in items
        if item.column
    }
    widths = sorted(column.right - column.left for column, _ in columns.values() if column.lines > FEW_LINES)
    lefts = sorted(column.left for column, _ in columns.values() if column.lines > FEW_LINES and not column.beside)
    for column, sheet in columns.values():
        if column.lines <= FEW_LINES and not column.beside:
            if lefts:  # a page with nothing but a signature or a first line begins no line at the left
                usual = lefts[len(lefts) // 2]
                column.left = min(column.left, next(left for left in lefts if usual - left <= INDENT))
            right = column.left + widths[len(widths) // 2] if widths else sheet.width - column.left
            column.right = max(column.right, right)


def _join_tables(pages: list[list[Item]]) -> None:
    """Put tables cut by the end of a page together, in the page where they begin."""
    last: DrawnTable | None = None
    for items in pages:
        if items and last is not None and (table := items[0].table) and continues(last, table):
            join(last, table)
            del items[0]
            if not items:
                continue
        last = items[-1].table if items else last


class _Blocks:
    """Collects blocks and numbers the tables."""

    def __init__(self, sheets: list[Sheet], notes: list[Note]) -> None:
        self._sheets = sheets
        self._notes = notes
        self._blocks: list[Block] = []
        self._tables = 0
        self._open: tuple[Paragraph, Item] | None = None

    def build(self, pages: list[list[Item]]) -> list[Block]:
        ems = sorted(item.line.em for items in pages for item in items if item.line)
        usual = ems[len(ems) // 2] if ems else 0.0
        for sheet, items in zip(self._sheets, pages, strict=True):
            pictures = [box for box in sheet.pictures if _counts(box, sheet)]
            for index, item in enumerate(items):
                while pictures and pictures[0][1] <= item.box[1]:
                    self._picture(sheet.number, pictures.pop(0))
                if item.table is not None:
                    self._table(item.table)
                else:
                    self._line(item, _is_row(items, index), usual)
            for box in pictures:
                self._picture(sheet.number, box)
        for block in self._blocks:
            if isinstance(block, Paragraph) and block.style == "body" and HEADING.match(block.text):
                block.style = "heading"
        return self._blocks

    def _picture(self, page: int, box: Box) -> None:
        self._blocks.append(Picture("", Place(page=page, bbox=box)))

    def _line(self, item: Item, is_row: bool, usual: float) -> None:
        line = item.line
        assert line is not None
        place = Place(page=item.page, bbox=line.box)
        if not line.sure:
            message = f"第{item.page}页有一行字辨认不准：“{line.text}”。请对照原件核对。"
            self._notes.append(Note("ocr-doubt-text", message, place))
        if is_row:
            self._blocks.append(Paragraph(line.text, place, "line"))
            self._open = None
            return
        if self._open is not None:
            paragraph, before = self._open
            if goes_on(before, item) or _is_title(before, item, usual):
                paragraph.text = join_lines(paragraph.text, line.text)
                if item.page == paragraph.place.page and paragraph.place.bbox:
                    paragraph.place = Place(page=item.page, bbox=_around(paragraph.place.bbox, line.box))
                self._open = paragraph, item
                return
        paragraph = Paragraph(line.text, place)
        self._blocks.append(paragraph)
        self._open = paragraph, item

    def _table(self, drawn: DrawnTable) -> None:
        self._open = None
        self._tables += 1
        rows = []
        for number, cells in enumerate(drawn.rows, 1):
            row = []
            for column, cell in enumerate(cells, 1):
                place = Place(page=cell.page, table=self._tables, row=number, column=column, bbox=cell.box)
                row.append(TextCell(cell.text, place, cell.colspan, cell.rowspan, cell.sure))
                if not cell.sure:
                    self._doubt(cell.text, place, cell.page)
            rows.append(row)
        self._blocks.append(Table(rows, Place(page=drawn.page, table=self._tables, bbox=drawn.box)))

    def _doubt(self, text: str, place: Place, page: int) -> None:
        if any(sheet.recognised for sheet in self._sheets if sheet.number == page):
            note = Note("ocr-doubt", f"{place}的“{text}”辨认不准，没有采用。请对照原件核对。", place)
        else:
            shown = text.replace("\n", " ")
            message = f"{place}的“{shown}”越过了格子的边线或者被分页截断，分不清是哪个数，没有采用。请对照原件核对。"
            note = Note("cell-overflow", message, place)
        self._notes.append(note)


def _is_row(items: list[Item], index: int) -> bool:
    """Whether a line is a row of a table without rulings: gaps part it, or it is a short line next to such a row."""
    line = items[index].line
    if line is None or line.parted:
        return line is not None
    if not is_short(items[index]) or line.text[-1] in "。；":
        return False
    return any(
        0 <= other < len(items)
        and (near := items[other].line) is not None
        and near.parted
        and near.em < LARGE * line.em
        for other in (index - 1, index + 1)
    )


def _is_title(before: Item, item: Item, usual: float) -> bool:
    """Whether two lines are one title: large type of one size, centred, one below the other."""
    first, second, column = before.line, item.line, item.column
    if first is None or second is None or column is None or before.column is not column:
        return False
    if min(first.em, second.em) < LARGE * usual or abs(first.em - second.em) > 0.1 * first.em:
        return False
    middle = column.left + column.right
    centred = all(abs(line.box[0] + line.box[2] - middle) < 3 * line.em for line in (first, second))
    near = second.box[1] - first.box[3] < 1.5 * second.em
    return centred and near and not first.text.endswith(("报告", "年报"))


def _counts(box: Box, sheet: Sheet) -> bool:
    share = (box[2] - box[0]) * (box[3] - box[1]) / max(sheet.width * sheet.height, 1)
    return PICTURE_SHARE <= share <= BACKGROUND_SHARE


def _around(box: Box, other: Box) -> Box:
    return min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3])
