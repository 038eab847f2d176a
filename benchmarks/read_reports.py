"""Reading and checking, format by format: ``python benchmarks/read_reports.py``.

For each format: the median time of reading a file into blocks, of reading it into figures, of checking it, and of the bare parse by
the library underneath; and how many statutory cells came out exactly. Prints tables in Markdown.
"""

from __future__ import annotations

import argparse
import io
import statistics
import zipfile
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from material import Sample, cells_of, generated, real
from timing import machine, milliseconds


def bare_html(data: bytes) -> Any:
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(data)


def bare_lxml(data: bytes) -> Any:
    from lxml import html

    return html.document_fromstring(data)


def bare_zip(data: bytes) -> Any:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith((".xml", ".rels"))]


def bare_docx(data: bytes) -> Any:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def bare_pdf(data: bytes) -> Any:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


BARE: dict[str, list[tuple[str, Callable[[bytes], Any]]]] = {
    "html": [("selectolax", bare_html), ("lxml", bare_lxml)],
    "docx": [("zipfile+lxml", bare_docx)],
    "xlsx": [("zipfile+lxml", bare_zip)],
    "ofd": [("zipfile+lxml", bare_zip)],
    "pdf": [("pypdfium2", bare_pdf)],
}


def measure(sample: Sample, runs: int) -> dict[str, Any]:
    """The times of one file in milliseconds, and its cells."""
    from gongkai.annualreport.checks.engine import check
    from gongkai.annualreport.model import tables_json
    from gongkai.annualreport.reading.reader import read_report
    from gongkai.documents.model import Unreadable
    from gongkai.documents.reader import open_document

    try:
        report = read_report(sample.data, sample.name)
    except Unreadable as refusal:
        return {"refused": refusal.message}
    read = cells_of(tables_json(report))
    found: dict[str, Any] = {
        "cells": len(sample.cells),
        "exact": sum(read.get(at) == value for at, value in sample.cells.items()),
        "wrong": sum(sample.cells.get(at) != value for at, value in read.items()),
    }
    timed: dict[str, Callable[[], Any]] = {
        "read": lambda: read_report(sample.data, sample.name),
        "check": lambda: check(report),
    }
    if report.source is not None and report.source.format != "json":
        timed["blocks"] = lambda: open_document(sample.data, sample.name)
        for name, parse in BARE.get(report.source.format, []):
            timed[f"bare {name}"] = partial(parse, sample.data)
    return found | milliseconds(timed, runs)


def median(rows: list[dict[str, Any]], name: str) -> float | None:
    values = [row[name] for row in rows if name in row]
    return statistics.median(values) if values else None


def shown(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def by_kind(samples: list[Sample], runs: int) -> None:
    """One line for each kind of file: medians over its files."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    sizes: dict[str, list[int]] = defaultdict(list)
    for sample in samples:
        found[sample.kind].append(measure(sample, runs))
        sizes[sample.kind].append(len(sample.data))
    print(
        "| 文件 | 份数 | KB | 读成块 ms | 读成报告 ms | 核对 ms | 裸解析 ms | 读成块÷裸解析 | 单元格读对 | 读出别的数 |"
    )
    print("|---|--:|--:|--:|--:|--:|---|---|--:|--:|")
    for kind, rows in found.items():
        blocks = median(rows, "blocks")
        names = [name for name in rows[0] if name.startswith("bare ")]
        bare = "；".join(f"{name[5:]} {shown(median(rows, name))}" for name in names)
        ratio = "；".join(f"{(blocks or 0) / (median(rows, name) or 1):.1f}" for name in names)
        exact = f"{sum(row.get('exact', 0) for row in rows)}/{sum(row.get('cells', 0) for row in rows)}"
        size = statistics.median(sizes[kind]) / 1000
        cells = [
            kind,
            len(rows),
            f"{size:.0f}",
            shown(blocks),
            shown(median(rows, "read")),
            shown(median(rows, "check")),
            bare,
            ratio,
            exact,
            sum(row.get("wrong", 0) for row in rows),
        ]
        print(f"| {' | '.join(map(str, cells))} |")


def by_file(samples: list[Sample], runs: int) -> None:
    """One line for each real report."""
    print("| 文件 | KB | 读成报告 ms | 核对 ms | 与人工记录相同 | 读出别的数 |")
    print("|---|--:|--:|--:|--:|--:|")
    for sample in samples:
        row = measure(sample, runs)
        if "refused" in row:
            print(f"| {sample.name} | {len(sample.data) / 1000:.0f} | {row['refused']} | | | |")
            continue
        same = f"{row['exact']}/{row['cells']}"
        cells = [
            sample.name,
            f"{len(sample.data) / 1000:.0f}",
            shown(row["read"]),
            shown(row["check"]),
            same,
            row["wrong"],
        ]
        print(f"| {' | '.join(map(str, cells))} |")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=10, help="每种格式的份数")
    options.add_argument("--runs", type=int, default=15, help="每份文件重复读取的次数")
    chosen = options.parse_args()
    print(
        f"{machine('selectolax', 'lxml', 'pypdfium2')}。处理器时间，每份文件取 {chosen.runs} 次的中位数，再取各文件的中位数。\n"
    )
    by_kind(generated(chosen.count), chosen.runs)
    if samples := real():
        print()
        by_file(samples, chosen.runs)


if __name__ == "__main__":
    main()
