"""The panel of a case about what came with it and what hangs together with it."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from gongkai.applications.items import items_of
from gongkai.web.applications.access import POLICY
from gongkai.web.applications.models import Feedback, Filing, Material, Tie
from gongkai.web.workbench.applications.panels import CasePage, Link, Panel, number_of

NUMBERS = ("files", "waiting", "filed", "parts", "wholes")


def asked() -> dict[str, Any]:
    """How many files, papers handed in online and parts there are; the applicant's opinion."""
    return {
        "files": number_of(Material.objects.all()),
        "filed": number_of(Filing.objects.all()),
        "waiting": number_of(Filing.objects.filter(taken_step=None)),
        "parts": number_of(Tie.objects.all(), "source"),
        "wholes": number_of(Tie.objects.all(), "target"),
        "score": Subquery(Feedback.objects.filter(application=OuterRef("pk")).values("score")[:1]),
    }


def panel(page: CasePage) -> Panel | None:
    """Files, what the applicant handed in online, parts and mergers, the applicant's opinion; all of it comes with the case."""
    case = page.application
    found = {name: page.known("intake", name) for name in (*NUMBERS, "score")}
    may = {action: POLICY.may(page.person, action, case) for action in ("read_material", "split", "read_personal_data")}
    rows = [("卷内材料", f"{found['files']}份")]
    submitted = page.case.history.last("submit")
    for name, title in (("origin", "来源"), ("tracking", "邮件号码")):
        if submitted is not None and submitted.facts.get(name):
            rows.append((title, str(submitted.facts[name])))
    if found["filed"]:
        rows.append(("申请人网上递交", f"{found['filed']}次，待登记{found['waiting']}次"))
    if found["parts"] or found["wholes"]:
        rows.append(("拆分、合并", f"与{found['parts'] + found['wholes']}件申请相关，见“相似的申请”"))
    if found["score"]:
        rows.append(("申请人评价", f"{found['score']}分（满分5分）"))
    number = [case.number]
    links = []
    if found["waiting"] and may["read_personal_data"]:
        links.append(Link("看申请人递交的内容", reverse("workbench:application_filings", args=number)))
    if may["read_material"]:
        links.append(Link("卷内材料", reverse("workbench:application_materials", args=number), quiet=True))
    links.append(Link("相似的申请", reverse("workbench:application_similar", args=number), quiet=True))
    if ((found["filed"] and not found["waiting"]) or found["score"]) and may["read_personal_data"]:
        links.append(Link("申请人递交的内容和评价", reverse("workbench:application_filings", args=number), quiet=True))
    if may["split"]:
        several = len(items_of(case.description)) > 1
        links.append(Link("拆分", reverse("workbench:application_split", args=number), quiet=not several))
        links.append(Link("并入另一件", reverse("workbench:application_merge", args=number), quiet=True))
    return Panel(
        "材料和相关的申请",
        rows=tuple(rows),
        links=tuple(links),
        status="申请人在网上递交了材料，待登记" if found["waiting"] and not case.ended else "",
        tone="warn",
        anchor="intake",
    )
