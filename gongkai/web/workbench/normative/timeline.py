"""What happened to a file, in words."""

from __future__ import annotations

from gongkai.publishing.normative import KINDS, NORMATIVE, YES_NO
from gongkai.web.workbench.casework.timeline import Timeline


def _yes_no(value: str) -> str:
    return YES_NO.get(value, value)


TIMELINE = Timeline(
    NORMATIVE,
    worded={
        "kind": lambda value: KINDS.get(value, value),
        "market": _yes_no,
        "major": _yes_no,
        "item": lambda _: "",
    },
)
