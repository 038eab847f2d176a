"""Fees on cases: who is counted in a month, one tariff, the notice, the payment, waiver, lapse, and the statement of the year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from test_applications_services import COMPANY, JUNE_1, WANG, go, moment, under_review, who

from gongkai.casework import NotAllowed
from gongkai.organs.roles import Role
from gongkai.web.applications import services as applications
from gongkai.web.applications.models import Application
from gongkai.web.fees import services
from gongkai.web.fees.annual import records, statement
from gongkai.web.fees.counting import month_count
from gongkai.web.fees.fields import fee_fields
from gongkai.web.fees.models import FeeStatement

HOW = "缴至青石县财政非税收入专户，凭本通知到县政务服务中心12号窗口缴纳，当场开具财政票据。"


def ready(county: Any) -> None:
    services.set_how_to_pay(county.bureau, HOW, "0731-1234567", by=who(county, Role.FOI_OFFICER))


def drawn(county: Any, application: Application, pages: int = 250, on: date = JUNE_1) -> FeeStatement:
    by = who(county, Role.FOI_OFFICER)
    return services.draw(application, "per_page", pages=pages, by=by, on=on, at=moment(on))


def notified(county: Any) -> FeeStatement:
    ready(county)
    application = under_review(county)
    made = drawn(county, application)
    go(county, application, "ask_fee", date(2026, 6, 3), {"letter": "收费通知书（〔2026〕1号）"})
    go(county, application, "deliver_fee_notice", date(2026, 6, 4), {})
    made.refresh_from_db()
    return made


def many(county: Any, count: int, details: Any = WANG, on: date = JUNE_1) -> list[Application]:
    found = []
    for _ in range(count):
        made = applications.submit(county.bureau, details, at=moment(on))
        go(county, made, "receive", on)
        found.append(made)
    return found


def test_the_applications_of_one_applicant_in_a_month_are_counted_in_their_order(county):
    first = many(county, 10)
    many(county, 3, replace(WANG, identity_number="110101199003070011"))
    many(county, 2, on=date(2026, 5, 29))
    eleventh = under_review(county, on=date(2026, 6, 2))
    tenth = first[-1]
    for move in ("register", "begin_review"):
        go(county, tenth, move, date(2026, 6, 2))
    assert month_count(eleventh).place == 11
    by = who(county, Role.FOI_OFFICER)
    with pytest.raises(ValidationError, match="累计10件，没有超过10件"):
        services.draw(tenth, "per_request", by=by, on=date(2026, 6, 2))
    made = services.draw(eleventh, "per_request", by=by, on=date(2026, 6, 2))
    assert (made.amount, made.units, made.month) == (100, 11, JUNE_1)
    assert made.counted == [each.number for each in (*first, eleventh)]


def test_an_application_charged_by_pages_and_one_withdrawn_are_not_counted_by_request(county):
    paged, withdrawn, third = many(county, 3)
    for move in ("register", "begin_review"):
        go(county, paged, move, JUNE_1)
    drawn(county, paged)
    go(county, withdrawn, "withdraw", JUNE_1)
    third.refresh_from_db()
    count = month_count(third)
    assert (count.place, [each.number for each in count.left_out]) == (1, [paged.number, withdrawn.number])


def test_namesakes_without_a_code_are_shown_and_not_added_up(county):
    nameless = replace(WANG, identity_kind="", identity_number="")
    register = applications.register_other_channel
    by = who(county, Role.FOI_OFFICER)
    other = register(county.bureau, nameless, "in_person", by=by, on=JUNE_1, at=moment(JUNE_1))
    mine = under_review(county)
    count = month_count(mine)
    assert (count.place, [each.number for each in count.doubtful]) == (1, [other.number])


def test_nobody_known_is_charged_by_request(county):
    by = who(county, Role.FOI_OFFICER)
    unknown = replace(WANG, applicant_name="未写明", identity_kind="", identity_number="")
    application = applications.register_other_channel(
        county.bureau, unknown, "in_person", by=by, on=JUNE_1, at=moment(JUNE_1)
    )
    for move in ("register", "begin_review"):
        go(county, application, move, JUNE_1)
    with pytest.raises(ValidationError, match="不知道申请人是谁"):
        services.draw(application, "per_request", by=by, on=JUNE_1)
    assert not FeeStatement.objects.exists()


@pytest.mark.parametrize(("pages", "said"), [(30, "没有超过30页"), (0, "不小于1"), (-5, "不小于1"), (10**9, "核对")])
def test_pages_below_the_threshold_or_beyond_sense_are_refused(county, pages, said):
    application = under_review(county)
    with pytest.raises(ValidationError, match=said):
        drawn(county, application, pages)


def test_one_application_is_charged_by_one_tariff_only(county):
    application = under_review(county)
    drawn(county, application)
    by = who(county, Role.FOI_OFFICER)
    for tariff, pages in (("per_request", None), ("per_page", 300)):
        with pytest.raises(ValidationError, match="一件申请只能适用一种标准"):
            services.draw(application, tariff, by=by, pages=pages, on=JUNE_1)


def test_a_statement_drawn_wrongly_makes_room_for_another_until_the_applicant_is_told(county):
    application = under_review(county)
    by = who(county, Role.FOI_OFFICER)
    wrong = drawn(county, application, 300)
    with pytest.raises(ValidationError, match="请写明作废的理由"):
        services.cancel(wrong, by=by, why=" ")
    services.cancel(wrong, by=by, why="页数数错")
    assert drawn(county, application, 250).amount == 4700
    told = notified(county)
    with pytest.raises(ValidationError, match="不能作废"):
        services.cancel(told, by=by, why="页数数错")


def test_no_notice_without_a_statement_and_without_a_way_to_pay(county):
    application = under_review(county)
    with pytest.raises(ValidationError, match="还没有核算收费，不能告知"):
        go(county, application, "ask_fee", JUNE_1, {"letter": "收费通知书"})
    drawn(county, application)
    with pytest.raises(ValidationError, match="缴纳方式"):
        go(county, application, "ask_fee", JUNE_1, {"letter": "收费通知书"})
    ready(county)
    with pytest.raises(ValidationError, match="核算的数额是4700元"):
        go(county, application, "ask_fee", JUNE_1, {"letter": "收费通知书", "amount": 100})
    event = go(county, application, "ask_fee", JUNE_1, {"letter": "收费通知书"})
    assert event.facts["amount"] == 4700


def test_a_notice_after_the_time_for_the_reply_is_refused_and_nothing_is_lost(county):
    ready(county)
    application = under_review(county)
    made = drawn(county, application)
    last, after = date(2026, 6, 30), date(2026, 7, 1)
    with pytest.raises(NotAllowed, match="“答复期限”的最后一日是2026年6月30日，已经届满"):
        go(county, application, "ask_fee", after, {"letter": "收费通知书"})
    made.refresh_from_db()
    application.refresh_from_db()
    assert (made.state, application.state, application.letters.count()) == ("drawn", "under_review", 0)
    go(county, application, "ask_fee", last, {"letter": "收费通知书"})


def test_the_payment_needs_its_receipt_and_restarts_the_reply(county):
    made = notified(county)
    assert (made.state, made.notified_on, made.delivered_on) == ("notified", date(2026, 6, 3), date(2026, 6, 4))
    application = Application.objects.get(pk=made.application_id)
    with pytest.raises(ValidationError, match="财政票据的号码"):
        go(county, application, "receive_payment", date(2026, 6, 10), {})
    event = go(county, application, "receive_payment", date(2026, 6, 10), {"receipt": "0012345678"})
    made.refresh_from_db()
    assert (made.state, made.paid_on, made.receipt) == ("paid", date(2026, 6, 10), "0012345678")
    assert event.facts["amount"] == 4700
    application.refresh_from_db()
    assert application.state == "under_review" and application.due_on == date(2026, 7, 9)
    with pytest.raises(ValidationError, match="还没有核算收费"):
        go(county, application, "ask_fee", date(2026, 6, 11), {"letter": "收费通知书"})


def test_an_amended_day_of_payment_changes_the_statement(county):
    made = notified(county)
    application = Application.objects.get(pk=made.application_id)
    event = go(county, application, "receive_payment", date(2026, 6, 10), {"receipt": "0012345678"})
    by = who(county, Role.LEADING_GROUP)
    applications.amend_step(
        application,
        event.case_number,
        by=by,
        changes={"on": "2026-06-09"},
        reason="票据日期是6月9日",
        at=moment(date(2026, 6, 11)),
    )
    made.refresh_from_db()
    assert made.paid_on == date(2026, 6, 9)


def test_what_is_not_paid_in_time_ends_the_application(county):
    made = notified(county)
    application = Application.objects.get(pk=made.application_id)
    with pytest.raises(NotAllowed, match="还没有届满"):
        go(county, application, "lapse_payment", date(2026, 7, 2), {})
    go(county, application, "lapse_payment", date(2026, 7, 6), {})
    made.refresh_from_db()
    application.refresh_from_db()
    assert (made.state, application.outcome) == ("lapsed", "other.fee_unpaid")


def test_who_asks_for_a_waiver_does_not_grant_it(county):
    made = notified(county)
    office, head = who(county, Role.FOI_OFFICER), who(county, Role.LEADING_GROUP)
    application = Application.objects.get(pk=made.application_id)
    with pytest.raises(ValidationError, match="没有等待决定的减免"):
        services.decide_waiver(made, by=head, waived=True)
    with pytest.raises(ValidationError, match="提请并写明理由"):
        applications.make_move(application, "waive_fee", by=head, facts={"reason": "困难"})
    with pytest.raises(ValidationError, match="请写明减免的理由"):
        services.ask_waiver(made, by=office, why="")
    with pytest.raises(ValidationError, match="申请人的姓名"):
        services.ask_waiver(made, by=office, why="王小禾生活困难")
    services.ask_waiver(made, by=office, why="申请人领取最低生活保障", at=moment(date(2026, 6, 5)))
    both = replace(office, roles=frozenset({"foi_officer", "leading_group"}))
    for attempt in (
        lambda: services.decide_waiver(made, by=both, waived=True),
        lambda: applications.make_move(application, "waive_fee", by=both, facts={}),
    ):
        with pytest.raises(ValidationError, match="不能自己批准"):
            attempt()
    services.decide_waiver(made, by=head, waived=True, at=moment(date(2026, 6, 8)))
    made.refresh_from_db()
    application.refresh_from_db()
    assert (made.state, made.waiver_decided_by, made.ended_on) == ("waived", head.person, date(2026, 6, 8))
    assert (application.state, application.clock_status) == ("under_review", "running")


def test_a_waiver_before_the_notice_needs_no_move_of_the_case(county):
    application = under_review(county)
    made = drawn(county, application)
    office, head = who(county, Role.FOI_OFFICER), who(county, Role.LEADING_GROUP)
    services.ask_waiver(made, by=office, why="申请人领取最低生活保障")
    services.decide_waiver(made, by=head, waived=False, why="没有提供证明")
    made.refresh_from_db()
    assert made.state == "drawn" and not made.waiver_asked
    services.ask_waiver(made, by=office, why="已经补交证明")
    services.decide_waiver(made, by=head, waived=True)
    made.refresh_from_db()
    assert made.state == "waived"


def test_withdrawing_closes_the_fee(county):
    made = notified(county)
    application = Application.objects.get(pk=made.application_id)
    go(county, application, "withdraw", date(2026, 6, 8))
    made.refresh_from_db()
    assert (made.state, made.ended_on) == ("closed", date(2026, 6, 8))


def test_the_fields_of_the_notice_say_ground_standard_amount_and_way(county):
    made = notified(county)
    fields = fee_fields(made.application)
    assert fields["fee_amount"] == "人民币4700元" and fields["fee_how_to_pay"] == HOW
    assert "第101至200页每页20元" in fields["fee_standard"] and "国办函〔2020〕109号" in fields["fee_basis"]
    assert "20个工作日内" in fields["fee_limit"] and fields["fee_counted"] == ""
    assert set(fee_fields(under_review(county, COMPANY)).values()) == {""}


def test_the_statement_of_the_year_counts_records_as_of_a_day(county):
    made = notified(county)
    application = Application.objects.get(pk=made.application_id)
    go(county, application, "receive_payment", date(2026, 6, 10), {"receipt": "0012345678"})
    year = statement(county.bureau, 2026)
    assert {each.key: (each.number, each.amount) for each in year.figures} == {
        "notices": (1, 4700),
        "received": (1, 4700),
        "waived": (0, 0),
        "lapsed": (0, 0),
        "closed": (0, 0),
        "pending": (0, 0),
    }
    assert "发出收费通知1件，总金额4700元；实际收取4700元" in year.sentence
    earlier = statement(county.bureau, 2026, date(2026, 6, 9))
    assert (earlier.figure("received").number, earlier.figure("pending").amount) == (0, 4700)
    assert list(records(county.bureau, 2026, "pending", date(2026, 6, 9))) == [made]
    assert statement(county.other, 2026).figure("notices").number == 0
    assert "没有收取信息处理费" in statement(county.bureau, 2025).sentence
