"""Files that belong to a wording: their digest, and which go along when it is written anew.

What lies below the text goes along as it is. Pictures within follow the text: one that it names is attached, one that it no
longer names is left behind.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError

from gongkai.web.files.models import StoredFile
from gongkai.web.files.services import extract, unusable
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Attachment, Version, Wording

BELOW, WITHIN = Attachment.Placed.BELOW, Attachment.Placed.WITHIN
STEP = 10
_ADDRESS = re.compile(
    r"(?<![\w/])/(?:workbench/items/\d+/)?files/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?=[/\"'?# ])"
)


def referenced_keys(html: str) -> tuple[uuid.UUID, ...]:
    """The keys of the files whose addresses stand in a text, in their order, each once."""
    return tuple(dict.fromkeys(uuid.UUID(key) for key in _ADDRESS.findall(html)))


def files_digest(attachments: Iterable[Attachment]) -> str:
    """SHA-256 over order, place, title and content of the files; empty when there are none."""
    rows = [
        [each.order, each.placed, each.title, each.file.name, each.file.sha256]
        for each in sorted(attachments, key=lambda each: (each.order, each.file_id))
    ]
    if not rows:
        return ""
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def attachments_of(wording: Wording) -> list[Attachment]:
    """Its files, in their order; one without a digest of files has none, and the database is not asked."""
    if wording.pk is None or not wording.files_sha256:
        return []
    return list(wording.attachments.select_related("file").order_by("order", "file_id"))


def planned(wording: Wording, organ: Organ, before: Wording | None) -> list[Attachment]:
    """The files that ``wording`` will have, of which ``before`` had some; sets its digest of files. Nothing is written."""
    keys = referenced_keys(wording.body_html)
    there = attachments_of(before) if before is not None else []
    plan = [each for each in there if each.placed == BELOW or each.file.key in keys]
    new = set(keys) - {each.file.key for each in there}
    if new:
        order = max((each.order for each in plan), default=0)
        found = {file.key: file for file in StoredFile.objects.filter(organ=organ, key__in=new)}
        for key in (key for key in keys if key in found and found[key].is_picture):
            order += STEP
            plan.append(Attachment(file=found[key], title=found[key].name, placed=WITHIN, order=order))
    wording.files_sha256 = files_digest(plan)
    return plan


def carry(plan: Sequence[Attachment], wording: Wording) -> None:
    """Let the saved ``wording`` have the files of the plan, no more and no less."""
    kept = [each.pk for each in plan if each.pk is not None and each.wording_id == wording.pk]
    gone = [pk for pk in wording.attachments.values_list("pk", flat=True) if pk not in kept]
    if gone:
        Attachment.objects.filter(pk__in=gone).delete()
    Attachment.objects.bulk_create(
        Attachment(wording=wording, file=each.file, title=each.title, placed=each.placed, order=each.order)
        for each in plan
        if each.pk not in kept or each.pk is None
    )


def read_files(version: Version) -> None:
    """Have the words in the files of the wording at hand read, those that nobody has read yet: screening must see them."""
    for each in attachments_of(version.wording):
        extract(each.file)


def lacking(wording: Wording) -> str:
    """Why its files cannot be laid before reviewers, in words; empty when they can."""
    there = attachments_of(wording)
    missing = set(referenced_keys(wording.body_html)) - {each.file.key for each in there}
    if missing:
        return f"正文里有{len(missing)}张图片找不到原件。请在正文里删掉它们，重新插入图片以后再送审。"
    bad = [each for each in there if unusable(each.file)]
    if bad:
        named = "、".join(f"“{each.title}”" for each in bad)
        return f"附件{named}公众打不开：{bad[0].file.failure}"
    return ""


def check_files(wording: Wording) -> None:
    """Raise ``ValidationError`` when the files cannot be laid before reviewers."""
    if said := lacking(wording):
        raise ValidationError({"body_html" if said.startswith("正文") else "__all__": said})
