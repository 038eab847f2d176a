"""What a page lacks for those who cannot see it, and attachments that are spoken of but not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.checks.body_text import BodyText
from gongkai.checks.hits import Hit, hit

_MENTION = re.compile(r"附件[ 　]*[：:1-9１-９一二三四五六七八九]|详见附件|见附件|附件下载|（附件[）1-9]|(?:^|\n)附件")
_NUMBERED = re.compile(r"(?:^|\n)[ 　]*(?:附件[ 　]*[：:]?[ 　]*)?([1-9])[.．、][^\n]{2,60}")
_LIST = re.compile(r"(?:^|\n)[ 　]*附件[ 　]*[：:][ 　]*1[.．、]")


def detect_page(body: BodyText) -> Iterator[Hit]:
    """Pictures without alternative text, tables without header cells, paragraphs without words."""
    for place, _source, alternative in body.pictures:
        if not alternative.strip():
            yield hit("page", "no_alt", place, place)
    for place, headed in body.tables:
        if not headed:
            yield hit("page", "no_header", place, place)
    for place in body.empty:
        yield hit("page", "empty", place, place)


def detect_attachments(text: str, count: int) -> Iterator[Hit]:
    """What the text says of attachments against how many there are."""
    mention = _MENTION.search(text)
    if count == 0 and mention:
        yield hit("attachment", "missing", mention.start() + _blank(mention[0]), mention.end())
    elif count and not mention and "附件" not in text and "附表" not in text:
        yield hit("attachment", "unmentioned", 0, 0)
    elif count and (listed := _LIST.search(text)):
        told = _told(text, listed.start())
        if told > count:
            start = listed.start() + _blank(listed[0])
            yield hit("attachment", "fewer", start, listed.end(), told=told, there=count)


def _told(text: str, start: int) -> int:
    """How many numbered lines follow ``附件：1.``, one after the other."""
    told = 0
    for found in _NUMBERED.finditer(text, start):
        if int(found[1]) != told + 1:
            break
        told += 1
    return told


def _blank(words: str) -> int:
    return len(words) - len(words.lstrip())
