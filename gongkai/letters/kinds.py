"""Kinds of letters as data: what each says, which of its fields come from where, and by which step it is made (YAML, strict).

A catalogue has ``series`` (by which numbers run), ``fields`` (the places that texts may name) and ``kinds``. A field's ``source`` is
``case``, ``applicant``, ``organ``, ``clock``, ``outcome`` or ``asked``: what is asked of the person who takes the step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from gongkai.law.loader import LINE, DataError, Reader, grounded, load
from gongkai.letters.templates import WrongTemplate, check_template, places

SOURCES = {
    "case": "申请",
    "applicant": "申请人",
    "organ": "本机关",
    "clock": "期限",
    "outcome": "办理结果",
    "asked": "办理时填写",
}
COMMON = frozenset({"case", "applicant", "organ"})
"""What every letter may say; the rest a kind names."""
RECIPIENTS = {
    "applicant": "申请人",
    "third_party": "第三方",
    "co_maker": "共同制作机关",
    "organ": "其他机关",
    "file": "存卷",
}


@dataclass(frozen=True, slots=True)
class LetterField:
    """A place of templates. ``name`` stands in the braces, ``key`` in data; ``long`` ones are asked for in several lines."""

    key: str
    name: str
    source: str
    example: str
    help: str = ""
    long: bool = False


@dataclass(frozen=True)
class LetterKind:
    """A letter. ``needs`` must not be empty when it is made, ``must`` must stand in every template of it.

    ``move`` makes it; ``states`` are those in which it may be made by itself. ``series`` is empty for one without a number.
    """

    key: str
    title: str
    recipient: str
    series: str
    addressee: str
    body: str
    fields: Mapping[str, LetterField]
    needs: tuple[str, ...]
    must: tuple[str, ...]
    move: str
    states: tuple[str, ...]
    since: date
    basis: str
    checked: str

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names that a template of this kind may have in braces."""
        return tuple(self.fields)

    @property
    def asked(self) -> tuple[LetterField, ...]:
        """What is asked of the person who makes it."""
        return tuple(each for each in self.fields.values() if each.source == "asked")

    @property
    def recipient_title(self) -> str:
        """Whom it goes to."""
        return RECIPIENTS[self.recipient]

    def check(self, title: str, addressee: str, body: str) -> None:
        """Raise ``WrongTemplate`` for a template that this kind cannot have."""
        if not title.strip() or not body.strip():
            raise WrongTemplate("标题和正文都要填写。")
        if places(title):
            raise WrongTemplate("标题里不用填写项：办理记录按标题和文号称呼这份文书。")
        check_template(addressee, self.names)
        check_template(body, self.names, self.must, whole=f"{addressee}\n{body}")

    def examples(self) -> dict[str, str]:
        """Values to show what a letter looks like."""
        return {each.name: each.example for each in self.fields.values()}


@dataclass(frozen=True)
class Catalogue:
    """The kinds of letters of one subject. ``series`` holds the words in their numbers."""

    series: Mapping[str, str]
    fields: Mapping[str, LetterField]
    kinds: Mapping[str, LetterKind]

    def of_move(self, move: str) -> LetterKind | None:
        """The letter that a step makes."""
        return next((each for each in self.kinds.values() if each.move == move), None)

    def made_in(self, state: str) -> Iterator[LetterKind]:
        """The letters that may be made by themselves in a state."""
        return (each for each in self.kinds.values() if state in each.states)


def read_kinds(path: Path) -> Catalogue:
    """Read a catalogue, strictly; raises ``DataError`` with file and line."""
    whole = Reader(load(path), path.name)
    series = {key: text for key, text in whole.take("series", dict).items() if key != LINE}
    fields: dict[str, LetterField] = {}
    for each in whole.take("fields", list):
        field = _field(each, path.name)
        if field.name in fields or any(field.key == known.key for known in fields.values()):
            raise DataError(f"{path.name}：填写项“{field.name}”（{field.key}）写了两次")
        fields[field.name] = field
    kinds: dict[str, LetterKind] = {}
    for each in whole.take("kinds", list):
        kind = _kind(each, fields, series, path.name)
        if kind.key in kinds:
            raise DataError(f"{path.name}：文书“{kind.key}”写了两次")
        kinds[kind.key] = kind
    whole.done()
    return Catalogue(series, fields, kinds)


def _field(each: Any, where: str) -> LetterField:
    data = Reader(each, where)
    made = LetterField(
        data.take("key", str),
        data.take("name", str),
        data.take("source", str),
        data.take("example", str),
        data.take("help", str, ""),
        data.take("long", bool, False),
    )
    data.done()
    if made.source not in SOURCES:
        raise DataError(f"{data.where}：source 应是{'、'.join(SOURCES)}之一")
    return made


def _kind(each: Any, fields: Mapping[str, LetterField], series: Mapping[str, str], file: str) -> LetterKind:
    data = Reader(each, file)
    named = data.strings("fields", [])
    unknown = [name for name in named if name not in fields]
    if unknown:
        raise DataError(f"{data.where}：没有这些填写项：{'、'.join(unknown)}")
    kind = LetterKind(
        key=data.take("key", str),
        title=data.take("title", str),
        recipient=data.take("recipient", str),
        series=data.take("series", str, ""),
        addressee=data.take("addressee", str, ""),
        body=data.take("body", str),
        fields={name: field for name, field in fields.items() if field.source in COMMON or name in named},
        needs=data.strings("needs", []),
        must=data.strings("must", []),
        move=data.take("move", str, ""),
        states=data.strings("states", []),
        since=data.take("since", date),
        basis=data.take("basis", str),
        checked=data.take("checked", str),
    )
    data.done()
    wrong = [name for name in (*kind.needs, *kind.must) if name not in kind.fields]
    if wrong or (kind.series and kind.series not in series) or kind.recipient not in RECIPIENTS:
        raise DataError(
            f"{data.where}：needs、must、series、recipient 里有不认识的：{'、'.join(wrong) or kind.series or kind.recipient}"
        )
    grounded(data, kind.basis, kind.checked)
    try:
        kind.check(kind.title, kind.addressee, kind.body)
    except WrongTemplate as problem:
        raise DataError(f"{data.where}：{problem}") from problem
    return kind
