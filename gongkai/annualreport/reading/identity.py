"""Title, organ, year and dates, as the file writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from gongkai.annualreport.reading.paragraphs import Piece
from gongkai.annualreport.reading.values import plain

_TITLE = re.compile(
    r"^(?:关于)?(?P<organ>.*?)(?:关于)?(?P<year>(?:19|20)\d\d)年?度?(?P<middle>.*?)(?:政府|政务)?(?:信息公开|政务公开|信息与政务公开)(?:的)?(?:工作)?(?:情况)?(?:的)?年?度?(?:工作)?(?:情况)?(?:报告|年报)(?:格式模板)?$"
)
_YEAR_LAST = re.compile(
    r"^(?:关于)?(?P<organ>.*?)(?P<middle>)(?:政府|政务)?(?:信息公开|政务公开)(?:工作)?(?:年度报告|年报)?[（(]?(?P<year>(?:19|20)\d\d)年?度?[)）]?(?:工作)?(?:年度)?(?:报告|年报)?$"
)
_CHINESE_YEAR = re.compile(r"[二一][〇○零九][〇○零一二三四五六七八九]{2}(?=年)")
_LOOSE_TITLE = re.compile(r"(?:信息公开|政务公开).{0,12}(?:年度报告|年报)")
_ORGAN = re.compile(
    r"(?:局|委员会|[市省县区]委|科委|办公室|办|政府|厅|院|处|中心|大队|支队|总队|站|所|办事处|公司|学校|大学|银行|部|署|会|关|队|镇|乡|街道|区|市|县|省|组)$"
)
_SHORT_ORGAN = re.compile(r"^(?:市|区|县|省|州|镇|乡|我|本)")
_DATE = re.compile(r"((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_CHINESE_DATE = re.compile(
    r"([二〇○零一三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_YEAR_OF = re.compile(
    r"((?:19|20)\d\d)\s*年?度?(?:[^，。；0-9]{0,10})(?:信息公开|政务公开)(?:工作)?(?:情况|年度)?(?:年度)?(?:报告|情况)"
)
_PUBLISHED = re.compile(
    r"(?:发布|公开|发文|生成)?(?:日期|时间)\s*[::]\s*((?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2})"
)
_PERIOD = re.compile(r"((?:19|20)\d\d)\s*年?\s*1\s*月\s*1\s*日")
_DIGITS = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}
LONGEST_ORGAN = 45
"""An organ's full name may be that long: 某市某新区（某高新技术产业开发区）住房和城乡建设管理委员会."""
_NUMERALS = "〇一二三四五六七八九"


@dataclass(slots=True)
class Identity:
    """What the head and the foot of the file say; None where they do not."""

    title: str | None = None
    organ: str | None = None
    year: int | None = None
    signed_by: str | None = None
    dated: date | None = None
    organs: list[str] | None = None


def squashed(text: str) -> str:
    """The text without blanks, full-width forms made plain."""
    return "".join(plain(text).split())


def as_written(part: str, text: str) -> str:
    """``part`` of the squashed text as the text itself has it, with its own brackets.

    >>> as_written("新区(开发区)教育局", "新区（开发区） 教育局2023年")
    '新区（开发区）教育局'
    """
    start = squashed(text).find(part)
    raw = "".join(text.split())
    return raw[start : start + len(part)] if start >= 0 and len(raw) == len(squashed(text)) else part


def match_title(text: str) -> re.Match[str] | None:
    """The parts of a title (``organ``, ``year``, ``middle``) or None; the year may be in Chinese numerals or stand last.

    >>> match_title("青石县农业农村局二〇二三年政府信息公开工作年度报告")["year"]
    '2023'
    """
    told = _CHINESE_YEAR.sub(lambda year: "".join(_DIGITS[sign] for sign in year[0]), squashed(text))
    found = _TITLE.match(told)
    if found is None and (found := _YEAR_LAST.match(told)) and not told.endswith(("报告", "年报", ")", "）")):
        return None
    return found


def identify(meta: dict[str, str], head: list[Piece], everything: list[Piece]) -> tuple[Identity, set[int]]:
    """Who reports on which year; and the indices in ``head`` of the lines that are title, organ or date."""
    found = Identity(organs=[])
    used = _title_from_head(head, found)
    told = meta.get("title", "")
    match = match_title(told) if found.title is None or found.organ is None else None
    if match and (found.title is None or match["organ"]):
        found.title = found.title or told.strip()
        found.organ, found.year = _organ_of(match) or found.organ, int(match["year"])
    if found.title is None and _LOOSE_TITLE.search(squashed(told)):
        found.title = told.strip()
    if found.organ is None or _SHORT_ORGAN.match(found.organ):
        below = _organ_below(head, used)
        if below is not None:
            found.organ = squashed(head[below].text)
            used.add(below)
    for index in sorted(used):
        for follow in (index + 1, index + 2):
            if follow < len(head) and follow not in used and (day := lone_date(head[follow].text)):
                used.add(follow)
                found.dated = found.dated or (day if isinstance(day, date) else None)
    if found.year is None:
        text = "".join(piece.text for piece in everything[:60])
        if match := _PERIOD.search(plain(text)) or _YEAR_OF.search(plain(text)):
            found.year = int(match[1])
    return found, used


