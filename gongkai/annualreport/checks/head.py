"""Title, organ, year, period and dates: S-TITLE, S-AGENCY, S-YEAR, S-PERIOD, S-DATE-MISS, S-DATE-LATE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from gongkai.annualreport.checks.engine import Context, Outcome, rule
from gongkai.annualreport.checks.organs import Kind, abbreviates, kind_of, letters
from gongkai.annualreport.model import Report
from gongkai.checks.finding import Severity
from gongkai.law.deadlines import Deadline, deadline

_SPACE = re.compile(r"\s+")
_NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年度?")
_PERIOD = re.compile(
    r"(?P<text>(?P<y1>20\d\d)\s*年\s*(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*日?\s*起?\s*(?:至|到|[—–~－-]{1,2})\s*"
    r"(?:(?P<y2>20\d\d)\s*年\s*|同年|当年)?(?P<m2>\d{1,2})\s*月\s*(?P<d2>\d{1,2})\s*日?)"
)
_COUNTED = re.compile(r"统计(期|时|区间|数据)|所列数据|数据.{0,6}(期限|时限|时间|期间)|报告期|起止")
WHOLE_YEAR = (1, 1, 12, 31)
_MONTH_ONLY = re.compile(r"20\d\d\s*年\s*\d{1,2}\s*月(?!\s*\d)")


@dataclass(frozen=True, slots=True)
class _Title:
    """A title taken apart: the organ it names, its year, and the rest."""

    text: str
    organ: str
    year: int | None


def _title(report: Report) -> _Title | None:
    if not report.title or not report.title.strip():
        return None
    text = _SPACE.sub("", unicodedata.normalize("NFKC", report.title))
    digits = re.sub(r"[〇零○一二三四五六七八九]{4}(?=年)", lambda found: found.group().translate(_NUMERALS), text)
    found = _YEAR.search(digits)
    before, after = (digits, "") if found is None else (digits[: found.start()], digits[found.end() :])
    organ = re.sub(r"关于$", "", before)
    if not organ:
        organ = re.split(r"关于|政府信息|信息公开|政务公开|政府网站|工作|年度报告", after, maxsplit=1)[0]
    if found is None:
        organ = re.split(r"关于|政府信息|信息公开|政务公开", organ, maxsplit=1)[0]
    return _Title(digits, organ, None if found is None else int(found.group(1)))


def title_of(context: Context) -> _Title | None:
    return _title(context.report)


@rule("S-TITLE")
def title_says_all(context: Context) -> Iterator[Outcome]:
    title, due = context.of(title_of), context.due
    if due is None:
        return
    if title is None:
        yield Outcome(message="none")
        return
    lacking = []
    if not title.organ:
        lacking.append("机关名称")
    if title.year is None:
        lacking.append("年份")
    if "政府信息公开" not in title.text:
        lacking.append("“政府信息公开”")
    if "年度报告" not in title.text:
        lacking.append("“年度报告”")
    model = due.title.format(organ=title.organ or "（机关名称）", year=title.year or context.report.year or "××××")
    values = {"title": title.text, "model": model}
    if lacking:
        yield Outcome(values=values | {"lacking": "、".join(lacking)}, quote=title.text)
    elif title.text != model:
        yield Outcome(values=values, message="wording", severity=Severity.NOTICE, quote=title.text)


@rule("S-AGENCY")
def one_organ(context: Context) -> Iterator[Outcome]:
    """The title against the signature, else against the organ's full name; a name within the other is no matter."""
    title, report = context.of(title_of), context.report
    if title is None or not title.organ:
        return
    other, where = report.signed_by or report.organ, "落款" if report.signed_by else "正文"
    a, b = letters(title.organ), letters(other or "")
    if a == b and (fuller := _with_its_city(report, a)):
        other, where, b = fuller, "正文", fuller
    if a == b or not a or not b or not other or b.startswith(a) or a.startswith(b):
        return
    values = {"title": title.organ, "other": other, "where": where}
    if a in b or b in a:
        yield Outcome(values=values, message="longer", severity=Severity.NOTICE)
    elif abbreviates(a, b) or abbreviates(b, a):
        # A short name that keeps the place (青石县发改局) is a proper one; 市发改局 alone is not.
        if a[0] == b[0]:
            yield Outcome(values=values, message="longer", severity=Severity.NOTICE)
        else:
            yield Outcome(values=values, message="short", quote=title.text)
    elif not _any_same(report, title.organ):
        yield Outcome(values=values, quote=title.text)


