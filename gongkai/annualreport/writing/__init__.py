"""Reports written out: DOCX, PDF, HTML, XLSX, JSON, Markdown and, on trial, OFD. What is written reads back the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module

from gongkai.annualreport.model import Report, report_json
from gongkai.documents.model import Unreadable

FORMATS = ("docx", "pdf", "html", "xlsx", "json", "md", "ofd")
_WRITERS = {
    "docx": "docx:write_docx",
    "pdf": "pdf:write_pdf",
    "html": "html:write_html",
    "xlsx": "xlsx:write_xlsx",
    "md": "markdown:write_markdown",
    "ofd": "ofd:write_ofd",
}


def write(report: Report, to: str) -> bytes:
    """The report in the format ``to`` (one of ``FORMATS``).

    Raises ``Unreadable`` in words for a format that is not known, and where a report cannot be written (no Chinese font).
    """
    if to == "json":
        return write_json(report)
    if to not in _WRITERS:
        raise Unreadable("format", f"不能写成“{to}”格式；可以写成：{'、'.join(FORMATS)}。")
    module, _, name = _WRITERS[to].partition(":")
    writer: Callable[[Report], bytes] = getattr(import_module(f"{__name__}.{module}"), name)
    return writer(report)


def write_json(report: Report) -> bytes:
    """The contract's object, with cells and sections."""
    return (json.dumps(report_json(report), ensure_ascii=False, indent=1) + "\n").encode()
