"""What of a wording is screened: its fields, its body, its attachments with their words, the state of its links."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone

from gongkai.checks.links import is_external, is_local
from gongkai.checks.words import Words
from gongkai.publishing.screening import AttachedText, Find, screened
from gongkai.web.files.models import StoredFile
from gongkai.web.files.services import extract
from gongkai.web.publishing.models import Attachment, Item, Wording
from gongkai.web.screening.models import LinkCheck

SMALL = 2_000_000
"""Bytes of a file whose words are read while a person waits; larger ones wait for the background."""


@dataclass(frozen=True)
class Material:
    """What is screened, and the digest that tells whether it is still the same."""

    wording: Wording
    attachments: tuple[AttachedText, ...]
    sha256: str

    def finds(self, words: Words, day: date | None = None) -> list[Find]:
        """Everything that stands out."""
        return screened(
            title=self.wording.title,
            summary=self.wording.summary,
            keywords=self.wording.keywords,
            body_html=self.wording.body_html,
            attachments=self.attachments,
            day=day or timezone.localdate(),
            words=words,
            link_state=LinkStates(),
        )


def attached_rows(wordings: Iterable[Wording]) -> dict[int, list[Attachment]]:
    """The attachments of wordings in their order, by the key of the wording; one question for however many."""
    found: dict[int, list[Attachment]] = {}
    keys = [wording.pk for wording in wordings if wording.pk]
    for each in Attachment.objects.filter(wording__in=keys).select_related("file__organ"):
        found.setdefault(each.wording_id, []).append(each)
    return found


def material_of(wording: Wording, *, read_files: bool = True, attached: Sequence[Attachment] | None = None) -> Material:
    """What there is to screen. ``read_files`` reads the words of small files that nobody has read yet.

    ``attached`` are its ``attached_rows``, when they were read already.
    """
    rows = attached_rows([wording]).get(wording.pk, []) if attached is None else attached
    files = []
    for row in rows:
        stored = row.file
        if read_files and stored.text_state == StoredFile.TextState.PENDING and stored.size <= SMALL:
            stored = extract(stored)
        read = stored.text_state in (StoredFile.TextState.DONE, StoredFile.TextState.NONE)
        files.append((row, stored, AttachedText(stored.name, stored.text, stored.facts, read, row.placed == "below")))
    told = json.dumps(
        [
            wording.title, wording.summary, wording.keywords, wording.body_html,
            [[row.title, stored.sha256, stored.text_state, row.placed] for row, stored, _ in files],
        ],
        ensure_ascii=False,
    )  # fmt: skip
    return Material(wording, tuple(each for _, _, each in files), hashlib.sha256(told.encode()).hexdigest())


class LinkStates:
    """What is known of each address: links into this site are looked up, links outside only in what the background noted."""

    def __init__(self) -> None:
        self._own = urlsplit(settings.SITE_URL).netloc.lower()
        self._known: dict[str, tuple[str, str]] = {}

    def __call__(self, address: str) -> tuple[str, str]:
        """A case of the kind ``link``, or ``""`` when nothing is wrong, and what is to be told."""
        if address not in self._known:
            self._known[address] = self._state(address)
        return self._known[address]

    def _state(self, address: str) -> tuple[str, str]:
        try:
            parts = urlsplit(address)
        except ValueError:
            return "broken", "网址的写法不对"
        if parts.netloc.lower() == self._own or (not parts.scheme and not parts.netloc):
            return (_internal(parts.path), "") if parts.path else ("", "")
        if not is_external(address):
            return "", ""
        if is_local(address):
            return "local", ""
        row = LinkCheck.objects.filter(address_sha256=address_key(address)).first()
        if row is None or row.state == LinkCheck.State.WAITING:
            return "unchecked", ""
        if row.state == LinkCheck.State.FINE:
            return "", ""
        when = timezone.localdate(row.checked_at).isoformat() if row.checked_at else ""
        return "broken", f"{row.told}{when and f'，{when}检查'}"


def _internal(path: str) -> str:
    """``not_public`` for the page of an item that the public cannot open, ``staff`` for the workbench."""
    if not path.startswith("/"):
        return ""
    try:
        found = resolve(path)
    except Resolver404:
        return "not_public"
    if "workbench" in found.namespaces:
        return "staff"
    if found.url_name == "item" and "index_number" in found.kwargs:
        public = Item.objects.filter(index_number=found.kwargs["index_number"], state="published").exists()
        return "" if public else "not_public"
    return ""


def address_key(address: str) -> str:
    """The key under which an address is kept."""
    return hashlib.sha256(address.encode()).hexdigest()
