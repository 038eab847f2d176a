"""A letter as PDF, set by typst: tagged for reading aloud (PDF/UA-1) and for keeping (PDF/A-2a)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gongkai.documents.model import Unreadable
from gongkai.letters.fonts import Faces, faces
from gongkai.letters.layout import moment, plain
from gongkai.letters.model import Letter
from gongkai.letters.text import clean, lines

TEMPLATE = Path(__file__).with_name("letter.typ")
STANDARDS: Any = ["a-2a", "ua-1"]
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def write_pdf(letter: Letter) -> bytes:
    """The letter as PDF. Raises ``Unreadable`` when there is no Chinese font, or none that has a character of the text."""
    import typst

    found = faces()
    data = found.shown(json.dumps(_data(letter, found), ensure_ascii=False))
    day = letter.dated
    try:
        made = typst.compile(
            TEMPLATE,
            font_paths=found.fonts,
            sys_inputs={"letter": data},
            pdf_standards=STANDARDS,
            timestamp=EPOCH if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC),
        )
    except typst.TypstError as problem:
        raise Unreadable("not-written", f"排版没有成功，请把这份文书交给维护人员查看：{problem.message}") from problem
    return bytes(made)


def _data(letter: Letter, found: Faces) -> dict[str, Any]:
    return {
        "title": clean(letter.title).replace("\n", ""),
        "title-lines": lines(letter.title),
        "number": clean(letter.number),
        "organ": clean(letter.organ),
        "to": clean(letter.to),
        "blocks": plain(letter.blocks),
        "signature": [clean(line) for line in (letter.signed_by, moment(letter.dated) if letter.dated else "") if line],
        "footer": lines(letter.footer),
        "landscape": letter.landscape,
        "faces": found.families,
        "strong": sorted(found.strong),
        "bold": "title" not in found.strong and found.families["title"][0] in found.bold,
    }