def _title_from_head(head: list[Piece], found: Identity) -> set[int]:
    """The title over one to three lines; the reading with an organ's name is preferred, then the shortest."""
    best: tuple[int, int, range, re.Match[str]] | None = None
    for start in range(min(len(head), 40)):
        text = ""
        for end in range(start, min(start + 4, len(head))):
            if len(squashed(head[end].text)) > 60:
                break
            text += squashed(head[end].text)
            if len(text) > 90:
                break
            match = match_title(text)
            if match and (organ := _organ_of(match)) is not None and not _ORGAN.search(organ):
                match = match if start == end else None
            if match:
                rank = (1 if (_organ_of(match) or "(").startswith("(") else 0, end - start)
                if best is None or rank < best[:2]:
                    best = (*rank, range(start, end + 1), match)
    if best is not None:
        span, match = best[2], best[3]
        found.title = (
            " ".join(head[index].text.strip() for index in span) if len(span) > 1 else head[span[0]].text.strip()
        )
        if len(span) > 1:
            found.title = "".join(head[index].text.strip() for index in span)
        organ = _organ_of(match)
        found.year = int(match["year"])
        found.organ = None if organ is None else as_written(organ, found.title)
        return set(span)
    for index, piece in enumerate(head[:40]):
        told = squashed(piece.text)
        if len(told) <= 60 and _LOOSE_TITLE.search(told) and not told.endswith(("。", "：")):
            found.title = piece.text.strip()
            if year := re.search(r"(?:19|20)\d\d(?=年)", told):
                found.year = int(year[0])
            return {index}
    return set()


def _organ_of(match: re.Match[str]) -> str | None:
    organ = match["organ"] or match["middle"]
    organ = re.sub(r"^(?:附件[:：]?|关于)|(?:关于|的|本级)$", "", organ).strip("《》[]【】-—:：·")
    if organ.endswith("人民"):  # “某县人民政府信息公开”：政府二字兼属前后
        organ += "政府"
    return organ if len(organ) >= 2 and not organ.isdigit() else None


def _organ_below(head: list[Piece], used: set[int]) -> int | None:
    """A line right below the title that is an organ's name and nothing else."""
    if not used:
        return None
    for index in range(max(used) + 1, min(max(used) + 4, len(head))):
        told = squashed(head[index].text)
        if 4 <= len(told) <= 30 and _ORGAN.search(told) and not re.search(r"[，。：:、]", told):
            return index
    return None


def sign_off(pieces: list[Piece]) -> tuple[str | None, date | None, int]:
    """Signature and date at the end of the text, and how many closing pieces they take."""
    taken = 0
    signed: str | None = None
    dated: date | None = None
    for piece in reversed(pieces[-4:]):
        told = squashed(piece.text)
        day = lone_date(piece.text)
        if day is not None and dated is None and signed is None:
            dated = day
        elif (
            signed is None
            and 3 <= len(told) <= LONGEST_ORGAN
            and _ORGAN.search(told)
            and not re.search(r"[，。：:、；]", told)
            and dated
        ):
            signed = as_written(told, piece.text)
        else:
            break
        taken += 1
    return signed, dated, taken


def lone_date(text: str) -> date | None:
    """The date when a line is nothing but a date (brackets around it aside)."""
    told = squashed(text).strip("()（）")
    match = _DATE.fullmatch(told)
    if match:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _CHINESE_DATE.fullmatch(told):
        year = int("".join(_DIGITS[sign] for sign in match[1]))
        return _day(year, _numeral(match[2]), _numeral(match[3]))
    return None


def find_date(text: str) -> date | None:
    """The first date in a text (a publication time with its hour, for instance)."""
    match = _DATE.search(plain(text))
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def published_in(head: str) -> str | None:
    """The date of publication that a page shows above its text (发布日期：2022-01-14)."""
    match = _PUBLISHED.search(plain(head))
    return match[1] if match else None


def _numeral(text: str) -> int:
    tens, mark, ones = text.rpartition("十")
    if not mark:
        return _NUMERALS.index(text)
    return (_NUMERALS.index(tens) if tens else 1) * 10 + (_NUMERALS.index(ones) if ones else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
