"""However spoiled a report is, checking it ends in findings that can be printed, never in a traceback."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from checks_cases_tables import clean

from gongkai.annualreport.checks.engine import examine
from gongkai.annualreport.model import Cell, Doubt, Label, Report, ReportTable, Section, State

CODES = ["C-COUNT", "C-OCR", "S-IMG-TAB", "S-TAB-TRUNC", "OF-NO-CATALOGUE"]
HELD = [
    Cell(State.BLANK),
    Cell(State.DASH, None, "/"),
    Cell(State.ILLEGIBLE, None, "{十}"),
    Cell(State.VALUE, -5, "-5"),
    Cell(State.VALUE, 10**18, "10^18"),
    Cell(State.VALUE, Decimal("3.5"), "3.5件"),
    Cell(State.VALUE, Decimal("1E+3"), "1千"),
]


def spoil_table(table: ReportTable, report: Report, dice: Random) -> None:
    cells = list(table.cells)
    for cell in dice.sample(cells, dice.randrange(len(cells))):
        if dice.random() < 0.2:
            table.cells[cell] = dice.choice(HELD)
        elif dice.random() < 0.1:
            del table.cells[cell]
    if dice.random() < 0.5:
        doubted = dice.sample(cells, dice.randrange(4))
        report.doubts.append(Doubt(dice.choice(CODES), "{这一行}读不准。", doubted))
    key, axis = dice.choice(["received", "nowhere", "admin_fees.amount_10k_yuan"]), dice.choice(["row", "column"])
    table.labels.append(
        Label(table.key, key, axis, dice.choice(["", "（说明）", "本年"]), dice.choice(["", "现行有效件数"]))
    )


def spoil(report: Report, dice: Random) -> Report:
    for key, table in list(report.tables.items()):
        if table is not None:
            spoil_table(table, report, dice)
        if dice.random() < 0.15:
            report.tables[key] = dice.choice([None, clean(dice.choice(["2019", "2021"])).tables[key]])
    report.sections = dice.sample(report.sections, dice.randrange(1, len(report.sections) + 1))
    report.sections.append(
        Section(dice.choice([None, "overview", "nowhere"]), "七、{附}", "", dice.choice([None, 0, 99]))
    )
    for name, values in (
        ("title", [None, "", "二〇二三年", "年度报告{甲}"]),
        ("year", [None, 0, -1, 1, 2018, 9999, 10000]),
        ("organ", [None, "", "区", "（）"]),
        ("signed_by", [None, "", "局"]),
        ("dated", [None, date.min, date.max]),
        ("preamble", ["统计期限为2023年13月45日至2024年99月31日"]),
        ("form", ["pre2019"]),
    ):
        if dice.random() < 0.2:
            setattr(report, name, dice.choice(values))
    return report


@pytest.mark.parametrize("seed", range(150))
def test_a_spoiled_report_gets_findings_and_no_traceback(seed: int) -> None:
    dice = Random(seed)
    report = spoil(clean(dice.choice(["2019", "2021"]), seed=seed % 5), dice)
    prior = spoil(clean(year=2022, seed=seed % 3), dice) if seed % 2 else None
    examined = examine(report, prior, ("structure", "cells", "tables", "years"))
    for each in examined.findings:
        assert each.message
        assert each.fingerprint
        json.dumps(each.as_json(), ensure_ascii=False)
    assert examined.summary.endswith("。")
