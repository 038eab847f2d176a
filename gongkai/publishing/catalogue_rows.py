"""Lists of items for import: CSV, XLSX or JSON, as drafts to be written. Headings are those that the export writes.

A publication date cannot be imported: when the public could read an item is set by the system (伪造发稿日期 is a veto of
国办秘函〔2019〕19号). What stood elsewhere before says so in 原公开日期 and 原网址, which are reviewed with the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from gongkai.organs.importing.kinds import WrongCell, day
from gongkai.organs.importing.table import Line, Listing, UnreadableList, read_listing
from gongkai.publishing.audiences import audience_titles
from gongkai.publishing.categories import categories
from gongkai.publishing.document_numbers import document_number
from gongkai.publishing.elements import WrongDetails, checked_details, elements_of
from gongkai.publishing.genres import genres
from gongkai.publishing.index_numbers import read_index_number
from gongkai.publishing.moves import DISCLOSURE_CLASSES, PROACTIVE
from gongkai.publishing.themes import themes

LONGEST = 100_000
"""Characters of a cell; longer texts are imported one by one from their files."""
MOST_BYTES, MOST_LINES = 40 * 1024 * 1024, 5000
_SEVERAL = re.compile(r"[;；、\n]+")
FORBIDDEN = {"发布日期", "发布时间", "公开日期", "公开时间", "发稿日期", "published_at"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the list: the field that it fills and how a cell is read."""

    title: str
    field: str
    read: Callable[[str], Any]
    needed: bool = False


