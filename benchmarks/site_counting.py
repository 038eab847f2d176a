"""Table 3 of one organ and year out of a million applications: ``python benchmarks/site_counting.py``. Plans of the lists as well.

Rows are put into an empty database directly, without events. PostgreSQL: ``.ci/with-postgresql .venv/bin/python benchmarks/site_counting.py``.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from timing import machine

YEARS = range(2020, 2025)
YEAR = 2023
ORGANS = 100


def fill(applications: int, items: int) -> list[Any]:
    """Organs with applications over five years and items; the organs."""
    from django.db import connection

    from gongkai.organs.levels import Level, OrganKind
    from gongkai.web.applications.models import Application
    from gongkai.web.organs.models import Organ
    from gongkai.web.publishing.models import Item, SiteColumn

    organs = []
    for number in range(ORGANS):
        organ = Organ(
            code=f"jiguan{number}",
            name=f"第{number}机关",
            short_name=f"第{number}机关",
            kind=OrganKind.DEPARTMENT,
            level=Level.COUNTY,
        )
        organ.save()
        organs.append(organ)
    first = min(applications, 20_000)
    for batch in _batches(_applications(organs, first)):
        Application.objects.bulk_create(batch)
    for copy in range(1, applications // first):
        _copy_applications(copy, first)
    columns = SiteColumn.objects.bulk_create(
        SiteColumn(organ=organ, code=f"lan{number}", title=f"栏目{number}") for organ in organs for number in range(10)
    )
    with _without_gate():
        for batch in _batches(_items(columns, items)):
            Item.objects.bulk_create(batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return organs


def _copy_applications(copy: int, first: int) -> None:
    """The first rows once more under other numbers: the database copies faster than Python writes."""
    from django.db import connection

    from gongkai.web.applications.models import Application

    columns = [field.column for field in Application._meta.concrete_fields if not field.primary_key]
    taken = {"number": f"number || '-{copy}'", "serial": f"serial + {copy * first}"}
    into, out = ", ".join(f'"{each}"' for each in columns), ", ".join(taken.get(each, f'"{each}"') for each in columns)
    table = Application._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({into}) SELECT {out} FROM {table} WHERE serial < {first}")


@contextmanager
def _without_gate() -> Iterator[None]:
    """Public items without a publication: refused by the schema everywhere but in this benchmark's own database."""
    from django.db import connection

    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if sqlite:
            cursor.execute("PRAGMA ignore_check_constraints=ON")
        else:
            cursor.execute("ALTER TABLE publishing_item DROP CONSTRAINT item_public_only_by_publication")
        yield
        if sqlite:
            cursor.execute("PRAGMA ignore_check_constraints=OFF")


def _applications(organs: list[Any], count: int) -> Iterator[Any]:
    from gongkai.applications.intake import applicant_kinds
    from gongkai.applications.outcomes import outcomes
    from gongkai.web.applications.models import Application

    chance, kinds, results = random.Random(2026), list(applicant_kinds()), list(outcomes())
    for number in range(count):
        year = chance.choice(YEARS)
        received = date(year, 1, 1) + timedelta(days=chance.randrange(365))
        ended = received + timedelta(days=chance.randrange(5, 60))
        open_still = chance.random() < 0.02
        yield Application(
            organ=organs[number % ORGANS],
            number=f"{year}-{number:08}",
            year=year,
            serial=number,
            channel="web",
            submitted_at=datetime(year, 1, 1, tzinfo=_zone()),
            received_on=received,
            received_year=year,
            applicant_kind=chance.choice(kinds),
            state="received" if open_still else "closed",
            ended=not open_still,
            due_on=received + timedelta(days=30) if open_still else None,
            outcome="" if open_still else chance.choice(results),
            ended_on=None if open_still else ended,
            ended_year=None if open_still else ended.year,
        )


def _items(columns: list[Any], count: int) -> Iterator[Any]:
    from gongkai.publishing.genres import genres
    from gongkai.web.publishing.models import Item

    chance, kinds = random.Random(2027), list(genres())
    for number in range(count):
        column = chance.choice(columns)
        at = datetime(2020, 1, 1, tzinfo=_zone()) + timedelta(hours=chance.randrange(1800 * 24))
        public = chance.random() < 0.9
        yield Item(
            organ=column.organ,
            column=column,
            title=f"第{number}件",
            genre=chance.choice(kinds),
            index_number=f"b{number:08}",
            state="published" if public else "unpublished",
            published_at=at if public else None,
            revised_at=at if public else None,
        )


def _zone() -> Any:
    from django.utils import timezone

    return timezone.get_default_timezone()


