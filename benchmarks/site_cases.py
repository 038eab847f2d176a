"""The workbench beside 100,000 applications, 25,000 disputes and 20,000 messages with all their events: ``python benchmarks/site_cases.py``.

The demonstration's cases, each worked through the services, are copied by the database with their events; the log's chain of
digests is not made for the copies. PostgreSQL: ``.ci/with-postgresql .venv/bin/python benchmarks/site_cases.py``.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from site_pages import STAFF_MS, STAFF_QUERIES, client_of, who
from timing import machine

OPEN_SHARE = 0.02
"""So many of the applications are still open; of the disputes five times as many."""

BUDGET_ROWS = "| 页面 | 查询 | 中位 ms | p95 ms | |\n|---|--:|--:|--:|---|"


def build(home: Path) -> None:
    """The county of the demonstration without the five bureaus."""
    from gongkai.demo.site import build as demonstration
    from gongkai.web.operation.preparing import migrate

    migrate()
    demonstration(home, with_bureaus=False)


def multiply(applications: int, disputes: int, messages: int) -> None:
    """Copy the cases over the organs until there are so many of them."""
    from django.db import connection, transaction

    from gongkai.web.applications.models import Application
    from gongkai.web.disputes.models import Dispute
    from gongkai.web.messages.models import Message
    from gongkai.web.organs.models import Organ

    organs = list(Organ.objects.filter(code__in=county()).order_by("pk").values_list("pk", flat=True))
    with transaction.atomic():
        _copy(Application, applications, organs, OPEN_SHARE, {"name_index": "changed", "submission_token": None})
        _copy(Dispute, disputes, organs, 5 * OPEN_SHARE, {"application_id": None, "follows_id": None})
        elsewhere = dict.fromkeys(("submission_token", "came_from_id", "into_id", "application_id"))
        apart = {"source_number": "changed", "phone_index": "changed"}
        _copy(Message, messages, [Organ.objects.get(code=county()[0]).pk], 2 * OPEN_SHARE, elsewhere | apart)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def county() -> list[str]:
    """The organs that share the copies; the first has the demonstration's cases."""
    from gongkai.web.organs.models import Organ

    codes = list(
        Organ.objects.filter(path__startswith=Organ.objects.get(code="qingshi").path).values_list("code", flat=True)
    )
    return sorted(codes, key=lambda code: code != "nongye")[:5]


def _copy(model: Any, wanted: int, organs: list[int], open_share: float, changed: dict[str, str | None]) -> None:
    """Ended and open ones each so many times that the whole comes to ``wanted``; the copies of one round go to one organ."""
    from django.db import connection

    table, kind = model._meta.db_table, str(model._meta.label_lower)
    turns = " ".join(f"WHEN {number} THEN {organ}" for number, organ in enumerate(organs))
    first = {"application": 0, "dispute": 5 * 10**12, "message": 7 * 10**12}[kind.partition(".")[2]]
    with connection.cursor() as cursor:
        for ended, number, apart in (
            (True, int(wanted * (1 - open_share)), 0),
            (False, int(wanted * open_share), 10**7),
        ):
            keys = list(model.objects.filter(ended=ended).order_by("pk").values_list("pk", flat=True))
            shift = f"(n.at * 1000 + {apart})"
            row = {
                "id": f"t.id + {shift}",
                "organ_id": f"CASE n.at % {len(organs)} {turns} END",
                "number": f"t.number || '-' || {shift}",
                "serial": f"t.id + {shift}",
            }
            if len(organs) > 1:
                row |= {"section_id": "NULL", "officer_id": "NULL"}
            # 同一人不会有几百件：对照值也各不相同
            row |= {
                name: f"CASE t.{name} WHEN '' THEN '' ELSE t.{name} || {shift} END" if value else "NULL"
                for name, value in changed.items()
            }
            event = {
                "id": f"t.id + {shift} * 10000 + {first}",
                "number": f"t.number + {shift} * 10000 + {first}",
                "subject_id": f"CAST(CAST(t.subject_id AS INTEGER) + {shift} AS VARCHAR(40))",
            }
            which, names = ", ".join(map(str, keys)), ", ".join(f"'{key}'" for key in keys)
            rounds = number // len(keys)
            _insert(cursor, "log_event", event, f"t.subject_kind = '{kind}' AND t.subject_id IN ({names})", rounds)
            _insert(cursor, table, row, f"t.id IN ({which})", rounds)
        if connection.vendor == "postgresql":
            for each in (table, "log_event"):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{each}', 'id'), (SELECT MAX(id) FROM {each}))")


