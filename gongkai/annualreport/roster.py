"""The roster of organs whose reports make up a total: a CSV file with one organ a line, its other names behind it.

    机关名称,曾用名、简称
    青石县农业农村局,县农业农村局
    青石县教育局

Names are compared without blanks and with one form of brackets; nothing else is guessed.
"""

from __future__ import annotations

import csv
import difflib
import io
import unicodedata
from dataclasses import dataclass

from gongkai.documents.model import Unreadable

HEADINGS = ("机关", "机关名称", "单位", "单位名称", "机构", "机构名称", "名称", "organ", "name")
MARKS = str.maketrans("（）〔〕［］", "()()[]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An organ on the roster, with the other names that its reports may carry."""

    name: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    entries: tuple[Entry, ...]

    def find(self, names: list[str]) -> Entry | None:
        """The organ that one of ``names`` means; None when none is on the roster."""
        wanted = {plain(name) for name in names if name}
        for entry in self.entries:
            if wanted & {plain(each) for each in (entry.name, *entry.others)}:
                return entry
        return None

    def near(self, name: str) -> str | None:
        """A name on the roster that looks like ``name``, to ask about."""
        known = {plain(each): entry.name for entry in self.entries for each in (entry.name, *entry.others)}
        found = difflib.get_close_matches(plain(name), list(known), 1, 0.75)
        return known[found[0]] if found else None


def plain(name: str) -> str:
    """A name for comparing.

    >>> plain("青石县 农业农村局（本级）") == plain("青石县农业农村局(本级)")
    True
    """
    return "".join(unicodedata.normalize("NFKC", name).translate(MARKS).split())


def read_roster(data: bytes) -> Roster:
    """The roster in a CSV file (UTF-8 or GB 18030; commas or tabs). Raises ``Unreadable("bad-roster", …)``."""
    text = _text(data)
    delimiter = "\t" if "\t" in text and "," not in text else ","
    entries: list[Entry] = []
    seen: dict[str, str] = {}
    try:
        rows = list(csv.reader(io.StringIO(text.replace("，", ",")), delimiter=delimiter, strict=False))
    except csv.Error as problem:
        raise Unreadable("bad-roster", f"名单读不出来：{problem}。名单应是一行一个机关的 CSV 文件。") from problem
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip().strip("\ufeff") for cell in row]
        if not any(cells) or (not entries and cells[0].lower() in HEADINGS):
            continue
        if not cells[0]:
            raise Unreadable("bad-roster", f"名单第{number}行没有机关名称。")
        others = [each for cell in cells[1:] for each in cell.replace("；", "、").replace(";", "、").split("、")]
        entry = Entry(cells[0], tuple(each.strip() for each in others if each.strip()))
        for each in (entry.name, *entry.others):
            if plain(each) in seen and seen[plain(each)] != entry.name:
                raise Unreadable("bad-roster", f"名单第{number}行：“{each}”已经是“{seen[plain(each)]}”的名称。")
            if each is entry.name and plain(each) in seen:
                raise Unreadable("bad-roster", f"名单第{number}行：“{each}”写了两次。")
            seen[plain(each)] = entry.name
        entries.append(entry)
    if not entries:
        raise Unreadable("bad-roster", "名单里没有机关。名单应是一行一个机关的 CSV 文件。")
    return Roster(tuple(entries))


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("bad-roster", "名单不是文字文件。请把名单另存为 CSV（UTF-8）后再试。")
