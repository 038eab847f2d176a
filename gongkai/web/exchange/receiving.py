"""Taking in a package of another installation: new items become drafts, changed ones new versions, the same ones nothing.

An item is known by its index number, so a package may come twice. What comes in is reviewed here before the public reads it,
as everything is; what the sender withdrew is listed, for a person to withdraw it here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction

from gongkai.casework import NotAllowed
from gongkai.documents.archives import Archive, open_archive
from gongkai.documents.model import Unreadable
from gongkai.publishing.catalogue_rows import Row, row_of
from gongkai.web.exchange.models import ImportBatch, ImportLine
from gongkai.web.exchange.packing import FOLDER, RECEIPT, SCHEMA
from gongkai.web.exchange.planning import State, keep_batch, typed
from gongkai.web.files.keeping import store
from gongkai.web.files.services import keep
from gongkai.web.log.actors import Actor
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.attaching import attach, attachments_of, detach
from gongkai.web.publishing.drafting import new_version
from gongkai.web.publishing.models import Item, SiteColumn

FIELDS = (
    "title", "genre", "body_html", "issuer", "document_number", "registration_number", "signed_on", "effective_on",
    "expires_on", "theme", "audience", "keywords", "summary", "content_source", "details", "statutory_classes",
)  # fmt: skip
MOST_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Package:
    """A package whose parts are what its manifest says."""

    manifest: Mapping[str, Any]
    records: tuple[Mapping[str, Any], ...]
    archive: Archive


def open_package(data: bytes) -> Package:
    """A package, checked part by part. Raises ``ValidationError``."""
    if len(data) > MOST_BYTES:
        raise ValidationError(f"移交包超过{MOST_BYTES // 1024 // 1024}MB，请对方分几次移交。")
    try:
        archive = open_archive(data, what="移交包")
        manifest = json.loads(archive.read("manifest.json"))
        if manifest["schema"] != SCHEMA:
            raise ValidationError("这个移交包的格式版本不认识，请对方用本系统现在的版本重新制作。")
        for part in manifest["parts"]:
            if hashlib.sha256(archive.read(part["path"])).hexdigest() != part["sha256"]:
                raise ValidationError(
                    f"移交包里的“{part['path']}”和清单上的校验值不一致，可能损坏或者被改动过，没有接收。"
                )
        named = {part["path"] for part in manifest["parts"]}
        if "items.jsonl" not in named:
            raise ValidationError("移交包里没有信息清单，不完整，没有接收。")
        lines = archive.read("items.jsonl").decode("utf-8").splitlines()
        records = tuple(json.loads(line) for line in lines if line.strip())
        if not all(isinstance(each, dict) and isinstance(each.get("index_number"), str) for each in records):
            raise ValueError
    except Unreadable as problem:
        raise ValidationError(f"{problem}没有接收。") from problem
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValidationError("这不是移交包：应当是对方“移交”页面下载的 ZIP 文件。") from None
    return Package(manifest, records, archive)


def plan_package(
    organ: Organ,
    *,
    by: Actor,
    name: str,
    data: bytes,
    elsewhere: SiteColumn | None = None,
    section: Section | None = None,
) -> ImportBatch:
    """The dry run of a package. What names a column that is not there goes into ``elsewhere``. Raises ``ValidationError``."""
    package = open_package(data)
    sender = package.manifest.get("organ") or {}
    if organ.code != sender.get("code") and (not organ.uscc or organ.uscc != sender.get("uscc")):
        raise ValidationError(
            f"这一包是“{sender.get('name') or '（没有写明）'}”的，现在办理的是“{organ.name}”。请切换到那个机关再接收。"
        )
    rows = [_row(place, told, organ, elsewhere, section) for place, told in enumerate(package.records, start=1)]
    facts = {
        "site": str(package.manifest.get("site", ""))[:200],
        "number": package.manifest.get("number"),
        "files": {str(told["index_number"]): told.get("attachments") or [] for told in package.records},
    }
    with transaction.atomic():
        batch = keep_batch(
            organ,
            rows,
            by=by,
            name=name,
            sha256=hashlib.sha256(data).hexdigest(),
            source=ImportBatch.Source.PACKAGE,
            place=store(organ.pk, data, FOLDER),
            facts=facts,
        )
        _against_items(batch, package)
    return batch


def renew(batch: ImportBatch, line: ImportLine, by: Actor) -> None:
    """Make the next version of an item from a changed line; what stands in the way is told on the line."""
    archive = _archive(batch)
    assert line.item is not None
    item = line.item
    try:
        with transaction.atomic():
            fields = localised(batch, line, archive, by)
            fields["column"] = SiteColumn.objects.get(pk=line.told["column"])
            line.version = new_version(item, by=by, **typed(fields))
            _same_files(batch, line, archive, by)
            line.state = State.DONE
    except (NotAllowed, ValidationError) as refusal:
        told = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        line.state, line.problems, line.version = State.REFUSED, told, None
    line.save(update_fields=["state", "problems", "version"])


def localised(batch: ImportBatch, line: ImportLine, archive: Archive, by: Actor) -> dict[str, Any]:
    """The fields of a line, with pictures of the text kept here and named by their addresses here."""
    fields = dict(line.told["fields"])
    for each in _files(batch, line):
        if each.get("placed") == "within":
            kept = keep(batch.organ, by=by, name=each["name"], data=archive.read(_path(each)))
            old = str(each.get("url", "")).partition("/files/")[2].partition("/")[0]
            if old:
                fields["body_html"] = fields["body_html"].replace(f"/files/{old}/", f"/files/{kept.key}/")
    return fields


def attach_files(batch: ImportBatch, lines: Sequence[ImportLine], by: Actor) -> None:
    """Attach to new drafts what the package holds for them."""
    archive = _archive(batch)
    for line in lines:
        _same_files(batch, line, archive, by)


def localise(batch: ImportBatch, lines: Sequence[ImportLine], by: Actor) -> list[dict[str, Any]]:
    """As ``localised``, for many lines."""
    archive = _archive(batch)
    return [localised(batch, line, archive, by) for line in lines]


def receipt(batch: ImportBatch) -> dict[str, Any]:
    """For the sender: where the items of a package can be read here now."""
    numbers = list(batch.lines.values_list("told__index_number", flat=True))
    items = Item.objects.filter(organ=batch.organ, index_number__in=numbers, state=Item.State.PUBLISHED)
    return {
        "schema": RECEIPT,
        "site": settings.SITE_URL,
        "package_sha256": batch.sha256,
        "items": [
            {"index_number": item.index_number, "url": settings.SITE_URL + item.get_absolute_url()}
            for item in items.order_by("index_number")
        ],
    }


def _row(
    place: int, told: Mapping[str, Any], organ: Organ, elsewhere: SiteColumn | None, section: Section | None
) -> Row:
    if told.get("state") == Item.State.WITHDRAWN:
        return Row(place, {"title": f"（对方已撤下）{told['index_number']}"}, index_number=str(told["index_number"]))
    given = {name: told[name] for name in FIELDS if told.get(name)}
    given |= {"index_number": told["index_number"], "section": section.name if section else None}
    if told.get("earlier_published_on"):
        given |= {"earlier_published_on": told["earlier_published_on"], "earlier_url": told.get("earlier_url")}
    else:
        given |= {"earlier_published_on": str(told.get("published_at") or "")[:10], "earlier_url": told.get("url")}
    column = told.get("column") or {}
    known = SiteColumn.objects.filter(organ=organ, closed_on=None, code=str(column.get("code", ""))).exists()
    given["column"] = column.get("code") if known or elsewhere is None else elsewhere.code
    return row_of(place, given)


def _against_items(batch: ImportBatch, package: Package) -> None:
    """Lines of numbers that are known here: the same again, changed, or withdrawn by the sender."""
    gone = {told["index_number"] for told in package.records if told.get("state") == Item.State.WITHDRAWN}
    lines = list(batch.lines.all())
    items = {
        item.index_number: item
        for item in Item.objects.filter(index_number__in=[line.told["index_number"] for line in lines])
    }
    before = _last_digests(items.values())
    for line in lines:
        number = line.told["index_number"]
        item = items.get(number)
        if number in gone:
            line.problems, line.item = [], item
            line.state = State.GONE if item is not None and item.is_public else State.KNOWN
        elif item is None:
            continue
        elif item.organ_id != batch.organ_id:
            line.state, line.problems = State.REFUSED, [f"索引号{number}已经由另一个机关的信息使用，没有接收。"]
        else:
            own = [each for each in line.problems if "索引号" not in each or "已经由" not in each]
            same = before.get(item.pk) == line.digest
            line.problems, line.item = own, item
            line.state = State.REFUSED if own else (State.KNOWN if same else State.CHANGED)
    ImportLine.objects.bulk_update(lines, ["state", "problems", "item"], batch_size=100)


def _last_digests(items: Any) -> dict[int, str]:
    """By item, what was last taken in for it."""
    done = ImportLine.objects.filter(item__in=[item.pk for item in items], state=State.DONE).order_by("id")
    return dict(done.values_list("item_id", "digest"))


def _archive(batch: ImportBatch) -> Archive:
    with default_storage.open(batch.place) as stream:
        return open_archive(stream.read(), what="移交包")


def _files(batch: ImportBatch, line: ImportLine) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = batch.facts.get("files", {}).get(line.told["index_number"], [])
    return found


def _path(each: Mapping[str, Any]) -> str:
    return f"files/{each['sha256']}/{each['name']}"


def _same_files(batch: ImportBatch, line: ImportLine, archive: Archive, by: Actor) -> None:
    """Let the draft have the files below the text that the package says, no more and no less."""
    version = line.version
    assert version is not None
    wanted = {each["sha256"]: each for each in _files(batch, line) if each.get("placed") != "within"}
    there = {each.file.sha256: each for each in attachments_of(version.wording) if each.placed != "within"}
    for sha256, old in there.items():
        if sha256 not in wanted:
            detach(version, by=by, file=old.file)
    for sha256, each in wanted.items():
        if sha256 not in there:
            kept = keep(batch.organ, by=by, name=each["name"], data=archive.read(_path(each)))
            attach(version, by=by, file=kept, title=str(each.get("title", ""))[:200])
