"""The demonstration's own texts are made up: no clause of them stands in the real texts that the work was checked against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gongkai.demo.site.files import FOLDER, load

SHARED = Path(__file__).parents[1].parent / "shared"
REAL = {".txt", ".html", ".md", ".json", ".jsonl", ".csv"}
CLAUSE = re.compile(r"[^，。；：、！？“”‘’（）《》—\s]+")
LEAST = 13
"""Signs of a clause that two people hardly write alike; shorter ones are names of regulations and set phrases. What an organ is
called (``places.yaml``) is nobody's wording."""


def told(value: Any) -> Iterator[str]:
    """Every text in the data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from told(each)


@pytest.mark.skipif(not SHARED.is_dir(), reason="没有真实文本的文件夹，不能对照")
def test_no_clause_of_the_demonstration_is_copied_from_a_real_text():
    folders = [SHARED / "reports", SHARED / "datasets"]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in REAL]
    real = "".join("".join(path.read_text(encoding="utf-8", errors="ignore").split()) for path in files)
    assert len(real) > 1_000_000
    clauses = {
        clause
        for path in FOLDER.rglob("*.yaml")
        if path.name != "places.yaml"
        for text in told(load(str(path.relative_to(FOLDER))))
        for clause in CLAUSE.findall(text)
        if len(clause) >= LEAST and not clause.isascii()
    }
    assert len(clauses) > 150
    assert [clause for clause in sorted(clauses) if clause in real] == []