@dataclass(slots=True)
class Row:
    """A line as it would be written. ``fields`` are those of a wording; the rest names what only the site can find.

    ``known_as`` is by what the same line is known when it is imported again.
    """

    number: int
    fields: dict[str, Any] = field(default_factory=dict)
    column: str = ""
    section: str = ""
    local_classes: tuple[str, ...] = ()
    index_number: str | None = None
    external_id: str = ""
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Its title, or where it stands."""
        return str(self.fields.get("title") or f"第{self.number}行")

    @property
    def known_as(self) -> str:
        """Its number elsewhere, else its index number, else title, 文号 and date together."""
        said = self.fields
        told = f"{said.get('title', '')}|{said.get('document_number', '')}|{said.get('signed_on') or ''}|{self.column}"
        return (self.external_id or self.index_number or told)[:300]


def _words(cell: str) -> str:
    return cell.strip()


def _one_of(what: str, titles: Callable[[], Mapping[str, str]]) -> Callable[[str], str]:
    def read(cell: str) -> str:
        known = titles()
        if cell in known:
            return cell
        found = [key for key, title in known.items() if title == cell]
        if len(found) == 1:
            return found[0]
        raise WrongCell(
            f"没有“{cell}”这种{what}。可以填：{'、'.join(list(known.values())[:12])}{'等' if len(known) > 12 else ''}。"
        )

    return read


def _several(read: Callable[[str], str]) -> Callable[[str], list[str]]:
    return lambda cell: list(dict.fromkeys(read(part.strip()) for part in _SEVERAL.split(cell) if part.strip()))


def _statutory(cell: str) -> str:
    known = categories()
    if cell in known:
        return cell
    for key, each in known.items():
        if cell in (each.article, each.title):
            return key
    raise WrongCell(f"没有“{cell}”这一法定类别，请填条文，例如 第二十条第（一）项。")


def _index(cell: str) -> str:
    found = read_index_number(cell)
    if found is None:
        raise WrongCell(f"“{cell}”不是索引号，应当像 000014349/2017-00110。")
    return found


def _address(cell: str) -> str:
    parts = urlsplit(cell)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise WrongCell(f"“{cell[:60]}”不是网址，应当以 http:// 或者 https:// 开头。")
    return cell


HEADINGS = (
    Heading("标题", "title", _words, needed=True),
    Heading("栏目", "column", _words, needed=True),
    Heading("科室", "section", _words),
    Heading("体裁", "genre", _one_of("体裁", lambda: {key: each.title for key, each in genres().items()}), needed=True),
    Heading("正文", "body_html", _words, needed=True),
    Heading("公开属性", "disclosure_class", _one_of("公开属性", lambda: DISCLOSURE_CLASSES)),
    Heading("不主动公开的理由和依据", "ground", _words),
    Heading("发文机关", "issuer", _words),
    Heading("文号", "document_number", document_number),
    Heading("统一编号", "registration_number", _words),
    Heading("成文日期", "signed_on", day),
    Heading("施行日期", "effective_on", day),
    Heading("有效期至", "expires_on", day),
    Heading("主题分类", "theme", _one_of("主题分类", lambda: {key: each.title for key, each in themes().items()})),
    Heading("服务对象", "audience", _one_of("服务对象", audience_titles)),
    Heading("法定类别", "statutory_classes", _several(_statutory)),
    Heading("组配分类", "local_classes", _several(_words)),
    Heading("关键词", "keywords", _words),
    Heading("内容概述", "summary", _words),
    Heading("信息来源", "content_source", _words),
    Heading("体裁要素", "details", _words),
    Heading("索引号", "index_number", _index),
    Heading("原公开日期", "earlier_published_on", day),
    Heading("原网址", "earlier_url", _address),
    Heading("外部编号", "external_id", _words),
)
BY_TITLE = {each.title: each for each in HEADINGS}
_OUTSIDE = ("column", "section", "local_classes", "index_number", "external_id")


def read_rows(data: bytes) -> list[Row]:
    """The rows of a CSV (UTF-8 or GB 18030), XLSX or JSON file. Raises ``UnreadableList`` for what is no such list at all."""
    listing = _json_listing(data) if data.lstrip()[:1] in (b"[", b"{") else _table(data)
    rows = [_row(line) for line in listing.lines]
    seen: dict[str, int] = {}
    for row in rows:
        if row.index_number and seen.setdefault(row.index_number, row.number) != row.number:
            row.errors.append(f"索引号{row.index_number}和第{seen[row.index_number]}行重复。")
    told: dict[str, int] = {}
    for row in rows:
        if told.setdefault(row.known_as, row.number) != row.number and not row.errors:
            row.errors.append(
                f"和第{told[row.known_as]}行是同一件（{'外部编号' if row.external_id else '标题、文号、日期、栏目'}相同）。"
            )
    return rows


def row_of(number: int, told: Mapping[str, Any]) -> Row:
    """One record, its fields by name as in JSON, as a row."""
    return _row(_json_line(number, told, {each.field: each.title for each in HEADINGS}))


def _table(data: bytes) -> Listing:
    try:
        return read_listing(
            data,
            headings=[each.title for each in HEADINGS],
            needed=[each.title for each in HEADINGS if each.needed],
            longest=LONGEST,
            most_bytes=MOST_BYTES,
            most_lines=MOST_LINES,
        )
    except UnreadableList as problem:
        strange = re.search(r"不认识的列：([^。]*)。", str(problem))
        _refuse_forbidden(set(strange[1].split("、")) if strange else set())
        raise


def _refuse_forbidden(headings: set[str]) -> None:
    wrong = sorted(headings & FORBIDDEN)
    if wrong:
        raise UnreadableList(
            f"“{wrong[0]}”不能导入：发布日期由系统在发布时记录，不能倒填（国办秘函〔2019〕19号把伪造发稿日期列为单项否决）。"
            "信息在原来的平台上公开过的，请把日期写在“原公开日期”一列，网址写在“原网址”一列。"
        )


def _json_listing(data: bytes) -> Listing:
    if len(data) > MOST_BYTES:
        raise UnreadableList(f"文件超过{MOST_BYTES // 1024 // 1024}MB，请分成几个文件导入。")
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UnreadableList("这个 JSON 文件读不出来，可能不完整，或者编码不是 UTF-8。请重新导出后再试。") from None
    rows = told.get("items") if isinstance(told, dict) else told
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableList('JSON 文件里应当是一组信息：[{…}, {…}]，或者 {"items": [{…}, …]}。')
    if len(rows) > MOST_LINES:
        raise UnreadableList(f"这个文件有{len(rows)}件，一次最多导入{MOST_LINES}件，请分成几个文件。")
    if not rows:
        raise UnreadableList("这个文件没有内容。")
    by_field = {each.field: each.title for each in HEADINGS}
    names = {name for row in rows for name in row}
    _refuse_forbidden(names)
    strange = sorted(name for name in names if name not in by_field and name not in BY_TITLE)
    if strange:
        raise UnreadableList(f"有不认识的项：{'、'.join(strange[:5])}。可以用的项：{'、'.join(by_field)}。")
    return Listing(tuple(by_field.values()), tuple(_json_line(n, row, by_field) for n, row in enumerate(rows, start=1)))


def _json_line(number: int, row: Mapping[str, Any], by_field: Mapping[str, str]) -> Line:
    cells, errors = {}, []
    for name, value in row.items():
        title = by_field.get(name, name)
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            cells[title] = "；".join(value)
        elif isinstance(value, dict):
            cells[title] = json.dumps(value, ensure_ascii=False)
        elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
            cells[title] = str(value).strip()
        elif value is not None:
            errors.append(f"“{title}”应当是文字。")
        if len(cells.get(title, "")) > LONGEST:
            errors.append(f"“{title}”超过{LONGEST}字，请缩短，或者单独从文件导入。")
            cells[title] = ""
    return Line(number, cells, errors=tuple(errors))


def _row(line: Line) -> Row:
    row = Row(line.number, errors=list(line.errors), notes=list(line.notes))
    for heading in HEADINGS:
        cell = line.cells.get(heading.title, "")
        if not cell:
            if heading.needed:
                row.errors.append(f"没有填“{heading.title}”。")
            continue
        try:
            value = heading.read(cell)
        except WrongCell as problem:
            row.errors.append(f"“{heading.title}”：{problem}")
            continue
        if heading.field in _OUTSIDE:
            setattr(row, heading.field, tuple(value) if isinstance(value, list) else value)
        else:
            row.fields[heading.field] = value
    row.fields.setdefault("disclosure_class", PROACTIVE)
    if "details" in row.fields:
        row.fields["details"] = _details(row, str(row.fields["details"]))
    return row


def _details(row: Row, cell: str) -> dict[str, str]:
    """The elements of the genre: a JSON object, or lines 名称：内容."""
    genre = str(row.fields.get("genre", ""))
    known = {each.title: each.key for each in elements_of(genre)} | {each.key: each.key for each in elements_of(genre)}
    try:
        lines = (re.split(r"[：:]", line, maxsplit=1) for line in cell.splitlines())
        told = json.loads(cell) if cell.startswith("{") else dict(lines)
        return checked_details(genre, {known.get(name.strip(), name.strip()): value for name, value in told.items()})
    except (ValueError, AttributeError) as problem:
        said = str(problem) if isinstance(problem, WrongDetails) else "写成“名称：内容”，一行一项"
        row.errors.append(f"“体裁要素”：{said}。")
        return {}
