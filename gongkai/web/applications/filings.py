"""What the applicant hands in and says on the portal after applying; each leaves an event, and none moves the case by itself.

file(application, kind, text, *, files=(), at=None) -> Filing      a correction, reasons, or that the application is withdrawn
give_feedback(application, score, text="", *, at=None) -> Feedback once, after the answer
waiting(applications) -> QuerySet[Filing]                          what the office has not taken up yet

The office takes a filing up by its own step, of which it is the evidence: the day on which it came stays provable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.applications.moves import BEFORE_SERVED
from gongkai.web.applications.materials import add_material
from gongkai.web.applications.models import Application, Feedback, Filing, Material
from gongkai.web.applications.telling import fresh_of
from gongkai.web.log.actors import PUBLIC, Actor
from gongkai.web.log.services import record

Kind = Filing.Kind
MOST = 10
"""Filings of one kind that may wait; beyond that somebody fills the disk."""
MOST_FILES = 20
STATES: Mapping[str, tuple[str, ...]] = {
    Kind.CORRECTION: ("in_correction",),
    Kind.REASONS: ("awaiting_reasons",),
    Kind.WITHDRAWAL: BEFORE_SERVED,
}
TAKEN_BY: Mapping[str, tuple[str, ...]] = {
    Kind.CORRECTION: ("receive_correction", "find_still_unclear", "lapse_correction"),
    Kind.REASONS: ("accept_reasons", "refuse_excessive", "delay"),
    Kind.WITHDRAWAL: ("withdraw",),
}
_ROLES = {Kind.CORRECTION: Material.Role.CORRECTION, Kind.REASONS: Material.Role.RECEIVED}


def possible(application: Application) -> tuple[str, ...]:
    """What may be handed in now."""
    return tuple(str(kind) for kind, states in STATES.items() if application.state in states)


@transaction.atomic
def file(
    application: Application,
    kind: str,
    text: str,
    *,
    files: Sequence[tuple[str, bytes | BinaryIO]] = (),
    at: datetime | None = None,
) -> Filing:
    """Hand something in. Raises ``ValidationError`` with all files that were not taken, each with its reason."""
    now = at or timezone.now()
    fresh = fresh_of(application)
    if kind not in possible(fresh):
        raise ValidationError(f"这件申请目前“{fresh.state_title}”，不能再递交这类材料。")
    text = text.replace("\r\n", "\n").strip()
    if not text and not files and kind != Kind.WITHDRAWAL:
        raise ValidationError({"text": "请写明内容，或者上传材料。"})
    if fresh.filings.filter(kind=kind, taken_step=None).count() >= MOST:
        raise ValidationError("递交的次数太多了，受理机关还没有看完。请等受理机关处理，或者拨打它的公开电话。")
    if kind == Kind.WITHDRAWAL and fresh.filings.filter(kind=kind, taken_step=None).exists():
        raise ValidationError("您已经要求撤回，正等受理机关登记，不用再递交。")
    if len(files) > MOST_FILES:
        raise ValidationError({"uploads": f"一次最多上传{MOST_FILES}个文件。请合并成几个文件，或者分几次递交。"})
    kept, refused = [], []
    for name, data in files:
        try:
            with transaction.atomic():
                kept.append(add_material(fresh, role=_ROLES[Kind(kind)], name=name, data=data, by=PUBLIC, at=now, opens=True))  # fmt: skip
        except ValidationError as refusal:
            refused += refusal.messages
    if refused:
        raise ValidationError({"uploads": refused})
    made = Filing.objects.create(
        application=fresh, kind=kind, text=text, materials=[each.pk for each in kept], filed_at=now
    )
    facts = {"filing": made.pk, "kind": str(made.get_kind_display()), "files": len(kept)}
    record(fresh, "file_online", by=PUBLIC, organ=fresh.organ, facts=facts, at=now)
    return made


@transaction.atomic
def give_feedback(application: Application, score: int, text: str = "", *, at: datetime | None = None) -> Feedback:
    """Say once what the answer was like."""
    fresh = fresh_of(application)
    if not answered(fresh):
        raise ValidationError("还没有答复，答复以后再请您评价。")
    if Feedback.objects.filter(application=fresh).exists():
        raise ValidationError("您已经评价过，谢谢。")
    if score not in dict(Feedback.SCORES):
        raise ValidationError({"score": "请从列出的选项里选择。"})
    made = Feedback.objects.create(
        application=fresh, score=score, text=text.replace("\r\n", "\n").strip()[:1000], given_at=at or timezone.now()
    )
    record(fresh, "give_feedback", by=PUBLIC, organ=fresh.organ, facts={"score": score}, at=at)
    return made


def answered(application: Application) -> bool:
    """Whether it ended with a reply that the applicant may judge."""
    return bool(application.ended_on) and not application.outcome.startswith("other.")


def waiting(applications: QuerySet[Application]) -> QuerySet[Filing]:
    """What was handed in and not taken up yet, the oldest first."""
    return Filing.objects.filter(taken_step=None, application__in=applications, application__ended=False).order_by("id")


def as_evidence(sender: Any, *, application: Application, move: str, facts: dict[str, Any], **_: Any) -> None:
    """A step by which the office takes up what was handed in online names it as evidence, unless the officer wrote of another."""
    field = {"receive_correction": "evidence", "withdraw": "letter"}.get(move)
    if field is None or str(facts.get(field) or "").strip():
        return
    kind = next(kind for kind, moves in TAKEN_BY.items() if move in moves)
    found = application.filings.filter(kind=kind, taken_step=None).last()
    if found is not None:
        day = timezone.localtime(found.filed_at)
        told = f"申请人{day.year}年{day.month}月{day.day}日{day:%H:%M}凭查询码在网上递交"
        facts[field] = f"网上撤回申请（{told}）" if move == "withdraw" else f"{told}，材料{len(found.materials)}份"


def take_up(sender: Any, *, application: Application, event: Any, by: Actor, at: datetime, **_: Any) -> None:
    """After such a step nothing of the kind waits any more."""
    for kind, moves in TAKEN_BY.items():
        if event.move in moves:
            application.filings.filter(kind=kind, taken_step=None).update(taken_step=event.case_number)


def erase_filings(sender: Any, *, application: Application, **_: Any) -> None:
    """What was written goes with the personal data; that it was handed in, and the score, stay."""
    application.filings.update(text="")
    Feedback.objects.filter(application=application).update(text="")
