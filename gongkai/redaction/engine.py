"""The work on a source, each piece in a process of its own with limits of time and memory: pages to look at, proposals, release.

``release`` gives a file only when the gate found nothing in it; otherwise it raises ``NotReleased`` with what was found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from gongkai.documents.isolation import run_bounded
from gongkai.documents.model import Unreadable
from gongkai.redaction import burning, drawing, gate, words
from gongkai.redaction.grounds import limits
from gongkai.redaction.marks import Box, Marks, box

T = TypeVar("T")
_PRELOAD = ("pypdfium2", "typst")
TOO_LONG = "遮盖这份文件用的时间或者内存超过了限度，没有生成。请把原件拆成几份，逐份存入卷内再标注。"


class NotReleased(Exception):
    """The gate refused the file; ``findings`` say what it found, in Chinese sentences."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__("核验没有通过，文件没有生成。" + "".join(findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Released:
    """A file that passed the gate, how many pages it has, and what was looked at."""

    data: bytes
    pages: int
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A box over something that a detector of personal data found; ``kind`` is the kind of hit."""

    page: int
    kind: str
    box: Box


def page_picture(source: bytes, number: int) -> bytes:
    """A page of the source to look at, as PNG. Raises ``Unreadable``."""
    return _bounded(drawing.page_png, source, number, limits()["view_dpi"], seconds=limits()["page_seconds"])


def preview(source: bytes, marks: Marks, number: int, day: date) -> bytes:
    """The page as it will be released, as PNG. Raises ``Unreadable``."""
    given = source, marks.as_json(), number, day, limits()["view_dpi"]
    return _bounded(burning.preview, *given, seconds=limits()["page_seconds"])


def proposals(source: bytes, day: date) -> list[Proposal]:
    """Boxes to propose over personal data in the words of the source. Raises ``Unreadable``."""
    found = _bounded(words.proposals, source, day, seconds=limits()["seconds"] // 4)
    return [
        Proposal(page, kind, box(left, top, width, height, words.GROUND))
        for page, kind, (left, top, width, height) in found
    ]


def release(source: bytes, marks: Marks, *, day: date, at: datetime) -> Released:
    """The released file. ``day``: as of which the grounds are told. Raises ``Unreadable``, ``NotReleased``."""
    given = source, marks.as_json(), day
    dpi, seconds = limits()["dpi"], limits()["seconds"]
    try:
        data = _bounded(burning.make, *given, at, dpi, seconds=seconds)
        findings = _bounded(gate.inspect, data, *given, dpi, seconds=seconds)
    except Unreadable as refusal:
        raise Unreadable(refusal.code, TOO_LONG) if refusal.code == "too-heavy" else refusal from refusal
    if findings:
        raise NotReleased(findings)
    return Released(data, data.count(b"/Type/Page/Parent"), gate.CHECKS)


def _bounded(function: Callable[..., T], *given: Any, seconds: int) -> T:
    return run_bounded(function, *given, seconds=seconds, megabytes=limits()["megabytes"], preload=_PRELOAD)
