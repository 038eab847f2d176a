"""A further statutory form is a further file: with it alone, reading, checking and writing follow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FORMS = Path(__file__).parent / "forms"
MAKE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from makers import made_report
from gongkai.annualreport.model import report_json
report = made_report("2031", year=2032, seed=4)
print(json.dumps(report_json(report), ensure_ascii=False))
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "GONGKAI_FORMS": str(FORMS), "PYTHONIOENCODING": "utf-8"},
    )


def gongkai(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run("-m", "gongkai.cli.main", *arguments)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("form")
    made = run("-c", MAKE, str(Path(__file__).parent))
    assert made.returncode == 0, made.stderr
    (folder / "report.json").write_text(made.stdout, encoding="utf-8")
    return folder


@pytest.mark.parametrize("to", ["docx", "pdf", "html", "xlsx", "md"])
def test_a_report_in_a_made_up_form_is_written_and_reads_back_the_same(made, to):
    target = made / f"年报.{to}"
    written = gongkai("write", str(made / "report.json"), "--to", to, "-o", str(target))
    assert written.returncode == 0, written.stderr
    again = gongkai("read", str(target), "--json")
    assert again.returncode == 0, again.stderr
    truth, report = json.loads((made / "report.json").read_text(encoding="utf-8")), json.loads(again.stdout)
    assert report["form"] == "2031"
    assert report["tables"] == truth["tables"]


def test_the_sums_of_a_made_up_form_are_checked_and_the_wrong_cell_named(made):
    report = json.loads((made / "report.json").read_text(encoding="utf-8"))
    del report["cells"]
    report["tables"]["applications"]["other.merged"]["foreign"] += 3
    (made / "wrong.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    clean = gongkai("check", str(made / "report.json"), "--json")
    assert [each for each in json.loads(clean.stdout)["findings"] if each["severity"] == "error"] == []
    checked = gongkai("check", str(made / "wrong.json"), "--json")
    assert checked.returncode == 1
    errors = [each for each in json.loads(checked.stdout)["findings"] if each["severity"] == "error"]
    assert {each["code"] for each in errors} == {"T3-ROW", "T3-TOT"}
    assert {cell for each in errors for cell in each["cells"]} == {"applications.other.merged.foreign"}
