"""Importing 50,000 messages of a hotline: ``python benchmarks/site_imports.py``. One line in a hundred is wrong.

Measured: looking at every line, entering them all with a stop half way and a start from a new process's point of view, importing the
same file again. Told: whether every wrong line is reported by its number, and whether every right one was entered just once.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from timing import machine

WRONG_EVERY = 100
CATEGORIES = ("复工复产", "减免租金", "其他")


def listing(lines: int) -> tuple[bytes, list[int]]:
    """A file of the platform, and the numbers of its wrong lines."""
    made = io.StringIO()
    wrong: list[int] = []
    writer = csv.writer(made)
    writer.writerow(["来件编号", "收到日期", "种类", "标题", "内容", "姓名", "电话", "答复日期", "答复内容", "满意度"])
    for number in range(1, lines + 1):
        day = date(2025, 1, 1) + timedelta(days=number % 300)
        row = [
            f"RX{number:07d}", f"{day:%Y-%m-%d}", ("咨询", "投诉", "求助")[number % 3], f"第{number}件诉求", "来电人反映的事情，请核实处理。",
            "来电人", f"139{number:08d}", f"{day + timedelta(days=4):%Y-%m-%d}", "已经电话答复。", "满意" if number % 4 else "",
        ]  # fmt: skip
        if number % WRONG_EVERY == 0:
            row[1] = "2025-02-30"
            wrong.append(number + 1)
        writer.writerow(row)
    return made.getvalue().encode("utf-8-sig"), wrong


def timed(work: Any) -> tuple[Any, float, float]:
    """What it gives, seconds of the processor and of the clock."""
    processor, wall = time.process_time(), time.perf_counter()
    found = work()
    return found, time.process_time() - processor, time.perf_counter() - wall


def report(lines: int) -> None:
    """Each step with its time."""
    from gongkai.web.accounts.models import Person
    from gongkai.web.messages.importing import check_import, go_on, stop
    from gongkai.web.messages.models import ImportRun, Message
    from gongkai.web.organs.authority import acting
    from gongkai.web.organs.models import Organ

    organ = Organ.objects.get(code="nongye")
    by = acting(Person.objects.get(username="gongkai"), organ)
    data, wrong = listing(lines)
    before = Message.objects.count()
    print("| 做什么 | 处理器秒 | 墙钟秒 |\n|---|--:|--:|")
    run, *spent = timed(lambda: check_import(organ, "hotline", "热线.csv", data, by=by))
    print(f"| 核对{lines}行 | {spent[0]:.1f} | {spent[1]:.1f} |", flush=True)
    ticks = iter(range(10**9))
    half = lines // 400
    _, *spent = timed(lambda: go_on(run, by=by, seconds=half - 1, clock=lambda: next(ticks)))
    run.refresh_from_db()
    reached = run.done_lines
    stop(run, by=by)
    print(f"| 导入到第{reached}行，暂停 | {spent[0]:.1f} | {spent[1]:.1f} |", flush=True)
    again = ImportRun.objects.select_related("organ").get(pk=run.pk)
    _, *spent = timed(lambda: go_on(again, by=by, seconds=10**6))
    print(f"| 从第{reached}行接着导入完 | {spent[0]:.1f} | {spent[1]:.1f} |", flush=True)
    again.refresh_from_db()
    entered = Message.objects.count() - before
    told = sorted(set(again.problems.values_list("line", flat=True)))
    second, *spent = timed(lambda: check_import(organ, "hotline", "热线.csv", data, by=by))
    _, *more = timed(lambda: go_on(second, by=by, seconds=10**6))
    second.refresh_from_db()
    print(f"| 同一文件再导入一次 | {spent[0] + more[0]:.1f} | {spent[1] + more[1]:.1f} |")
    print(
        f"\n进入{entered}件，应进入{lines - len(wrong)}件；错行报出{len(told)}行，{'全对' if told == wrong else '不对'}。"
    )
    print(f"再导入时进入{second.entered}件，认出已有的{second.known}件。")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lines", type=int, default=50_000)
    chosen = options.parse_args()
    on = machine("django")
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(
            GONGKAI_HOME=home,
            GONGKAI_DEMO="1",
            GONGKAI_LOG_LEVEL="ERROR",
            DJANGO_SETTINGS_MODULE="gongkai.web.settings",
        )
        import django

        django.setup()
        from django.db import connection
        from site_cases import build

        build(Path(home))
        print(f"{on}；{connection.vendor}。\n")
        report(chosen.lines)


if __name__ == "__main__":
    main()
