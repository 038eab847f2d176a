"""Try applications at random, lawfully and not, over the pure rules: whatever is taken must be lawful, and table 3 add up.

The machine and its invariants are those of the tests (``tests/applications_walks.py``); run it as a command for as many ways as wanted.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import ClassVar

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))


def run(count: int, seed: int, steps: int) -> tuple[Counter[str], str]:
    """Walk ``count`` ways: what was reached, and what broke, with the shortest way that breaks it; empty when nothing did."""
    from applications_walks import Applications
    from hypothesis import HealthCheck, Phase, Verbosity, settings
    from hypothesis import seed as seeded
    from hypothesis.stateful import run_state_machine_as_test

    class Walks(Applications):
        tally: ClassVar[Counter[str]] = Counter()

    walks = seeded(seed)(Walks)
    chosen = settings(
        max_examples=count,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        verbosity=Verbosity.normal,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    try:
        run_state_machine_as_test(walks, settings=chosen)
    except Exception:
        return Walks.tally, traceback.format_exc()
    return Walks.tally, ""


def missed(tally: Counter[str]) -> list[str]:
    """The states and moves of the table that no way came to."""
    from gongkai.applications.moves import TABLE

    wanted = [f"state {each}" for each in TABLE.states] + [f"move {each.name}" for each in TABLE.moves]
    return [each.partition(" ")[2] for each in wanted if not tally[each]]


def _child(task: tuple[int, int, int]) -> tuple[Counter[str], str]:
    random.seed(task[1])
    return run(*task)


def main() -> int:
    parser = argparse.ArgumentParser(description="随机走申请的步骤，合法的和不合法的都试，逐步核对。")
    parser.add_argument("--count", type=int, default=10_000, help="走多少遍")
    parser.add_argument("--steps", type=int, default=30, help="每遍最多多少次尝试")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    parts = [options.count // options.jobs + (number < options.count % options.jobs) for number in range(options.jobs)]
    tasks = [(part, options.seed + number, options.steps) for number, part in enumerate(parts) if part]
    tally: Counter[str] = Counter()
    broke = []
    with multiprocessing.Pool(len(tasks)) as pool:
        for found, problem in pool.imap_unordered(_child, tasks):
            tally += found
            broke += [problem] if problem else []
    states = sorted(key.removeprefix("state ") for key in tally if key.startswith("state "))
    moves = sorted(key.removeprefix("move ") for key in tally if key.startswith("move "))
    print(f"走了 {tally['runs']} 遍：办成 {tally['taken']} 步，拒绝 {tally['refused']} 步，种子 {options.seed}")
    print(
        f"到过 {len(states)} 种状态，办过 {len(moves)} 种步骤，更正和撤销在内；没有到的：{'、'.join(missed(tally)) or '无'}"
    )
    for problem in broke:
        print(problem)
    return 1 if broke else 0


if __name__ == "__main__":
    raise SystemExit(main())