def _batches(rows: Iterator[Any], size: int = 2000) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def measured(work: Callable[[], Any], runs: int) -> tuple[float, float]:
    """Medians of processor and wall-clock milliseconds (a database server works in a process of its own)."""
    work()
    processor, wall = [], []
    for _ in range(runs):
        before, begun = time.process_time(), time.perf_counter()
        work()
        processor.append(time.process_time() - before)
        wall.append(time.perf_counter() - begun)
    return statistics.median(processor) * 1000, statistics.median(wall) * 1000


def plan_of(rows: Any) -> str:
    """How the database finds the rows, in one line."""
    lines = str(rows.explain()).splitlines()
    return "；".join(" ".join(line.split()) for line in lines[:6])


def questions(work: Callable[[], Any]) -> list[tuple[str, Any]]:
    """The statements that ``work`` asks, with their values."""
    from django.db import connection

    found: list[tuple[str, Any]] = []

    def noting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noting):
        work()
    return found


def report(organ: Any, runs: int) -> None:
    from django.db import connection

    from gongkai.annualreport.counting import APPLICATIONS, period
    from gongkai.web.annualreport.ledger import application_groups, figures, records_behind, scheme_of_year
    from gongkai.web.applications.models import Application
    from gongkai.web.applications.queries import HEAPS, counts, heap
    from gongkai.web.publishing.models import SiteColumn
    from gongkai.web.publishing.queries import in_column, open_columns, public_items

    scheme = scheme_of_year(YEAR)
    whole, part = period(YEAR, date(2026, 1, 31)), period(YEAR, date(YEAR, 9, 30))
    own = Application.objects.filter(organ=organ)
    behind = records_behind(organ, YEAR, f"{APPLICATIONS}.received.total") or own
    column = SiteColumn.objects.filter(organ=organ).select_related("organ").first()
    works: dict[str, Callable[[], Any]] = {
        "表三：全年，一个机关": lambda: application_groups(organ, whole),
        "表二、表三：全年": lambda: figures(organ, scheme, whole),
        "表三：年中（到9月30日）": lambda: application_groups(organ, part),
        "表三一格的记录，第一页": lambda: Application.objects.in_bulk(list(behind.values_list("pk", flat=True)[:50])),
        "申请列表：在办，第一页": lambda: list(heap(own, "open")[:25]),
        "申请列表：全部，第一页": lambda: list(heap(own, "all")[:25]),
        "申请列表：各堆的件数": lambda: counts(own, HEAPS),
        "门户：一个机关最新十件": lambda: list(public_items(organ)[:10]),
        "门户：全站最新十件": lambda: list(public_items()[:10]),
        "门户：一个栏目第一页": lambda: list(in_column(column)[:20]),
        "门户：目录的栏目和件数": lambda: open_columns(organ),
    }
    print("| 做什么 | 查询 | 处理器毫秒 | 墙钟毫秒 |\n|---|--:|--:|--:|")
    plans = []
    for title, work in works.items():
        asked = questions(work)
        processor, wall = measured(work, runs)
        print(f"| {title} | {len(asked)} | {processor:.1f} | {wall:.1f} |", flush=True)
        for sql, params in asked:
            plans.append((title, _plan(connection, sql, params)))
    print("\n走哪个索引：\n")
    for title, plan in plans:
        print(f"- {title}：{plan}")


def _plan(connection: Any, sql: str, params: Any) -> str:
    word = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{word} {sql}", params)
        return "；".join(" ".join(str(row[-1]).split()) for row in cursor.fetchall()[:5])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--applications", type=int, default=1_000_000)
    options.add_argument("--items", type=int, default=50_000)
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--home", default="", help="建好的留在这里，下次接着用")
    chosen = options.parse_args()
    on = machine("django")
    with tempfile.TemporaryDirectory() as thrown_away:
        os.environ.update(
            GONGKAI_HOME=chosen.home or thrown_away,
            GONGKAI_LOG_LEVEL="ERROR",
            DJANGO_SETTINGS_MODULE="gongkai.web.settings",
        )
        import django

        django.setup()
        from django.db import connection

        from gongkai.web.operation.preparing import migrate
        from gongkai.web.organs.models import Organ

        begun = time.process_time()
        migrate()
        organs = list(Organ.objects.order_by("pk")) or fill(chosen.applications, chosen.items)
        print(
            f"{on}；{connection.vendor}。申请{chosen.applications}件、信息{chosen.items}件、机关{ORGANS}个；{chosen.runs} 次的中位数。"
        )
        print(f"建库 {time.process_time() - begun:.0f} 秒。\n")
        report(organs[37], chosen.runs)


if __name__ == "__main__":
    main()
