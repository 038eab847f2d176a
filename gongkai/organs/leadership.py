"""How an organ is led, as its name tells: locally, vertically (税务、海关 …) or as a judicial department (``leadership.yaml``).

To whom one applies for reconsideration of its acts depends on it (《行政复议法》第二十四条、第二十七条、第二十八条).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from gongkai.law.loader import Reader, grounded, load

FILE = Path(__file__).with_name("leadership.yaml")
LOCAL, VERTICAL, JUDICIAL = "local", "vertical", "judicial"


def regime_of(name: str, *, superior: str = "") -> str:
    """How an organ is led: one that names a department above it (``superior``) is led vertically, whatever it is called.

    >>> regime_of("青石县司法局"), regime_of("国家税务总局青石县税务局"), regime_of("青石县教育局")
    ('judicial', 'vertical', 'local')
    """
    found = next((regime for regime, names in _names().items() if names.search(name)), LOCAL)
    return VERTICAL if superior and found == LOCAL else found


@cache
def _names() -> dict[str, re.Pattern[str]]:
    return read_names(FILE)


def read_names(path: Path) -> dict[str, re.Pattern[str]]:
    """Read such a file, strictly; raises ``DataError``."""
    whole, found = Reader(load(path), path.name), {}
    for regime in (JUDICIAL, VERTICAL):
        given = Reader(whole.take(regime, dict), path.name)
        found[regime] = re.compile("|".join(given.strings("names")))
        grounded(given, given.take("basis", str), given.take("checked", str))
        given.done()
    whole.done()
    return found
