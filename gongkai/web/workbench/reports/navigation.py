"""Entries of the workbench's menu about annual reports."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.annualreport.access import DRAFT_POLICY, KEPT_POLICY
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The list for whoever may read, drafting and uploading for whoever may."""
    found = []
    if KEPT_POLICY.may_in(person, "read", organ):
        found.append(Entry("年度报告", reverse("workbench:kept_reports"), 10))
    if DRAFT_POLICY.may_in(person, "draft", organ):
        found.append(Entry("起草年报", reverse("workbench:start_report_draft"), 20))
    if KEPT_POLICY.may_in(person, "upload", organ):
        found.append(Entry("上传年报文件", reverse("workbench:upload_report"), 30))
    return found
