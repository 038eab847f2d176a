"""What programs read: one JSON object a line."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from gongkai.annualreport.model import SCHEMA, report_json
from gongkai.checks.finding import Finding
from gongkai.cli.inputs import Outcome, reason
from gongkai.documents.model import Unreadable


def line(outcome: Outcome, *, brief: bool, findings: list[Finding] | None = None) -> dict[str, Any]:
    """The object of the contract for one file; an error object when it could not be read."""
    if outcome.report is None:
        return {
            "schema": SCHEMA,
            "source": {"name": Path(outcome.path).name, "path": outcome.path},
            "error": {"code": outcome.code, "message": outcome.message},
        }
    found = report_json(outcome.report, brief=brief)
    found.get("source", {})["path"] = outcome.path
    if findings is not None:
        found["findings"] = [finding.as_json() for finding in findings]
    return found


def print_json(data: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def save(path: Path, data: bytes, *, force: bool) -> None:
    """Write a file whole or not at all; an existing one only when told so."""
    part = path.with_name(f".{path.name}.part")
    try:
        if path.exists() and not force:
            raise Unreadable("exists", f"“{path}”已经存在。要覆盖它，请加上 --force。")
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError as problem:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise Unreadable("not-written", f"“{path}”写不进去：{reason(problem)}。") from None
