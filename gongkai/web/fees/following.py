"""How a fee and its case keep together: no notice without a statement, the amount in the record, the statement as the case goes.

Connected to the signals of applications and of the log; everything happens in the transaction of the move itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.casework import History
from gongkai.casework.amendments import AMEND, STRIKE
from gongkai.web.applications.models import Application
from gongkai.web.casework.services import history_of
from gongkai.web.fees.models import FeeSetting, FeeStatement
from gongkai.web.fees.services import note_change
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import Entry

MOVES = ("ask_fee", "deliver_fee_notice", "receive_payment", "waive_fee", "lapse_payment", "withdraw", "merge")


def before_move(
    sender: Any, *, application: Application, move: str, facts: dict[str, Any], by: Actor, **_: Any
) -> None:
    """Refuse a notice or a payment for which there is no statement; put the amount into the record."""
    if move == "ask_fee":
        statement = _current(application)
        if statement is None or statement.state != "drawn":
            raise ValidationError(
                "还没有核算收费，不能告知。请先在“信息处理费”里按一种标准核算，超过免费的件数或者页数的才能收费"
                "（《条例》第四十二条、《信息处理费管理办法》第三条）。"
            )
        if statement.waiver_asked:
            raise ValidationError("这笔收费已经提请减免，等决定以后再告知。")
        setting = FeeSetting.objects.filter(organ=application.organ_id).first()
        if setting is None or not setting.how_to_pay:
            raise ValidationError("收费通知要写明缴纳方式。请先在“信息处理费”里填写本机关的缴纳方式。")
        _amount(statement, facts)
    elif move == "receive_payment":
        statement = _notified(application)
        _amount(statement, facts)
        if not str(facts.get("receipt", "")).strip():
            raise ValidationError({"receipt": "请填写财政票据的号码，缴费以票据为准。"})
    elif move == "waive_fee":
        statement = _notified(application)
        if not statement.waiver_asked:
            raise ValidationError("减免要先由经办人在“信息处理费”里提请并写明理由，再由另一人批准。")
        if by.person is not None and statement.waiver_asked_by_id == by.person.pk:
            raise ValidationError("提请减免的人不能自己批准，请由另一人决定。")
        facts["reason"] = statement.waiver_reason


def after_move(sender: Any, *, application: Application, event: Any, by: Actor, at: datetime, **_: Any) -> None:
    """Let the statement follow."""
    if event.move in MOVES:
        follow(application, by=by, at=at)


def after_entries(sender: Any, *, entries: Sequence[Entry], **_: Any) -> None:
    """A step that is amended or struck out changes what the statement repeats of it."""
    for entry in entries:
        if entry.step and entry.event.move in (AMEND, STRIKE) and isinstance(entry.subject, Application):
            amended = {each.number: each.move for each in history_of(entry.subject).events}
            if amended.get(entry.event.amends or 0) in MOVES:
                follow(entry.subject, by=None, at=entry.event.at)


def follow(application: Application, *, by: Actor | None, at: datetime | None) -> None:
    """Set state and dates of the statement as the history of its case says them."""
    statement = (
        FeeStatement.objects.select_for_update(of=("self",))
        .select_related("organ")
        .filter(application=application)
        .exclude(state="cancelled")
        .first()
    )
    if statement is None:
        return
    history = history_of(application)
    before = (statement.state, *_dates(statement))
    _set(statement, history, by)
    if (statement.state, *_dates(statement)) == before:
        return
    statement.full_clean()
    statement.save()
    if by is not None:
        note_change(statement, by=by, note="", at=at)


def _set(statement: FeeStatement, history: History, by: Actor | None) -> None:
    notice = history.last("ask_fee")
    if notice is None:
        closed = _closing(history)
        if closed is not None and statement.state == "drawn":
            statement.state, statement.ended_on = "closed", closed.on
        return
    statement.notified_on = notice.on
    statement.delivered_on = _on(history, "deliver_fee_notice")
    paid, waived = history.last("receive_payment"), history.last("waive_fee")
    ends = {"waived": waived, "lapsed": history.last("lapse_payment"), "closed": _closing(history)}
    if paid is not None:
        statement.state, statement.paid_on = "paid", paid.on
        statement.receipt = str(paid.facts.get("receipt", ""))
        return
    state, event = next(((name, each) for name, each in ends.items() if each is not None), ("notified", None))
    statement.state, statement.ended_on = state, event.on if event else None
    if state == "waived" and statement.waiver_decided_by_id is None and by is not None:
        statement.waiver_decided_by = by.person


def _closing(history: History) -> Any:
    """The withdrawal, or the merging into another application, by which the case ended."""
    return history.last("withdraw") or (history.last("merge") if history.state == "merged" else None)


def _on(history: History, move: str) -> date | None:
    found = history.last(move)
    return found.on if found else None


def _dates(statement: FeeStatement) -> tuple[Any, ...]:
    return (statement.notified_on, statement.delivered_on, statement.paid_on, statement.ended_on, statement.receipt)


def _current(application: Application) -> FeeStatement | None:
    return FeeStatement.objects.filter(application=application).exclude(state="cancelled").first()


def _notified(application: Application) -> FeeStatement:
    found = _current(application)
    if found is None or found.state != "notified":
        raise ValidationError("这件申请没有已经告知、等待缴费的核算单，请核对。")
    return found


def _amount(statement: FeeStatement, facts: dict[str, Any]) -> None:
    given = facts.get("amount")
    if given is not None and given != statement.amount:
        raise ValidationError(
            {"amount": f"核算的数额是{statement.amount}元，填写的是{given}元。数额以核算单为准，请核对。"}
        )
    facts["amount"] = statement.amount
