"""What each kind of page costs: ``python benchmarks/site_pages.py``. Queries, processor time of the whole request, size.

On the demonstration, through Django's test client (all middleware, no network). ``--profile PAGE`` shows where one page's time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from demonstration import demonstration
from timing import machine

STAFF_QUERIES, STAFF_MS = 12, 50
"""The budget of a page of the workbench."""


@dataclass(frozen=True, slots=True)
class Page:
    """``who`` signs in with both factors (nobody: the public)."""

    title: str
    url: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """``statements`` counts equal statements (without their values), to find questions asked again and again."""

    status: int
    queries: int
    milliseconds: float
    size: int
    statements: dict[str, int]


def pages() -> Iterator[Page]:
    """One of each kind, the fullest that the demonstration has."""
    from django.db.models import Count
    from django.urls import reverse

    from gongkai.organs.roles import ROLE_TITLES
    from gongkai.web.annualreport.models import KeptReport, ReportDraft, ReportState
    from gongkai.web.applications.models import Application
    from gongkai.web.organs.models import Organ
    from gongkai.web.publishing.models import Item, SiteColumn, Version

    organ = Organ.objects.get(code="nongye")
    item = Item.objects.filter(organ=organ, state="published").order_by("pk").first()
    column = SiteColumn.objects.annotate(n=Count("items")).filter(organ=organ).order_by("-n").first()
    kept = KeptReport.objects.exclude(state=ReportState.DISCARDED).exclude(file_format="").order_by("pk")
    public = KeptReport.objects.filter(state=ReportState.PUBLISHED).select_related("subject_organ").first()
    yield Page("门户首页", "/")
    yield Page("门户：机关", reverse("portal:organ", args=[organ.code]))
    yield Page("门户：目录", reverse("portal:catalogue", args=[organ.code]))
    if column is not None:
        yield Page("门户：栏目", reverse("portal:column", args=[organ.code, column.code]))
    if item is not None:
        yield Page("门户：信息", item.get_absolute_url())
    yield Page("门户：指南", reverse("portal:guide", args=[organ.code]))
    yield Page("门户：各机关年报", reverse("portal:all_annual_reports"))
    if public is not None:
        yield Page("门户：年报", reverse("portal:annual_report", args=[public.subject_organ.code, public.year]))
    yield Page("门户：填写申请", reverse("portal:apply", args=[organ.code]))
    yield Page("门户：查询申请", reverse("portal:application_look_up"))
    yield Page("门户：网站地图", reverse("portal:site_map"))
    yield Page("登录", reverse("sign_in"))

    clerk, auditor, manager, county = (
        who(code, role)
        for code, role in (
            ("nongye", "foi_officer"),
            ("nongye", "auditor"),
            ("nongye", "administrator"),
            ("qingshi", "supervising_office"),
        )
    )
    for role, title in ROLE_TITLES.items():
        person = who("qingshi" if role == "supervising_office" else "nongye", role)
        if person:
            yield Page(f"工作台首页：{title}", reverse("workbench:home"), person)
    yield Page("申请列表", reverse("workbench:applications"), clerk)
    longest = Application.objects.filter(organ=organ, ended=False).order_by("pk").first()
    if longest is not None:
        yield Page("申请", longest.get_absolute_url(), clerk)
        yield Page("申请：期限逐日核对", reverse("workbench:application_proof", args=[longest.number]), clerk)
    yield Page("信息列表（待我办理）", reverse("workbench:items"), clerk)
    yield Page("信息列表（全部）", reverse("workbench:items") + "?tab=all", clerk)
    if item is not None:
        yield Page("信息", reverse("workbench:item", args=[item.pk]), clerk)
    reviewed = Version.objects.filter(organ=organ, state="secrecy_review").order_by("pk").first()
    if reviewed is not None:
        reviewer = who("nongye", "secrecy_reviewer")
        yield Page("信息：审查", reverse("workbench:review", args=[reviewed.item_id]), reviewer)
    yield Page("栏目责任分解", reverse("workbench:site_columns"), clerk)
    yield Page("年报列表", reverse("workbench:kept_reports"), clerk)
    draft = ReportDraft.objects.select_related("organ").order_by("-pk").first() or _started(organ)
    if draft is not None:
        drafter = who(draft.organ.code, "foi_officer")
        yield Page("年报草稿", draft.get_absolute_url(), drafter)
        cell = "applications.received.total"
        yield Page(
            "年报草稿：一格的记录",
            reverse("workbench:report_draft_cell", args=[draft.pk, _cell(draft) or cell]),
            drafter,
        )
        yield Page("年报草稿：填报", reverse("workbench:report_draft_figures", args=[draft.pk]), drafter)
    report = kept.select_related("organ").last()
    if report is not None:
        keeper = who(report.organ.code, "foi_officer")
        yield Page("收存的年报", report.get_absolute_url(), keeper)
        yield Page(
            f"收存的年报：对照原件（{report.file_format}）",
            reverse("workbench:report_beside", args=[report.pk]),
            keeper,
        )
    yield Page("日志", reverse("workbench:log"), auditor)
    yield Page("日志：核验与导出", reverse("workbench:log_verify"), auditor)
    yield Page("机关", reverse("workbench:organs"), county)
    yield Page("机关：一个机关", reverse("workbench:organ", args=[organ.code]), manager)
    yield Page("人员", reverse("workbench:people"), who("qingshi", "administrator"))
    yield Page("指南与制度", reverse("workbench:organ_documents", args=[organ.code]), clerk)
    yield Page("要点任务", reverse("workbench:work_points", args=[organ.code]), clerk)
    yield Page("培训", reverse("workbench:trainings", args=[organ.code]), clerk)
    yield Page("领导小组", reverse("workbench:group", args=[organ.code]), clerk)
    yield Page("工作日日历", reverse("workbench:holidays"), clerk)
    yield Page("我的账号", reverse("account"), clerk)


def who(organ: str, role: str) -> str:
    """The sign-in name of somebody who holds a role in an organ of the demonstration."""
    from gongkai.web.organs.models import Appointment

    held = Appointment.objects.filter(organ__code=organ, role=role, until=None).select_related("person").order_by("pk")
    found = held.first()
    return "" if found is None else found.person.username


def _started(organ: Any) -> Any:
    """A report of last year out of the ledger, begun by whoever drafts it."""
    from django.utils import timezone

    from gongkai.web.accounts.models import Person
    from gongkai.web.annualreport.services.drafting import start_draft
    from gongkai.web.organs.authority import acting

    person = Person.objects.get(username=who(organ.code, "foi_officer"))
    return start_draft(organ, timezone.localdate().year - 1, by=acting(person, organ), note="性能测试")


def _cell(draft: Any) -> str:
    """The figure of table 3 that counts the most applications."""
    from gongkai.web.annualreport.drafting import draft_report

    counted = draft_report(draft).counted
    return max((at for at in counted if at.startswith("applications.")), key=lambda at: counted[at], default="")


def client_of(username: str) -> Any:
    """A browser in which a person has signed in with both factors."""
    from django.test import Client
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from gongkai.web.accounts.models import Person

    client = Client(SERVER_NAME="127.0.0.1")
    if not username:
        return client
    person = Person.objects.get(username=username)
    device, _ = TOTPDevice.objects.get_or_create(user=person, name="性能测试", defaults={"confirmed": True})
    client.force_login(person, backend="gongkai.web.accounts.backends.PersonBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


def cost(client: Any, url: str, runs: int) -> Cost:
    """The median of ``runs`` requests after one that is not counted."""
    from django.db import connection

    statements: dict[str, int] = {}

    def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements[sql] = statements.get(sql, 0) + 1
        return execute(sql, params, many, context)

    client.get(url)
    with connection.execute_wrapper(counting):
        answer = client.get(url)
    size = len(answer.getvalue())
    times = []
    for _ in range(runs):
        begun = time.process_time()
        client.get(url)
        times.append(time.process_time() - begun)
    return Cost(answer.status_code, sum(statements.values()), statistics.median(times) * 1000, size, statements)


def profile(client: Any, url: str) -> None:
    """Where the time of a page goes; the questions to the database."""
    client.get(url)
    found = cost(client, url, 1)
    for sql, times in sorted(found.statements.items(), key=lambda pair: -pair[1]):
        print(f"{times} × {sql[:220]}")
    watched = cProfile.Profile()
    watched.enable()
    for _ in range(5):
        client.get(url)
    watched.disable()
    pstats.Stats(watched).sort_stats("cumtime").print_stats(55)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=9)
    options.add_argument("--home", default="", help="用已经建好的演示（或者建在这里留着）")
    options.add_argument("--profile", default="", help="名称里有这几个字的页面：时间花在哪里")
    chosen = options.parse_args()
    on = machine("django")
    with demonstration(chosen.home) as taken:
        if not chosen.profile:
            print(f"{on}。处理器时间，{chosen.runs} 次的中位数。\n")
            print("建立演示：" + "，".join(f"{name} {seconds:.1f} 秒" for name, seconds in taken.items()) + "。\n")
            print("| 页面 | 查询 | 毫秒 | KB | |\n|---|--:|--:|--:|---|")
        clients: dict[str, Any] = {}
        for page in pages():
            if page.who not in clients:
                clients[page.who] = client_of(page.who)
            if chosen.profile:
                if chosen.profile in page.title:
                    print(page.title)
                    profile(clients[page.who], page.url)
                continue
            found = cost(clients[page.who], page.url, chosen.runs)
            over = page.who and (found.queries > STAFF_QUERIES or found.milliseconds > STAFF_MS)
            told = f"答复 {found.status}" if found.status != 200 else "超出预算" if over else ""
            print(
                f"| {page.title} | {found.queries} | {found.milliseconds:.1f} | {found.size / 1024:.0f} | {told} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
