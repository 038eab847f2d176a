"""Figures in prose: a number with its unit. A number without a unit counts nothing and is left alone.

Chinese numerals are read before a unit only (三件、一百二十人次), and 一 only where a verb or noun of counting stands right before it,
because 一个, 一次, 一项 are mostly no figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

# Longest first. Behind the bar of a unit stand the characters that make it another word (条例, 件数, 部门 …).
_UNITS = {
    "个百分点": "", "平方公里": "", "平方米": "", "元人民币": "", "人次": "", "件次": "", "条次条": "", "条次": "", "个次": "", "场次": "", "户次": "", "站次": "",
    "批次": "", "篇次": "", "期次": "", "部次": "", "公里": "", "万元": "", "亿元": "",
    "条": "例款块目理线形幅", "件": "数", "项": "目", "个": "性别体案税贷旧", "次": "要数元级序生", "篇": "章幅", "份": "额内", "期": "间限末货待刊满",
    "批": "准复示评办驳", "人": "民才员大均力工口社物", "家": "庭乡长园电", "名": "单称录义牌城片", "场": "所景地面馆", "起": "草诉步来到点始源因码",
    "宗": "旨教地", "例": "如外行会子", "则": "", "类": "别型似", "部": "门分委位级长署队属", "封": "闭面装", "册": "子", "处": "理罚置室长级分", "户": "籍口外型",
    "页": "面码", "张": "家贴皮", "幅": "度", "块": "", "台": "账阶湾州", "套": "", "卷": "宗入", "轮": "流候训", "档": "案", "元": "旦素", "字": "", "倍": "",
    "支": "持付部撑", "座": "谈", "所": "有属在", "间": "接隔", "位": "于置小", "只": "", "辆": "", "栋": "", "亩": "", "米": "", "点": "击赞击对评", "科": "室技",
    "组": "织成", "对": "接外应照", "课": "程题", "堂": "", "站": "点位", "版": "", "节": "点", "句": "", "本": "级年局单机报市县区镇辖着地报部委办院省次月街乡", "集": "中约成体散",
}  # fmt: skip
_UNIT = "|".join(unit + (f"(?![{bar}])" if bar else "") for unit, bar in _UNITS.items())
_ABOUT = re.compile(r"(?:约|近|超过?|逾|突破)达?$")
_FIGURE = re.compile(
    r"(?<![\d.A-Za-z_/\-])(?<!\d )(?P<number>(?:\d{1,3}(?:_\d{3})+|\d+)(?:\.\d+)?)(?![\d.])"
    r"(?P<more>余|多|几)?(?P<power>十万|百万|千万|[万亿千百])?(?P<more2>余|多)?"
    r"(?:(?P<percent>%|‰)|(?P<unit>" + _UNIT + r"))(?P<over>\(?(?:以上|左右|有余))?"
)
_CHINESE = re.compile(
    r"(?<![第每同这那某任何逐统唯单几数双各上下前后首末零〇一二两三四五六七八九十百千万])"
    r"(?P<number>[零〇一二两三四五六七八九十百千]{1,9})(?P<more>余|多)?(?P<unit>" + _UNIT + r")"
)
_BRACKETS = re.compile(r"[()\n]")
_BEFORE_ONE = re.compile(r"(?:申请|复议|诉讼|案件|发布会|培训会|培训班|通报|座谈会|听证会|会议)$")
_SHARE = re.compile(
    r"百分之(?P<number>[零〇一二两三四五六七八九十百]{1,5})(?:点(?P<rest>[零〇一二三四五六七八九]{1,4}))?"
)
_POWER = {"百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with a unit at ``start``–``end`` of the prose text. ``slack`` is half of the last digit's worth where the
    figure is written in 万 or 亿 with decimals (2.3万人 may be 22 950 to 23 050)."""

    start: int
    end: int
    value: Decimal
    unit: str
    approximate: bool
    slack: Decimal
    depth: int
    decimals: int

    @property
    def kind(self) -> str:
        """Units that count the same thing alike: 件 and 起, 条 and 条次."""
        return _ALIKE.get(self.unit, self.unit)


_ALIKE = {"起": "件", "宗": "件", "例": "件", "件次": "件", "条次": "条", "则": "条", "条次条": "条", "个次": "次", "名": "人", "位": "人", "场次": "场", "亿元": "元", "万元": "元"}  # fmt: skip


def chinese_number(words: str) -> int | None:
    """The value of a Chinese numeral below ten thousand; None where it is none.

    >>> chinese_number("一百二十"), chinese_number("两"), chinese_number("十五"), chinese_number("二〇二一")
    (120, 2, 15, 2021)
    """
    if all(c in _DIGITS for c in words):
        return int("".join(str(_DIGITS[c]) for c in words)) if words else None
    total = digit = 0
    last = 10**4
    for c in words:
        if c in _TENS:
            if _TENS[c] >= last:
                return None
            last = _TENS[c]
            total += (digit or 1) * last
            digit = 0
        else:
            digit = _DIGITS[c]
    return total + digit


def find_figures(digits: str) -> list[Figure]:
    """Every figure of a text whose traps are blotted out, in order, with its depth in brackets."""
    found = [figure for match in _FIGURE.finditer(digits) if (figure := _arabic(match)) is not None]
    found += [figure for match in _CHINESE.finditer(digits) if (figure := _chinese(match)) is not None]
    found += [_share(match) for match in _SHARE.finditer(digits)]
    found.sort(key=lambda figure: figure.start)
    return _with_depth(digits, found)


def _arabic(match: re.Match[str]) -> Figure | None:
    written = match["number"].replace("_", "")
    decimals = len(written.partition(".")[2])
    power = _POWER.get(match["power"] or "", 1)
    approximate = bool(match["more"] or match["more2"] or match["over"]) or _about(match)
    unit = match["percent"] or match["unit"].replace("人民币", "")
    if power == 10**4 and unit == "元":
        power, unit = 1, "万元"
    slack = Decimal(power) / 2 / 10**decimals if power > 1 else Decimal(0)
    start = match.start("number")
    return Figure(start, match.end(), Decimal(written) * power, unit, approximate, slack, 0, decimals)


def _about(match: re.Match[str]) -> bool:
    return _ABOUT.search(match.string, max(0, match.start("number") - 3), match.start("number")) is not None


def _chinese(match: re.Match[str]) -> Figure | None:
    words = match["number"]
    value = chinese_number(words)
    before = match.string[: match.start()]
    if value is None or (words == "一" and not _BEFORE_ONE.search(before[-4:])):
        return None
    approximate = bool(match["more"]) or _about(match)
    return Figure(match.start("number"), match.end(), Decimal(value), match["unit"], approximate, Decimal(0), 0, 0)


def _share(match: re.Match[str]) -> Figure:
    rest = match["rest"] or ""
    tail = "".join(str(_DIGITS[c]) for c in rest)
    value = Decimal(chinese_number(match["number"]) or 0) + (Decimal(f"0.{tail}") if tail else 0)
    return Figure(match.start(), match.end(), value, "%", False, Decimal(0), 0, len(tail))


def _with_depth(text: str, found: list[Figure]) -> list[Figure]:
    depth = 0
    marks = _BRACKETS.finditer(text)
    mark = next(marks, None)
    placed = []
    for figure in found:
        while mark is not None and mark.start() < figure.start:
            kind = mark.group()
            depth = depth + 1 if kind == "(" else max(0, depth - 1) if kind == ")" else 0
            mark = next(marks, None)
        placed.append(replace(figure, depth=depth) if depth else figure)
    return placed
