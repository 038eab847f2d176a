"""``gongkai write``: a report in the statutory form."""

from __future__ import annotations

import sys
from pathlib import Path

from gongkai.cli.inputs import load
from gongkai.cli.output import save
from gongkai.cli.parser import FORMATS, Arguments
from gongkai.documents.model import Unreadable


def format_of(output: Path, given: str | None) -> str:
    """The format asked for, or the one that the file's ending names."""
    if given:
        return given
    ending = output.suffix.lower().lstrip(".")
    ending = {"markdown": "md", "htm": "html"}.get(ending, ending)
    if ending not in FORMATS:
        raise Unreadable("format", f"看不出要写成什么格式。请用 --to 指定：{'、'.join(FORMATS)}。")
    return ending


def run(options: Arguments) -> int:
    """Write one report; status 2 when it could not be read or written."""
    output = Path(options.output)
    to = format_of(output, options.to)
    outcome = load(Path(options.report))
    if outcome.report is None:
        raise Unreadable(outcome.code, outcome.message)
    from gongkai.annualreport.writing import write

    save(output, write(outcome.report, to), force=options.force)
    sys.stderr.write(f"已写成 {output}\n")
    return 0