def _with_its_city(report: Report, organ: str) -> str:
    """The name of a county or district as the text has it with its city before it, where the title leaves the city out."""
    if re.search("[省市州盟]", organ) or not re.match(r"\w{2,6}[县区旗]", organ):
        return ""
    pattern = re.compile(rf"(?:[^\W\d在由是为于向到和与从自对及的]{{2,3}}|[^\W\d]{{2}})[市州盟]{re.escape(organ)}")
    for text in (report.preamble, *(section.text for section in report.sections)):
        if found := pattern.search(_SPACE.sub("", text)):
            return found.group()
    return ""


def _any_same(report: Report, organ: str) -> bool:
    """Whether the signature is another office of the same place, as where the government's office signs for it."""
    return kind_of(organ) is Kind.GOVERNMENT and any(
        letters(name).startswith(letters(organ)) for name in (*report.organs, report.signed_by or "")
    )


def periods(context: Context) -> list[re.Match[str]]:
    """The statistics period wherever it is stated, first the preamble."""
    found = []
    for text in (context.report.preamble, *(section.text for section in context.report.sections)):
        for match in _PERIOD.finditer(text):
            around = text[max(0, match.start() - 24) : match.end() + 8]
            if _COUNTED.search(around):
                found.append(match)
    return found


def _days(period: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(period[name]) for name in ("m1", "d1", "m2", "d2"))


@rule("S-YEAR")
def one_year(context: Context) -> Iterator[Outcome]:
    report, title = context.report, context.of(title_of)
    year = (title.year if title is not None else None) or report.year
    if year is None or not MINYEAR < year < MAXYEAR:
        return
    for match in context.of(periods):
        if int(match["y1"]) != year and _days(match) == WHOLE_YEAR and (match["y2"] or match["y1"]) == match["y1"]:
            yield Outcome(
                values={"year": year, "other": int(match["y1"]), "period": _SPACE.sub("", match["text"])},
                quote=match["text"],
            )
            break
    if report.dated is not None and report.dated < date(year, 12, 1):
        yield Outcome(values={"year": year, "dated": _day(report.dated)}, message="dated", severity=Severity.WARNING)


@rule("S-PERIOD")
def whole_year(context: Context) -> Iterator[Outcome]:
    for match in context.of(periods):
        if (match["y2"] or match["y1"]) != match["y1"] or _days(match) != WHOLE_YEAR:
            yield Outcome(values={"period": _SPACE.sub("", match["text"])}, quote=match["text"])
            return


@rule("S-DATE-MISS")
def dated(context: Context) -> Iterator[Outcome]:
    report = context.report
    if report.dated is not None or report.published is not None:
        return
    last = report.sections[-1].text if report.sections else ""
    month = _MONTH_ONLY.search(report.preamble[:200]) or _MONTH_ONLY.search(last[-80:])
    if month:
        written = _SPACE.sub("", month.group())
        yield Outcome(values={"written": written}, message="month", severity=Severity.NOTICE, quote=month.group())
    elif report.signed_by:
        yield Outcome(values={"signed": report.signed_by})
    else:
        yield Outcome(message="neither")


def due_day(context: Context) -> Deadline | None:
    """The last day for this organ; the government's, the later, where the name does not tell. None for townships."""
    report = context.report
    if report.year is None:
        return None
    kind = kind_of(report.organ) if report.organ else None
    if kind is Kind.TOWNSHIP:
        return None
    who = "department" if kind is Kind.DEPARTMENT else "government"
    return deadline(f"annual_report_of_{who}", report.year)


@rule("S-DATE-LATE")
def published_in_time(context: Context) -> Iterator[Outcome]:
    report, due = context.report, context.of(due_day)
    if due is None:
        return
    values = {"last_day": _day(due.last_day), "article": due.basis, "organ": report.organ or "本机关"}
    if report.dated is not None and report.dated > due.last_day:
        late = (report.dated - due.last_day).days
        yield Outcome(values=values | {"day": _day(report.dated), "late": late})
    elif report.published is not None and report.published > due.last_day:
        # A page may have been moved or published anew: its date alone does not prove that the report was late.
        late = (report.published - due.last_day).days
        yield Outcome(
            values=values | {"day": _day(report.published), "late": late}, message="page", severity=Severity.WARNING
        )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
