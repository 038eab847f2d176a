"""PDF in the layout of official documents, set by typst: tagged for reading aloud (PDF/UA-1) and for keeping (PDF/A-2a).

A character that no font has never vanishes: a letter or 汉字 stops the writing with a sentence that names it, any other sign is
shown as 〓.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gongkai.annualreport.model import Report
from gongkai.annualreport.writing.layout import BLOCK, COLUMN, CORNER, LABEL, Grid
from gongkai.annualreport.writing.manuscript import Body, Figures, Heading, Manuscript, manuscript, title_lines
from gongkai.annualreport.writing.widths import fit
from gongkai.documents.model import Unreadable
from gongkai.letters.fonts import Faces, faces
from gongkai.letters.text import clean

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
STANDARDS: Any = ["a-2a", "ua-1"]
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def write_pdf(report: Report) -> bytes:
    """The report as a PDF. Raises ``Unreadable`` when there is no Chinese font, or none that has a character of the text."""
    import typst

    found = faces()
    page = manuscript(report)
    data = json.dumps(_data(page, found), ensure_ascii=False)
    data = found.shown(data)
    day = report.dated or report.published
    try:
        made = typst.compile(
            TEMPLATE,
            font_paths=found.fonts,
            sys_inputs={"report": data},
            pdf_standards=STANDARDS,
            timestamp=EPOCH if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC),
        )
    except typst.TypstError as problem:
        raise Unreadable("not-written", f"排版没有成功，请把这份报告交给维护人员查看：{problem.message}") from problem
    return bytes(made)


def _data(page: Manuscript, found: Faces) -> dict[str, Any]:
    """What the template shows, as plain values."""
    blocks: list[dict[str, Any]] = []
    below = False  # PDF/UA: no heading of the second level before the first of the first
    for block in page.blocks:
        if isinstance(block, Heading):
            below = True
            blocks.append({"kind": "heading", "text": block.text})
        elif isinstance(block, Figures):
            blocks.append(_table(block.grid))
        elif not isinstance(block, Body):
            blocks.append({"kind": "remark", "text": block.text})
        elif below and block.lead == len(block.text):
            blocks.append({"kind": "lead", "text": block.text})
        else:
            blocks.append({"kind": "body", "lead": block.text[: block.lead], "text": block.text[block.lead :]})
    return {
        "title": page.title,
        "title-lines": title_lines(page),
        "organ": page.organ,
        "blocks": blocks,
        "signature": [line for line in (page.signed_by, page.dated) if line],
        "faces": found.families,
        "strong": sorted(found.strong),
        "bold": "title" not in found.strong and found.families["title"][0] in found.bold,
    }


def _table(drawn: Grid) -> dict[str, Any]:
    fitted = fit(drawn)
    cells = [
        {
            "x": cell.column,
            "y": cell.row,
            "w": cell.colspan,
            "h": cell.rowspan,
            "text": clean(cell.text),
            "left": cell.kind == LABEL or (cell.kind == CORNER and cell.rowspan > 1),
            "head": cell.kind in (COLUMN, BLOCK) or (cell.kind == CORNER and cell.rowspan == 1),
        }
        for cell in drawn.cells
    ]
    widths = [round(width, 3) for width in fitted.widths]
    return {"kind": "table", "widths": widths, "size": fitted.size, "heads": drawn.heads, "cells": cells}
