"""Releasing: another person than those who marked has the file made; only one that passes the gate becomes a file of the case."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.documents.model import Unreadable
from gongkai.redaction import engine
from gongkai.redaction.engine import NotReleased
from gongkai.redaction.grounds import limits
from gongkai.web.applications.materials import add_material, bytes_of
from gongkai.web.applications.models import Material
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record
from gongkai.web.redaction.marking import check_open, latest, working_copy
from gongkai.web.redaction.models import Marking, Redaction, Release

State = Release.State
TOO_LARGE = (
    "生成的文件约{size}兆字节，超过了可以存入卷内的{most}兆字节。请把原件拆成几份，分别存入卷内再标注；"
    "也可以请系统管理员调大上限（设置 GONGKAI_UPLOAD_MB）。"
)


def check_release(redaction: Redaction, *, by: Actor) -> Marking:
    """The version that would be released. Raises ``ValidationError``: nothing marked, the same person, the reply settled."""
    check_open(redaction.application, redaction.layer, releasing=True)
    found = latest(redaction)
    if found is None or not found.read():
        raise ValidationError("还没有标注遮盖。整份都可以提供的，不必遮盖，直接提供原件。")
    if by.person is None or redaction.markings.filter(author=by.person).exists():
        raise ValidationError("标注的人不能核验自己标注的文件。请由另一位有权限的同事逐页看过以后生成。")
    return found


@transaction.atomic
def ask_release(redaction: Redaction, *, version: int, by: Actor, at: datetime | None = None) -> Release:
    """Note that a version is to be released; ``version`` is the one that the person looked at. Then call ``make``."""
    fresh = Redaction.objects.select_for_update().get(pk=redaction.pk)
    marking = check_release(fresh, by=by)
    if marking.number != version:
        raise ValidationError("您打开页面以后又有新的标注，没有生成。请看过最新的标注再办理。", code="overtaken")
    if fresh.releases.filter(marking=marking, state=State.RELEASED).exists():
        raise ValidationError("这一版标注的文件已经生成，并且通过了核验。")
    fresh.releases.filter(state=State.MAKING).update(state=State.REFUSED, told=["没有做完就中断了，已经重新办理。"])
    made = Release.objects.create(redaction=fresh, marking=marking, reviewer=by.person, asked_at=at or timezone.now())
    facts = {"release": made.pk, "version": marking.number, "digest": marking.digest}
    record(fresh, "ask_release", by=by, organ=fresh.application.organ, facts=facts, at=at)
    return made


def make(release: Release, *, by: Actor, at: datetime | None = None) -> Release:
    """Make the file and let it through the gate or not. Without a transaction open while pages are drawn."""
    redaction = release.redaction
    moment = at or timezone.now()
    try:
        found = engine.release(
            working_copy(redaction), release.marking.read(), day=timezone.localdate(moment), at=moment
        )
    except NotReleased as refusal:
        return _refuse(release, refusal.findings, by=by)
    except Unreadable as refusal:
        return _refuse(release, [str(refusal)], by=by)
    except ValidationError as refusal:
        return _refuse(release, refusal.messages, by=by)
    if len(found.data) > settings.UPLOAD_LIMIT_MB << 20:
        return _refuse(release, [TOO_LARGE.format(size=len(found.data) >> 20, most=settings.UPLOAD_LIMIT_MB)], by=by)
    try:
        return _keep(release, found, by=by)
    except ValidationError as refusal:
        return _refuse(release, refusal.messages, by=by)


@transaction.atomic
def _keep(release: Release, found: engine.Released, *, by: Actor) -> Release:
    fresh = Redaction.objects.select_for_update().get(pk=release.redaction_id)
    marking = latest(fresh)
    if marking is None or marking.pk != release.marking_id:
        raise ValidationError("生成期间又保存了新的标注，这份文件作废。请看过最新的标注再办理。")
    check_open(fresh.application, fresh.layer, releasing=True)
    _check_still_making(release)
    name = f"提供的信息（{fresh.get_layer_display()}，遮盖第{marking.number}版）.pdf"
    material = add_material(fresh.application, role=Material.Role.RELEASED, name=name, data=found.data, by=by)
    release.state, release.material, release.sha256 = State.RELEASED, material, material.sha256
    release.pages, release.told, release.ended_at = found.pages, list(found.checks), timezone.now()
    release.save()
    facts = {
        "release": release.pk,
        "version": marking.number,
        "material": material.pk,
        "sha256": material.sha256,
        "pages": found.pages,
    }
    record(fresh, "release_redaction", by=by, organ=fresh.application.organ, facts=facts)
    return release


def _check_still_making(release: Release) -> None:
    """Raise when somebody asked anew meanwhile: of two makings only the later one counts."""
    now = Release.objects.select_for_update().get(pk=release.pk)
    if now.state != State.MAKING:
        raise ValidationError("做的时间太长，已经重新办理，这一次不算。")


@transaction.atomic
def _refuse(release: Release, findings: list[str], *, by: Actor) -> Release:
    release.state, release.told, release.ended_at = State.REFUSED, findings, timezone.now()
    release.save()
    facts = {"release": release.pk, "version": release.marking.number, "findings": len(findings)}
    record(release.redaction, "refuse_release", by=by, organ=release.redaction.application.organ, facts=facts)
    return release


def takes_long(redaction: Redaction) -> bool:
    """Whether the making is left to the background."""
    return redaction.pages > limits()["pages_at_once"]


def released(redaction: Redaction) -> Release | None:
    """The release of the version in force, if it passed the gate."""
    marking = latest(redaction)
    return marking.releases.filter(state=State.RELEASED).first() if marking else None


def released_bytes(release: Release) -> bytes:
    """The file. Raises ``ValidationError`` when it did not pass the gate, or was destroyed."""
    if release.state != State.RELEASED or release.material is None:
        raise ValidationError("没有通过核验的文件不能取出。")
    return bytes_of(release.material)
