"""指南 and 制度 in versions: one draft at a time, written by its author, released by another; what is released never changes."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.accounts.models import Person
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record, save
from gongkai.web.log.snapshots import snapshot
from gongkai.web.organs.models import Organ, OrganDocument, OrganDocumentVersion
from gongkai.web.organs.services.organs import check_exists, fresh


@transaction.atomic
def add_document(organ: Organ, *, by: Actor, **particulars: Any) -> OrganDocument:
    """Begin a guide or rule; it shows nowhere until a version is released. An organ has one guide (《条例》第十二条)."""
    organ = fresh(organ)
    check_exists(organ)
    document = OrganDocument(organ=organ, **particulars)
    if document.kind == OrganDocument.Kind.GUIDE:
        known = organ.documents.filter(kind=OrganDocument.Kind.GUIDE).first()
        if known is not None:
            raise ValidationError({"kind": f"本机关已有《{known}》。一个机关一份指南，要修改请起草它的新版。"})
    return save(document, "add_document", by=by, organ=organ)


@transaction.atomic
def edit_document(document: OrganDocument, *, by: Actor, **changes: Any) -> OrganDocument:
    """Change title or order; the code stays once a version is released, for addresses must last."""
    document = fresh(document)
    if changes.get("code", document.code) != document.code and document.versions.exclude(published_at=None).exists():
        raise ValidationError({"code": "已经公布过，网址标识不能再改，否则别人存的链接会打不开。"})
    for name, value in changes.items():
        setattr(document, name, value)
    return save(document, "edit_document", by=by, organ=document.organ)


@transaction.atomic
def write_version(
    document: OrganDocument, *, by: Actor, body: str, effective_on: date, what_changed: str = ""
) -> OrganDocumentVersion:
    """Write the draft of the next version, or go on writing one's own. Raises ``ValidationError``.

    Only its author goes on with a draft: who releases it must not have written any of it.
    """
    document = fresh(document)
    check_exists(document.organ)
    author = _person(by, "起草")
    body = body.replace("\r\n", "\n").strip()
    latest = document.versions.first()
    if latest is not None and latest.state == "draft":
        if latest.author_id != author.pk:
            raise ValidationError(
                f"《{document}》第{latest.number}版正由{latest.author}起草。请由起草人修改，或者先废弃这份草稿。"
            )
        draft = latest
    else:
        draft = OrganDocumentVersion(document=document, number=latest.number + 1 if latest else 1, author=author)
    before = document.versions.filter(published_at__isnull=False, number__lt=draft.number).first()
    if before is not None:
        if body == before.body:
            raise ValidationError({"body": f"内容和第{before.number}版一样，不必另出一版。"})
        if effective_on < before.effective_on:
            raise ValidationError(
                {"effective_on": f"施行日期不能早于上一版的施行日期（{before.effective_on:%Y-%m-%d}）。"}
            )
    draft.body, draft.effective_on, draft.what_changed = body, effective_on, what_changed
    return save(draft, "write_version", by=by, organ=document.organ)


@transaction.atomic
def discard_draft(version: OrganDocumentVersion, *, by: Actor, note: str = "") -> None:
    """Throw a draft away. The log keeps that it was there, by whom, and the digest of its text."""
    version = fresh(version)
    _check_draft(version)
    organ = version.document.organ
    record(version, "discard_draft", by=by, organ=organ, note=note, before=snapshot(version))
    version.delete()


@transaction.atomic
def release_version(version: OrganDocumentVersion, *, by: Actor, seen: str = "") -> OrganDocumentVersion:
    """Publish a draft now; by another person than its author (先审查后公开).

    ``seen`` is the ``digest_of`` what was read before releasing; a draft that changed since is refused.
    """
    version = fresh(version)
    _check_draft(version)
    check_exists(version.document.organ)
    releaser = _person(by, "批准公布")
    if version.author_id == releaser.pk:
        raise ValidationError("起草人不能自己批准公布，请由另一人批准。")
    if seen and seen != digest_of(version):
        raise ValidationError("这份草稿在您打开之后又改过，请看过新的内容再批准。")
    version.released_by, version.published_at = releaser, timezone.now()
    return save(version, "release_version", by=by, organ=version.document.organ)


def digest_of(version: OrganDocumentVersion) -> str:
    """What stands for the wording of a version: its text, day and remark."""
    text = "\n".join((version.body, version.effective_on.isoformat(), version.what_changed))
    return hashlib.sha256(text.encode()).hexdigest()


def _person(by: Actor, what: str) -> Person:
    if by.person is None:
        raise ValidationError(f"{what}要由人来办，系统不能代办。")
    return by.person


def _check_draft(version: OrganDocumentVersion) -> None:
    if version.state != "draft":
        raise ValidationError(
            f"《{version.document}》第{version.number}版已经公布，不能再改。要修改的，请起草新的一版。"
        )
