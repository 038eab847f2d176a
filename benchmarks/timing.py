"""Medians of processor time, and a line that says on what they were taken.

Processor time, because the machine is shared: what is measured runs in one thread, and on an idle machine its wall-clock time is the
same.
"""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from typing import Any


def milliseconds(functions: dict[str, Callable[[], Any]], runs: int) -> dict[str, float]:
    """The median of ``runs`` calls of each function, called in turn so that a busy moment falls on all of them."""
    times: dict[str, list[float]] = {name: [] for name in functions}
    for function in functions.values():
        function()
    for _ in range(runs):
        for name, function in functions.items():
            start = time.process_time()
            function()
            times[name].append(time.process_time() - start)
    return {name: statistics.median(taken) * 1000 for name, taken in times.items()}


def machine(*packages: str) -> str:
    """Date, processors, memory, Python, load at the start, versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = "、".join(f"{name} {version(name)}" for name in packages)
    load = os.getloadavg()[0]
    return f"{date.today()}，{os.cpu_count()} 核、{memory:.0f} GiB 内存，Python {platform.python_version()}，开始时负载 {load:.1f}；{versions}"
