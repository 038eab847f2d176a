"""The same files read by other tools, in one run: ``python benchmarks/peers.py --python build/peers/bin/python``.

Every tool is asked for what it gives: Markdown, or rows of cells. That is handed to this project's own reading layer, which finds
the statutory cells in it, so that a tool is judged by what it kept and not by how its rows are labelled. Times are the tool's
conversion alone, and are compared with ours of the same work: from the file to blocks.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from material import Sample, cells_of, generated, real
from timing import machine, milliseconds

TOOLS = {
    "docling": ("html", "docx", "pdf", "xlsx"),
    "markitdown": ("html", "docx", "pdf", "xlsx"),
    "kreuzberg": ("html", "docx", "pdf", "xlsx", "doc"),
    "pandas.read_html (lxml)": ("html",),
    "pandas.read_html (html5lib)": ("html",),
    "pdfplumber": ("pdf",),
    "python-docx": ("docx",),
}


def ours(sample: Sample, runs: int) -> dict[str, Any]:
    from gongkai.annualreport.model import tables_json
    from gongkai.annualreport.reading.reader import read_report
    from gongkai.documents.reader import open_document

    read = cells_of(tables_json(read_report(sample.data, sample.name)))
    timed = {
        "ms": lambda: read_report(sample.data, sample.name),
        "blocks": lambda: open_document(sample.data, sample.name),
    }
    return scored(sample, read) | milliseconds(timed, runs)


def cells_in(answer: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The statutory cells that our reading layer finds in what a tool gave, and what it says when it finds none."""
    from gongkai.annualreport.model import tables_json
    from gongkai.annualreport.reading.reader import report_of
    from gongkai.documents.model import Block, Document, Paragraph, Table, TextCell, Unreadable
    from gongkai.documents.text import read_text

    if "markdown" in answer:
        document = read_text(answer["markdown"].encode(), "x.md")
    else:
        blocks: list[Block] = [Paragraph(line) for line in answer.get("text", "").splitlines() if line.strip()]
        blocks += [Table([[TextCell(text) for text in row] for row in rows]) for rows in answer.get("tables", [])]
        document = Document("html", blocks)
    document.meta.setdefault("title", "某机关2023年政府信息公开工作年度报告")
    try:
        return cells_of(tables_json(report_of(document))), ""
    except Unreadable as refusal:
        return {}, refusal.message


def scored(sample: Sample, read: dict[str, Any]) -> dict[str, Any]:
    exact = sum(read.get(at) == value for at, value in sample.cells.items())
    wrong = sum(sample.cells.get(at) != value for at, value in read.items())
    return {"cells": len(sample.cells), "exact": exact, "wrong": wrong, "whole": exact == len(sample.cells)}


def peer(python: str, tool: str, samples: list[Sample], runs: int, limit: float) -> list[dict[str, Any]]:
    """One tool over its files; a file that it was not done with in time counts as not read."""
    with tempfile.TemporaryDirectory() as folder:
        for number, sample in enumerate(samples):
            (Path(folder) / f"{number:04}-{sample.name}").write_bytes(sample.data)
        files = sorted(map(str, Path(folder).iterdir()))
        command = [python, str(Path(__file__).with_name("peers_worker.py")), tool, "--runs", str(runs), *files]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=limit * len(files), check=False)
            output = done.stdout
        except subprocess.TimeoutExpired as late:
            output = (late.stdout or b"").decode() if isinstance(late.stdout, bytes) else late.stdout or ""
    answers = {each["file"]: each for each in map(json.loads, output.splitlines()) if "file" in each}
    found = []
    for number, sample in enumerate(samples):
        answer = answers.get(f"{number:04}-{sample.name}", {"error": "没有结果（超时或者中断）", "seconds": []})
        cells, why = ({}, answer["error"]) if "error" in answer else cells_in(answer)
        row = scored(sample, cells)
        if answer["seconds"]:
            row["ms"] = statistics.median(answer["seconds"]) * 1000
        if why:
            row["error"] = why
        found.append(row)
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--python", default="build/peers/bin/python", help="装有对比工具的 Python")
    options.add_argument("--count", type=int, default=6, help="每种格式的份数")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--limit", type=float, default=120.0, help="每份文件最多多少秒")
    options.add_argument("--tools", nargs="*", choices=TOOLS, default=list(TOOLS))
    chosen = options.parse_args()
    listed = "import importlib.metadata as m;print('、'.join(f'{n} {m.version(n)}' for n in %r))"
    names = ["docling", "markitdown", "kreuzberg", "pandas", "pdfplumber", "python-docx", "torch"]
    versions = subprocess.run(
        [chosen.python, "-c", listed % names], capture_output=True, text=True, check=True
    ).stdout.strip()
    print(
        f"{machine('selectolax', 'lxml')}。{versions}。处理器时间，每份文件取 {chosen.runs} 次的中位数，再取各文件的中位数。\n"
    )
    kinds: dict[str, list[Sample]] = defaultdict(list)
    for sample in generated(chosen.count):
        kinds[sample.kind].append(sample)
    for sample in real():
        kinds[f"真实年报（{Path(sample.name).suffix[1:].upper()}）"].append(sample)
    print("| 文件 | 工具 | ms | 倍数 | 单元格读对 | 读成别的数 | 整份全对 | 说明 |\n|---|---|--:|--:|--:|--:|--:|---|")
    for kind, samples in kinds.items():
        ending = Path(samples[0].name).suffix[1:]
        tools = [tool for tool in chosen.tools if ending in TOOLS[tool]]
        if not tools:
            continue
        rows = [ours(sample, chosen.runs) for sample in samples]
        base = statistics.median(row["blocks"] for row in rows)
        show(kind, "gongkai 读成报告", rows, base)
        print(f"| {kind} | gongkai 读成块 | {base:.1f} | 1.0 | | | | |", flush=True)
        for tool in tools:
            show(kind, tool, peer(chosen.python, tool, samples, chosen.runs, chosen.limit), base)


def show(kind: str, tool: str, rows: list[dict[str, Any]], base: float) -> None:
    times = [row["ms"] for row in rows if "ms" in row]
    middle = statistics.median(times) if times else None
    ratio = "" if middle is None else f"{middle / base:.1f}"
    whole = f"{sum(row['whole'] for row in rows)}/{len(rows)}"
    exact = f"{sum(row['exact'] for row in rows)}/{sum(row['cells'] for row in rows)}"
    errors = {row["error"].splitlines()[0][:80] for row in rows if "error" in row}
    note = "；".join(sorted(errors))
    shown = "" if middle is None else f"{middle:.1f}"
    wrong = sum(row["wrong"] for row in rows)
    print(f"| {kind} | {tool} | {shown} | {ratio} | {exact} | {wrong} | {whole} | {note} |", flush=True)


if __name__ == "__main__":
    main()
