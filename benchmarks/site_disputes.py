"""Table 4 of one organ and year out of thousands of disputes beside 100,000 applications: ``python benchmarks/site_disputes.py``.

Rows are put into an empty database directly, without events. PostgreSQL: ``.ci/with-postgresql .venv/bin/python benchmarks/site_disputes.py``.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import site_counting
from timing import machine

YEARS, YEAR = range(2018, 2027), 2024


def disputes(organs: list[Any], count: int, own: int) -> Iterator[Any]:
    """``own`` disputes of the first organ, and ``count`` of the others; one in twenty has no result yet."""
    from gongkai.disputes.outcomes import outcomes, standings
    from gongkai.web.disputes.models import Dispute

    chance, results, capacities = random.Random(2026), list(outcomes().values()), list(standings())
    for number in range(own + count):
        organ = organs[0] if number < own else chance.choice(organs[1:])
        kind = chance.choice(["reconsideration", "litigation"])
        began = date(chance.choice(YEARS), 1, 1) + timedelta(days=chance.randrange(365))
        pending = chance.random() < 0.05
        ended = None if pending else began + timedelta(days=chance.randrange(10, 500))
        result = chance.choice([each.key for each in results if each.kind == kind])
        yield Dispute(
            organ=organ,
            kind=kind,
            number=f"{kind}-{number:06}",
            year=began.year,
            serial=number,
            about="某项行为",
            party="applicant",
            body="青石县人民政府",
            state="in_review" if pending else "closed",
            ended=not pending,
            standing=chance.choice(["maker"] * 6 + capacities),
            row="reconsideration"
            if kind == "reconsideration"
            else chance.choice(["direct_suit", "suit_after_reconsideration"]),
            outcome="" if pending else result,
            began_on=began,
            began_year=began.year,
            concluded_on=ended,
            concluded_year=ended.year if ended else None,
        )


def report(organ: Any, runs: int) -> None:
    """Each figure's time and the index that the database takes."""
    from django.db import connection

    from gongkai.annualreport.counting import Period, period
    from gongkai.web.annualreport.ledger import dispute_groups, figures, records_behind, scheme_of_year
    from gongkai.web.disputes.models import Dispute
    from gongkai.web.disputes.queries import HEAPS, unregistered

    scheme = scheme_of_year(YEAR)
    whole, part = period(YEAR, date(2026, 12, 31)), Period(YEAR, date(YEAR, 9, 30))
    own = Dispute.objects.filter(organ=organ)
    behind = records_behind(organ, YEAR, "disputes.reconsideration.total")
    assert behind is not None, "表四的每一格都点得开"
    works: dict[str, Callable[[], Any]] = {
        "表四：全年，一个机关": lambda: dispute_groups(organ, whole),
        "表四：年中（到9月30日）": lambda: dispute_groups(organ, part),
        "表二、表三、表四：全年": lambda: figures(organ, scheme, whole),
        "表四一格的记录，第一页": lambda: Dispute.objects.in_bulk(list(behind.values_list("pk", flat=True)[:50])),
        "案件列表：审理中，第一页": lambda: list(HEAPS.of(own, "heard")[:25]),
        "案件列表：各堆的件数": lambda: HEAPS.counts(own),
        "没有登记案件的申请": lambda: unregistered(organ).count(),
    }
    print("| 做什么 | 查询 | 处理器毫秒 | 墙钟毫秒 |\n|---|--:|--:|--:|")
    plans = []
    for title, work in works.items():
        asked = site_counting.questions(work)
        processor, wall = site_counting.measured(work, runs)
        print(f"| {title} | {len(asked)} | {processor:.1f} | {wall:.1f} |", flush=True)
        if title.startswith(("表四：", "没有")):
            plans += [(title, site_counting._plan(connection, sql, params)) for sql, params in asked]
    print("\n走哪个索引：\n")
    for title, plan in plans:
        print(f"- {title}：{plan}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--applications", type=int, default=100_000)
    options.add_argument("--disputes", type=int, default=20_000, help="其他机关的案件")
    options.add_argument("--own", type=int, default=5_000, help="要数的这个机关的案件")
    options.add_argument("--runs", type=int, default=7)
    chosen = options.parse_args()
    on = machine("django")
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(GONGKAI_HOME=home, GONGKAI_LOG_LEVEL="ERROR", DJANGO_SETTINGS_MODULE="gongkai.web.settings")
        import django

        django.setup()
        from django.db import connection

        from gongkai.web.disputes.models import Dispute
        from gongkai.web.operation.preparing import migrate

        begun = time.process_time()
        migrate()
        organs = site_counting.fill(chosen.applications, 2000)
        for batch in site_counting._batches(disputes(organs, chosen.disputes, chosen.own)):
            Dispute.objects.bulk_create(batch)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        print(
            f"{on}；{connection.vendor}。申请{chosen.applications}件，案件{chosen.disputes + chosen.own}件，其中这个机关"
            f"{chosen.own}件；{chosen.runs} 次的中位数。"
        )
        print(f"建库 {time.process_time() - begun:.0f} 秒。\n")
        report(organs[0], chosen.runs)


if __name__ == "__main__":
    main()
