"""Beginning a covering and marking it: every saving is a version, and nobody overwrites what another saved meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.documents.model import Unreadable
from gongkai.redaction import engine
from gongkai.redaction.engine import Proposal
from gongkai.redaction.grounds import layers
from gongkai.redaction.marks import MarkError, Marks, read_marks
from gongkai.redaction.sources import as_pdf
from gongkai.web.applications.materials import bytes_of
from gongkai.web.applications.models import Application, Material
from gongkai.web.files.sealing import opened, seal
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import events_of, record
from gongkai.web.redaction.models import Marking, Redaction

CLOSED = ("submitted", "decision_approved", "served", "archived", "withdrawn", "deemed_abandoned")
"""States of a case in which its reply is settled, or not begun: what the applicant gets is not marked any more."""
ONE_READING = timedelta(hours=1)
"""Looking at the same page again within this time is one reading."""


def begin(
    application: Application, source: Material, layer: str, *, by: Actor, at: datetime | None = None
) -> Redaction:
    """Prepare a source for marking. Raises ``ValidationError``: a file without pages, one that cannot be opened."""
    if layer not in layers():
        raise ValidationError({"layer": "请选择给谁看。"})
    if source.application_id != application.pk or source.role != Material.Role.SOURCE:
        raise ValidationError({"source": "请选择这件申请的一份原件。"})
    if source.erased_at or application.erased_at:
        raise ValidationError("这份原件已经销毁，不能再标注。")
    check_open(application, layer)
    known = Redaction.objects.filter(source=source, layer=layer).first()
    if known is not None:
        return known
    kind = "tiff" if source.kind == "image" else source.kind
    try:
        working, sizes = as_pdf(bytes_of(source), kind)
    except Unreadable as refusal:
        raise ValidationError({"source": str(refusal)}, code=refusal.code) from refusal
    with transaction.atomic():
        made = Redaction.objects.create(
            application=application,
            source=source,
            layer=layer,
            place=seal(application.organ_id, working),
            page_sizes=sizes,
            begun_by=by.person,
            begun_at=at or timezone.now(),
        )
        facts = {"material": source.pk, "layer": layer, "pages": len(sizes)}
        record(made, "begin_redaction", by=by, organ=application.organ, facts=facts, at=at)
    return made


def check_open(application: Application, layer: str, *, releasing: bool = False) -> None:
    """Raise ``ValidationError`` when the reply is settled and this recipient's file belongs to it."""
    if not layers()[layer].must_serve:
        return
    closed = [state for state in CLOSED if not (releasing and state == "decision_approved")]
    if application.state in closed:
        more = "要改的，请先退回修改。" if application.state == "decision_approved" else ""
        raise ValidationError(f"这件申请目前“{application.state_title}”，给申请人的文件不能再改。{more}")


def latest(redaction: Redaction) -> Marking | None:
    """The version in force."""
    return redaction.markings.order_by("-number").first()


def marks_of(redaction: Redaction) -> Marks:
    """The marks in force; none before the first version."""
    found = latest(redaction)
    return found.read() if found else Marks()


@transaction.atomic
def mark(redaction: Redaction, marks: Marks, *, based_on: int, by: Actor, at: datetime | None = None) -> Marking:
    """Save a version. ``based_on`` is the number of the version that the person saw (0: none). Raises ``ValidationError``."""
    fresh, last = _locked(redaction, based_on)
    try:
        checked = read_marks(marks.as_json(), fresh.pages)
    except MarkError as problem:
        raise ValidationError(str(problem), code=problem.field or None) from problem
    if last is not None and checked.digest == last.digest:
        return last
    parent = last.stands_for if last else 0
    number = last.number + 1 if last else 1
    return _keep(fresh, checked, number, stands_for=number, parent=parent, move="mark_redaction", by=by, at=at)


@transaction.atomic
def undo(redaction: Redaction, *, based_on: int, by: Actor, at: datetime | None = None) -> Marking:
    """Go back by one saving. Raises ``ValidationError`` where there is none."""
    fresh, last = _locked(redaction, based_on)
    if last is None or last.stands_for == 0:
        raise ValidationError("没有可以退回的标注。")
    parents = {each.number: each for each in fresh.markings.all()}
    target = parents[last.stands_for].parent
    earlier = parents.get(target)
    return _keep(
        fresh,
        earlier.read() if earlier else Marks(),
        last.number + 1,
        stands_for=target,
        parent=earlier.parent if earlier else 0,
        move="unmark_redaction",
        by=by,
        at=at,
    )


