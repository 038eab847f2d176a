"""Messages on the terminal: colours, and folding that suits Chinese. Kept free of libraries, since every command pays for it."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from typing import TextIO

STYLES = {"bold": "1", "dim": "2", "red": "1;31", "yellow": "33", "cyan": "36", "green": "1;32"}
NO_LINE_START = frozenset("，。；：、？！）》”’〕】%,.;:)")
Part = tuple[str, str] | str


def say(*parts: Part, indent: int = 0, to: TextIO | None = None) -> None:
    """Print one message of plain or styled parts.

    On a terminal it is folded between Chinese characters and hangs by ``indent``; in a file or a pipe it stays one line, so that it
    can be searched.
    """
    stream = to or sys.stdout
    pieces = [part if isinstance(part, tuple) else (part, "") for part in parts]
    if not stream.isatty():
        stream.write("".join(text for text, _ in pieces) + "\n")
        return
    plain = "".join(text for text, _ in pieces)
    breaks = _breaks(plain, shutil.get_terminal_size().columns, indent)
    out, at = [], 0
    for text, style in pieces:
        code = STYLES.get(style)
        out.append(f"\x1b[{code}m" if code else "")
        for sign in text:
            if at in breaks:
                out.append("\n" + " " * indent)
            out.append(sign)
            at += 1
        out.append("\x1b[0m" if code else "")
    stream.write("".join(out) + "\n")


def rule(title: str) -> None:
    """A heading with a line to the edge."""
    width = min(shutil.get_terminal_size((100, 24)).columns, 120)
    say((title, "bold"), (" " + "─" * max(3, width - columns(title) - 1), "dim"))


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: two for each full-width sign."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _breaks(text: str, width: int, indent: int) -> frozenset[int]:
    """Where to fold: within the width, not before a closing mark, not inside a number or a Latin word."""
    found: list[int] = []
    used, start = 0, 0
    for index, sign in enumerate(text):
        used += columns(sign)
        if used <= width:
            continue
        at = index
        while at > start + 1 and (text[at] in NO_LINE_START or _is_inside_word(text, at)):
            at -= 1
        at = index if at <= start + 1 else at
        found.append(at)
        start, used = at, indent + columns(text[at : index + 1])
    return frozenset(found)


def _is_inside_word(text: str, at: int) -> bool:
    near = text[at - 1 : at + 1]
    return near.isascii() and " " not in near
