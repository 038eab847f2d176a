"""Real reports of other bodies, when they are at hand: figures as a careful reader took them, or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from shared import REPORTS, expected, names, needs_reports, source

from gongkai.annualreport.model import tables_json
from gongkai.annualreport.reading.reader import read_report
from gongkai.documents.model import Unreadable

pytestmark = needs_reports
TABLES = {"proactive_disclosure": "table2", "applications": "table3", "disputes": "table4"}


def leaves(tree: Any, path: str = "") -> dict[str, Any]:
    if not isinstance(tree, dict):
        return {path: tree}
    found: dict[str, Any] = {}
    for key, value in tree.items():
        found.update(leaves(value, f"{path}.{key}" if path else key))
    return found


def differences(name: str, got: dict[str, Any], told: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    free = tuple(told.get("may_be_null", ()))
    glued = tuple(key for key, short in TABLES.items() if told.get("legible_from_file", {}).get(short) is False)
    wanted, found = leaves(told["tables"]), leaves(got)
    return {
        at: (wanted.get(at), found.get(at))
        for at in {*wanted, *found}
        if wanted.get(at) != found.get(at) and not (found.get(at) is None and at.startswith((*free, *glued)))
    }


@pytest.mark.parametrize("name", names())
def test_a_real_report_gives_the_hand_checked_figures(name):
    told = expected(name)
    path = source(name)
    report = read_report(path.read_bytes(), path.name)
    assert differences(name, tables_json(report), told) == {}
    assert (report.year, report.form) == (told["year"], told["form"])
    assert report.organ in told["organ_as_written"]
    assert "".join((report.title or "").split()) == "".join(told["title"].split())


@pytest.mark.parametrize("name", ["blank-template-2021", "masked-city-2025"])
def test_the_blank_form_and_the_masked_city_are_read(name):
    folder = REPORTS / "extra"
    told = expected(name, folder)
    path = source(name, folder)
    report = read_report(path.read_bytes(), path.name)
    assert tables_json(report) == told["tables"]
    assert (report.year, report.form) == (told["year"], told["form"])
    assert report.organ in (told["organ_as_written"] or [None])
    assert report.is_blank == (name == "blank-template-2021")


@pytest.mark.parametrize("file", ["suqian-2023-vs-2024.comparison.pdf", "jinhu-2023.parsed-mojibake.json"])
def test_what_is_no_report_is_refused(file):
    path = REPORTS / "extra" / file
    with pytest.raises(Unreadable):
        read_report(path.read_bytes(), path.name)
