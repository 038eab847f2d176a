"""Templates of letters: running text with named places, such as ``{申请人}``, that are filled from a case.

A line that begins with ``一、`` is a heading, ``| 标签 | {申请人} |`` a row of a form, ``> `` small print; the rest are paragraphs. A line
whose places are all empty is left out, so what a case has not got leaves no gap. Filled-in text can neither add places nor rows.

>>> fill("申请编号：{申请编号}。\\n联系电话：{联系电话}。", {"申请编号": "nongye-2026-0001", "联系电话": ""})
'申请编号：nongye-2026-0001。'
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import partial

from gongkai.letters.model import Block, Facts, Heading, Note, Paragraph
from gongkai.letters.text import clean

PLACE = re.compile(r"[{｛]\s*([^{}｛｝\n]{0,40}?)\s*[}｝]")
_BRACE = re.compile(r"[{}｛｝]")
_HEADING = re.compile(r"[一二三四五六七八九十]+、[^。；：]{1,40}")
_BREAK = "\u2028"
"""A new line inside the cell of a form, which is itself one line."""
_PLAIN = str.maketrans({"|": "｜", ">": "＞"})
LONGEST = 20000


class WrongTemplate(ValueError):
    """A template that cannot be used; the text says why, in Chinese."""


def places(text: str) -> tuple[str, ...]:
    """The names of the places in a template, each once, in order."""
    return tuple(dict.fromkeys(found.group(1) for found in PLACE.finditer(text)))


def check_template(text: str, known: Collection[str], must: Collection[str] = (), *, whole: str = "") -> None:
    """Raise ``WrongTemplate`` for a place that is not known, a brace that stands alone, or a place that is missing from ``whole``."""
    if len(text) > LONGEST:
        raise WrongTemplate(f"模板最多写{LONGEST}个字。")
    unknown = [name for name in places(text) if name not in known]
    if unknown:
        named = "、".join(f"“{{{name}}}”" for name in unknown)
        listed = "、".join(f"{{{name}}}" for name in known)
        raise WrongTemplate(f"没有{named}这一个填写项。这种文书可以用的填写项有：{listed}。")
    if _BRACE.search(PLACE.sub("", text)):
        raise WrongTemplate("有一个花括号没有成对。填写项写在一对花括号里，例如 {申请人}，花括号不作别用。")
    lacking = [name for name in must if name not in places(whole or text)]
    if lacking:
        raise WrongTemplate(f"这种文书应当写明{'、'.join(f'{{{name}}}' for name in lacking)}，请把它写进模板。")


def fill(text: str, values: Mapping[str, str]) -> str:
    """The template with its places filled; lines that come to nothing are left out. A place without a value is empty."""
    made = []
    for line in text.replace("\r\n", "\n").split("\n"):
        names = places(line)
        if names and not any(values.get(name, "").strip() for name in names):
            continue
        row = line.lstrip().startswith("|")
        made.append(PLACE.sub(partial(_filled, values, row), line))
    return "\n".join(made).strip("\n")


def _filled(values: Mapping[str, str], row: bool, place: re.Match[str]) -> str:
    return _safe(values.get(place.group(1), ""), row=row)


def _safe(value: str, *, row: bool) -> str:
    """A value that stays within its line's kind: it cannot begin a row or small print of its own."""
    lines = [line.strip() for line in clean(value).replace(_BREAK, "\n").split("\n") if line.strip()]
    if row:
        return _BREAK.join(line.translate(_PLAIN) for line in lines)
    return "\n".join(line[:1].translate(_PLAIN) + line[1:] for line in lines)


def blocks_of(body: str) -> list[Block]:
    """A filled text as blocks of a letter."""
    found: list[Block] = []
    for line in body.split("\n"):
        plain = line.strip()
        if not plain:
            continue
        if plain.startswith("|"):
            cells = tuple(cell.strip().replace(_BREAK, "\n") for cell in plain.strip("|").split("|"))
            cells = cells if len(cells) in (2, 4) else (cells[0], "\n".join(cells[1:]))
            found.append(Facts([cells]))
        elif plain.startswith(">"):
            found.append(Note(plain[1:].strip()))
        elif _HEADING.fullmatch(plain):
            found.append(Heading(plain))
        else:
            found.append(Paragraph(plain))
    return found
