"""The files that the benchmarks read: made-up reports in every format, and the shared real ones where they are there.

Every file comes with the cells that it holds. What LibreOffice is needed for (DOC, a second kind of PDF) is left out where it is
not installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "reports"
sys.path.insert(0, str(ROOT / "tests"))

Cells = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """One file: its kind (as the tables of results name it), file name, bytes, and the figures by address."""

    kind: str
    name: str
    data: bytes
    cells: Cells


def cells_of(tables: dict[str, Any]) -> Cells:
    """The figures of a report's ``tables`` by address, those that are null left out."""
    return {
        f"{table}.{row}.{column}": value
        for table, rows in tables.items()
        for row, columns in (rows or {}).items()
        for column, value in columns.items()
        if isinstance(value, int | float)
    }


def generated(count: int) -> list[Sample]:
    """``count`` made-up reports in each format, in turn of the forms 2021 and 2019."""
    import html_pages
    from makers import made_report

    from gongkai.annualreport.model import tables_json
    from gongkai.annualreport.writing import write

    pages = {
        "HTML 整洁": html_pages.clean_page,
        "HTML 带导航": html_pages.furnished_page,
        "HTML 标记有误": html_pages.broken_page,
        "HTML 由 Word 粘贴": html_pages.word_page,
    }
    written = {
        "DOCX": "docx",
        "XLSX": "xlsx",
        "PDF（本项目编制）": "pdf",
        "OFD": "ofd",
        "Markdown": "md",
        "JSON": "json",
    }
    found: list[Sample] = []
    for number in range(count):
        form, year = (("2021", 2023), ("2019", 2020))[number % 2]

        def report() -> Any:
            return made_report(form, seed=number, year=year)  # noqa: B023 - used at once

        truth = cells_of(tables_json(report()))
        found += [Sample(kind, f"{number}.html", make(report()), truth) for kind, make in pages.items()]
        found += [Sample(kind, f"{number}.{to}", write(report(), to), truth) for kind, to in written.items()]
    found += _through_office([sample for sample in found if sample.kind == "DOCX"])
    return sorted(found, key=lambda sample: sample.kind)


def _through_office(documents: list[Sample]) -> list[Sample]:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return []
    found = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for sample in documents:
            (place / sample.name).write_bytes(sample.data)
        for to, kind in (("pdf", "PDF（LibreOffice）"), ("doc", "DOC")):
            names = [str(place / sample.name) for sample in documents]
            command = [
                program,
                f"-env:UserInstallation={(place / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                to,
            ]
            subprocess.run([*command, "--outdir", folder, *names], check=True, capture_output=True, timeout=600)
            for sample in documents:
                path = (place / sample.name).with_suffix(f".{to}")
                found.append(Sample(kind, path.name, path.read_bytes(), sample.cells))
    return found


def real() -> list[Sample]:
    """The shared real reports with the figures recorded beside them."""
    import json

    found = []
    for record in sorted(SHARED.glob("**/*.expected.json")):
        stem = record.name.removesuffix(".expected.json")
        for path in sorted(record.parent.glob(f"{stem}.*")):
            if path.suffix != ".json":
                tables = json.loads(record.read_text(encoding="utf-8"))["tables"]
                found.append(Sample("真实年报", path.name, path.read_bytes(), cells_of(tables)))
    return found
