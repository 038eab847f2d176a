"""From typing the command to its answer: ``python benchmarks/cold_start.py``. Medians of whole processes, files cached."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from material import generated, real
from timing import machine


def seconds(command: list[str], runs: int) -> float:
    """The median wall-clock time of a command, after one run that is not counted."""
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=15)
    chosen = options.parse_args()
    program = str(Path(sys.executable).with_name("gongkai"))
    print(f"{machine('gongkai')}。{chosen.runs} 次的中位数。\n")
    print("| 命令 | 秒 |\n|---|--:|")
    print(f"| python -c pass | {seconds([sys.executable, '-c', 'pass'], chosen.runs):.2f} |")
    print(f"| gongkai --help | {seconds([program, '--help'], chosen.runs):.2f} |")
    with tempfile.TemporaryDirectory() as folder:
        for sample in [*{each.kind: each for each in generated(1)}.values(), *real()]:
            path = Path(folder) / sample.name
            path.write_bytes(sample.data)
            print(
                f"| gongkai check（{sample.kind}，{sample.name}） | {seconds([program, 'check', str(path)], chosen.runs):.2f} |"
            )


if __name__ == "__main__":
    main()
