"""From typing the command to its answer: ``python benchmarks/cold_start.py``. Medians of whole processes, files cached."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from material import generated, real
from timing import machine


def seconds(command: list[str], runs: int) -> tuple[float, float]:
    """Medians of the processor time and of the wall-clock time of a command, after one run that is not counted."""
    processor, wall = [], []
    for _ in range(runs + 1):
        before, start = os.times(), time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        after, end = os.times(), time.perf_counter()
        processor.append(after.children_user + after.children_system - before.children_user - before.children_system)
        wall.append(end - start)
    return statistics.median(processor[1:]), statistics.median(wall[1:])


def show(what: str, command: list[str], runs: int) -> None:
    processor, wall = seconds(command, runs)
    print(f"| {what} | {processor:.2f} | {wall:.2f} |", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=15)
    chosen = options.parse_args()
    program = str(Path(sys.executable).with_name("gongkai"))
    print(f"{machine('gongkai')}。{chosen.runs} 次的中位数。\n")
    print("| 命令 | 处理器时间 秒 | 墙钟时间 秒 |\n|---|--:|--:|")
    show("python -c pass", [sys.executable, "-c", "pass"], chosen.runs)
    show("gongkai --help", [program, "--help"], chosen.runs)
    with tempfile.TemporaryDirectory() as folder:
        for sample in [*{each.kind: each for each in generated(1)}.values(), *real()]:
            path = Path(folder) / sample.name
            path.write_bytes(sample.data)
            show(f"gongkai check（{sample.kind}，{sample.name}）", [program, "check", str(path)], chosen.runs)


if __name__ == "__main__":
    main()
