"""体裁要素: what items of some genres say besides the particulars of all, such as a service guide's; data in ``elements.yaml``.

A wording keeps them in ``details``, a mapping of keys to text: several lines for ``lines``, 2024-09-25 for ``date``, the key for
``choice``. What is required is asked when the wording is laid before the reviewers, not while it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gongkai.law.loader import DataError, Reader, load
from gongkai.publishing.genres import genres

_FILE = Path(__file__).with_name("elements.yaml")
KINDS = ("text", "lines", "date", "url", "choice")
LONGEST = 500
"""Characters of an element that does not say how long it may be."""

_BREAKS = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Element:
    """One of them. ``kind`` is one of ``KINDS``; ``choices`` gives titles by key for a choice."""

    key: str
    title: str
    kind: str
    required: bool
    longest: int = LONGEST
    help: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


class WrongDetails(ValueError):
    """Elements that cannot be right: a sentence for each, by key."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("".join(problems.values()))
        self.problems = problems


@cache
def elements() -> Mapping[str, tuple[Element, ...]]:
    """The elements by genre. Raises ``DataError`` for a file that breaks its rules."""
    top = Reader(load(_FILE), _FILE.name)
    found: dict[str, tuple[Element, ...]] = {}
    for each in top.take("genres", list):
        row = Reader(each, _FILE.name)
        genre, basis = row.take("genre", str), row.take("basis", str)
        made = tuple(_element(every) for every in row.take("elements", list))
        row.done()
        if genre not in genres() or genre in found or not basis.strip() or len({one.key for one in made}) < len(made):
            raise DataError(f"{row.where}：没有这种体裁、写了两次或者没有依据：{genre}")
        found[genre] = made
    top.done()
    return found


def elements_of(genre: str) -> tuple[Element, ...]:
    """The elements of a genre, in their order; none for most."""
    return elements().get(genre, ())


def checked_details(genre: str, details: Mapping[str, Any]) -> dict[str, str]:
    """``details`` in their stored form, without empty ones, in the order of the file. Raises ``WrongDetails``.

    >>> checked_details("interpretations", {"form": "text", "contact": " 0533-0000000 "})
    {'form': 'text', 'contact': '0533-0000000'}
    """
    known = {each.key: each for each in elements_of(genre)}
    problems = {str(key): f"这种体裁没有“{key}”这一项。" for key in details if key not in known}
    stored: dict[str, str] = {}
    for key, element in known.items():
        value = details.get(key, "")
        if not isinstance(value, str):
            value = value.isoformat() if isinstance(value, date) else ("" if value is None else str(value))
        said = _plain(element, value)
        problem = _wrong(element, said)
        if problem:
            problems[key] = problem
        elif said:
            stored[key] = said
    if problems:
        raise WrongDetails(problems)
    return stored


def missing(genre: str, details: Mapping[str, str]) -> tuple[Element, ...]:
    """The required elements that are not said yet."""
    return tuple(each for each in elements_of(genre) if each.required and not details.get(each.key))


def described(genre: str, details: Mapping[str, str]) -> list[tuple[str, str]]:
    """Titles with what is said, as pages show them; choices by their titles."""
    said = [(each, details.get(each.key, "")) for each in elements_of(genre)]
    return [(each.title, each.choices.get(value, value)) for each, value in said if value]


def _plain(element: Element, value: str) -> str:
    if element.kind != "lines":
        return " ".join(value.split())
    lines = [" ".join(line.split()) for line in _BREAKS.sub("\n", value).split("\n")]
    return "\n".join(line for line in lines if line)


def _wrong(element: Element, said: str) -> str:
    if len(said) > element.longest:
        return f"“{element.title}”有{len(said)}个字，最多{element.longest}个，请写要点。"
    if not said:
        return ""
    if element.kind == "choice" and said not in element.choices:
        return f"“{element.title}”请从列出的里面选。"
    if element.kind == "date" and not _day(said):
        return f"“{element.title}”请写成 2024-09-25 的样子。"
    if element.kind == "url" and not _address(said):
        return f"“{element.title}”请写完整的网址，以 http:// 或者 https:// 开头。"
    return ""


def _day(said: str) -> bool:
    try:
        return len(said) == len("2024-09-25") and bool(date.fromisoformat(said))
    except ValueError:
        return False


def _address(said: str) -> bool:
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"[\s<>\"'\\]", said)


def _element(data: Any) -> Element:
    row = Reader(data, _FILE.name)
    choices: dict[str, str] = {}
    key, title, kind = row.take("key", str), row.take("title", str), row.take("kind", str)
    for each in row.take("choices", list, []):
        choice = Reader(each, _FILE.name)
        choices[choice.take("key", str)] = choice.take("title", str)
        choice.done()
    made = Element(
        key,
        title,
        kind,
        row.take("required", bool),
        row.take("longest", int, LONGEST),
        row.take("help", str, ""),
        choices,
    )
    row.done()
    if kind not in KINDS or (kind == "choice") != bool(choices):
        raise DataError(f"{row.where}：没有这种内容，或者没有写可选的值：{key}")
    return made
