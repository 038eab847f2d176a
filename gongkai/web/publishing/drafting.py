"""Writing: drafts, new versions, and laying a wording before the reviewers; part of ``services``."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.publishing.cleaning import TooLong, body_of, plain_text
from gongkai.publishing.document_numbers import document_number
from gongkai.web.log.actors import Actor
from gongkai.web.log.cleaning import clean_fields
from gongkai.web.log.models import Event
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.belonging import InUse, drop_closed, settle, unready
from gongkai.web.publishing.carrying import carry, check_files, planned, read_files
from gongkai.web.publishing.models import Attachment, Item, SiteColumn, Version, Wording
from gongkai.web.publishing.signals import edited, submitting
from gongkai.web.publishing.steps import move, person_of

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Characters that no text means, that databases, feeds or XML refuse, that turn the order of letters round, or that nobody sees: a
number split by one of them would escape screening and search."""

FIELDS = (
    "title", "body_html", "genre", "disclosure_class", "ground", "document_number", "registration_number", "signed_on",
    "effective_on", "expires_on", "keywords", "summary", "content_source", "issuer", "theme", "audience",
    "statutory_classes", "local_classes", "also_in", "details", "earlier_published_on", "earlier_url",
)  # fmt: skip
"""What a wording says, besides its column."""

SHOWN = (
    "title", "genre", "document_number", "registration_number", "signed_on", "effective_on", "expires_on", "keywords",
    "summary", "content_source", "issuer", "theme", "audience", "details", "earlier_published_on",
    "earlier_url", "column",
)  # fmt: skip
"""What an item repeats of its wording, for lists."""


class Overtaken(Exception):
    """Somebody else changed the draft since it was opened; ``wording`` is what it says now."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(f"{wording.author}在您打开以后改过这一稿，您的没有保存。")
        self.wording = wording


@transaction.atomic
def draft_item(
    organ: Organ,
    *,
    by: Actor,
    column: SiteColumn,
    section: Section | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Version:
    """Begin an item with the first wording of its first version. Raises ``NotAllowed``, ``ValidationError``."""
    person, now = person_of(by), at or timezone.now()
    wording = Wording(number=1, author=person, written_at=now, column=column, **checked(fields))
    if section is not None and section.organ_id != organ.pk:
        raise ValidationError({"section": "这个科室不属于所选的机关，请另选。"})
    item = Item(organ=organ, section=section, created_at=now)
    validate(wording, organ)
    files = with_files(wording, organ, None)
    show(item, wording)
    save(item, "add_item", by=by, organ=organ, at=at)
    return _begin(item, 1, wording, files, by, now)


@transaction.atomic
def new_version(item: Item, *, by: Actor, at: datetime | None = None, **fields: Any) -> Version:
    """Begin the next version of an item from the wording of the last one, changed by ``fields``."""
    person, now = person_of(by), at or timezone.now()
    item = Item.objects.select_for_update().get(pk=item.pk)
    last = item.versions.order_by("-number").first()
    if last is None:
        raise LookupError("没有版本的信息。")
    if not last.ended:
        raise ValidationError(f"第{last.number}版还在办理（{last.state_title}），办结以后才能另起一版。")
    source = last.wording
    wording = copied(source, person, now, number=1)
    drop_closed(wording, item.organ, timezone.localdate(now))
    _fill(wording, fields)
    validate(wording, item.organ)
    files = with_files(wording, item.organ, source)
    if item.current_id is None:
        show(item, wording)
        save(item, "edit_item", by=by, organ=item.organ, at=at)
    return _begin(item, last.number + 1, wording, files, by, now)


@transaction.atomic
def edit_draft(
    version: Version, *, by: Actor, at: datetime | None = None, expected: str | None = None, **fields: Any
) -> Wording:
    """Change the draft; a wording that reviewers have seen stays and a new one is begun. Raises ``NotAllowed``, ``ValidationError``.

    ``expected`` is the ``said_digest`` of the wording that the person was shown: when another has changed it meanwhile,
    nothing is written and ``Overtaken`` is raised.
    """
    person, now = person_of(by), at or timezone.now()
    version = Version.objects.select_for_update(of=("self",)).select_related("item__organ").get(pk=version.pk)
    last = version.wording
    if expected is not None and said_digest(last) != expected:
        raise Overtaken(last)
    before = last.sha256
    wording = last if last.sealed_at is None else copied(last, person, now, number=last.number + 1)
    drop_closed(wording, version.organ, timezone.localdate(now))
    _fill(wording, fields)
    validate(wording, version.organ)
    files = with_files(wording, version.organ, last)
    if wording.sha256 == before:
        return last
    wording.author, wording.written_at, wording.version = person, now, version
    move(version, "edit", by=by, facts={"wording": wording.number, "sha256": wording.sha256}, at=at)
    wording.save()
    carry(files, wording)
    if version.item.current_id is None:
        show(version.item, wording)
        save(version.item, "edit_item", by=by, organ=version.organ, at=at)
    edited.send(Wording, wording=wording, by=by, at=at)
    return wording


def submit(version: Version, *, by: Actor, at: datetime | None = None) -> Event:
    """Lay the draft before the reviewers: from here on the wording stays as it is. Raises ``NotAllowed``, ``ValidationError``."""
    # 附件的文字在事务外面提取：读一份大文件要几十秒，不能占着数据库的写锁
    read_files(version)
    return _submit(version, by=by, at=at)


@transaction.atomic
def _submit(version: Version, *, by: Actor, at: datetime | None) -> Event:
    wording = version.wording
    facts = {"disclosure_class": wording.disclosure_class, "wording": wording.number, "sha256": wording.sha256}
    if wording.ground:
        facts["ground"] = wording.ground
    submitting.send(Wording, wording=wording, by=by, at=at)
    event = move(version, "submit", by=by, facts=facts, at=at)
    fit_for_submission(wording, timezone.localdate(event.at))
    if wording.sealed_at is None:
        wording.sealed_at = event.at
        wording.save(update_fields=["sealed_at"])
    return event


def fit_for_submission(wording: Wording, day: date) -> None:
    """Raise ``ValidationError`` for a wording that no reviewer should be bothered with."""
    if not plain_text(wording.body_html):
        raise ValidationError({"body_html": "正文还是空的，请写好以后再送审。"})
    if lacking := unready(wording):
        raise ValidationError(lacking)
    check_files(wording)
    if wording.column.closed_on is not None and wording.column.closed_on <= day:
        raise ValidationError({"column": f"栏目“{wording.column}”已经停用，请改选在用的栏目再送审。"})


def recall(version: Version, *, by: Actor, reason: str, at: datetime | None = None) -> Event:
    """Take back what was laid before the reviewers."""
    return move(version, "recall", by=by, facts={"reason": reason}, at=at)


def discard(version: Version, *, by: Actor, reason: str, at: datetime | None = None) -> Event:
    """Give up a draft; it stays on file."""
    return move(version, "discard", by=by, facts={"reason": reason}, at=at)


def digest_of(wording: Wording) -> str:
    """SHA-256 of everything that a wording says: the site's check compares it with what is stored."""
    return _digest(_said(wording) | {"files": wording.files_sha256})


