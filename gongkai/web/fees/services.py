"""All changes of fees. Each does one thing whole, with its event; refusals are ``ValidationError`` in Chinese.

    draw(application, tariff, *, by, on=None, pages=None) -> FeeStatement      one tariff, once for an application
    cancel(statement, *, by, why) -> FeeStatement                             before the applicant was told
    ask_waiver(statement, *, by, why) -> FeeStatement
    decide_waiver(statement, *, by, waived, why) -> FeeStatement              by another person than who asked
    set_how_to_pay(organ, how_to_pay, contact, *, by) -> FeeSetting

The notice, its arrival, the payment and the lapse are moves of the case (``following``).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.applications.fees import PER_PAGE, PER_REQUEST, Fee, NoFee, tariffs
from gongkai.web.applications.models import Application
from gongkai.web.applications.moving import make_move
from gongkai.web.applications.telling import refuse_personal_data
from gongkai.web.fees.counting import MonthCount, fee_by_page, fee_by_request
from gongkai.web.fees.models import FeeSetting, FeeStatement
from gongkai.web.log.services import record, save

if TYPE_CHECKING:
    from gongkai.web.log.actors import Actor
    from gongkai.web.organs.models import Organ


@transaction.atomic
def draw(
    application: Application,
    tariff: str,
    *,
    by: Actor,
    on: date | None = None,
    pages: int | None = None,
    at: datetime | None = None,
) -> FeeStatement:
    """Reckon what an application costs by one tariff. Refused for nothing owed, an unknown applicant, a second statement."""
    fresh = Application.objects.select_for_update().select_related("organ").get(pk=application.pk)
    day = on or timezone.localdate(at)
    if by.person is None:
        raise ValueError("收费要由人核算。")
    if fresh.state != "under_review":
        raise ValidationError(f"这件申请目前“{fresh.state_title}”，在“审查办理”的时候才能核算收费。")
    known = FeeStatement.objects.filter(application=fresh).exclude(state="cancelled").first()
    if known is not None:
        raise ValidationError(
            f"这件申请已经按“{known.tariff_title}”核算过收费（{known.amount}元，{known.get_state_display()}）。"
            "一件申请只能适用一种标准，不得重复计收（《信息处理费管理办法》第三条）。"
        )
    fee, count = _reckoned(fresh, tariff, pages, day)
    made = FeeStatement(
        organ=fresh.organ,
        application=fresh,
        tariff=tariff,
        on=day,
        month=count.month if count else None,
        units=fee.units,
        amount=fee.amount,
        standard=fee.standard,
        basis=fee.basis,
        counted=count.numbers if count else [fresh.number],
        drawn_by=by.person,
        drawn_at=at or timezone.now(),
    )
    return save(made, "draw_fee", by=by, organ=fresh.organ, at=at)


def _reckoned(application: Application, tariff: str, pages: int | None, on: date) -> tuple[Fee, MonthCount | None]:
    try:
        if tariff == PER_REQUEST:
            return fee_by_request(application, on)
        if tariff == PER_PAGE:
            if pages is None:
                raise ValidationError({"pages": "按量计收的，请填写提供给申请人的页数。"})
            return fee_by_page(pages, on), None
    except NoFee as nothing:
        raise ValidationError({"pages" if tariff == PER_PAGE else "tariff": str(nothing)}) from nothing
    raise ValidationError({"tariff": f"请选择计收标准：{'、'.join(each.title for each in tariffs().values())}。"})


@transaction.atomic
def cancel(statement: FeeStatement, *, by: Actor, why: str, at: datetime | None = None) -> FeeStatement:
    """Take back a statement that was drawn wrongly; only before the applicant was told."""
    fresh = _fresh(statement)
    if fresh.state != "drawn":
        raise ValidationError(f"这份核算单“{fresh.get_state_display()}”，不能作废。")
    fresh.state, fresh.cancel_reason = "cancelled", _said(fresh, why, "作废的理由，例如“页数数错”")
    return save(fresh, "cancel_fee", by=by, organ=fresh.organ, note=fresh.cancel_reason, at=at)


@transaction.atomic
def ask_waiver(statement: FeeStatement, *, by: Actor, why: str, at: datetime | None = None) -> FeeStatement:
    """Ask a head of the office to waive the fee."""
    fresh = _fresh(statement)
    if by.person is None:
        raise ValueError("减免要由人提请。")
    if fresh.state not in ("drawn", "notified"):
        raise ValidationError(f"这笔收费“{fresh.get_state_display()}”，不能再减免。")
    if fresh.waiver_asked_by_id is not None:
        raise ValidationError("已经提请过减免，正在等待决定。")
    fresh.waiver_asked_by = by.person
    fresh.waiver_reason = _said(fresh, why, "减免的理由，例如“申请人领取最低生活保障，已经核对证明”")
    return save(fresh, "ask_waiver", by=by, organ=fresh.organ, note=fresh.waiver_reason, at=at)


@transaction.atomic
def decide_waiver(
    statement: FeeStatement, *, by: Actor, waived: bool, why: str = "", at: datetime | None = None
) -> FeeStatement:
    """Waive the fee, or not. Who asked cannot decide. Where the applicant was told already, the case goes on."""
    fresh = _fresh(statement)
    if by.person is None:
        raise ValueError("减免要由人决定。")
    if not fresh.waiver_asked:
        raise ValidationError("没有等待决定的减免。先由经办人提请并写明理由，再由另一人决定。")
    if fresh.waiver_asked_by_id == by.person.pk:
        raise ValidationError("提请减免的人不能自己批准，请由另一人决定。")
    if not waived:
        reason = _said(fresh, why, "不同意的理由")
        fresh.waiver_asked_by, fresh.waiver_reason = None, ""
        return save(fresh, "refuse_waiver", by=by, organ=fresh.organ, note=reason, at=at)
    if fresh.state == "notified":
        # 已经告知缴费的，案件停在“等待缴费”：由办理的一步恢复，核算单随之改变（following）
        application = Application.objects.select_related("organ").get(pk=fresh.application_id)
        make_move(application, "waive_fee", by=by, facts={"reason": fresh.waiver_reason}, at=at)
        return _fresh(statement)
    fresh.state, fresh.waiver_decided_by = "waived", by.person
    fresh.ended_on = timezone.localdate(at)
    return save(fresh, "decide_waiver", by=by, organ=fresh.organ, note=why, at=at)


@transaction.atomic
def set_how_to_pay(organ: Organ, how_to_pay: str, contact: str, *, by: Actor) -> FeeSetting:
    """Say how fees are paid to the organ; the notice repeats it."""
    found = FeeSetting.objects.select_for_update().filter(organ=organ).first() or FeeSetting(organ=organ)
    found.how_to_pay, found.contact = how_to_pay.strip(), contact.strip()
    return save(found, "set_how_to_pay", by=by, organ=organ)


def note_change(statement: FeeStatement, *, by: Actor, note: str, at: datetime | None) -> None:
    """Record that a statement followed its case."""
    facts = {"state": statement.state}
    record(statement, "follow_fee", by=by, organ=statement.organ, note=note, facts=facts, at=at)


def _said(statement: FeeStatement, why: str, what: str) -> str:
    if not why.strip():
        raise ValidationError({"why": f"请写明{what}。"})
    refuse_personal_data(statement.application, {"why": why}, "")
    return why.strip()


def _fresh(statement: FeeStatement) -> FeeStatement:
    return (
        FeeStatement.objects.select_for_update(of=("self",)).select_related("organ", "application").get(pk=statement.pk)
    )
