"""Published annual reports: those of the five bureaus as they published them, and the made-up bureau's own of two years."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from functools import partial
from io import BytesIO

from django.utils import timezone

from gongkai.annualreport.counting import period
from gongkai.demo import sources
from gongkai.demo.site.clock import Diary
from gongkai.demo.site.last_year import last_years_report
from gongkai.demo.site.organisation import Cast
from gongkai.web.annualreport.ledger import dispute_groups
from gongkai.web.annualreport.services.drafting import start_draft, write_section
from gongkai.web.annualreport.services.keeping import keep, keep_upload
from gongkai.web.annualreport.services.release import publish_report, submit_report
from gongkai.web.applications.models import Application

OWN = "nongye"
ISSUES = (
    "（一）存在的主要问题。一是规范性文件的解读还没有做到件件同步；二是个别申请临近期限才拟出答复。\n"
    "（二）改进情况。上年提出的解读形式单一问题，今年以一问一答的形式解读了社会化服务补助办法；"
    "到期提醒已经在系统里每日列出。"
)


def enter_sources(cast: Cast, diary: Diary, begun: date) -> None:
    """Enter when each report at hand of an organ there is was uploaded, approved by the leading group, and published."""
    by_name = {organ.name: code for code, organ in cast.organs.items()}
    for path in sources():
        name, _, year = path.stem.rpartition("-")
        on = min(max(begun, date(int(year) + 1, 1, 16)), diary.today)
        if name in by_name:
            diary.at(on, partial(_publish, cast, by_name[name], path.name, path.read_bytes()), 15)


def enter_year(cast: Cast, diary: Diary) -> None:
    """Enter the made-up bureau's report of last year, and the one just begun."""
    last = diary.today.year - 1
    on = min(date(last + 1, 1, 16), diary.today)
    diary.at(on, partial(_publish_last_year, cast, last), 16)
    diary.at(diary.today - timedelta(days=2), partial(_begin_this_year, cast, diary.today.year), 15)


def _begin_this_year(cast: Cast, year: int) -> None:
    """The report of the year that is not over: begun early, to see each figure grow."""
    if year > timezone.localdate().year:
        return
    officer = cast.acting("gongkai")
    draft = start_draft(cast.organs[OWN], year, by=officer)
    write_section(draft, "issues_and_improvements", ISSUES, by=officer)


def _publish_last_year(cast: Cast, year: int) -> None:
    organ, end = cast.organs[OWN], date(year, 12, 31)
    opened = Application.objects.filter(organ=organ, received_on__lte=end).exclude(ended_on__lte=end)
    kinds = Counter(opened.values_list("applicant_kind", flat=True))
    report = last_years_report(organ.name, year, kinds, dispute_groups(organ, period(year)))
    data = json.dumps(report, ensure_ascii=False, indent=1).encode()
    _publish(cast, OWN, f"{organ.name}-{year}.json", data)


def _publish(cast: Cast, code: str, name: str, data: bytes) -> None:
    organ = cast.organs[code]
    officer, head = (cast.acting(who) for who in _officer_and_head(cast, code))
    record, _ = keep_upload(BytesIO(data), name, by=officer, organ=organ, own=True)
    record = keep(record, by=officer)
    publish_report(submit_report(record, by=officer), by=head)


def _officer_and_head(cast: Cast, code: str) -> tuple[str, str]:
    if code == OWN:
        return "gongkai", "juzhang"
    officer = next(username for username, home in cast.homes.items() if home == code)
    return officer, f"{officer}.head"
