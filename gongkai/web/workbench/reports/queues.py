"""What is to be done about annual reports, for the first page of the workbench."""

from __future__ import annotations

from datetime import date

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
    found = []
    if DRAFT_POLICY.may_in(person, "draft", organ):
        found += _due(organ, timezone.localdate())
    if KEPT_POLICY.may_in(person, "keep", organ):
        waiting = KeptReport.objects.filter(organ=organ, state=ReportState.READ).count()
        if waiting:
            found.append(Queue("上传以后还没有决定收存的年报", reverse("workbench:kept_reports"), waiting, "info"))
    if Role.LEADING_GROUP in roles:
        found += _to_approve(organ)
    return found


def _due(organ: Organ, today: date) -> list[Queue]:
    year = today.year - 1
    due = _deadline(organ, year)
    if due is None or organ.kind not in REPORTING or (organ.established_on and organ.established_on.year > year):
        return []
    if KeptReport.objects.filter(organ=organ, year=year, state=ReportState.PUBLISHED).exists():
        return []
    draft = ReportDraft.objects.filter(organ=organ, year=year).exclude(state=ReportDraft.State.PUBLISHED).first()
    left = (due.last_day - today).days
    if left < 0:
        why, tone = f"应当在{due.last_day:%Y-%m-%d}以前公布，已经逾期{-left}天（{due.basis}）。", "bad"
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


def _to_approve(organ: Organ) -> list[Queue]:
    found = []
    drafts = list(ReportDraft.objects.filter(organ=organ, state=ReportDraft.State.SUBMITTED)[:2])
    if drafts:
        found.append(Queue("年报等待批准", drafts[0].get_absolute_url(), len(drafts), "warn", "由台账起草，已经送批。"))
    files = list(KeptReport.objects.filter(organ=organ, state=ReportState.SUBMITTED).only("pk")[:2])
    if files:
        url = files[0].get_absolute_url() if len(files) == 1 else reverse("workbench:kept_reports")
        found.append(Queue("年报文件等待批准公布", url, len(files), "warn", "已经送批。"))
    return found
