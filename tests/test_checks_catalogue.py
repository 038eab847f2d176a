"""The catalogue as a whole: every check has a function, a case that fires, one that passes, and a worded message."""

from __future__ import annotations

import json
import string
from collections.abc import Callable, Iterator
from pathlib import Path

import checks_cases_tables
import checks_cases_text
import pytest

from gongkai.annualreport import scheme
from gongkai.annualreport.checks import entries
from gongkai.annualreport.checks.engine import assess, check, rules
from gongkai.annualreport.checks.entries import catalogue, left_out
from gongkai.annualreport.model import Report
from gongkai.checks.finding import Severity
from gongkai.law.loader import DataError

# The rules of the study of annual reports, those of the text aside.
STUDY = frozenset(
    [
        "S-SEC-MISS",
        "S-SEC-ORDER",
        "S-SEC-MERGED",
        "S-SEC-HEAD",
        "S-SEC-EMPTY",
        "S-SEC-EXTRA",
        "S-TAB-MISS",
        "S-TAB-TRUNC",
        "S-TPL-YEAR",
        "S-TPL-MIX",
        "S-TPL-LOCAL",
        "S-LAB-ROW",
        "S-LAB-COL",
        "S-LAB-UNIT",
        "S-TITLE",
        "S-AGENCY",
        "S-YEAR",
        "S-PERIOD",
        "S-DATE-MISS",
        "S-DATE-LATE",
        "S-DUP-PEER",
        "S-IMG-TAB",
        "C-EMPTY",
        "C-DASH",
        "C-NONINT",
        "C-UNIT",
        "C-COUNT",
        "C-SHIFT",
        "C-CANDIDATE",
        "C-OCR",
        "C-FEE-PREC",
        "T2-STOCK",
        "T2-FLOW",
        "T2-REG",
        "T2-19ADD",
        "T2-19ITEM",
        "T3-BAL",
        "T3-ROW",
        "T3-TOT",
        "T3-NEG",
        "T3-OUT",
        "T3-PARTIAL",
        "T3-FEEROW",
        "T4-SUM",
        "T4-AFTER",
        "T4-CARRY",
        "T4-NOAPP",
        "Y-CARRY",
        "Y-JUMP",
        "Y-SAME",
        "A-SUM",
        "A-COVER",
        "A-LATE",
        "F-9704",
    ]
)
CASES = [*checks_cases_tables.CASES, *checks_cases_text.CASES]


@pytest.fixture(autouse=True)
def with_the_made_up_form(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GONGKAI_FORMS", str(Path(__file__).parent / "forms"))
    scheme.schemes.cache_clear()
    yield
    monkeypatch.undo()
    scheme.schemes.cache_clear()


@pytest.mark.parametrize("code", list(catalogue()))
def test_every_check_has_a_case_that_fires_and_one_that_passes(code: str) -> None:
    assert {fires for each, _, fires in CASES if each == code} == {True, False}


@pytest.mark.parametrize(
    ("code", "maker", "fires"),
    CASES,
    ids=[f"{code}-{'fires' if fires else 'passes'}-{index}" for index, (code, _, fires) in enumerate(CASES)],
)
def test_a_check_fires_where_it_should_and_nowhere_else(
    code: str, maker: Callable[[], Report | tuple[Report, Report]], fires: bool
) -> None:
    made = maker()
    report, prior = made if isinstance(made, tuple) else (made, None)
    found = [finding for finding in check(report, prior) if finding.code == code]
    assert bool(found) == fires, [finding.message for finding in found]
    for finding in found:
        assert finding.message
        assert finding.remedy
        assert finding.basis
        json.dumps(finding.as_json(), ensure_ascii=False)
    assert fires or assess(report, prior).get(code) != "fail"


def test_every_check_is_decided_by_a_function_or_by_the_reading() -> None:
    functions = rules()
    assert [code for code, entry in catalogue().items() if (code in functions) == entry.from_reading] == []
    assert [code for code in functions if code not in catalogue()] == []


def test_a_rule_that_is_left_out_says_why() -> None:
    reasons = left_out()
    assert all(code not in catalogue() and reason for code, _, reason in reasons)


@pytest.mark.parametrize("code", list(catalogue()))
def test_what_people_read_is_a_whole_sentence_without_codes_or_blame(code: str) -> None:
    entry = catalogue()[code]
    words = [entry.title, entry.remedy, entry.basis, *entry.messages.values()]
    for text in entry.messages.values():
        literal = "".join(part for part, *_ in string.Formatter().parse(text))
        assert not literal or text.endswith(("。", "}")), text
    assert not any(word in text for text in words for word in ("校验", "ERROR", "违规", "弄虚作假", code))
    assert entry.remedy.endswith("。")
    assert isinstance(entry.severity, Severity)


def test_the_study_has_no_rule_that_is_neither_checked_nor_left_out() -> None:
    known = {*catalogue(), *(code for code, _, _ in left_out())}
    assert STUDY - known == set()


def test_a_mistake_in_a_catalogue_file_is_told_with_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.yaml").write_text("- {code: A, title: 甲, severity: loud, basis: 乙, message: 丙, remedy: 丁}\n")
    monkeypatch.setattr(entries, "CATALOGUE", tmp_path)
    with pytest.raises(DataError, match=r"x\.yaml 第1行.*loud"):
        entries.catalogue.__wrapped__()
