"""How many changes a second: ``python benchmarks/site_writes.py``. Services on the demonstration's SQLite file, every commit on disk.

An application from the portal, and whole lives from the form to the served reply (eight steps with their events), by one and by
two processes at the same time, in one organ, whose log takes one event after another.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from demonstration import demonstration
from timing import machine

STEPS = (
    ("receive", "foi_officer", {"evidence": "当日电话确认"}),
    ("register", "foi_officer", {}),
    ("begin_review", "foi_officer", {}),
    ("draft", "info_officer", {"outcome": "granted"}),
    ("review_secrecy", "secrecy_reviewer", {"review": "不涉及国家秘密，可以答复"}),
    ("approve", "leading_group", {}),
    ("serve", "foi_officer", {"delivery": "electronic"}),
)


@dataclass
class Taken:
    """Seconds of each call, by what was done; the processor time of all."""

    calls: dict[str, list[float]] = field(default_factory=dict)
    processor: float = 0.0


def details() -> Any:
    """What an applicant fills in."""
    from gongkai.applications.details import Details

    return Details(
        applicant_kind="natural_person",
        description="2025年高标准农田建设项目的验收报告",
        wanted_form="electronic",
        wanted_route="portal",
        applicant_name="演示人",
        identity_kind="resident_card",
        identity_number="110101198506151230",
        phone="13800000001",
    )


def live(lives: int) -> Taken:
    """Whole lives one after another."""
    from gongkai.web.applications.services import make_move, submit
    from gongkai.web.organs.authority import acting
    from gongkai.web.organs.models import Appointment, Organ

    organ = Organ.objects.get(code="nongye")
    actors = {
        each.role: acting(each.person, organ)
        for each in Appointment.objects.filter(organ=organ, until=None).select_related("person").order_by("-pk")
    }
    taken = Taken()

    def timed(name: str, work: Any) -> Any:
        begun = time.perf_counter()
        result = work()
        taken.calls.setdefault(name, []).append(time.perf_counter() - begun)
        return result

    begun = time.process_time()
    for _ in range(lives):
        started = time.perf_counter()
        application = timed("提交申请", lambda: submit(organ, details()))
        for move, role, facts in STEPS:
            given = dict(facts)
            reply = "您申请的信息予以公开，见附件。" if move == "draft" else ""
            timed(
                "办理一步",
                lambda m=move, r=role, g=given, t=reply: make_move(application, m, by=actors[r], facts=g, reply=t),  # noqa: B023 - 当场就调用
            )
        taken.calls.setdefault("一件办到送达", []).append(time.perf_counter() - started)
    taken.processor = time.process_time() - begun
    return taken


def together(home: str, processes: int, lives: int) -> tuple[list[Taken], float]:
    """The same in several processes at once; wall-clock seconds of all."""
    command = [sys.executable, __file__, "--home", home, "--lives", str(lives), "--worker"]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(processes)
    ]
    for each in running:
        assert each.stdout and each.stdout.readline().strip() == "ready"
    begun = time.perf_counter()
    for each in running:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    found = []
    for each in running:
        assert each.stdout
        found.append(Taken(**json.loads(each.stdout.readline())))
        each.wait()
    return found, time.perf_counter() - begun


def work(lives: int) -> None:
    """One of several processes: says when it is ready, begins when it is told."""
    live(1)
    print("ready", flush=True)
    sys.stdin.readline()
    taken = live(lives)
    print(json.dumps({"calls": taken.calls, "processor": taken.processor}), flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lives", type=int, default=40)
    options.add_argument("--home", default="")
    options.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options.add_argument("--profile", action="store_true", help="一个进程里时间花在哪里")
    chosen = options.parse_args()
    on = machine("django")
    with demonstration(chosen.home):
        import os

        if chosen.worker:
            work(chosen.lives)
            return
        if chosen.profile:
            live(1)
            watched = cProfile.Profile()
            watched.runcall(live, chosen.lives)
            pstats.Stats(watched).sort_stats("cumtime").print_stats(60)
            return
        print(f"{on}。每个进程 {chosen.lives} 件，synchronous=FULL。\n")
        print("| 做什么 | 进程 | 每秒 | p50 毫秒 | p95 毫秒 | 每次处理器毫秒 |\n|---|--:|--:|--:|--:|--:|")
        for processes in (1, 2):
            found, seconds = together(os.environ["GONGKAI_HOME"], processes, chosen.lives)
            steps = sum(len(each.calls["提交申请"]) + len(each.calls["办理一步"]) for each in found)
            processor = sum(each.processor for each in found)
            for name in found[0].calls:
                calls = sorted(call for each in found for call in each.calls[name])
                rate = f"{len(calls) / seconds:.1f}" if name == "一件办到送达" else ""
                late = calls[min(len(calls) - 1, int(len(calls) * 0.95))]
                print(
                    f"| {name} | {processes} | {rate} | {statistics.median(calls) * 1000:.1f} | {late * 1000:.1f} | |"
                )
            print(
                f"| 合计（每步都是一次提交） | {processes} | {steps / seconds:.0f} | | | {processor / steps * 1000:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
