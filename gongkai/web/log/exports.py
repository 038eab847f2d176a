"""Exporting the log with checksum and seals. That it was exported, by whom and how much, is itself an event."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.casework.chain import START, Seal
from gongkai.web.log.actors import Actor
from gongkai.web.log.export_files import FORMAT
from gongkai.web.log.models import Chain, Event
from gongkai.web.log.services import chain_of, record

if TYPE_CHECKING:
    from gongkai.web.organs.models import Organ


def export_lines(chains: list[Chain], since: date | None = None) -> Iterator[str]:
    """The lines of an export (each with its end), as long as the log stood at the start; constant memory."""
    digest, count = hashlib.sha256(), 0
    for line, rows in _content(chains, since):
        text = json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"
        digest.update(text.encode())
        count += rows
        yield text
    yield json.dumps({"end": count, "sha256": digest.hexdigest()}) + "\n"


def _content(chains: list[Chain], since: date | None) -> Iterator[tuple[dict[str, Any], int]]:
    yield {"format": FORMAT, "exported_at": timezone.localtime().isoformat(timespec="seconds")}, 0
    for chain in chains:
        after = _after(chain, since)
        title = str(chain)
        yield {"chain": chain.key, "title": title, "after": {"number": after.number, "digest": after.digest}}, 0
        rows = Event.objects.filter(chain=chain, number__gt=after.number, number__lte=chain.length)
        for row in rows.order_by("number").iterator(chunk_size=2000):
            yield row.row.as_json(), 1
        yield {"seal": {"number": chain.seal.number, "digest": chain.seal.digest}}, 0


def _after(chain: Chain, since: date | None) -> Seal:
    """The seal of the last event before the first that was recorded on ``since`` or later."""
    if since is None:
        return START
    first = Event.objects.filter(chain=chain, at__gte=start_of(since)).order_by("number").first()
    number = first.number - 1 if first else chain.length
    if not number:
        return START
    return Seal(number, first.previous if first else chain.head)


def rows_since(chain: Chain, since: date | None) -> int:
    """How many rows an export from a day on has."""
    return chain.length - _after(chain, since).number


def start_of(day: date) -> datetime:
    """The first moment of a day in Beijing."""
    return timezone.make_aware(datetime.combine(day, time.min))


def note_export(chains: list[Chain], *, by: Actor, count: int, since: date | None, organ: Organ | None) -> None:
    """Put on record that the log was exported."""
    facts = {"chains": len(chains), "rows": count, "since": since.isoformat() if since else ""}
    record(chain_of(organ), "export_log", by=by, organ=organ, facts=facts)


@transaction.atomic
def chains_to_export(organ: Organ | None) -> list[Chain]:
    """The chain of one organ, or all."""
    chains = Chain.objects.select_related("organ").order_by("id")
    return list(chains if organ is None else chains.filter(organ=organ))


def export_to(target: Path, *, organ: Organ | None, since: date | None, by: Actor) -> tuple[int, str]:
    """Write an export and ``<target>.sha256``, whole or not at all; number of rows and digest of the file."""
    chains, digest, lines = chains_to_export(organ), hashlib.sha256(), 0
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            for line in export_lines(chains, since):
                data = line.encode()
                digest.update(data)
                lines += 1
                file.write(data)
            file.flush()
            os.fsync(file.fileno())
        count = lines - 2 - 2 * len(chains)
        note_export(chains, by=by, count=count, since=since, organ=organ)
        # 不覆盖：同名文件在这期间出现的话，link 会拒绝
        os.link(part, target)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    sums = target.with_name(f"{target.name}.sha256")
    sums.write_text(f"{digest.hexdigest()}  {target.name}\n", encoding="utf-8")
    return count, digest.hexdigest()
