"""One firing and one passing case for every check of the text (crosscheck, claims, sections).

``CASES`` lists (code, maker, fires): ``maker()`` gives a report, or a report and the one of the year before; ``fires`` says whether the
check must leave a finding on it. ``test_checks_catalogue.py`` runs the list and demands both kinds for every code.
"""

from __future__ import annotations

from collections.abc import Callable

from gongkai.annualreport.model import Report

CASES: list[tuple[str, Callable[[], Report | tuple[Report, Report]], bool]] = []
