"""Machine screening before release: every field, attachment and link of a piece through the detectors. A person decides (《个人信息保护法》第二十八条).

What is kept of a find never holds a number of a person: quotations are masked, all of them in the same line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from gongkai.checks.body_text import BodyText, body_text
from gongkai.checks.detecting import MASKED, detect, masked
from gongkai.checks.hits import Hit, Severity, hit, kinds
from gongkai.checks.links import is_external, is_local
from gongkai.checks.marking import Spot, marked
from gongkai.checks.pages import detect_attachments, detect_page
from gongkai.checks.words import Words, shipped
from gongkai.publishing.upload_facts import told

FIELDS = {"title": "标题", "summary": "内容概述", "body": "正文", "attachment": "附件", "keywords": "关键词"}
AROUND = 16
MOST = 2000
"""Finds kept of one piece; a list of thousands of numbers is not decided one by one."""
PERSONAL = ("作者", "最后修改人", "单位", "主管")
"""What files tell of who made them, as ``upload_facts`` calls it."""


@dataclass(frozen=True, slots=True)
class AttachedText:
    """An attachment as it is screened: its name, its words, what its metadata says, whether words could be read from it."""

    name: str
    text: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    read: bool = True
    below: bool = True


@dataclass(frozen=True, slots=True)
class Find:
    """A find with its place: ``field`` and, for attachments, ``where``; ``before``, ``quote``, ``after`` are masked.

    ``secret`` is what was found as it stands, for telling whether it is the same next time; it is never stored.
    """

    number: int
    kind: str
    severity: str
    field: str
    where: str
    start: int
    end: int
    before: str
    quote: str
    after: str
    message: str
    basis: str
    suggestion: str
    secret: str = ""

    @property
    def title(self) -> str:
        """What its kind is called."""
        return kinds()[self.kind].title

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"附件“{self.where}”" if self.field == "attachment" else FIELDS[self.field]

    def as_json(self) -> dict[str, Any]:
        """What is stored."""
        return {name: value for name, value in asdict(self).items() if name != "secret"}


LinkState = Callable[[str], tuple[str, str]]
"""For the address of a link: a case of the kind ``link`` (or ``""`` when it is fine) and what is to be told of it."""


def unchecked(address: str) -> tuple[str, str]:
    """What is known of links where nobody looks: local ones are told, outside ones were not looked at."""
    if is_local(address):
        return "local", ""
    return ("unchecked", "") if is_external(address) else ("", "")


def screened(
    *,
    title: str,
    body_html: str,
    day: date,
    words: Words,
    summary: str = "",
    keywords: str = "",
    attachments: Iterable[AttachedText] = (),
    link_state: LinkState = unchecked,
) -> list[Find]:
    """Every find of a piece, numbered, by field and place; at most ``MOST``."""
    page, files = body_text(body_html), list(attachments)
    found = [("title", "", title, each) for each in detect(title, day=day, words=words)]
    found += [("summary", "", summary, each) for each in detect(summary, day=day, words=words)]
    found += [("keywords", "", keywords, each) for each in detect(keywords, day=day, words=words)]
    found += [("body", "", page.text, each) for each in _of_body(page, files, day, words, link_state)]
    for each in files:
        found += [("attachment", _hidden(each.name), text, one) for text, one in _of_file(each, day, words)]
    kept = _gravest(found)
    return [_find(number, *each) for number, each in enumerate(kept, 1)]


def screened_text(text: str, *, day: date, words: Words) -> list[Find]:
    """The finds of a plain text that nobody keeps."""
    found = [("body", "", text, each) for each in detect(text, day=day, words=words)]
    return [_find(number, *each) for number, each in enumerate(_gravest(found), 1)]


def shown(body_html: str, finds: Iterable[Find]) -> str:
    """The body with the finds of it marked."""
    spots = [Spot(each.number, each.severity, each.start, each.end) for each in finds if each.field == "body"]
    return marked(body_text(body_html), spots)


def _gravest(found: list[tuple[str, str, str, Hit]]) -> list[tuple[str, str, str, Hit]]:
    """All of them, or, of too many, the gravest ones in their order."""
    if len(found) <= MOST:
        return found
    order = list(Severity)
    chosen = sorted(range(len(found)), key=lambda place: (order.index(found[place][3].severity), place))[:MOST]
    return [found[place] for place in sorted(chosen)]


def _of_body(
    page: BodyText, files: list[AttachedText], day: date, words: Words, link_state: LinkState
) -> Iterator[Hit]:
    found = list(detect(page.text, day=day, words=words))
    found += detect_page(page)
    found += detect_attachments(page.text, sum(each.below for each in files))
    for start, end, address in page.links:
        case, why = link_state(address)
        if case:
            found.append(hit("link", case, start, end, told=why))
    yield from sorted(found, key=lambda each: (each.start, each.end))


def _of_file(file: AttachedText, day: date, words: Words) -> Iterator[tuple[str, Hit]]:
    for each in detect(file.name, day=day, words=words):
        yield file.name, each
    for each in detect(file.text, day=day, words=words):
        yield file.text, each
    if not file.read:
        yield "", hit("attachment", "unread", 0, 0, name=_hidden(file.name))
    for line in told(file.facts):
        if line.warns:
            yield (
                "",
                hit("attachment", "warned", 0, 0, name=_hidden(file.name), label=line.label, told=_plain(line.value)),
            )
        elif line.label in PERSONAL:
            yield (
                "",
                hit(
                    "attachment", "metadata", 0, 0, name=_hidden(file.name), label=line.label, value=_plain(line.value)
                ),
            )


def _plain(value: str) -> str:
    """A value of metadata in a sentence, with what looks like a number of a person masked."""
    return re.sub(r"\d{7,}", lambda found: found[0][:3] + "*" * (len(found[0]) - 3), value[:160])


def _find(number: int, field_name: str, where: str, text: str, one: Hit) -> Find:
    before = _line(text[max(0, one.start - AROUND) : one.start], last=True)
    after = _line(text[one.end : one.end + AROUND], last=False)
    said = text[one.start : one.end]
    quote = masked(one.kind, said)
    if one.kind not in MASKED:
        quote = _hidden(quote)
    return Find(
        number, one.kind, str(one.severity), field_name, where, one.start, one.end, _hidden(before),
        quote[:120], _hidden(after), one.message, one.basis, one.suggestion, f"{before}|{said}|{after}",
    )  # fmt: skip


def _line(text: str, *, last: bool) -> str:
    lines = re.split(r"[\n\t]", text)
    return lines[-1] if last else lines[0]


def _hidden(text: str) -> str:
    """Words around a find, without the long numbers and mailboxes that may stand in them."""
    hidden = re.sub(r"[0-9０-９*](?:[ \-]?[0-9０-９Xx*]){5,}", lambda found: "*" * len(found[0]), text)
    return re.sub(r"[0-9A-Za-z._%+\-]+@|(?<=\S)@[0-9A-Za-z.\-]+", lambda found: "*" * len(found[0]), hidden)


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that a reviewer should look at: ``title``, where it stands in the text, and the basis."""

    title: str
    place: str
    basis: str


def hints(title: str, body: str) -> tuple[Hint, ...]:
    """What stands out in a text by the shipped words, notices left out; for pages that show no report."""
    finds = screened(title=title, body_html=body, day=date.max, words=Words(shipped()))
    return tuple(
        Hint(f"疑似{each.title}", f"……{each.before}{each.quote}{each.after}……", each.basis)
        for each in finds
        if each.severity != Severity.NOTICE
    )