def said_digest(wording: Wording) -> str:
    """SHA-256 of what a wording says without its files: whether two people would overwrite each other's text."""
    return _digest(_said(wording))


def _said(wording: Wording) -> dict[str, Any]:
    return {name: _plain(getattr(wording, name)) for name in FIELDS} | {"column": wording.column_id}


def _digest(said: dict[str, Any]) -> str:
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _begin(item: Item, number: int, wording: Wording, files: list[Attachment], by: Actor, now: datetime) -> Version:
    version = Version(item=item, organ=item.organ, number=number, entered_at=now)
    move(version, "draft", by=by, facts={"wording": 1, "sha256": wording.sha256}, at=now)
    wording.version = version
    wording.save()
    carry(files, wording)
    edited.send(Wording, wording=wording, by=by, at=now)
    return version


def checked(fields: dict[str, Any]) -> dict[str, Any]:
    """``fields`` when all of them are those of a wording. Raises ``TypeError``."""
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"文稿没有这些项：{'、'.join(sorted(unknown))}")
    return fields


def _fill(wording: Wording, fields: dict[str, Any]) -> None:
    column = fields.pop("column", None)
    if column is not None:
        wording.column = column
    for name, value in checked(fields).items():
        setattr(wording, name, value)


def copied(last: Wording, person: Any, now: datetime, *, number: int) -> Wording:
    """A new wording that says what another says; its files are carried over when it is saved."""
    said = {name: getattr(last, name) for name in FIELDS}
    return Wording(number=number, author=person, written_at=now, column=last.column, **said)


def validate(wording: Wording, organ: Organ, in_use: InUse | None = None) -> None:
    """Bring the wording into its stored form and refuse what cannot be right. Raises ``ValidationError``.

    ``in_use``: what the organ may choose from on the day of writing, when many wordings are written at once.
    """
    for name in FIELDS:
        value = getattr(wording, name)
        if isinstance(value, str):
            setattr(wording, name, _CONTROL.sub("", value))
    wording.title = " ".join(wording.title.split())
    wording.document_number = document_number(wording.document_number)
    if wording.disclosure_class == "proactive":
        wording.ground = ""
    try:
        # 写成 &#8203; 的，清理以后才现形
        wording.body_html = _CONTROL.sub("", body_of(wording.body_html))
    except TooLong as problem:
        raise ValidationError({"body_html": str(problem)}) from problem
    problems: dict[str, str] = {}
    if wording.column.organ_id != organ.pk:
        problems["column"] = "这个栏目不属于本机关，请另选。"
    if wording.signed_on and wording.signed_on > timezone.localdate(wording.written_at):
        problems["signed_on"] = "成文日期晚于今天，请核对。"
    if wording.earlier_published_on and wording.earlier_published_on > timezone.localdate(wording.written_at):
        problems["earlier_published_on"] = "原平台公开日期晚于今天，请核对。"
    if wording.signed_on and wording.effective_on and wording.effective_on < wording.signed_on:
        problems["effective_on"] = "施行日期早于成文日期，请核对。"
    if wording.expires_on and wording.expires_on < (wording.effective_on or wording.signed_on or wording.expires_on):
        problems["expires_on"] = "有效期至的日期早于施行日期，请核对。"
    problems |= settle(wording, in_use or InUse(organ, timezone.localdate(wording.written_at)))
    if wording.disclosure_class != "proactive" and not wording.ground.strip():
        problems["ground"] = "不主动公开的，请填写理由和依据，例如 内部事务信息，《条例》第十六条第一款。"
    if problems:
        raise ValidationError(problems)
    wording.sha256 = digest_of(wording)
    # 约束由数据库自己查；在这里逐条再问一遍，一件要多问十来次
    clean_fields(wording, exclude=("version", "body_html"))
    wording.clean()


def with_files(wording: Wording, organ: Organ, before: Wording | None) -> list[Attachment]:
    """The files that a validated wording will have; its digests cover them."""
    files = planned(wording, organ, before)
    wording.sha256 = digest_of(wording)
    return files


def show(item: Item, wording: Wording) -> None:
    """Let the item repeat what its wording says."""
    for name in SHOWN:
        setattr(item, name, getattr(wording, name))


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