def _locked(redaction: Redaction, based_on: int) -> tuple[Redaction, Marking | None]:
    fresh = Redaction.objects.select_for_update().get(pk=redaction.pk)
    if fresh.erased_at:
        raise ValidationError("这份原件已经销毁，不能再标注。")
    check_open(fresh.application, fresh.layer)
    last = latest(fresh)
    if (last.number if last else 0) != based_on:
        who = f"{last.author.name}在" if last and last.author else ""
        raise ValidationError(
            f"{who}您打开页面以后保存过新的标注，您的没有保存，以免盖掉对方的。请在下面核对最新的标注，再补上您的。",
            code="overtaken",
        )
    return fresh, last


def _keep(
    redaction: Redaction,
    marks: Marks,
    number: int,
    *,
    stands_for: int,
    parent: int,
    move: str,
    by: Actor,
    at: datetime | None,
) -> Marking:
    made = Marking.objects.create(
        redaction=redaction,
        number=number,
        stands_for=stands_for,
        parent=parent,
        marks=marks.as_json(),
        digest=marks.digest,
        author=by.person,
        marked_at=at or timezone.now(),
    )
    facts = {"version": number, "boxes": marks.count, "withheld": len(marks.withheld), "digest": marks.digest}
    record(redaction, move, by=by, organ=redaction.application.organ, facts=facts, at=at)
    return made


def working_copy(redaction: Redaction) -> bytes:
    """The pages to draw, as PDF. Raises ``ValidationError`` when they were destroyed."""
    if redaction.erased_at or not redaction.place:
        raise ValidationError("这份原件已经销毁，只留下标注的记录。")
    return opened(redaction.place)


def read_page(redaction: Redaction, number: int, *, by: Actor, at: datetime | None = None) -> bytes:
    """A page of the source as PNG; who read it is recorded first. Raises ``ValidationError``."""
    _record_reading(redaction, number, by=by, at=at)
    try:
        return engine.page_picture(working_copy(redaction), number)
    except Unreadable as refusal:
        raise ValidationError(str(refusal), code=refusal.code) from refusal


def preview_page(redaction: Redaction, number: int, *, by: Actor, at: datetime | None = None) -> bytes:
    """A page as it will be released, as PNG; it shows what is not covered, so that is recorded too. Raises ``ValidationError``."""
    _record_reading(redaction, number, by=by, at=at)
    try:
        return engine.preview(working_copy(redaction), marks_of(redaction), number, timezone.localdate())
    except Unreadable as refusal:
        raise ValidationError(str(refusal), code=refusal.code) from refusal


def _record_reading(redaction: Redaction, number: int, *, by: Actor, at: datetime | None) -> None:
    now = at or timezone.now()
    told = events_of(redaction).filter(move="read_redaction_page", by=by.key, at__gt=now - ONE_READING)
    if not told.filter(content__event__facts__page=number).exists():
        facts = {"page": number}
        record(redaction, "read_redaction_page", by=by, organ=redaction.application.organ, facts=facts, at=at)


def propose(redaction: Redaction, *, by: Actor) -> list[Proposal]:
    """Boxes over personal data in the words of the source that are not covered yet. Nothing is saved."""
    try:
        found = engine.proposals(working_copy(redaction), timezone.localdate())
    except Unreadable as refusal:
        raise ValidationError(str(refusal), code=refusal.code) from refusal
    record(redaction, "propose_redaction", by=by, organ=redaction.application.organ, facts={"found": len(found)})
    marks = marks_of(redaction)
    return [each for each in found if each.page not in marks.withheld and not _covered(each, marks)]


def _covered(proposal: Proposal, marks: Marks) -> bool:
    inner = proposal.box
    slack = 0.002
    return any(
        each.left <= inner.left + slack
        and each.top <= inner.top + slack
        and each.right >= inner.right - slack
        and each.bottom >= inner.bottom - slack
        for each in marks.on(proposal.page)
    )