def _insert(cursor: Any, table: str, known: dict[str, str], condition: str, rounds: int) -> None:
    """Each row that meets the condition once more for each round ``n.at``, with what is ``known`` of it changed."""
    from django.db import connection

    columns = [each.name for each in connection.introspection.get_table_description(cursor, table)]
    into = ", ".join(f'"{each}"' for each in columns)
    out = ", ".join(known.get(each, f't."{each}"') for each in columns)
    counted = f"WITH RECURSIVE n(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < {rounds})"
    cursor.execute(f"INSERT INTO {table} ({into}) {counted} SELECT {out} FROM {table} t, n WHERE {condition}")


def pages() -> Iterator[tuple[str, str, str]]:
    """Title, address and who looks at it."""
    from django.urls import reverse

    from gongkai.web.applications.models import Application
    from gongkai.web.applications.queries import HEAPS
    from gongkai.web.disputes.queries import HEAPS as DISPUTE_HEAPS

    officer, head, above = (
        who("nongye", "foi_officer"),
        who("nongye", "leading_group"),
        who("qingshi", "supervising_office"),
    )
    here, there = reverse("workbench:applications"), reverse("workbench:disputes")
    for name, (title, _) in HEAPS.items():
        yield f"申请列表：{title}", f"{here}?heap={name}", officer
    yield "申请列表：已办结，第100页", f"{here}?heap=ended&page=100", officer
    yield "申请列表：全部，最后一页", f"{here}?heap=all&page=99999", officer
    yield "申请列表：全部，含下级（上级办公室）", f"{here}?heap=all&below=1", above
    yield "申请列表：在办，含下级（上级办公室）", f"{here}?heap=open&below=1", above
    number = Application.objects.filter(organ__code="nongye").order_by("-pk").values_list("number", flat=True)[777]
    yield "申请列表：按编号查", f"{here}?q={number}", officer
    yield "申请列表：按编号的一部分查", f"{here}?q={number[-9:]}", officer
    yield "申请列表：按姓名查", f"{here}?q=王小明", officer
    for code, role, title in (("nongye", "foi_officer", officer), ("nongye", "leading_group", head)):
        yield f"工作台首页：{code}的{role}", reverse("workbench:home"), title
    yield "工作台首页：上级办公室", reverse("workbench:home"), above
    for name, title, _ in DISPUTE_HEAPS.tabs({}):
        yield f"复议诉讼列表：{title}", f"{there}?heap={name}", officer
    yield "复议诉讼列表：按编号查", f"{there}?q=2025", officer
    yield from engagement(officer, above)


def engagement(officer: str, above: str) -> Iterator[tuple[str, str, str]]:
    """The pages of messages, submissions and the check of the site."""
    from django.urls import reverse

    from gongkai.web.messages.models import Message
    from gongkai.web.messages.queries import HEAPS

    here = reverse("workbench:messages")
    for name, title, _ in HEAPS.tabs({}):
        yield f"留言列表：{title}", f"{here}?heap={name}", officer
    yield "留言列表：全部，第400页", f"{here}?heap=all&page=400", officer
    yield "留言列表：12345热线", f"{here}?heap=all&channel=hotline", officer
    yield "留言列表：全部，含下级（上级办公室）", f"{here}?heap=all&below=1", above
    own = Message.objects.filter(organ__code="nongye")
    number = own.order_by("-pk").values_list("number", flat=True)[777]
    yield "留言列表：按编号查", f"{here}?q={number}", officer
    for state in own.filter(pk__lt=1000).order_by("state").values_list("state", flat=True).distinct():
        found = own.filter(pk__lt=1000, state=state).first()
        yield f"留言（{found.state_title}）", found.get_absolute_url(), officer
    figures = reverse("workbench:message_statistics")
    for by in ("channel", "kind", "category", "section"):
        yield f"留言统计：按{by}", f"{figures}?since=2020-01-01&by={by}", officer
    for name in (
        "submissions",
        "submission_report",
        "circulars",
        "inspection",
        "inspection_columns",
        "inspection_history",
        "published_on",
        "problems",
    ):
        yield f"信息报送、网站检查：{name}", reverse(f"workbench:{name}"), above
    for name in ("messages", "questions", "message_new", "message_look_up"):
        yield f"门户：{name}", reverse(f"portal:{name}"), officer


def cases(organ: str) -> list[tuple[str, str]]:
    """The demonstration's own applications, which have letters, materials, fees: title and address."""
    from gongkai.web.applications.models import Application

    found = Application.objects.filter(organ__code=organ, pk__lt=1000).order_by("pk")
    return [(f"申请（{each.state_title}）", each.get_absolute_url()) for each in found]


