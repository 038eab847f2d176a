"""Complaints about disclosure work from their arrival to their end, rectifications and accountability, through the services."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.casework import NotAllowed
from gongkai.organs.levels import OrganKind
from gongkai.organs.roles import Role
from gongkai.web.accountability import services
from gongkai.web.accountability.competence import answerable, decider
from gongkai.web.accountability.documents import kinds_of, letter, notice
from gongkai.web.accountability.lookup import NotFound, look_up
from gongkai.web.accountability.models import Account, Complaint, Liability, Rectification
from gongkai.web.accountability.queries import ComplaintFile, accounts_waiting
from gongkai.web.log.actors import PUBLIC
from gongkai.web.log.models import Event
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import acting
from tests.web.accountability_walks import (
    CONTENT,
    NAME,
    PHONE,
    accepted,
    chief,
    decided,
    office,
    ordered,
    respondent,
    submitted,
    supervisor,
    typed,
)
from tests.web.conftest import make_organ


def fresh(record: Any) -> Any:
    return type(record).objects.select_related("organ").get(pk=record.pk)


def test_a_complaint_about_a_bureau_goes_to_the_government_above_it_never_to_the_bureau(county):
    made = submitted(county)
    assert (made.organ, made.about) == (county.government, county.bureau)
    assert made.state == "received"
    assert made.number == f"qingshi-ts-{timezone.localdate().year}-0001"
    assert made.due_on == timezone.localdate() + timedelta(days=60)


def test_a_unit_below_a_bureau_is_decided_on_by_the_department_in_charge_or_by_the_bureau(county):
    station = make_organ("zhan", "青石县农技站", OrganKind.SUBORDINATE_UNIT, county.bureau)
    assert decider(station, "department") == county.government
    assert decider(station, "superior") == county.bureau
    assert decider(county.bureau, "superior") == county.government
    assert decider(county.government, "department") is None
    assert county.government not in answerable()


def test_a_complaint_about_an_organ_without_one_above_it_is_not_taken_but_told_where_to_go(county):
    with pytest.raises(ValidationError, match="不在本站受理"):
        services.submit(county.government, typed())


def test_the_office_cannot_register_a_complaint_about_itself_or_about_one_that_is_not_below(county):
    by, day = acting(county.person(Role.FOI_OFFICER), county.bureau), timezone.localdate()
    for about, why in ((county.bureau, "不能由被投诉的机关自己处理"), (county.other, "不是青石县农业农村局的下级")):
        with pytest.raises(ValidationError, match=why):
            services.register(county.bureau, typed(), "letter", by=by, received_on=day, about=about)
    assert not Complaint.objects.exists()


def test_the_whole_way_of_a_founded_complaint_with_its_rectification(county):
    made = submitted(county)
    accepted(county, made)
    account = services.ask_account(made, "请说明今年3月以来的申请办理情况。", by=office(county))
    assert account.due_on is not None
    with pytest.raises(NotAllowed, match="还没有说明情况"):
        services.propose(fresh(made), "founded", "查明属实。", by=office(county))
    services.give_account(account, "登记簿遗漏了3件。", by=respondent(county))
    services.propose(fresh(made), "founded", "经查，3件申请没有登记，责令整改。", by=office(county))
    services.decide(fresh(made), by=chief(county))
    made = fresh(made)
    assert (made.state, made.outcome, made.in_time, made.decided_on) == (
        "decided",
        "founded",
        True,
        timezone.localdate(),
    )
    order = ordered(county, complaint=made)
    services.make_move(fresh(made), "tell", by=office(county), facts={"way": "online"})
    made = fresh(made)
    assert made.ended and made.ended_on == timezone.localdate()
    assert order.complaint == made
    own = acting(county.person(Role.FOI_OFFICER), county.bureau)
    services.move_rectification(order, "receive", by=own)
    services.add_evidence(order, role="other", name="登记簿.txt", data="已经补登".encode(), by=own)
    services.move_rectification(fresh(order), "report", by=own, facts={"report": "已经补登并答复。"})
    services.move_rectification(
        fresh(order), "return", by=supervisor(county), facts={"reason": "没有写怎样防止。", "limit": soon()}
    )
    services.move_rectification(fresh(order), "report", by=own, facts={"report": "指定专人每天查看。"})
    services.move_rectification(fresh(order), "accept", by=supervisor(county), facts={"seen": "抽查属实。"})
    order = fresh(order)
    assert (order.state, order.ended, order.reported_on) == ("accepted", True, timezone.localdate())


def soon() -> str:
    return (timezone.localdate() + timedelta(days=10)).isoformat()


def test_whoever_proposed_does_not_decide(county):
    made = accepted(county, submitted(county))
    both = replace(office(county), roles=frozenset({"supervising_office", "leading_group"}))
    services.propose(made, "unfounded", "查明不属实。", by=both)
    with pytest.raises(NotAllowed, match="没有办理过"):
        services.decide(fresh(made), by=both)


def test_an_unfounded_complaint_gives_no_ground_for_a_rectification(county):
    made = decided(county, outcome="unfounded")
    with pytest.raises(NotAllowed, match="查证属实"):
        ordered(county, complaint=made)
    assert not Rectification.objects.exists()


def test_nothing_that_the_organ_complained_about_reads_may_say_who_complained(county):
    made = accepted(county, submitted(county))
    for said in (f"{NAME}说没有答复", f"请联系{PHONE}"):
        with pytest.raises(ValidationError, match="不能让它知道"):
            services.ask_account(made, said, by=office(county))
    with pytest.raises(ValidationError, match="办理记录不能删改"):
        services.make_move(made, "investigate", by=office(county), facts={"what": f"问了{NAME}"})
    done = decided(county, made)
    with pytest.raises(ValidationError, match="不能让它知道"):
        ordered(county, complaint=done, problem=f"{NAME}的申请没有答复")


def test_no_event_says_who_complained_or_what(county):
    made = decided(county)
    services.make_move(made, "tell", by=office(county), facts={"way": "online"})
    ordered(county, complaint=made)
    services.read_personal_data(made, by=office(county))
    said = "".join(str(each) for each in Event.objects.values_list("content", flat=True))
    assert not [word for word in (NAME, PHONE, CONTENT, "没有登记") if word in said]


def test_the_same_token_sends_a_complaint_once(county):
    first = services.submit(county.bureau, typed(), token="a" * 32)
    assert services.submit(county.bureau, typed(), token="a" * 32) == first
    assert Complaint.objects.count() == 1


def test_a_complaint_is_found_by_number_and_code_together_only(county):
    made = submitted(county)
    assert look_up(made.number, made.query_code, place="1.1.1.1") == made
    for number, code in ((made.number, "AAAAAAAAAAAA"), ("qingshi-ts-2026-9999", made.query_code)):
        with pytest.raises(NotFound):
            look_up(number, code, place="1.1.1.1")


def test_handing_over_keeps_the_day_and_the_code_and_never_goes_to_the_organ_itself(county):
    station = make_organ("zhan", "青石县农技站", OrganKind.SUBORDINATE_UNIT, county.bureau)
    made = services.submit(station, typed(), files=[("说明.txt", "附件".encode())])
    with pytest.raises(ValidationError, match="不能转给被投诉的机关"):
        services.hand_over(made, "由上级处理。", by=office(county), to=station)
    with pytest.raises(ValidationError, match="不是青石县农技站的上级"):
        services.hand_over(made, "由上级处理。", by=office(county), to=county.other)
    services.hand_over(made, "由上一级行政机关处理。", by=office(county), to=county.bureau)
    there = made.went_to.get()
    assert (there.organ, there.about, there.received_on) == (county.bureau, station, made.received_on)
    assert there.query_code == made.query_code
    assert there.papers.count() == 1
    assert fresh(made).state == "handed_over"


def test_an_organ_that_is_not_here_is_named_and_led_elsewhere(county):
    by = office(county)
    made = services.register(
        county.government, typed(), "phone", by=by, received_on=timezone.localdate(), about_named="省税务局"
    )
    accepted(county, made)
    with pytest.raises(ValidationError, match="不在本系统"):
        services.ask_account(fresh(made), "请说明。", by=by)
    services.hand_over(fresh(made), "不属于本级管辖。", by=by, organ="国家税务总局")
    assert fresh(made).state == "handed_over"


def test_the_account_is_asked_once_at_a_time_and_can_be_given_up(county):
    made = accepted(county, submitted(county))
    account = services.ask_account(made, "请说明。", by=office(county))
    with pytest.raises(NotAllowed):
        services.ask_account(fresh(made), "再说明。", by=office(county))
    services.waive_account(fresh(made), "逾期没有说明。", by=office(county))
    assert fresh_account(account).state == Account.State.WAIVED
    with pytest.raises(NotAllowed):
        services.give_account(account, "迟到的说明。", by=respondent(county))
    services.ask_account(fresh(made), "再请说明一次。", by=office(county), limit=3)


def fresh_account(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def test_the_extension_is_asked_once_and_not_longer_than_the_rule_says(county):
    made = accepted(county, submitted(county))
    before = made.due_on
    with pytest.raises(NotAllowed, match="最多延长30日"):
        services.make_move(made, "extend", by=chief(county), facts={"longer": 31, "reason": "涉及多个单位。"})
    services.make_move(made, "extend", by=chief(county), facts={"longer": 30, "reason": "涉及多个单位。"})
    assert fresh(made).due_on >= before + timedelta(days=30)
    with pytest.raises(NotAllowed, match="只能办理一次"):
        services.make_move(fresh(made), "extend", by=chief(county), facts={"longer": 1, "reason": "再延。"})


def test_every_letter_is_written_as_a_document_and_names_nobody_else(county):
    made = accepted(county, submitted(county))
    assert list(kinds_of(made, ComplaintFile(made).history)) == ["accepted"]
    done = decided(county, made)
    order = ordered(county, complaint=done)
    for kind in kinds_of(fresh(done), ComplaintFile(fresh(done)).history):
        assert letter(fresh(done), kind).to == f"{NAME}："
    text = str(notice(fresh(order)))
    assert NAME not in text and PHONE not in text and done.number not in text
    with pytest.raises(KeyError):
        letter(done, "declined")


def test_an_organ_orders_only_what_is_below_it_and_later_than_today(county):
    with pytest.raises(ValidationError, match="不是青石县农业农村局的下级"):
        ordered(county, orderer=county.bureau, organ=county.other)
    with pytest.raises(ValidationError, match="不是青石县农业农村局的下级"):
        ordered(county, orderer=county.bureau, organ=county.bureau)
    with pytest.raises(ValidationError, match="晚于下达的日期"):
        ordered(county, due_on=timezone.localdate())


def test_only_the_level_directly_above_orders_to_correct(county):
    station = make_organ("zhan", "青石县农技站", OrganKind.SUBORDINATE_UNIT, county.bureau)
    with pytest.raises(ValidationError, match="由上一级行政机关作出"):
        ordered(county, organ=station, measure="order")
    assert ordered(county, organ=station, measure="urge").means == "urge"


def test_what_the_level_above_does_is_done_by_the_organ_that_ordered_it(county):
    order = ordered(county)
    own = acting(county.person(Role.FOI_OFFICER), county.bureau)
    services.move_rectification(order, "report", by=own, facts={"report": "已经整改。"})
    with pytest.raises(NotAllowed):
        services.move_rectification(fresh(order), "accept", by=own, facts={"seen": "自己看过。"})
    inside = acting(county.person(Role.SUPERVISING_OFFICE, county.bureau), county.bureau)
    with pytest.raises(ValidationError, match="由下达整改通知的"):
        services.move_rectification(fresh(order), "accept", by=inside, facts={"seen": "自己看过。"})


def test_nobody_held_responsible_is_named_in_the_log(county):
    order = ordered(county)
    made = services.propose_liability(
        Liability(
            orderer=county.government,
            organ=county.bureau,
            rectification=order,
            person="钱守信",
            position="办公室主任",
            what="钱守信两次逾期不报。",
            body="appointing",
            body_named="县委组织部",
            proposed_on=timezone.localdate(),
        ),
        by=supervisor(county),
    )
    services.record_result(made, "talk", timezone.localdate(), "对钱守信谈话提醒。", by=supervisor(county))
    assert "钱守信" not in "".join(str(each.content) for each in events_of(made))
    assert Liability.objects.get(pk=made.pk).result_title == "谈话提醒、批评教育"
    with pytest.raises(ValidationError):
        services.record_result(made, "", timezone.localdate(), by=supervisor(county))


def test_erasing_forgets_who_complained_and_keeps_what_is_counted(county):
    made = decided(county)
    with pytest.raises(ValidationError, match="还在办理"):
        services.erase(made, by=office(county))
    services.make_move(made, "tell", by=office(county), facts={"way": "online"})
    erased = services.erase(fresh(made), by=office(county))
    assert (erased.name, erased.content, erased.outcome, erased.kind) == ("", "", "founded", "no_reply")
    assert [each.body for each in erased.findings.all()] == [""]


def test_wrong_input_is_answered_field_by_field(county):
    with pytest.raises(ValidationError) as caught:
        services.submit(county.bureau, services.Letter(title="", content="", kind="?", phone="x", email="x"))
    assert set(caught.value.message_dict) == {"title", "content", "kind", "phone", "email"}
    with pytest.raises(ValidationError) as caught:
        services.submit(county.bureau, typed(), "nobody")
    assert "receiver" in caught.value.message_dict


def test_when_the_complaint_is_taken_back_the_organ_has_nothing_to_account_for_any_more(county):
    made = accepted(county, submitted(county))
    account = services.ask_account(made, "请说明。", by=office(county))
    services.make_move(fresh(made), "withdraw", by=PUBLIC)
    assert fresh_account(account).state == Account.State.WAIVED
    assert not accounts_waiting(county.bureau).exists()
