"""Whose figure it is and of which year: an office alone, half a year, all years so far, another year; which applicants."""

from __future__ import annotations

import re

_YEAR = re.compile(
    r"(?:^|[,;:(。\n]|截至|截止|截止到|截至到|其中)(?:在)?(?:(?P<year>(?:19|20)\d\d)年(?:度)?|(?P<last>去年|上年度?|上一年度?)|(?P<this>今年|本年度?))(?!\S{0,4}(?:结转|转结|同期|相比))"
)
_SINCE = re.compile(
    r"(?:自|从)[^,;。]{0,14}(?:以来|起)|历年来?|历史上|(?:成立|开通|启动|上线|建成|开办)以来|"
    r"(?:截至|截止)(?:到)?(?:目前|现在|当前)[^,;。]{0,6}累计"
)
_TO_DATE = re.compile(r"(?:截至|截止)(?:到)?[^,;。]{0,12}[,]?[^,;。]{0,10}累计")
_YEAR_END = re.compile(r"(?:截至|截止)(?:到)?(?:20\d\d年)?(?:12月(?:31日|底|末)?|年底|年末)")
_PART_YEAR = re.compile(
    r"上半年|下半年|(?:第?[一二三四1-4])季度|(?<!\d)(?:[1-9]|1[01])月份?(?!\d*[日至—-])(?!1日)|(?:1|一)[—\-至~]\d{1,2}月"
)
_SEAT = re.compile(
    r"(?:本级|政府办公?厅?室?|府办|办公室|[\u4e00-\u9fff]{1,8}(?:局|委|厅|街道|镇|乡)|(?:市|县|区|州|旗|省)(?:人民)?政府)"
    r"(?:代表[^,;。]{0,10})?(?:共|共计|累计|全年|年内|本年度?|20\d\d年(?:度)?)*(?:收到|受理|办理|接收|新收|办结|答复|收办|制发|制定|出台|备案)"
)
_WIDE = re.compile(r"全[省市县区州盟旗]|全系统|系统共|各区县|各县区")
_OWN = re.compile(r"[我本全][省市县区州盟旗镇乡街局委办厅]")
_TOWNSHIP = re.compile(r"[镇乡](?:人民政府)?$|街道(?:办事处)?$")
_GOVERNMENT = re.compile(
    r"(?:人民政府|管理委员会|管委会|行政公署)$|[省市县区州盟旗镇乡]$|(?:新区|开发区|高新区|实验区|示范区)$"
)
_PLURAL = re.compile(r"(?:公民|群众|个人)[、,和及与或]|自然人[、,和及与或](?:者)?法人")
_COLUMNS = (
    ("legal_service", re.compile(r"法律服务机构|律师事务所")),
    ("public_welfare", re.compile(r"社会公益组织|公益组织|社会组织")),
    ("research", re.compile(r"科研机构")),
    ("business", re.compile(r"商业企业|企业(?:的|提出|提交|申请|类|共|为|$)")),
    ("organisation", re.compile(r"法人(?:(?:或者?|和|及|与|、)?其[他它]组织)?|(?<!社会)组织申请")),
    ("natural_person", re.compile(r"自然人|公民|个人(?:申请|提出|提交|$)")),
)


def year_of(before: str, heading: str, report_year: int | None) -> int | None:
    """The year a figure belongs to where that is not the report's own; ``before`` is its sentence up to the figure."""
    if report_year is None:
        return None
    found = None
    for match in _YEAR.finditer(before):
        found = int(match["year"]) if match["year"] else report_year - (match["last"] is not None)
    if found is None and (stated := re.search(r"((?:19|20)\d\d)年", heading)):
        found = int(stated[1])
    return None if found == report_year else found


def scope_of(before: str, clause: str, organ: str, year: int | None) -> str:
    """``own``, ``part`` (an office alone, part of a year, or wider than the organ) or ``cumulative``."""
    if _SINCE.search(before) and not (year and re.search(rf"(?:{year}年|今年|年初)以来", before)):
        return "cumulative"
    if _TO_DATE.search(before) and not _YEAR_END.search(before):
        return "cumulative"
    if _PART_YEAR.search(clause):
        return "part"
    if is_government(organ):
        seat = _SEAT.search(clause)
        if "本级" in clause:
            return "part"
        return "part" if seat and not _TOWNSHIP.search(organ) and not _OWN.search(seat.group()) else "own"
    return (
        "part"
        if organ and _WIDE.search(clause) and not re.search(r"全[省市县区][^,;。]{0,4}(?:第|最|通报)", clause)
        else "own"
    )


def part_of_year(words: str) -> bool:
    """Whether the words speak of a half-year, a quarter or a month."""
    return _PART_YEAR.search(words) is not None


def is_government(organ: str) -> bool:
    """Whether a report speaks for a whole government or area rather than one department."""
    return bool(_GOVERNMENT.search(organ))


def column_of(phrase: str) -> str:
    """The column of table 3 that the words name; ``total`` where they name none or all."""
    if _PLURAL.search(phrase):
        return "total"
    for column, words in _COLUMNS:
        if words.search(phrase):
            return column
    return "total"
