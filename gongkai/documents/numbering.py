"""Automatic numbering of word processors: the text of “一、” or “（三）” where a file holds only a list and a level.

Both Word formats describe lists alike (ECMA-376 part 1, 17.9; [MS-DOC] 2.9.150): a level has a start, a number format and
a text in which the numbers of its own and of outer levels are filled in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

DIGITS = "〇一二三四五六七八九"
LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. ``text`` holds ``%1`` to ``%9`` for the numbers of levels one to nine.

    ``restart``: the number starts again after a level with an index below this one; None: after every outer level.
    ``legal``: all numbers are written in Arabic digits. ``gap``: white space stands between number and text.
    """

    start: int = 1
    format: str = "decimal"
    text: str = "%1."
    restart: int | None = None
    legal: bool = False
    gap: bool = True


@dataclass(slots=True)
class Counter:
    """The running numbers of one list."""

    levels: dict[int, Level]
    _numbers: dict[int, int] = field(default_factory=dict)

    def restart(self, index: int, start: int) -> None:
        """Let the next number of level ``index`` be ``start``."""
        self._numbers[index] = start - 1
        for inner in range(index + 1, LEVELS):
            self._numbers.pop(inner, None)

    def next(self, index: int) -> str:
        """The number text of the next paragraph at level ``index`` (from 0); empty for bullets and unknown levels."""
        level = self.levels.get(index)
        if level is None:
            return ""
        self._numbers[index] = self._numbers.get(index, level.start - 1) + 1
        for inner in range(index + 1, LEVELS):
            other = self.levels.get(inner)
            if other is None or other.restart is None or index < other.restart:
                self._numbers.pop(inner, None)
        if level.format in ("bullet", "none"):
            return level.text if level.format == "none" and "%" not in level.text else ""
        return self._filled(level)

    def _filled(self, level: Level) -> str:
        text = level.text
        for index in range(LEVELS):
            mark = f"%{index + 1}"
            if mark in text:
                own = self.levels.get(index, Level())
                number = self._numbers.get(index, own.start)
                text = text.replace(mark, number_text(number, "decimal" if level.legal else own.format))
        return text


def labelled(label: str, gap: bool, text: str) -> str:
    """``text`` with its number before it; a number never grows together with a figure that follows.

    >>> labelled("一、", True, "总体情况")
    '一、总体情况'
    >>> labelled("1.", True, "25")
    '1. 25'
    """
    if not label:
        return text
    close = not text or not (label[-1].isalnum() or text[0].isdigit())
    return label + ("" if close or not gap else " ") + text


def number_text(number: int, form: str) -> str:
    """A number in one of the formats of ECMA-376 (``ST_NumberFormat``); unknown formats count in Arabic digits.

    >>> number_text(12, "chineseCounting"), number_text(12, "ideographDigital"), number_text(3, "ideographTraditional")
    ('十二', '一二', '丙')
    """
    return _FORMATS.get(form, str)(number)


def chinese(number: int) -> str:
    """A number counted in Chinese, as in headings: 十, 十二, 二十, 一百零三.

    >>> chinese(10), chinese(21), chinese(105), chinese(1010)
    ('十', '二十一', '一百零五', '一千零一十')
    """
    if not 0 < number < 10_000:
        return str(number) if number else "〇"
    text, owed = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if owed and text else "") + DIGITS[digit] + unit
            owed = False
        else:
            owed = True
    return text.removeprefix("一") if text.startswith("一十") else text


def _digitwise(number: int) -> str:
    return "".join(DIGITS[int(digit)] if digit.isdigit() else digit for digit in str(number))


def _letters(number: int) -> str:
    if not 0 < number <= 780:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    ):
        text += letters * (number // value)
        number %= value
    return text


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _capital(number: int) -> str:
    return chinese(number).translate(str.maketrans("〇一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟"))


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "koreanDigital2": _digitwise,
    "ideographDigital": _digitwise,
    "japaneseDigitalTenThousand": _digitwise,
    "taiwaneseDigital": _digitwise,
    "chineseLegalSimplified": _capital,
    "ideographLegalTraditional": _capital,
    "japaneseLegal": _capital,
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _one_of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "decimalEnclosedCircle": _one_of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedCircleChinese": _one_of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedParen": _one_of("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _one_of("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "decimalFullWidth": lambda number: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "decimalFullWidth2": lambda number: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "decimalZero": lambda number: f"{number:02d}",
    "numberInDash": lambda number: f"- {number} -",
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "none": lambda number: "",
    "bullet": lambda number: "",
}
