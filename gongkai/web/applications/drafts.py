"""Going on with an application later, and the files that come with it before it is handed in.

keep_file(token, *, role, name, data, at=None) -> DraftFile         a file of the form with this token
drop_file(token, key) -> None
files_of(token) -> list[DraftFile]
save_draft(token, content, *, at=None) -> (code, Draft)             a new resume code, shown once; the old one ends
resume(code, *, place, at=None) -> (Draft, content)                 raises ``NotFound``, ``TooManyTries``
discard(token) -> None
forget_drafts(now) -> int                                           what is over is destroyed with its bytes
hand_over(token, application, *, by, at) -> None                        the files become materials of the case, the draft ends

No event is written of a draft: nothing was applied for, and the person may still think better of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.applications.numbers import new_query_code, tidy_code
from gongkai.publishing.uploads import clean_name
from gongkai.web.applications.guessing import Guesses, TooManyTries
from gongkai.web.applications.materials import move_in
from gongkai.web.applications.models import Application, Draft, DraftFile, Material
from gongkai.web.files.sealing import destroy, digest_of, sealed, take_in
from gongkai.web.log.actors import Actor
from gongkai.web.privacy.cipher import blind_index

FOLDER = "drafts"
UNSAVED = timedelta(days=1)
"""How long files are kept of a form that was neither saved nor handed in."""
ROLES = (Material.Role.REQUEST, Material.Role.IDENTITY)


class NoDraft(Exception):
    """Nothing is kept under this code."""

    def __init__(self) -> None:
        super().__init__(
            f"没有找到用这个续填码保存的内容。请核对续填码；保存超过{settings.DRAFT_DAYS}天的、已经提交的，内容已经删除，请重新填写。"
        )


def _token_key(token: str) -> str:
    return blind_index(f"draft:{token}")


def _code_key(code: str) -> str:
    return blind_index(f"resume:{tidy_code(code)[:80]}")


def _draft_of(token: str, now: datetime) -> Draft:
    made, _ = Draft.objects.get_or_create(
        token_key=_token_key(token), defaults={"made_at": now, "expires_at": now + UNSAVED}
    )
    return Draft.objects.select_for_update().get(pk=made.pk)


@transaction.atomic
def keep_file(
    token: str, *, role: Material.Role | str, name: str, data: bytes | BinaryIO, at: datetime | None = None
) -> DraftFile:
    """Keep a file of a form that is being filled in; the same content for the same purpose once. Raises ``ValidationError``."""
    role = Material.Role(role)
    if role not in ROLES:
        raise ValueError("申请表只收申请材料和身份证明。")
    upload = take_in(data, name, opens=True)
    draft = _draft_of(token, at or timezone.now())
    known = list(draft.files.all())
    kept = (digest_of(upload.data), role)
    same = next((each for each in known if (each.sha256, each.role) == kept), None)
    if same is not None:
        return same
    shown = clean_name(name)
    if len(known) >= settings.APPLICATION_FILES:
        raise ValidationError(
            f"一件申请最多上传{settings.APPLICATION_FILES}个文件，“{shown}”没有收下。请合并成几个文件，或者当面、邮寄提交。",
            code="too-many",
        )
    if sum(each.size for each in known) + len(upload.data) > settings.APPLICATION_MB << 20:
        raise ValidationError(
            f"一件申请的文件合计不能超过{settings.APPLICATION_MB}兆字节，“{shown}”没有收下。请压缩其中的图片，或者当面、邮寄提交。",
            code="too-large",
        )
    return DraftFile.objects.create(draft=draft, role=role, facts=upload.facts, **sealed(0, upload, FOLDER))


def files_of(token: str) -> list[DraftFile]:
    """The files of the form with this token."""
    return list(DraftFile.objects.filter(draft__token_key=_token_key(token))) if token else []


@transaction.atomic
def drop_file(token: str, key: Any) -> None:
    """Take a file back; one that is not there is no matter."""
    for each in DraftFile.objects.filter(draft__token_key=_token_key(token), key=key):
        _destroy(each)


@transaction.atomic
def save_draft(token: str, content: Mapping[str, Any], *, at: datetime | None = None) -> tuple[str, Draft]:
    """Keep what was typed until the person comes back with the code that is given now, and only now."""
    now = at or timezone.now()
    draft = _draft_of(token, now)
    code = new_query_code()
    draft.code_key = _code_key(code)
    draft.content = json.dumps({**content, "token": token}, ensure_ascii=False)
    draft.made_at, draft.expires_at = now, now + timedelta(days=settings.DRAFT_DAYS)
    draft.save()
    return code, draft


def resume(code: str, *, place: str, at: datetime | None = None) -> tuple[Draft, dict[str, Any]]:
    """What was kept under a code. ``place`` is the network address. Raises ``NoDraft``, ``TooManyTries``."""
    now = at or timezone.now()
    guesses = Guesses("resume", place, now)
    guesses.check()
    found = Draft.objects.filter(code_key=_code_key(code), expires_at__gt=now).first()
    if found is None:
        guesses.note()
        raise NoDraft
    content: dict[str, Any] = json.loads(found.content)
    return found, content


@transaction.atomic
def discard(token: str) -> None:
    """Destroy what was kept for a form."""
    for draft in Draft.objects.filter(token_key=_token_key(token)):
        _end(draft)


@transaction.atomic
def forget_drafts(now: datetime) -> int:
    """Destroy what was kept long enough."""
    over = list(Draft.objects.filter(expires_at__lte=now))
    for draft in over:
        _end(draft)
    return len(over)


def hand_over(token: str, application: Application, *, by: Actor, at: datetime) -> None:
    """The files of the form become those of the case, whose bytes are written for it; the draft ends. Call it in the transaction."""
    for draft in Draft.objects.select_for_update().filter(token_key=_token_key(token)):
        for each in draft.files.all():
            move_in(application, each, by=by, at=at)
        _end(draft)


def _end(draft: Draft) -> None:
    for each in draft.files.all():
        _destroy(each)
    draft.delete()


def _destroy(file: DraftFile) -> None:
    file.delete()
    destroy(file.place)


__all__ = [
    "NoDraft",
    "TooManyTries",
    "discard",
    "drop_file",
    "files_of",
    "forget_drafts",
    "hand_over",
    "keep_file",
    "resume",
    "save_draft",
]
