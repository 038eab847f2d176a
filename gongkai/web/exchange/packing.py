"""Packages of what is new or changed in public since the last one, for another platform (国办发〔2017〕47号: 县级部门一般不单独建网站).

A package is a ZIP: ``manifest.json`` (schema ``gongkai.package/1``), ``items.jsonl`` (one item a line, withdrawn ones with no more
than number, day and reason), ``items.csv`` for people, and ``files/<sha256>/<name>``. The digests of all parts are in the manifest.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.exchange.models import HandOver, HandOverLine
from gongkai.web.exchange.records import brief_record, canonical, full_record, table_of
from gongkai.web.files.keeping import bytes_of, store
from gongkai.web.log.actors import Actor
from gongkai.web.log.models import Event
from gongkai.web.log.services import kind_of, record, save
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.attaching import attachments_of
from gongkai.web.publishing.models import Item
from gongkai.web.publishing.steps import person_of

SCHEMA, RECEIPT = "gongkai.package/1", "gongkai.receipt/1"
FOLDER = "packages"
_STAMP = (2019, 5, 15, 0, 0, 0)
"""The same for every file of a package, so that equal content gives equal bytes."""


@transaction.atomic
def hand_over(organ: Organ, *, by: Actor, everything: bool = False, at: datetime | None = None) -> HandOver:
    """Pack what changed in public since the last package (``everything``: all there is). Raises ``ValidationError`` for nothing new."""
    person, until = person_of(by), at or timezone.now()
    last = HandOver.objects.select_for_update().filter(organ=organ).order_by("-number").first()
    since = last.until if last is not None and not everything else None
    found = _changed(organ, since)
    handed = {} if everything else _handed(organ)
    packed = []
    for item in found:
        told = record_of(item)
        digest = hashlib.sha256(canonical(told).encode()).hexdigest()
        if handed.get(item.pk) != digest:
            packed.append((item, told, digest))
    if not packed:
        raise ValidationError("上一包以后没有新的或者改动过的公开信息，不用制作移交包。")
    number = last.number + 1 if last is not None else 1
    data = _packed(organ, number, since, until, packed)
    digest = hashlib.sha256(data).hexdigest()
    place = store(organ.pk, data, FOLDER)
    made = HandOver(
        organ=organ, number=number, since=since, until=until, items=len(packed), sha256=digest, size=len(data),
        place=place, made_by=person, made_at=until,
    )  # fmt: skip
    save(made, "hand_over", by=by, organ=organ, at=at)
    HandOverLine.objects.bulk_create(
        HandOverLine(package=made, item=item, state=item.state, digest=digest) for item, _, digest in packed
    )
    return made


def record_of(item: Item) -> dict[str, Any]:
    """An item as a package tells it. What was withdrawn is told without its words, which may be why it was."""
    if item.is_public:
        return full_record(item)
    return {
        "index_number": item.index_number,
        "state": item.state,
        "withdrawn_at": timezone.localtime(item.withdrawn_at).isoformat(timespec="seconds")
        if item.withdrawn_at
        else None,
        "withdrawn_why": item.withdrawn_why,
    }


@transaction.atomic
def keep_receipt(package: HandOver, *, by: Actor, data: bytes) -> int:
    """Note where the other platform shows the items; how many it named. Raises ``ValidationError``."""
    try:
        told = json.loads(data.decode("utf-8-sig"))
        rows = {str(row["index_number"]): str(row["url"]) for row in told["items"]}
        schema, digest = told["schema"], told["package_sha256"]
    except (ValueError, KeyError, TypeError):
        raise ValidationError("这不是移交包的回执：应当是对方接收以后下载的 JSON 文件。") from None
    if schema != RECEIPT or digest != package.sha256:
        raise ValidationError("这份回执不是这一包的，请核对第几包。")
    lines = list(package.lines.select_related("item").filter(item__index_number__in=rows))
    for line in lines:
        url = rows[str(line.item.index_number)]
        if not url.startswith(("http://", "https://")) or len(url) > 300:
            raise ValidationError(f"回执里{line.item.index_number}的网址不对，没有登记。")
        line.url = url
    HandOverLine.objects.bulk_update(lines, ["url"], batch_size=200)
    package.receipt_at = timezone.now()
    package.save(update_fields=["receipt_at"])
    record(package, "keep_receipt", by=by, organ=package.organ, facts={"items": len(lines)})
    return len(lines)


def _changed(organ: Organ, since: datetime | None) -> list[Item]:
    """Items that the public can or could read and to which something happened since."""
    rows = Item.objects.filter(organ=organ, state__in=(Item.State.PUBLISHED, Item.State.WITHDRAWN))
    if since is not None:
        happened = Event.objects.filter(chain__organ=organ, subject_kind=kind_of(Item()), at__gt=since)
        rows = rows.filter(pk__in={int(key) for key in happened.values_list("subject_id", flat=True)})
    else:
        rows = rows.filter(state=Item.State.PUBLISHED)
    return list(
        rows.select_related("organ", "column", "current__version", "current__review__wording__column").order_by("pk")
    )


def _handed(organ: Organ) -> dict[int, str]:
    """By item, the digest under which it was last handed over."""
    lines = HandOverLine.objects.filter(package__organ=organ).order_by("package__number")
    return dict(lines.values_list("item_id", "digest"))


def _packed(
    organ: Organ,
    number: int,
    since: datetime | None,
    until: datetime,
    packed: Iterable[tuple[Item, dict[str, Any], str]],
) -> bytes:
    parts: dict[str, bytes] = {}
    lines, briefs = [], []
    for item, told, _ in packed:
        lines.append(canonical(told))
        if not item.is_public or item.current is None:
            continue
        briefs.append(brief_record(item))
        for each in attachments_of(item.current.wording):
            parts.setdefault(f"files/{each.file.sha256}/{each.file.name}", bytes_of(each.file))
    parts["items.jsonl"] = ("\n".join(lines) + "\n").encode()
    parts["items.csv"] = "".join(table_of(briefs)).encode()
    manifest = {
        "schema": SCHEMA,
        "site": settings.SITE_URL,
        "organ": {"code": organ.code, "name": organ.name, "uscc": organ.uscc or None},
        "number": number,
        "since": timezone.localtime(since).isoformat() if since else None,
        "until": timezone.localtime(until).isoformat(),
        "items": len(lines),
        "parts": [
            {"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for path, data in sorted(parts.items())
        ],
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        head = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        for path, data in {"manifest.json": head, **dict(sorted(parts.items()))}.items():
            info = zipfile.ZipInfo(path, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return written.getvalue()
