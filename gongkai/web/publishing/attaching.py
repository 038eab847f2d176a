"""Attaching files to a draft; what reviewers have seen stays, and a new wording is begun. Part of ``services``' family.

attach(version, *, by, file, title="", placed="below", at=None) -> Attachment
detach(version, *, by, file, at=None) -> Wording; rename(version, *, by, file, title, at=None) -> Attachment
reorder(version, *, by, files, at=None) -> Wording                      files: keys in their new order
attachments_of(wording), referenced_keys(html), files_digest(attachments)      see ``carrying``
listed(wording) -> list[Attachment]                                      those below the text, for lists
file_address(file), staff_address(item_key, file), staff_body(html, item)      addresses
public_item(key) -> Item | None                                          whose wording in public has the file, also a withdrawn one

All raise ``NotAllowed`` (not a draft) and ``ValidationError``. Whoever attaches has written: the table of moves keeps
such a person from reviewing.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.web.files.models import StoredFile
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record
from gongkai.web.publishing.carrying import (
    BELOW,
    STEP,
    WITHIN,
    attachments_of,
    carry,
    files_digest,
    read_files,
    referenced_keys,
)
from gongkai.web.publishing.drafting import copied, digest_of
from gongkai.web.publishing.models import Attachment, Item, Version, Wording
from gongkai.web.publishing.signals import edited
from gongkai.web.publishing.steps import move, person_of

__all__ = [
    "attach", "attachments_of", "detach", "file_address", "files_digest", "listed", "public_item", "read_files", "referenced_keys",
    "rename", "reorder", "staff_address", "staff_body",
]  # fmt: skip

MOST = 100
"""Files of one wording; more belong into several items."""
_TITLE = 200
_TOLD = {
    "attach_file": "附上“{}”",
    "detach_file": "移除“{}”",
    "rename_file": "改附件标题为“{}”",
    "reorder_files": "调整附件次序",
}
"""What the step says, by the event's name."""
_SOURCE = re.compile(r"(\bsrc=\")/files/([0-9a-f-]{36})/[^\"]*(\")")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@transaction.atomic
def attach(
    version: Version,
    *,
    by: Actor,
    file: StoredFile,
    title: str = "",
    placed: str = "below",
    at: datetime | None = None,
) -> Attachment:
    """Add a file to the draft, after the others."""
    version, wording, there = _opened(version, by, at)
    if file.organ_id != version.organ_id:
        raise ValidationError("这个文件不属于本机关，不能附上。")
    if placed not in (BELOW, WITHIN) or (placed == WITHIN and not file.is_picture):
        raise ValidationError(f"“{file.name}”不是图片，不能放在正文里，请作为附件上传。")
    twin = next((each for each in there if each.file.sha256 == file.sha256), None)
    if twin is not None:
        raise ValidationError(f"“{file.name}”与已经附上的“{twin.title}”内容相同，没有重复附上。")
    if len(there) >= MOST:
        raise ValidationError(f"一件信息最多附{MOST}个文件。更多的请分成几件信息公开，或者合并成一个文件。")
    order = max((each.order for each in there), default=0) + STEP
    made = Attachment(file=file, title=_titled(title) or _stem(file), placed=placed, order=order)
    _written(version, wording, [*there, made], "attach_file", made, by, at)
    return wording.attachments.select_related("file").get(file=file)


@transaction.atomic
def detach(version: Version, *, by: Actor, file: StoredFile, at: datetime | None = None) -> Wording:
    """Take a file from the draft; earlier wordings keep it."""
    version, wording, there = _opened(version, by, at)
    gone = _one(there, file)
    if gone.placed == WITHIN and file.key in referenced_keys(wording.body_html):
        raise ValidationError(f"“{gone.title}”还在正文里。请先在正文里删掉这张图片。")
    _written(version, wording, [each for each in there if each is not gone], "detach_file", gone, by, at)
    return wording


@transaction.atomic
def rename(version: Version, *, by: Actor, file: StoredFile, title: str, at: datetime | None = None) -> Attachment:
    """Give a file of the draft another title."""
    version, wording, there = _opened(version, by, at)
    changed = _one(there, file)
    if not _titled(title):
        raise ValidationError({"title": "请填写附件的标题，例如 附件1 申请表。"})
    if changed.title != _titled(title):
        changed.title = _titled(title)
        _written(version, wording, there, "rename_file", changed, by, at)
    return changed


