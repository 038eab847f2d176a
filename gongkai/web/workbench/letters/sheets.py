"""A letter as pages show it: title, number, addressee, text, signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.letters.layout import plain
from gongkai.letters.templates import blocks_of
from gongkai.web.applications.models import Letter
from gongkai.web.applications.previewing import Preview


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the partial ``workbench/letters/sheet.html`` shows. ``digest`` stands for a wording that is yet to be confirmed."""

    title: str
    number: str
    addressee: str
    plain_blocks: list[dict[str, Any]]
    signed: str = ""
    dated: date | None = None
    digest: str = ""


def sheet_of(
    title: str, number: str, addressee: str, body: str, *, signed: str = "", dated: date | None = None, digest: str = ""
) -> Sheet:
    """A text as it is laid out; a form is addressed to nobody."""
    form = body.lstrip().startswith("|")
    return Sheet(title, number, "" if form else addressee, plain(blocks_of(body)), signed, dated, digest)


def kept_sheet(letter: Letter) -> Sheet:
    """A kept letter."""
    return sheet_of(
        letter.title, letter.number, letter.addressee, letter.body, signed=letter.organ.name, dated=letter.dated
    )


def shown_sheet(preview: Preview, *, signed: str, dated: date | None) -> Sheet:
    """A letter before it is made."""
    return sheet_of(
        preview.title,
        preview.number,
        preview.addressee,
        preview.body,
        signed=signed,
        dated=dated,
        digest=preview.digest,
    )