def asked(client: Any, url: str) -> dict[str, int]:
    """What a page asks of the database, each statement with its number."""
    from django.db import connection

    found: dict[str, int] = {}

    def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found[sql] = found.get(sql, 0) + 1
        return execute(sql, params, many, context)

    client.get(url)
    with connection.execute_wrapper(counting):
        answer = client.get(url)
    if answer.status_code != 200:
        raise SystemExit(f"{url}：{answer.status_code}")
    return found


def measured(work: Callable[[], Any], runs: int) -> tuple[float, float]:
    """Median and 95th percentile of the processor's milliseconds."""
    times = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        times.append((time.process_time() - begun) * 1000)
    return statistics.median(times), sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def report(runs: int, shown: str) -> None:
    """The pages one by one, then the pages of cases together."""
    clients: dict[str, Any] = {}

    def client(name: str) -> Any:
        return clients.setdefault(name, None) or clients.update({name: client_of(name)}) or clients[name]

    print(BUDGET_ROWS)
    for title, url, name in pages():
        if shown and shown not in title:
            continue
        questions = asked(client(name), url)
        if shown:
            for sql in questions:
                print(f"{questions[sql]} × {sql[:1500]}\n")
        middle, high = measured(lambda name=name, url=url: client(name).get(url), runs)  # type: ignore[misc]
        _line(title, sum(questions.values()), middle, high)
    officer, all_times, most = who("nongye", "foi_officer"), [], 0
    for title, url in cases("nongye"):
        if shown and shown not in title:
            continue
        questions = asked(client(officer), url)
        if shown:
            for sql in questions:
                print(f"{questions[sql]} × {sql[:700]}\n")
        most = max(most, sum(questions.values()))
        middle, high = measured(lambda url=url: client(officer).get(url), runs)  # type: ignore[misc]
        all_times.append(middle)
        if shown:
            _line(title, sum(questions.values()), middle, high)
    if all_times and not shown:
        high = sorted(all_times)[int(len(all_times) * 0.95)]
        _line(f"申请页（{len(all_times)}件，各种状态；查询取最多的）", most, statistics.median(all_times), high)
    if not shown:
        proofs(runs)


def proofs(runs: int) -> None:
    """The proof of a clock, day by day, of every case that has one."""
    from gongkai.web.applications.models import Application
    from gongkai.web.applications.queries import CaseFile
    from gongkai.web.holidays.calendars import asked_once

    files = [CaseFile(each) for each in Application.objects.filter(organ__code="nongye", pk__lt=1000)]
    times = []
    with asked_once():
        for case in files:
            if case.proof():
                times.append(measured(case.proof, runs)[0])
    high = sorted(times)[int(len(times) * 0.95)]
    _line(f"期限逐日说明（{len(times)}件，只算，不排版）", 0, statistics.median(times), high, most=1)


def _line(title: str, queries: int, middle: float, high: float, most: float = STAFF_MS) -> None:
    over = "超出预算" if queries > STAFF_QUERIES or middle > most else ""
    print(f"| {title} | {queries} | {middle:.1f} | {high:.1f} | {over} |", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--applications", type=int, default=100_000)
    options.add_argument("--disputes", type=int, default=25_000)
    options.add_argument("--messages", type=int, default=20_000)
    options.add_argument("--runs", type=int, default=15)
    options.add_argument("--home", default="", help="建好的留在这里，下次接着用")
    options.add_argument("--show", default="", help="名称里有这几个字的页面：问了数据库什么")
    chosen = options.parse_args()
    on = machine("django")
    with tempfile.TemporaryDirectory() as thrown_away:
        home = Path(chosen.home or thrown_away)
        home.mkdir(parents=True, exist_ok=True)
        os.environ.update(
            GONGKAI_HOME=str(home),
            GONGKAI_DEMO="1",
            GONGKAI_LOG_LEVEL="ERROR",
            DJANGO_SETTINGS_MODULE="gongkai.web.settings",
        )
        import django

        django.setup()
        from django.db import connection

        from gongkai.web.log.models import Event

        begun = time.process_time()
        from gongkai.web.operation.preparing import collect_static

        collect_static()
        if "log_event" not in connection.introspection.table_names():
            build(home)
            multiply(chosen.applications, chosen.disputes, chosen.messages)
        print(
            f"{on}；{connection.vendor}。申请{chosen.applications}件，案件{chosen.disputes}件，留言{chosen.messages}件，日志{Event.objects.count()}条；"
            f"处理器时间，{chosen.runs} 次。建库 {time.process_time() - begun:.0f} 秒。\n"
        )
        report(chosen.runs, chosen.show)


if __name__ == "__main__":
    main()
