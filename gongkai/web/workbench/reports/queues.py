"""What is to be done about annual reports, for the first page of the workbench."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gongkai.law.deadlines import Deadline, deadline
from gongkai.organs.levels import OrganKind
from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.annualreport.access import DRAFT_POLICY, KEPT_POLICY
from gongkai.web.annualreport.models import KeptReport, ReportDraft, ReportState
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue

REPORTING = (OrganKind.GOVERNMENT, OrganKind.DEPARTMENT, OrganKind.AUTHORISED)
SOON_DAYS = 15


def queues(person: Person, organ: Organ) -> list[Queue]:
    """The report that is due, drafts under way, reports that wait for a decision of this person."""
    roles = roles_in(person, organ)
    drafts_here, keeps = DRAFT_POLICY.may_in(person, "draft", organ), KEPT_POLICY.may_in(person, "keep", organ)
    if not (drafts_here or keeps or Role.LEADING_GROUP in roles):
        return []
    found = []
    today = timezone.localdate()
    kept = _kept(organ, today.year - 1)
    drafts = list(ReportDraft.objects.filter(organ=organ).exclude(state=ReportDraft.State.PUBLISHED))
    if drafts_here:
        found += _due(organ, today, kept, drafts)
    if keeps:
        waiting = sum(each.state == ReportState.READ for each in kept)
        if waiting:
            found.append(Queue("上传以后还没有决定收存的年报", reverse("workbench:kept_reports"), waiting, "info"))
    if Role.LEADING_GROUP in roles:
        found += _to_approve(kept, drafts)
    return found


def _kept(organ: Organ, year: int) -> list[KeptReport]:
    """Of what the organ keeps, the reports that wait for somebody and the published one of the year."""
    waiting = Q(state__in=(ReportState.READ, ReportState.SUBMITTED))
    rows = KeptReport.objects.filter(waiting | Q(state=ReportState.PUBLISHED, year=year), organ=organ)
    return list(rows.only("state", "year"))


def _due(organ: Organ, today: date, kept: list[KeptReport], drafts: list[ReportDraft]) -> list[Queue]:
    year = today.year - 1
    due = _deadline(organ, year)
    if due is None or organ.kind not in REPORTING or (organ.established_on and organ.established_on.year > year):
        return []
    if any(each.state == ReportState.PUBLISHED for each in kept):
        return []
    draft = next((each for each in drafts if each.year == year), None)
    left = (due.last_day - today).days
    if left < 0:
        why, tone = (
            f"应当在{due.last_day.year}年{due.last_day.month}月{due.last_day.day}日以前公布，已经逾期{-left}天（{due.basis}）。",
            "bad",
        )
    else:
        why, tone = (
            f"{due.last_day:%Y-%m-%d}以前公布，还有{left}天（{due.basis}）。",
            "warn" if left <= SOON_DAYS else "info",
        )
    if draft is None:
        return [Queue(f"{year}年度报告还没有起草", reverse("workbench:start_report_draft"), 1, tone, why)]
    return [Queue(f"{year}年度报告{draft.get_state_display()}", draft.get_absolute_url(), 1, tone, why)]


def _deadline(organ: Organ, year: int) -> Deadline | None:
    kind = "government" if organ.kind == OrganKind.GOVERNMENT else "department"
    return deadline(f"annual_report_of_{kind}", year)


def _to_approve(kept: list[KeptReport], drafts: list[ReportDraft]) -> list[Queue]:
    found = []
    sent = [each for each in drafts if each.state == ReportDraft.State.SUBMITTED]
    if sent:
        found.append(Queue("年报等待批准", sent[0].get_absolute_url(), len(sent), "warn", "由台账起草，已经送批。"))
    files = [each for each in kept if each.state == ReportState.SUBMITTED]
    if files:
        url = files[0].get_absolute_url() if len(files) == 1 else reverse("workbench:kept_reports")
        found.append(Queue("年报文件等待批准公布", url, len(files), "warn", "已经送批。"))
    return found
