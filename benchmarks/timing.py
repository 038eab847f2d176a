"""Medians of wall-clock time, and a line that says on what they were taken."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from typing import Any


def milliseconds(function: Callable[[], Any], runs: int) -> float:
    """The median of ``runs`` calls, after one that is not counted."""
    function()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def machine(*packages: str) -> str:
    """Date, processors, memory, Python, load at the start, versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = "、".join(f"{name} {version(name)}" for name in packages)
    load = os.getloadavg()[0]
    return f"{date.today()}，{os.cpu_count()} 核、{memory:.0f} GiB 内存，Python {platform.python_version()}，开始时负载 {load:.1f}；{versions}"
