"""统一编号 of 行政规范性文件 (统一登记、统一编号、统一公布): made strictly by a scheme, read loosely.

Places write it in several ways: HCDR-2021-0040001 (a code for the organ before the serial), HFGS—2017—9 (long dashes, no zeros),
杨管规〔2012〕001 (brackets). A scheme says which; a serial is given once in a series and year and never again.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

LONGEST_WIDTH = 8


class NumberForm(StrEnum):
    """How prefix, year and serial are put together."""

    DASHES = "dashes"
    BRACKETS = "brackets"


FORM_TITLES = {NumberForm.DASHES: "前缀-年份-序号", NumberForm.BRACKETS: "前缀〔年份〕序号"}
DASHES = {"-": "短横 -", "—": "长横 —"}


class WrongScheme(ValueError):
    """A scheme by which no number can be made; the sentence says what to change."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """How the numbers of a registering organ look. ``unit`` stands right before the serial; ``width`` 0 writes no leading zeros."""

    prefix: str
    form: NumberForm = NumberForm.DASHES
    dash: str = "-"
    unit: str = ""
    width: int = 0
    suffix: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff]{0,19}", self.prefix):
            raise WrongScheme("前缀由汉字、字母和数字组成，以汉字或者字母开头，例如 HCDR、青规。")
        if self.dash not in DASHES:
            raise WrongScheme("横线请选短横或者长横。")
        if not re.fullmatch(r"[0-9A-Za-z]{0,8}", self.unit):
            raise WrongScheme("机关代码由字母和数字组成，例如 004；没有的留空。")
        if not 0 <= self.width <= LONGEST_WIDTH:
            raise WrongScheme(f"序号位数在0到{LONGEST_WIDTH}之间；0表示不补零。")
        if self.unit and not self.width:
            raise WrongScheme("序号前面有机关代码的，要写明序号的位数，否则分不清代码和序号。")
        if not re.fullmatch(r"[\u4e00-\u9fff]{0,4}", self.suffix):
            raise WrongScheme("后缀只写汉字，例如 号；没有的留空。")

    @property
    def series(self) -> str:
        """What tells its serials from those of other schemes, however they are written."""
        return f"{self.prefix.upper()}|{self.unit.upper()}"


def registration_number(scheme: Scheme, year: int, serial: int) -> str:
    """The number as it is given. Raises ``ValueError`` when the serial does not fit.

    >>> registration_number(Scheme("HCDR", unit="004", width=4), 2021, 1)
    'HCDR-2021-0040001'
    >>> registration_number(Scheme("HFGS", dash="—"), 2017, 9)
    'HFGS—2017—9'
    >>> registration_number(Scheme("杨管规", NumberForm.BRACKETS, width=3), 2012, 1)
    '杨管规〔2012〕001'
    """
    if serial < 1 or not 1949 <= year <= 9999:
        raise ValueError(f"统一编号的年份或者序号不对：{year}、{serial}。")
    if scheme.width and len(str(serial)) > scheme.width:
        raise ValueError(f"{year}年的序号已经用完{scheme.width}位，请由登记机关调整编号规则的位数。")
    last = f"{scheme.unit}{serial:0{scheme.width}d}{scheme.suffix}"
    if scheme.form is NumberForm.BRACKETS:
        return f"{scheme.prefix}〔{year}〕{last}"
    return f"{scheme.prefix}{scheme.dash}{year}{scheme.dash}{last}"


_BRACKETED = re.compile(
    r"^(?P<prefix>[^\[\]()〔〕【】\d][^\[\]()〔〕【】]*?)[\[(〔【](?P<year>\d{4})[\])〕】](?P<rest>第?\d[0-9A-Z-]*号?)$"
)
_DASHED = re.compile(
    r"^(?P<prefix>[A-Z\u4e00-\u9fff][A-Z0-9\u4e00-\u9fff]*?)-+(?P<year>\d{4})-+(?P<rest>\d[0-9A-Z-]*号?)$"
)


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """A number as it was understood. ``key`` is the same for all ways of writing it."""

    prefix: str
    year: int
    rest: str
    bracketed: bool

    @property
    def plain(self) -> str:
        """In one written form."""
        return (
            f"{self.prefix}〔{self.year}〕{self.rest}" if self.bracketed else f"{self.prefix}-{self.year}-{self.rest}"
        )

    @property
    def key(self) -> str:
        """For finding and comparing: no brackets, dashes, 第 and 号, and no zeros before a bare serial."""
        rest = self.rest.removeprefix("第").removesuffix("号")
        return f"{self.prefix}-{self.year}-{rest.lstrip('0') or '0'}"


def read_registration_number(text: str) -> ReadNumber | None:
    """The number in whatever brackets, dashes and widths it was typed; None when it is none.

    >>> read_registration_number("ｈｃｄｒ－2021－0040001").plain
    'HCDR-2021-0040001'
    >>> read_registration_number("HFGS—2017—9").key
    'HFGS-2017-9'
    >>> read_registration_number("杨管规[2012]001号").plain
    '杨管规〔2012〕001号'
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(
        r"[\u2010-\u2015\u2212\ufe63\u30fc一]{1,2}(?=\d)|[\u2010-\u2015\u2212\ufe63]", "-", re.sub(r"\s+", "", plain)
    ).upper()
    for bracketed, pattern in ((True, _BRACKETED), (False, _DASHED)):
        found = pattern.match(plain)
        if found:
            return ReadNumber(found["prefix"], int(found["year"]), found["rest"], bracketed)
    return None


def number_key(text: str) -> str:
    """What two ways of writing one number have in common; what is no such number is compared without blanks and case."""
    found = read_registration_number(text)
    return found.key if found else re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
