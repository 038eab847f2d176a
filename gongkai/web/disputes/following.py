"""A dispute over an application and the application itself go together: each step here moves the other record too.

``enter_dispute``      the application is in_reconsideration or in_litigation from now on
``follow_on``          the dispute's end ends it there as well, or orders a new reply
``note_fulfilment``    a new reply that was served fulfils the order
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.applications.moves import TABLE as APPLICATION_TABLE
from gongkai.casework.events import told
from gongkai.disputes.moves import TABLE
from gongkai.disputes.outcomes import outcomes
from gongkai.web.applications.models import Application
from gongkai.web.applications.services import make_move
from gongkai.web.casework import services as casework
from gongkai.web.casework.services import history_of
from gongkai.web.disputes.models import Dispute
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record
from gongkai.web.notes.services import erase_notes

DISPUTED = ("in_reconsideration", "in_litigation")
_ours: ContextVar[bool] = ContextVar("dispute_moves_application", default=False)


def enter_dispute(dispute: Dispute, *, by: Actor, on: date, at: datetime) -> None:
    """The application is disputed from now on, where it is this organ's act and its state allows."""
    move = "reconsider" if dispute.kind == "reconsideration" else "litigate"
    _move(dispute, move, by=by, on=on, at=at)


def follow_on(dispute: Dispute, move: str, *, by: Actor, on: date, at: datetime) -> None:
    """What the step ``move`` of the dispute does to the application."""
    if move == "retry":
        _move(dispute, "litigate", by=by, on=on, at=at)
        return
    if move == "fulfil" or dispute.concluded_on is None or dispute.application_id is None:
        return
    if dispute.state == "to_fulfil":
        found = outcomes().get(_newest_outcome(dispute) or dispute.outcome)
        if found is not None and found.orders:
            given = history_of(dispute).effective[-1].facts.get("limit")
            _move(dispute, "order_again", by=by, on=on, at=at, facts={"limit": given} if given else {})
        return
    others = Dispute.objects.filter(application=dispute.application_id, concluded_on=None).exclude(pk=dispute.pk)
    if dispute.state == "closed" and not others.exists():
        _move(dispute, "end_dispute", by=by, on=on, at=at)


def refuse_past_the_dispute(sender: Any, *, application: Application, move: str, **_: Any) -> None:
    """The end of a dispute is recorded with the dispute, so that both records agree."""
    if move not in ("end_dispute", "order_again") or _ours.get():
        return
    pending = Dispute.objects.filter(application=application, ended=False).exclude(state="to_fulfil").first()
    if pending is not None:
        raise ValidationError(
            f"这件申请的{pending.kind_title}案件{pending.number}还没有登记结果。请在“复议和诉讼”里登记，这里会随着改变。"
        )


def note_fulfilment(sender: Any, *, application: Application, event: Any, by: Actor, at: datetime, **_: Any) -> None:
    """A new reply that was served fulfils the order to reply again."""
    if event.move != "serve" or not set(by.roles) & set(TABLE.move_of["fulfil"].who):
        return
    for dispute in Dispute.objects.select_for_update().filter(application=application, state="to_fulfil"):
        facts = {"done": f"已经重新答复申请{application.number}"}
        casework.act(dispute, "fulfil", by=by, facts=facts, on=event.on, at=at)


def erase_with_the_application(sender: Any, *, application: Application, by: Actor, at: datetime, **_: Any) -> None:
    """Erase who complained, what about, and the files; a dispute that goes on still needs them."""
    found = list(Dispute.objects.select_for_update().filter(application=application))
    for dispute in found:
        if not dispute.ended:
            raise ValidationError(
                f"{dispute.kind_title}案件{dispute.number}还没有办结，还要用申请人的信息，现在不能删除。"
            )
    for dispute in found:
        for paper in dispute.papers.filter(erased_at=None):
            paper.erase(at)
        erase_notes(dispute, by=by, at=at)
        dispute.complainant, dispute.about, dispute.erased_at = "", "", at
        dispute.save(update_fields=["complainant", "about", "erased_at"])
        record(dispute, "erase_dispute", by=by, organ=dispute.organ, at=at)


def gather_into_the_file(
    sender: Any, *, application: Application, add: Callable[[str, str, bytes], Any], **_: Any
) -> None:
    """Put the papers of the disputes into the archived file of the application."""
    for dispute in Dispute.objects.filter(application=application):
        for number, paper in enumerate(dispute.papers.filter(erased_at=None), 1):
            add(
                f"disputes/{dispute.number}/{number:02}-{paper.name}",
                f"{dispute.kind_title}：{paper.get_role_display()}",
                paper.read(),
            )


def _newest_outcome(dispute: Dispute) -> str:
    """What was decided last; in a retrial it may differ from the result that is counted."""
    for event in reversed(history_of(dispute).effective):
        if event.facts.get("outcome"):
            return str(event.facts["outcome"])
    return ""


def _move(
    dispute: Dispute, move: str, *, by: Actor, on: date, at: datetime, facts: dict[str, Any] | None = None
) -> None:
    """Make a move of the application where its state allows; what was archived meanwhile counts from that day."""
    if dispute.application_id is None or dispute.standing != "maker":
        return
    application = Application.objects.select_related("organ").get(pk=dispute.application_id)
    if application.state not in APPLICATION_TABLE.move_of[move].sources:
        return
    entered = history_of(application).entered
    day, note = on, f"案件{dispute.number}"
    if entered is not None and entered.on > on:
        day, note = entered.on, f"案件{dispute.number}，日期为{told(on)}"
    with _moving():
        make_move(application, move, by=by, facts=facts, on=day, at=at, note=note)
    dispute.application = application


@contextmanager
def _moving() -> Iterator[None]:
    token = _ours.set(True)
    try:
        yield
    finally:
        _ours.reset(token)