@transaction.atomic
def reorder(version: Version, *, by: Actor, files: Sequence[uuid.UUID], at: datetime | None = None) -> Wording:
    """Put the files of the draft in the order of ``files``; what is not named comes after."""
    version, wording, there = _opened(version, by, at)
    before = [each.file.key for each in there]
    place = {key: number for number, key in enumerate(files)}
    there.sort(key=lambda each: (place.get(each.file.key, len(place)), each.order))
    if before != [each.file.key for each in there]:
        for number, each in enumerate(there, 1):
            each.order = number * STEP
        _written(version, wording, there, "reorder_files", there[0], by, at)
    return wording


def _opened(version: Version, by: Actor, at: datetime | None) -> tuple[Version, Wording, list[Attachment]]:
    """The version locked, the wording to be changed (a copy when reviewers have seen the last), and its files."""
    person, now = person_of(by), at or timezone.now()
    version = Version.objects.select_for_update(of=("self",)).select_related("item__organ").get(pk=version.pk)
    last = version.wording
    wording = last if last.sealed_at is None else copied(last, person, now, number=last.number + 1)
    wording.author, wording.written_at, wording.version = person, now, version
    return version, wording, attachments_of(last)


def _written(
    version: Version,
    wording: Wording,
    files: list[Attachment],
    move_name: str,
    which: Attachment,
    by: Actor,
    at: datetime | None,
) -> None:
    """Save the wording with these files: the digest first, so that the step and the event name it."""
    wording.files_sha256 = files_digest(files)
    wording.sha256 = digest_of(wording)
    said = {"wording": wording.number, "sha256": wording.sha256, "files": _TOLD[move_name].format(which.title)}
    move(version, "edit", by=by, facts=said, at=at)
    wording.save()
    carry(files, wording)
    Attachment.objects.bulk_update(
        [each for each in files if each.pk is not None and each.wording_id == wording.pk], ["title", "order"]
    )
    facts = {"file": str(which.file.key), "title": which.title, "files_sha256": wording.files_sha256}
    record(wording, move_name, by=by, organ=version.organ, facts=facts, at=at)
    edited.send(Wording, wording=wording, by=by, at=at)


def _one(there: list[Attachment], file: StoredFile) -> Attachment:
    found = next((each for each in there if each.file_id == file.pk), None)
    if found is None:
        raise ValidationError("这个文件已经不在这一稿的附件里，可能刚刚被别人移除。请刷新页面。")
    return found


def _titled(title: str) -> str:
    return " ".join(_CONTROL.sub("", title).split())[:_TITLE]


def _stem(file: StoredFile) -> str:
    return file.name.rpartition(".")[0] or file.name


def listed(wording: Wording) -> list[Attachment]:
    """The files below the text, in their order; pictures within it are not listed."""
    return [each for each in attachments_of(wording) if each.placed == BELOW]


def file_address(file: StoredFile) -> str:
    """Where the public finds a file, once it may."""
    return f"/files/{file.key}/{quote(file.name)}"


def staff_address(item_key: int, key: uuid.UUID | str) -> str:
    """Where staff find a file of an item."""
    return reverse("workbench:item_file", args=[item_key, key])


def staff_body(html: str, item: Item) -> str:
    """A text with the sources of its pictures where staff can see them before they are public."""
    return _SOURCE.sub(lambda found: f"{found[1]}{_staff(item.pk, found[2])}{found[3]}", html)


def _staff(item_key: int, key: str) -> str:
    try:
        return staff_address(item_key, uuid.UUID(key))
    except ValueError:
        return ""


def public_item(key: uuid.UUID) -> Item | None:
    """The item whose wording in public has the file: a published one if there is any, else a withdrawn one; None otherwise."""
    rows = Item.objects.filter(
        current__review__wording__attachments__file__key=key, state__in=(Item.State.PUBLISHED, Item.State.WITHDRAWN)
    )
    return rows.select_related("organ", "column").order_by("state").first()
