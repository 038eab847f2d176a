"""Lists of releases, matters, decisions and procurement as files (CSV or XLSX): their columns, and each line read and checked.

Every line is told what is wrong with it; nothing of a file is taken over while a line is wrong. Reading (encodings, headings,
quotes) is that of ``gongkai.organs.importing``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.organs.importing.kinds import Column, Kind, WrongCell, code, day
from gongkai.organs.importing.table import read_listing
from gongkai.publishing.channels import by_hand
from gongkai.publishing.index_numbers import read_index_number
from gongkai.publishing.registers import decision_titles, matter_titles

RELEASE_KINDS = {"news": "政务动态", "overview": "概况信息", "catalogue": "信息公开目录", "other": "其他"}
MOST_YUAN = Decimal(10) ** 13
_FEN = Decimal("0.01")
_YUAN = re.compile(r"^(-?\d+(?:\.\d+)?)(万?元)?$")


def titled(titles: Callable[[], Mapping[str, str]]) -> Callable[[str], str]:
    """Reads a key by its title (or by the key itself)."""

    def read(cell: str) -> str:
        known = titles()
        wanted = code(cell)
        for key, title in known.items():
            if wanted in (key, unicodedata.normalize("NFKC", title)):
                return key
        raise WrongCell(f"不认识“{cell}”，可以填：{'、'.join(known.values())}。")

    return read


def yuan(cell: str) -> Decimal:
    """An amount in 元, given in 元 (or with its unit, 元 or 万元), to the 分.

    >>> yuan("74,630元"), yuan("7.463万元")
    (Decimal('74630.00'), Decimal('74630.00'))
    """
    found = _YUAN.match(code(cell).replace(",", "").replace("¥", "").replace(" ", ""))
    try:
        if found is None:
            raise InvalidOperation
        amount = Decimal(found[1]) * (10_000 if found[2] == "万元" else 1)
    except InvalidOperation:
        raise WrongCell(f"“{cell}”不是金额，请写成以元计的数，例如 74630.00。") from None
    if amount < 0:
        raise WrongCell("金额不能是负数。")
    if amount >= MOST_YUAN:
        raise WrongCell(f"“{cell}”太大，请核对单位是不是元。")
    if amount != amount.quantize(_FEN):
        raise WrongCell(f"“{cell}”的小数超过两位，请精确到分。")
    return amount.quantize(_FEN)


def index_number(cell: str) -> str:
    """The plain form of an index number."""
    found = read_index_number(code(cell))
    if found is None:
        raise WrongCell(f"“{cell}”不是索引号，请从信息的页面上复制。")
    return found


def yes(cell: str) -> bool:
    """是 or 否."""
    if cell in ("是", "否"):
        return cell == "是"
    raise WrongCell(f"“{cell}”请填 是 或者 否。")


def _channels_by_hand() -> dict[str, str]:
    return by_hand(date.max)


RELEASES = Kind(
    "releases",
    "渠道发布记录",
    (
        Column("渠道", "channel", titled(_channels_by_hand), True, "政务微信"),
        Column("标题", "title", needed=True, example="青石县秋粮收购政策解读"),
        Column("发布日期", "on", day, True, "2024-09-25"),
        Column("内容类型", "kind", titled(lambda: RELEASE_KINDS), example="政务动态"),
        Column("索引号", "index_number", index_number),
        Column("账号", "account", example="青石农业"),
        Column("地点或者链接", "place"),
    ),
)
MATTERS = Kind(
    "matters",
    "权责和服务事项",
    (
        Column("种类", "kind", titled(matter_titles), True, "行政许可"),
        Column("编码", "code", code, False, "000120001000"),
        Column("名称", "name", needed=True, example="农药经营许可"),
        Column("依据", "basis", needed=True, example="《农药管理条例》第二十四条"),
        Column("列入日期", "added_on", day, True, "2019-01-10"),
        Column("取消日期", "removed_on", day),
        Column("取消理由", "removed_why"),
        Column("开通网办日期", "online_on", day),
    ),
)
DECISIONS = Kind(
    "decisions",
    "处理决定",
    (
        Column("种类", "kind", titled(decision_titles), True, "行政处罚决定"),
        Column("决定书文号", "number", code, True, "青农罚〔2024〕3号"),
        Column("决定日期", "decided_on", day, True, "2024-05-06"),
        Column("相对人是否自然人", "is_person", yes, True, "否"),
        Column("相对人", "subject", needed=True, example="青石县某某农资有限公司"),
        Column("内容", "content", needed=True, example="经营假农药案"),
        Column("结果", "result", needed=True, example="罚款人民币五千元"),
        Column("依据", "basis", needed=True, example="《农药管理条例》第五十五条"),
    ),
)
PROCUREMENT = Kind(
    "procurement",
    "政府集中采购项目",
    (
        Column("项目名称", "name", needed=True, example="办公设备采购"),
        Column("项目编号", "number", code, False, "QSCG-2024-012"),
        Column("日期", "on", day, True, "2024-06-18"),
        Column("金额（元）", "amount", yuan, True, "74630.00"),
        Column("供应商", "supplier", example="青石县某某商贸有限公司"),
    ),
)
FEES = Kind(
    "fees",
    "行政事业性收费项目",
    (
        Column("项目名称", "name", needed=True, example="农药登记费"),
        Column("依据", "basis", needed=True, example="财税〔2017〕20号"),
        Column("标准", "standard", needed=True, example="每件200元"),
        Column("列入日期", "added_on", day, True, "2019-01-10"),
        Column("取消日期", "removed_on", day),
        Column("取消理由", "removed_why"),
    ),
)
LISTS = {kind.key: kind for kind in (RELEASES, MATTERS, DECISIONS, PROCUREMENT, FEES)}


@dataclass(slots=True)
class Planned:
    """A line of a file as it would be taken over: ``values`` by field, or what is wrong."""

    number: int
    subject: str
    values: dict[str, Any]
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def planned(kind: Kind, data: bytes, subject: str) -> list[Planned]:
    """Every line read; ``subject`` is the field that names a line. Raises ``UnreadableList`` for what is no such list."""
    listing = read_listing(
        data, headings=[_plain(each) for each in kind.headings], needed=[_plain(each) for each in kind.needed]
    )
    found = []
    for line in listing.lines:
        cells = {heading: line.cells.get(_plain(heading), "") for heading in kind.headings}
        values, errors = kind.values(cells)
        named = str(values.get(subject) or next((cell for cell in cells.values() if cell), ""))
        found.append(Planned(line.number, named[:60], values, [*line.errors, *errors], list(line.notes)))
    return found


def _plain(heading: str) -> str:
    """A heading as the reader of lists normalises it."""
    return unicodedata.normalize("NFKC", heading)
