"""Runs in the peers' own environment: one tool over many files, one JSON line each. Started by ``peers.py``; imports nothing of gongkai.

A line holds the processor seconds of every run, and either ``markdown`` or ``tables`` (rows of texts) with ``text``, or ``error``.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

Found = dict[str, Any]


def docling() -> Callable[[Path], Found]:
    from docling.document_converter import DocumentConverter

    converter = DocumentConverter()

    def read(path: Path) -> Found:
        return {"markdown": converter.convert(path).document.export_to_markdown()}

    return read


def markitdown() -> Callable[[Path], Found]:
    from markitdown import MarkItDown

    converter = MarkItDown()
    return lambda path: {"markdown": converter.convert(str(path)).text_content}


def kreuzberg() -> Callable[[Path], Found]:
    from kreuzberg import ExtractionConfig, extract_file_sync

    config = ExtractionConfig(output_format="markdown")
    return lambda path: {"markdown": extract_file_sync(str(path), config=config).content}


def pandas(flavor: str) -> Callable[[], Callable[[Path], Found]]:
    def make() -> Callable[[Path], Found]:
        import pandas

        def read(path: Path) -> Found:
            with path.open("rb") as stream:
                frames = pandas.read_html(stream, flavor=flavor, header=None, keep_default_na=False, encoding="utf-8")
            rows = [
                [[str(column[-1] if isinstance(column, tuple) else column) for column in frame.columns]]
                for frame in frames
            ]
            heads = [
                [] if all(str(column).isdigit() for column in frame.columns) else head
                for frame, head in zip(frames, rows, strict=True)
            ]
            values = [[[str(value) for value in line] for line in frame.itertuples(index=False)] for frame in frames]
            tables = [head + body for head, body in zip(heads, values, strict=True)]
            return {"tables": [table for table in tables if not _is_layout(table)], "text": ""}

        return read

    return make


def _is_layout(table: list[list[str]]) -> bool:
    """A table around other tables, which pandas gives as well: a user would leave it out."""
    return any(len(cell) > 800 for row in table for cell in row)


def pdfplumber() -> Callable[[Path], Found]:
    import pdfplumber

    def read(path: Path) -> Found:
        tables: list[Any] = []
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_text()  # a user needs it too; it would give every figure a second time
                tables += [[[cell or "" for cell in row] for row in table] for table in page.extract_tables()]
        return {"tables": tables, "text": ""}

    return read


def python_docx() -> Callable[[Path], Found]:
    import docx

    def read(path: Path) -> Found:
        document = docx.Document(str(path))
        tables = []
        for table in document.tables:
            rows = []
            for row in table.rows:
                seen: list[Any] = []
                cells = []
                for cell in row.cells:  # a merged cell stands here once for each column that it spans
                    if cell._tc not in seen:
                        seen.append(cell._tc)
                        cells.append(cell.text)
                rows.append(cells)
            tables.append(rows)
        return {"tables": tables, "text": "\n".join(paragraph.text for paragraph in document.paragraphs)}

    return read


TOOLS: dict[str, Callable[[], Callable[[Path], Found]]] = {
    "docling": docling,
    "markitdown": markitdown,
    "kreuzberg": kreuzberg,
    "pandas.read_html (lxml)": pandas("lxml"),
    "pandas.read_html (html5lib)": pandas("html5lib"),
    "pdfplumber": pdfplumber,
    "python-docx": python_docx,
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("tool", choices=TOOLS)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("files", nargs="+", type=Path)
    chosen = options.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the tools print is no answer
    start = time.perf_counter()
    read = TOOLS[chosen.tool]()
    print(json.dumps({"start": time.perf_counter() - start}), file=answers, flush=True)
    for path in chosen.files:
        found: Found = {}
        times = []
        try:
            for _ in range(chosen.runs + 1):
                start = time.process_time()
                found = read(path)
                times.append(time.process_time() - start)
        except Exception as problem:  # whatever a tool raises is its result
            found = {"error": f"{type(problem).__name__}: {problem}"[:300]}
        print(
            json.dumps({"file": path.name, "seconds": times[1:] or times, **found}, ensure_ascii=False),
            file=answers,
            flush=True,
        )
    answers.close()


if __name__ == "__main__":
    main()
    sys.exit(0)
