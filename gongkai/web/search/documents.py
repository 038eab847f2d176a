"""What search knows of a public item: read from the very wording that the public reads, and its attachments."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.publishing.cleaning import plain_text
from gongkai.publishing.search.numbers import number_tokens
from gongkai.publishing.search.tokens import LONGEST_TEXT, exact_tokens, plain, text_tokens
from gongkai.web.publishing.models import Attachment, Item, Placement
from gongkai.web.search.facets import Facets

RULES = 2
"""Raised whenever documents are cut or stored in another way: what was made by other rules is made anew (``rebuild``)."""


@dataclass(frozen=True, slots=True)
class Source:
    """All of a public item that search reads. ``waiting``: an attachment's words are not read yet."""

    item_id: int
    published_at: datetime
    title: str
    numbers: tuple[str, str, str]
    about: tuple[str, ...]
    text: str
    facets: Facets
    waiting: bool = False

    def digest(self) -> str:
        """Changes when anything of it does."""
        said = [self.title, self.numbers, self.about, self.text, repr(self.facets), self.waiting, RULES]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, default=str).encode()).hexdigest()

    def tokens(self, today: date) -> dict[str, list[str]]:
        """The tokens by column, as of a day."""
        about = exact_tokens(plain(" ".join(self.about)))
        return {
            "title": exact_tokens(plain(self.title)),
            "numbers": number_tokens(*self.numbers),
            "keywords": about,
            "body": text_tokens(plain(self.text)),
            "marks": self.facets.marks(today),
        }

    def packed(self) -> bytes:
        """The text as it is stored."""
        return zlib.compress(self.text[:LONGEST_TEXT].encode(), 6)


def unpacked(stored: Any) -> str:
    """The text of a document as it was read."""
    return zlib.decompress(bytes(stored)).decode()


def sources(items: Iterable[int]) -> list[Source]:
    """The public ones among items, by key: others are not there. Asks the database three questions, however many they are."""
    rows = list(
        Item.objects.filter(pk__in=list(items), state="published")
        .select_related("current__review__wording")
        .order_by("pk")
    )
    wordings = {item.pk: item.current.review.wording for item in rows if item.current is not None}
    files: dict[int, list[Attachment]] = {}
    below = Attachment.objects.filter(wording__in=[each.pk for each in wordings.values()], placed="below")
    for each in below.select_related("file").only(
        "wording_id", "title", "order", "file__text", "file__text_state", "file__name"
    ):
        files.setdefault(each.wording_id, []).append(each)
    places: dict[int, list[int]] = {}
    for item, column in Placement.objects.filter(item__in=list(wordings)).values_list("item_id", "column_id"):
        places.setdefault(item, []).append(column)
    return [
        _source(item, wordings[item.pk], files.get(wordings[item.pk].pk, []), places.get(item.pk, []))
        for item in rows
        if item.pk in wordings
    ]


def _source(item: Item, wording: Any, files: list[Attachment], places: list[int]) -> Source:
    assert item.published_at is not None
    parts = [plain_text(wording.body_html)]
    parts += [f"{each.title}\n{each.file.text}".strip() for each in files]
    signed: date | None = item.signed_on
    facets = Facets(
        organ=item.organ_id,
        genre=item.genre,
        theme=item.theme,
        year=signed.year if signed else timezone.localtime(item.published_at).year,
        columns=tuple(dict.fromkeys([item.column_id, *sorted(places)]))[:20],
        binding=bool(item.validity),
        effective_on=item.effective_on,
        expires_on=item.expires_on,
        repealed_on=item.repealed_on,
        amended_on=item.amended_on,
    )
    return Source(
        item_id=item.pk,
        published_at=item.published_at,
        title=item.title,
        numbers=(item.document_number, item.index_number or "", item.registration_number),
        about=(item.keywords, item.issuer, item.summary, item.content_source),
        text="\n".join(part for part in parts if part),
        facets=facets,
        waiting=any(each.file.text_state == "pending" for each in files),
    )
