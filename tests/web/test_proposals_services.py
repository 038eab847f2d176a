"""Proposals as cases: each number of a session once, its limits, co-handlers, talks, review by another, attitudes, publication."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from proposal_walks import (
    BODY,
    DAY,
    assigned,
    drafted,
    handed,
    handing,
    moment,
    published,
    rated,
    replied,
    signed,
    talk,
    who,
)

from gongkai.casework import NotAllowed
from gongkai.casework.chain_verify import verify
from gongkai.organs.roles import Role
from gongkai.web.casework.deadlines import kinds as kinds_of_cases
from gongkai.web.log.models import Chain, Event
from gongkai.web.proposals import counting, publishing, services, settings
from gongkai.web.proposals.models import CoHandler, LocalRule, Proposal, Publication, ResultScheme
from gongkai.web.proposals.queries import ProposalFile, public_replies

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def go(county: Any, proposal: Proposal, move: str, day: date, role: Role = Role.FOI_OFFICER, **facts: Any) -> Any:
    return services.make_move(proposal, move, by=who(county, role), facts=facts, at=moment(day))


def test_a_reply_is_due_three_months_after_the_hand_over(county):
    proposal = handed(county)
    assert (proposal.due_on, proposal.state, proposal.counted) == (date(2026, 6, 2), "received", True)
    assert Proposal in kinds_of_cases()
    assert "第五十一条" in ProposalFile(proposal).rule


def test_the_same_number_of_a_session_is_registered_once(county):
    first = handed(county)
    with pytest.raises(ValidationError, match=first.number):
        handed(county, register_number=" 第０123号 ", session="十七届人大 三次会议")
    other = handed(county, kind="cppcc_proposal")
    assert other.number != first.number
    again = services.hand_over_many(county.bureau, [handing(), handing(register_number="124")], by=who(county))
    assert [each.register_number for each in again] == ["124"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"),
        ({"proposers": ""}, "proposers"),
        ({"register_number": "第号"}, "register_number"),
        ({"kind": "letter"}, "kind"),
        ({"role": "boss"}, "role"),
        ({"handed_on": date(2027, 1, 1)}, "handed_on"),
        ({"handed_on": date(1999, 12, 31)}, "handed_on"),
        ({"role": "co"}, "main_body"),
        ({"title": "长" * 201}, "title"),
        ({"session": "届" * 61}, "session"),
    ],
)
def test_a_hand_over_that_cannot_be_is_refused_in_words(county, given, field):
    with pytest.raises(ValidationError) as refusal:
        services.hand_over(county.bureau, handing(**given), by=who(county), at=moment(DAY))
    assert field in refusal.value.message_dict
    assert not Proposal.objects.exists()


def test_a_hard_one_gets_six_months_from_the_hand_over_once_approved_and_told(county):
    proposal = assigned(county)
    head = who(county, Role.LEADING_GROUP)
    with pytest.raises(ValidationError, match="还没有到"):
        services.extend(proposal, "涉及三个部门", date(2026, 5, 30), by=head, at=moment(date(2026, 5, 20)))
    with pytest.raises(NotAllowed):
        services.extend(proposal, "涉及", date(2026, 5, 20), by=who(county), at=moment(date(2026, 5, 20)))
    services.extend(proposal, "涉及三个部门", date(2026, 5, 20), by=head, at=moment(date(2026, 5, 20)))
    assert (proposal.due_on, proposal.extended) == (date(2026, 9, 2), True)
    with pytest.raises(NotAllowed):
        services.extend(proposal, "再延", date(2026, 5, 21), by=head, at=moment(date(2026, 5, 21)))
    late = assigned(county, register_number="9")
    with pytest.raises(NotAllowed, match="届满"):
        services.extend(late, "晚了", date(2026, 6, 3), by=head, at=moment(date(2026, 6, 3)))


def test_a_wrong_hand_over_is_sent_back_within_the_days_and_not_counted_until_it_comes_again(county):
    proposal = handed(county)
    go(county, proposal, "return", date(2026, 3, 5), reason="水利建设属于县水利局职责")
    assert (proposal.state, proposal.counted) == ("returned", False)
    assert counting.handed_over(county.bureau, *YEAR).count() == 0
    services.resume(proposal, date(2026, 3, 9), "split", by=who(county), at=moment(date(2026, 3, 9)))
    assert (proposal.state, proposal.role, proposal.due_on) == ("received", "split", date(2026, 6, 9))
    assert counting.handed_over(county.bureau, *YEAR).count() == 1
    late = handed(county, register_number="5")
    with pytest.raises(NotAllowed, match="届满"):
        go(county, late, "return", date(2026, 3, 30), reason="不属于本机关")


def test_whoever_drafts_neither_reviews_nor_signs(county):
    proposal = assigned(county)
    services.draft(proposal, BODY, "A", "full", by=who(county), at=moment(date(2026, 4, 1)))
    with pytest.raises(NotAllowed):
        go(county, proposal, "approve", date(2026, 4, 1))
    go(county, proposal, "approve", date(2026, 4, 1), Role.SECTION_HEAD)
    with pytest.raises(NotAllowed):
        go(county, proposal, "sign", date(2026, 4, 1))
    go(county, proposal, "sign", date(2026, 4, 1), Role.LEADING_GROUP, document="青农函〔2026〕1号")
    assert proposal.state == "signed"


def test_no_reply_before_a_talk_with_the_proposers(county):
    proposal = signed(county)
    with pytest.raises(NotAllowed, match="沟通"):
        go(county, proposal, "reply", date(2026, 4, 2))
    with pytest.raises(NotAllowed, match="还没有答复"):
        talk(county, proposal, date(2026, 4, 2), "after")
    talk(county, proposal, date(2026, 4, 2))
    services.make_move(proposal, "reply", by=who(county), at=moment(date(2026, 4, 2), 15))
    assert (proposal.replied_on, proposal.in_time, proposal.result) == (date(2026, 4, 2), True, "B")
    assert proposal.publish_due_on == date(2026, 5, 6)


def test_what_is_not_published_in_full_says_why_and_results_are_of_the_list(county):
    proposal = assigned(county)
    for result, attribute, why in (("B", "summary", "理由"), ("Z", "full", "办理结果"), ("A", "secret", "公开属性")):
        with pytest.raises((NotAllowed, ValidationError), match=why):
            services.draft(proposal, BODY, result, attribute, by=who(county), at=moment(date(2026, 4, 1)))
    assert not proposal.replies.exists()


def test_an_organ_of_the_site_co_handles_and_its_opinion_comes_back_by_itself(county):
    main = handed(county, role="main")
    services.ask_co_handler(main, to=county.government, by=who(county), at=moment(DAY, 12))
    theirs = Proposal.objects.get(organ=county.government)
    assert (theirs.role, theirs.counted, theirs.main_body) == ("co", False, county.bureau.name)
    assert theirs.due_on == date(2026, 4, 2)
    with pytest.raises(NotAllowed, match="会办意见"):
        services.draft(main, BODY, "A", "full", by=who(county), at=moment(date(2026, 3, 20)))
    office = who(county, organ=county.government)
    with pytest.raises(NotAllowed, match="会办"):
        services.draft(theirs, BODY, "A", "full", by=office, at=moment(date(2026, 3, 10)))
    services.draft_opinion(theirs, "资金由县财政安排。", by=office, at=moment(date(2026, 3, 10)))
    chief = who(county, Role.SECTION_HEAD, county.government)
    services.make_move(theirs, "approve", by=chief, at=moment(date(2026, 3, 11)))
    head = who(county, Role.LEADING_GROUP, county.government)
    services.make_move(theirs, "sign", by=head, at=moment(date(2026, 3, 11), 11))
    services.give_opinion(theirs, by=office, at=moment(date(2026, 3, 12)))
    assert theirs.state == "handed_in"
    asked = CoHandler.objects.get()
    assert asked.text == "资金由县财政安排。" and asked.given_at
    services.draft(main, BODY, "A", "full", by=who(county), at=moment(date(2026, 3, 20)))
    main.refresh_from_db()
    assert main.state == "drafted"
    assert counting.handed_over(county.government, *YEAR).count() == 0


def test_a_co_handler_outside_is_asked_once_heard_or_dropped(county):
    main = handed(county, role="main")
    services.ask_co_handler(main, "市电力公司", by=who(county), at=moment(DAY, 12))
    with pytest.raises(NotAllowed, match="已经请它会办"):
        services.ask_co_handler(main, "市电力公司", by=who(county), at=moment(DAY, 13))
    services.ask_co_handler(main, "市水文站", by=who(county), at=moment(DAY, 13))
    power, water = CoHandler.objects.order_by("id")
    services.hear_co_handler(power, "已列入电网改造。", by=who(county), at=moment(date(2026, 3, 20)))
    with pytest.raises(ValidationError, match="已提出意见"):
        services.hear_co_handler(power, "再说一次", by=who(county), at=moment(date(2026, 3, 21)))
    services.drop_co_handler(water, "来函说明无意见", by=who(county), at=moment(date(2026, 3, 21)))
    assert ProposalFile(main).waited_for == ()
    sole = handed(county, register_number="2")
    with pytest.raises(NotAllowed, match="独办"):
        services.ask_co_handler(sole, "市水文站", by=who(county), at=moment(DAY, 14))
    for bad in ({"name": ""}, {"to": county.bureau}, {"name": "长" * 121}):
        with pytest.raises(ValidationError):
            services.ask_co_handler(main, by=who(county), at=moment(date(2026, 3, 22)), **bad)


def test_who_is_not_satisfied_has_the_matter_taken_up_once_more_with_its_own_clock(county):
    proposal = replied(county)
    day = date(2026, 4, 10)
    with pytest.raises(NotAllowed, match="重新办理"):
        go(county, proposal, "rate", day, attitude="dissatisfied", returned_on="2026-04-10")
    with pytest.raises(NotAllowed, match="重新办理"):
        go(county, proposal, "rate_still", day, returned_on="2026-04-10", reason="仍不满意")
    services.redo(proposal, day, "没有写明完成时间", by=who(county), at=moment(day))
    assert (proposal.state, proposal.attitude, proposal.due_on) == ("assigned", "dissatisfied", date(2026, 5, 11))
    assert (proposal.redone, proposal.in_time, proposal.publish_due_on) == (True, True, None)
    services.draft(proposal, BODY, "A", "full", by=who(county), at=moment(date(2026, 4, 20)))
    go(county, proposal, "approve", date(2026, 4, 20), Role.SECTION_HEAD)
    go(county, proposal, "sign", date(2026, 4, 20), Role.LEADING_GROUP)
    go(county, proposal, "reply", date(2026, 4, 21))
    with pytest.raises(NotAllowed, match="只能办理一次"):
        services.redo(proposal, date(2026, 4, 25), by=who(county), at=moment(date(2026, 4, 25)))
    go(county, proposal, "rate", date(2026, 4, 25), attitude="satisfied", returned_on="2026-04-25")
    assert (proposal.attitude, proposal.state, proposal.replied_on) == ("satisfied", "closed", date(2026, 4, 1))


def test_a_form_comes_back_once_for_each_reply_and_days_are_in_order(county):
    proposal = replied(county)
    for returned, why in (("2026-03-31", "早于"), ("2026-05-01", "还没有到")):
        with pytest.raises(ValidationError, match=why):
            go(county, proposal, "rate", date(2026, 4, 10), attitude="satisfied", returned_on=returned)
    go(county, proposal, "close", date(2026, 6, 1), reason="两次催收没有收回")
    go(county, proposal, "rate", date(2026, 6, 5), attitude="basically_satisfied", returned_on="2026-06-04")
    assert (proposal.state, proposal.attitude) == ("closed", "basically_satisfied")
    with pytest.raises(NotAllowed, match="已经登记"):
        go(county, proposal, "rate", date(2026, 6, 6), attitude="satisfied", returned_on="2026-06-06")


def test_a_reply_made_before_is_recorded_with_its_day_and_result(county):
    proposal = handed(county)
    given = {"by": who(county), "at": moment(date(2026, 5, 1))}
    with pytest.raises(ValidationError, match="早于交办"):
        services.record_reply(proposal, date(2026, 3, 1), "A", "full", **given)
    with pytest.raises(NotAllowed, match="理由"):
        services.record_reply(proposal, date(2026, 4, 1), "A", "withheld", **given)
    services.record_reply(proposal, date(2026, 4, 1), "A", "full", document="青农函〔2026〕3号", **given)
    assert (proposal.state, proposal.replied_on, proposal.in_time) == ("replied", date(2026, 4, 1), True)


def test_the_reply_is_public_only_after_another_person_looked_at_it(county):
    proposal = replied(county)
    made = publishing.from_proposal(proposal)
    made.summary = "今年安排2.3万亩。"
    publishing.prepare(made, by=who(county), at=moment(date(2026, 4, 2)))
    assert not public_replies().exists()
    with pytest.raises(ValidationError, match="另一人"):
        publishing.review(made, passed=True, by=who(county), at=moment(date(2026, 4, 3)))
    reviewer = who(county, Role.SECRECY_REVIEWER)
    with pytest.raises(ValidationError, match="写明要改什么"):
        publishing.review(made, passed=False, by=reviewer, at=moment(date(2026, 4, 3)))
    publishing.review(made, passed=True, by=reviewer, at=moment(date(2026, 4, 3)))
    proposal.refresh_from_db()
    assert (proposal.publicity, proposal.publish_due_on) == ("full", None)
    assert [each.title for each in public_replies()] == [made.title]
    found = publishing.withdraw(public_replies().get(), "数字有误", by=who(county), at=moment(date(2026, 4, 4)))
    proposal.refresh_from_db()
    assert (found.state, proposal.publicity) == ("withdrawn", "") and not public_replies().exists()
    again = publishing.from_proposal(proposal)
    publishing.prepare(again, by=who(county), at=moment(date(2026, 4, 5)))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"attribute": "summary", "summary": "", "ground": "涉及未定方案"}, "summary"),
        ({"attribute": "withheld", "ground": ""}, "ground"),
        ({"attribute": "full", "body": " "}, "body"),
        ({"body": "请拨打13812345678联系。"}, "body"),
        ({"summary": "代表电话13900000000"}, "summary"),
        ({"attribute": "half"}, "attribute"),
        ({"title": ""}, "title"),
    ],
)
def test_what_may_not_be_published_is_refused_beside_its_field(county, changes, field):
    made = publishing.from_proposal(replied(county))
    for name, value in changes.items():
        setattr(made, name, value)
    with pytest.raises(ValidationError) as refusal:
        publishing.prepare(made, by=who(county), at=moment(date(2026, 4, 2)))
    assert field in refusal.value.message_dict


def test_a_summary_leaves_the_full_text_out_and_withholding_shows_nothing(county):
    one = replied(county, attribute="summary", ground="涉及未批准的征地方案")
    made = publishing.from_proposal(one)
    assert made.ground == "涉及未批准的征地方案"
    made.summary = "今年安排2.3万亩。"
    publishing.prepare(made, by=who(county), at=moment(date(2026, 4, 2)))
    made.refresh_from_db()
    assert made.body == ""
    two = replied(county, register_number="7", attribute="withheld", ground="涉及国家秘密")
    kept = publishing.from_proposal(two)
    publishing.prepare(kept, by=who(county), at=moment(date(2026, 4, 2)))
    publishing.review(kept, passed=True, by=who(county, Role.LEGAL_REVIEWER), at=moment(date(2026, 4, 3)))
    two.refresh_from_db()
    assert two.publicity == "withheld" and not public_replies().exists()


def test_a_later_reply_takes_the_place_of_the_earlier_publication_only_when_it_is_public_itself(county):
    first = published(county, day=date(2026, 4, 5))
    proposal = Proposal.objects.get()
    services.redo(proposal, date(2026, 4, 10), by=who(county), at=moment(date(2026, 4, 10)))
    assert public_replies().get() == first
    services.draft(proposal, "新的答复。", "A", "full", by=who(county), at=moment(date(2026, 4, 20)))
    go(county, proposal, "approve", date(2026, 4, 20), Role.SECTION_HEAD)
    go(county, proposal, "sign", date(2026, 4, 20), Role.LEADING_GROUP)
    go(county, proposal, "reply", date(2026, 4, 21))
    made = publishing.from_proposal(proposal)
    publishing.prepare(made, by=who(county), at=moment(date(2026, 4, 22)))
    assert public_replies().get() == first
    publishing.review(made, passed=True, by=who(county, Role.SECRECY_REVIEWER), at=moment(date(2026, 4, 23)))
    assert public_replies().get().body == "新的答复。"
    first.refresh_from_db()
    assert first.state == Publication.State.SUPERSEDED


def test_figures_and_their_records_are_the_same_question(county):
    rated(county)
    rated(county, "basically_satisfied", register_number="2")
    replied(county, register_number="3", kind="cppcc_proposal")
    handed(county, register_number="4", kind="cppcc_proposal")
    handed(county, register_number="5", role="co", main_body="县水利局")
    found = counting.figures(county.bureau, *YEAR)
    for name in counting.FIGURES:
        for row in (*found.rows, found.total):
            assert counting.counted(county.bureau, *YEAR, name, kind=row.key).count() == row[name], (name, row.key)
    assert (found.total["handed_over"], found.total["replied"], found.total["rated"]) == (4, 3, 2)
    assert found.total.rate("satisfied_rate") == 50.0 and found.total.rate("reply_rate") == 75.0
    assert found.results == (("B", "所提问题正在解决或者列入计划解决", 3),)
    assert counting.figures(county.bureau, date(2025, 1, 1), date(2025, 12, 31)).total.rate("reply_rate") is None


def test_what_the_region_sets_holds_for_those_below_from_its_day(county):
    by = who(county, organ=county.government)
    rule = LocalRule(
        organ=county.government, name="publish", since=date(2026, 4, 1), amount=10, basis="县政府办公室通知"
    )
    settings.set_rule(rule, by=by)
    scheme = ResultScheme(
        organ=county.government,
        since=date(2026, 1, 1),
        basis="县办理办法",
        classes=[["甲", "办成"], ["乙", "没有办成"]],
    )
    settings.set_scheme(scheme, by=by)
    proposal = assigned(county)
    with pytest.raises(ValidationError, match="甲 办成"):
        services.draft(proposal, BODY, "A", "full", by=who(county), at=moment(date(2026, 4, 1)))
    services.record_reply(proposal, date(2026, 4, 1), "甲", "full", by=who(county), at=moment(date(2026, 4, 2)))
    assert (proposal.result_title, proposal.publish_due_on) == ("办成", date(2026, 4, 16))
    assert settings.limit_of(county.bureau, "publish", date(2026, 3, 31)).limit.amount == 20
    for bad in ([], [["A", "x"], ["A", "y"]], [["", "x"]]):
        with pytest.raises(ValidationError):
            settings.set_scheme(
                ResultScheme(organ=county.government, since=date(2026, 2, 1), basis="x", classes=bad), by=by
            )
    with pytest.raises(ValidationError):
        settings.set_rule(LocalRule(organ=county.bureau, name="lunch", since=DAY, amount=1, basis="x"), by=by)


def test_amending_is_for_another_person_and_the_columns_follow(county):
    proposal = rated(county)
    step = proposal_step(proposal, "rate")
    with pytest.raises(NotAllowed):
        services.amend_step(
            proposal, step, by=who(county), changes={"attitude": "basically_satisfied"}, reason="看错了"
        )
    head = who(county, Role.LEADING_GROUP)
    with pytest.raises(ValidationError):
        services.amend_step(proposal, step, by=head, changes={"attitude": "rapt"}, reason="看错了")
    with pytest.raises(NotAllowed, match="重新办理"):
        services.amend_step(proposal, step, by=head, changes={"attitude": "dissatisfied"}, reason="看错了")
    services.amend_step(proposal, step, by=head, changes={"attitude": "basically_satisfied"}, reason="看错了")
    assert proposal.attitude == "basically_satisfied"


def proposal_step(proposal: Proposal, move: str) -> int:
    return Event.objects.get(subject_kind="proposals.proposal", subject_id=str(proposal.pk), move=move).case_number


def test_no_event_says_how_to_reach_the_proposers_and_the_log_holds_together(county):
    proposal = signed(county)
    with pytest.raises(ValidationError, match="联系方式"):
        services.make_move(
            proposal, "send_back", by=who(county), facts={"opinion": "请打13911112222"}, at=moment(date(2026, 4, 2))
        )
    services.edit(proposal, {"contact": "13922223333", "title": "改过的标题"}, by=who(county))
    told = str(list(Event.objects.values_list("content", flat=True)))
    for secret in ("13900000000", "13922223333", "建议加大投入", "2.3万亩"):
        assert secret not in told
    for chain in Chain.objects.all():
        assert verify([event.row for event in chain.events.order_by("number")], [chain.seal]) == ()


def test_contacts_and_files_can_be_erased_once_it_rests_and_the_counts_stay(county):
    proposal = rated(county)
    before = counting.figures(county.bureau, *YEAR)
    services.erase(proposal, by=who(county), at=moment(date(2026, 7, 1)))
    proposal.refresh_from_db()
    assert proposal.contact == "" and proposal.contacts.get().text == ""
    assert counting.figures(county.bureau, *YEAR) == before
    with pytest.raises(ValidationError):
        services.erase(proposal, by=who(county))
    with pytest.raises(ValidationError):
        services.edit(proposal, {"contact": "1"}, by=who(county))
    with pytest.raises(ValidationError, match="没有办结"):
        services.erase(drafted(county, register_number="8"), by=who(county))
