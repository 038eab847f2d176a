"""Applications from the form to the served reply, by the services that the pages and the demonstration use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.applications.counted import counted
from gongkai.applications.details import Details
from gongkai.applications.moves import DRAFTING
from gongkai.casework import NotAllowed
from gongkai.organs.roles import Role
from gongkai.web.applications import services
from gongkai.web.applications.models import Application
from gongkai.web.casework.services import history_of
from gongkai.web.log.actors import Actor
from gongkai.web.log.models import Event
from gongkai.web.organs.authority import acting

WANG = Details(
    applicant_kind="natural_person",
    applicant_name="王小禾",
    identity_kind="resident_card",
    identity_number="11010519491231002X",
    phone="13912345678",
    email="xiaohe@example.com",
    address="青石县清溪路12号3单元",
    description="2025年度高标准农田建设项目验收结论",
    wanted_form="electronic",
    wanted_route="email",
)
COMPANY = replace(
    WANG,
    applicant_kind="business",
    applicant_name="青石县丰禾农资有限公司",
    identity_kind="",
    identity_number="",
    uscc="91110000600037341L",
    representative="李春生",
)
JUNE_1 = date(2026, 6, 1)


def moment(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def who(county: Any, role: Role) -> Actor:
    return acting(county.person(role), county.bureau)


MAKERS = {
    "draft": Role.INFO_OFFICER,
    "review_secrecy": Role.SECRECY_REVIEWER,
    "approve": Role.LEADING_GROUP,
    "extend": Role.LEADING_GROUP,
    "delay": Role.LEADING_GROUP,
}
FACTS: dict[str, dict[str, Any]] = {
    "draft": {"outcome": "granted"},
    "review_secrecy": {"review": "不涉及国家秘密"},
    "serve": {"delivery": "direct"},
    "ask_correction": {"items": "请写明项目的名称", "workdays": 10, "letter": "补正告知书"},
    "extend": {"workdays": 10, "reason": "需要查找档案", "letter": "延期答复告知书"},
    "consult_third_party": {"third_party": "青石县某某建设有限公司", "letter": "征求意见书"},
    "withdraw": {"letter": "撤回申请书"},
}


def go(
    county: Any, application: Application, move: str, on: date, facts: Mapping[str, Any] | None = None, **more: Any
) -> Event:
    """Make a move as who may, on a day."""
    by = who(county, MAKERS.get(move, Role.FOI_OFFICER))
    if move in DRAFTING:
        more.setdefault("reply", "经检索，现将验收结论一并提供。")
    given = FACTS.get(move, {}) if facts is None else facts
    return services.make_move(application, move, by=by, facts=given, at=moment(on), **more)


def under_review(county: Any, details: Details = WANG, on: date = JUNE_1) -> Application:
    application = services.submit(county.bureau, details, at=moment(on))
    for move in ("receive", "register", "begin_review"):
        go(county, application, move, on)
    return application


def served(county: Any, on: date = date(2026, 6, 12), **facts: Any) -> Application:
    application = under_review(county)
    for move in ("draft", "review_secrecy", "approve"):
        go(county, application, move, on)
    go(county, application, "serve", on, {"delivery": "direct"} | facts)
    return application


def test_an_application_that_is_answered_has_one_row_and_one_column(county):
    application = served(county)
    application.refresh_from_db()
    assert (application.applicant_kind, application.outcome) == ("natural_person", "granted")
    assert (application.received_on, application.ended_on) == (JUNE_1, date(2026, 6, 12))
    assert (application.received_year, application.ended_year) == (2026, 2026)
    assert application.due_on == date(2026, 6, 30)  # 端午节 6月19日放假
    assert (application.clock_status, application.ended) == ("stopped", True)


def test_numbers_run_through_the_year_of_an_organ_and_codes_differ(county):
    one, two = (services.submit(county.bureau, WANG, at=moment(JUNE_1)) for _ in range(2))
    third = services.submit(county.other, WANG, at=moment(JUNE_1))
    assert [each.number for each in (one, two, third)] == ["nongye-2026-0001", "nongye-2026-0002", "jiaoyu-2026-0001"]
    assert len({each.query_code for each in (one, two, third)}) == 3


def test_sending_the_same_form_twice_makes_one_application(county):
    one = services.submit(county.bureau, WANG, token="t-1", at=moment(JUNE_1))
    assert services.submit(county.bureau, WANG, token="t-1", at=moment(JUNE_1)) == one
    assert Application.objects.count() == 1


def test_a_reply_by_post_ends_on_the_day_of_posting_and_needs_that_day(county):
    application = under_review(county)
    for move in ("draft", "review_secrecy", "approve"):
        go(county, application, move, date(2026, 6, 12))
    with pytest.raises(NotAllowed, match="请填写交邮的日期"):
        go(county, application, "serve", date(2026, 6, 18), {"delivery": "post"})
    with pytest.raises(NotAllowed, match="早于批准答复的日期"):
        go(county, application, "serve", date(2026, 6, 18), {"delivery": "post", "posted_on": "2026-06-11"})
    go(county, application, "serve", date(2026, 6, 18), {"delivery": "post", "posted_on": "2026-06-15"})
    application.refresh_from_db()
    assert application.ended_on == date(2026, 6, 15)


def test_who_wrote_the_reply_neither_reviews_nor_approves_it(county):
    application = under_review(county)
    drafter = who(county, Role.INFO_OFFICER)
    both = replace(drafter, roles=frozenset({"info_officer", "secrecy_reviewer", "leading_group"}))
    services.make_move(
        application, "draft", by=both, facts=FACTS["draft"], reply="现予提供。", at=moment(date(2026, 6, 2))
    )
    for move in ("review_secrecy", "approve"):
        with pytest.raises(NotAllowed, match="要由没有办理过“拟定答复”的人办理"):
            services.make_move(application, move, by=both, facts=FACTS.get(move), at=moment(date(2026, 6, 3)))
    with pytest.raises(NotAllowed, match="“拟定答复”以后要再办理“保密审查”"):
        go(county, application, "approve", date(2026, 6, 3))


def test_the_time_in_which_a_third_party_is_asked_is_not_counted(county):
    application = under_review(county)
    before = application.due_on
    go(county, application, "consult_third_party", date(2026, 6, 3))
    go(county, application, "deliver_to_third_party", date(2026, 6, 4), {"third_party": "第三方1"})
    go(county, application, "hear_last_third_party", date(2026, 6, 10), {"third_party": "第三方1"})
    application.refresh_from_db()
    assert application.due_on > before
    assert application.parties.get().name == "青石县某某建设有限公司"


def test_a_step_may_not_say_who_the_applicant_is(county):
    application = under_review(county)
    for text in ("已电话告知王小禾", "联系 139 1234 5678"):
        with pytest.raises(ValidationError, match="不要写个人信息"):
            go(county, application, "ask_reasons", date(2026, 6, 2), {"letter": text})
        with pytest.raises(ValidationError, match="不要写个人信息"):
            go(county, application, "ask_reasons", date(2026, 6, 2), {"letter": "通知书"}, note=text)


def test_a_date_recorded_wrongly_is_amended_by_another_and_the_columns_follow(county):
    application = services.submit(county.bureau, WANG, at=moment(JUNE_1))
    go(county, application, "receive", date(2026, 6, 3), {"late": "前一日网络中断"})
    assert application.received_on == date(2026, 6, 3)
    officer, head = who(county, Role.FOI_OFFICER), who(county, Role.LEADING_GROUP)
    given = {"changes": {"on": "2026-06-02"}, "reason": "电话确认是前一日", "at": moment(date(2026, 6, 4))}
    with pytest.raises(NotAllowed, match="要由原办理人以外的人办理"):
        services.amend_step(application, 2, by=officer, **given)
    services.amend_step(application, 2, by=head, **given)
    application.refresh_from_db()
    assert application.received_on == date(2026, 6, 2)


def test_erasing_personal_data_changes_no_figure_and_no_event(county):
    application = served(county)
    officer = who(county, Role.FOI_OFFICER)
    before = counted(history_of(application))
    events = list(Event.objects.values_list("digest", flat=True))
    services.erase_personal_data(application, by=officer, why="保管期限届满")
    application.refresh_from_db()
    assert all(getattr(application, name) == "" for name in Application.PERSONAL)
    assert application.replies.get().body == ""
    assert counted(history_of(application)) == before
    assert (application.outcome, application.received_on) == (before.outcome, before.received_on)
    assert list(Event.objects.values_list("digest", flat=True))[: len(events)] == events


def test_personal_data_of_an_open_application_cannot_be_erased(county):
    application = under_review(county)
    with pytest.raises(ValidationError, match="还没有办结"):
        services.erase_personal_data(application, by=who(county, Role.FOI_OFFICER), why="申请人要求")


def test_an_application_ordered_to_be_decided_again_is_not_counted_anew(county):
    application = served(county)
    go(county, application, "reconsider", date(2026, 7, 1))
    go(county, application, "order_again", date(2026, 8, 3), {"limit": 15})
    go(county, application, "review_again", date(2026, 8, 4))
    go(county, application, "draft", date(2026, 8, 5), {"outcome": "partly_granted"})
    go(county, application, "review_secrecy", date(2026, 8, 6))
    go(county, application, "approve", date(2026, 8, 6))
    go(county, application, "serve", date(2026, 8, 7))
    application.refresh_from_db()
    assert (application.outcome, application.ended_on) == ("granted", date(2026, 6, 12))
    assert application.drafted_outcome == "partly_granted"


def test_one_withdrawn_before_its_receipt_is_settled_is_counted_nowhere(county):
    application = services.submit(county.bureau, WANG, at=moment(JUNE_1))
    go(county, application, "withdraw", date(2026, 6, 2))
    application.refresh_from_db()
    assert (application.received_year, application.outcome, application.ended) == (None, "", True)


def test_what_is_handed_in_is_received_that_day(county):
    by = who(county, Role.FOI_OFFICER)
    application = services.register_other_channel(
        county.bureau, WANG, "in_person", by=by, on=JUNE_1, late="窗口补录", at=moment(date(2026, 6, 3))
    )
    assert (application.state, application.received_on) == ("received", JUNE_1)
    with pytest.raises(NotAllowed, match="以提交之日为收到申请之日"):
        services.register_other_channel(
            county.bureau,
            WANG,
            "in_person",
            by=by,
            on=JUNE_1,
            received_on=date(2026, 6, 2),
            late="窗口补录",
            at=moment(date(2026, 6, 3)),
        )


def test_a_letter_may_lack_what_the_public_form_asks_for(county):
    letter = replace(WANG, identity_number="", identity_kind="", wanted_route="")
    application = services.register_other_channel(
        county.bureau,
        letter,
        "mail",
        by=who(county, Role.FOI_OFFICER),
        on=JUNE_1,
        received_on=JUNE_1,
        at=moment(JUNE_1),
    )
    assert application.lacking == ("身份证明", "获取信息的方式和途径")
    with pytest.raises(ValidationError, match="请填写身份证明的号码"):
        services.submit(county.bureau, letter)


def refused(county: Any, application: Application, move: str, on: date, facts: Any = None, **more: Any) -> str:
    """The sentence by which a move is refused."""
    with pytest.raises((NotAllowed, ValidationError)) as refusal:
        go(county, application, move, on, facts, **more)
    return str(refusal.value)


def amended(county: Any, application: Application, move: str, at: date, **changes: Any) -> Event:
    """What was recorded as a move, amended by another person."""
    number = next(each.number for each in history_of(application).effective if each.move == move)
    for role in (Role.LEADING_GROUP, Role.FOI_OFFICER):
        by = who(county, role)
        if by.key != history_of(application).events[number - 1].by:
            return services.amend_step(
                application, number, by=by, changes=changes, reason="与存卷的文书不符", at=moment(at)
            )
    raise LookupError("没有别的人可以更正")


def test_an_amended_extension_stays_within_what_may_be_extended(county):
    application = under_review(county)
    go(county, application, "extend", date(2026, 6, 10))
    with pytest.raises(NotAllowed, match="最多20个工作日"):
        amended(county, application, "extend", date(2026, 6, 11), workdays=60)
    amended(county, application, "extend", date(2026, 6, 11), workdays=20)
    assert application.due_on == date(2026, 7, 28)


def test_a_delay_is_set_before_the_limit_is_over_and_to_a_later_day(county):
    asked = {"letter": "说明理由告知书"}
    until = {"reply_by": "2026-08-31", "letter": "延迟答复告知书"}
    application = under_review(county)
    go(county, application, "ask_reasons", date(2026, 6, 20), asked)
    assert "已经届满" in refused(county, application, "delay", date(2026, 7, 1), until)
    early = until | {"reply_by": "2026-06-30"}
    assert "要晚于“答复期限”的最后一日2026年6月30日" in refused(county, application, "delay", date(2026, 6, 30), early)
    go(county, application, "delay", date(2026, 6, 30), until)
    assert application.due_on == date(2026, 8, 31)


@pytest.mark.parametrize("delivery", ["direct", "electronic", "delegated"])
def test_only_a_reply_sent_by_post_counts_from_the_day_of_posting(county, delivery):
    application = under_review(county)
    for move in ("draft", "review_secrecy", "approve"):
        go(county, application, move, date(2026, 6, 25))
    facts = {"delivery": delivery, "posted_on": "2026-06-29"}
    assert "只有邮寄送达的才填写" in refused(county, application, "serve", date(2026, 7, 10), facts)


def test_a_service_that_was_not_by_post_after_all_counts_from_the_day_itself(county):
    application = under_review(county)
    for move in ("draft", "review_secrecy", "approve"):
        go(county, application, move, date(2026, 6, 25))
    go(county, application, "serve", date(2026, 7, 10), {"delivery": "post", "posted_on": "2026-06-30"})
    assert application.ended_on == date(2026, 6, 30)
    amended(county, application, "serve", date(2026, 7, 13), delivery="direct")
    assert application.ended_on == date(2026, 7, 10)


def test_each_reply_is_signed_for_once_and_not_before_it_was_sent(county):
    application = served(county)
    go(county, application, "sign_for", date(2026, 6, 15), {})
    assert "只办理一次" in refused(county, application, "sign_for", date(2026, 6, 16), {})
    for move, on in (("reconsider", 20), ("order_again", 25), ("review_again", 26)):
        go(county, application, move, date(2026, 6, on), {})
    for move in ("draft", "review_secrecy", "approve"):
        go(county, application, move, date(2026, 6, 29))
    go(county, application, "serve", date(2026, 6, 29), {"delivery": "post", "posted_on": "2026-06-29"})
    go(county, application, "sign_for", date(2026, 7, 2), {})
    assert [each.on for each in history_of(application).made("sign_for")] == [date(2026, 6, 15), date(2026, 7, 2)]


def test_an_application_that_stays_unclear_can_be_answered_so_after_its_correction_or_a_return(county):
    received, returned = under_review(county), under_review(county)
    for each in (received, returned):
        assert "要先办理“告知补正”" in refused(county, each, "conclude_unclear", date(2026, 6, 3), {})
        go(county, each, "ask_correction", date(2026, 6, 3))
    go(county, received, "receive_correction", date(2026, 6, 8), {})
    go(county, returned, "find_still_unclear", date(2026, 6, 8), {})
    go(county, returned, "send_back", date(2026, 6, 9), {"reason": "理由写得不够"})
    for each in (received, returned):
        go(county, each, "conclude_unclear", date(2026, 6, 10), {})
        assert (each.drafted_outcome, each.due_on) == ("unavailable.still_unclear", date(2026, 7, 7))


def test_nothing_reaches_a_third_party_before_its_letter(county):
    application = under_review(county)
    go(county, application, "consult_third_party", date(2026, 6, 5))
    second = FACTS["consult_third_party"] | {"third_party": "青石县另一建设有限公司"}
    go(county, application, "consult_third_party", date(2026, 6, 15), second)
    by, at = who(county, Role.FOI_OFFICER), moment(date(2026, 6, 16))
    with pytest.raises(NotAllowed, match="2026年6月15日才向“第三方2”发出"):
        services.make_move(
            application, "deliver_to_third_party", by=by, facts={"third_party": "第三方2"}, on=date(2026, 6, 8), at=at
        )
    services.make_move(
        application, "deliver_to_third_party", by=by, facts={"third_party": "第三方1"}, on=date(2026, 6, 8), at=at
    )


def test_what_was_signed_for_was_received_that_day(county):
    by = who(county, Role.FOI_OFFICER)
    given = {"by": by, "on": JUNE_1, "late": "当日停电", "at": moment(date(2026, 6, 8))}
    with pytest.raises(NotAllowed, match="以签收之日为收到申请之日，应当是2026年6月1日"):
        services.register_other_channel(county.bureau, WANG, "mail", received_on=date(2026, 6, 5), **given)
    made = services.register_other_channel(county.bureau, WANG, "mail", received_on=JUNE_1, **given)
    assert made.received_on == JUNE_1


def test_a_confirmation_that_comes_late_says_why(county):
    friday = date(2026, 6, 5)
    prompt, late = (services.submit(county.bureau, WANG, at=moment(friday, 22)) for _ in range(2))
    go(county, prompt, "receive", date(2026, 6, 8), {})
    assert "确认得晚，答复期限就晚" in refused(county, late, "receive", date(2026, 6, 9), {})
    go(county, late, "receive", date(2026, 6, 9), {"late": "网络中断两天"})
    assert (prompt.received_on, late.received_on) == (date(2026, 6, 8), date(2026, 6, 9))


def test_a_letter_is_dated_when_it_is_made_and_another_person_puts_the_day_right(county):
    application = under_review(county)
    by, facts = who(county, Role.FOI_OFFICER), {"items": "请写明项目的名称", "workdays": 10}
    given = {"by": by, "facts": facts, "at": moment(date(2026, 6, 10))}
    with pytest.raises(ValidationError, match="日期应当是今天（2026年6月10日）"):
        services.make_move(application, "ask_correction", on=date(2026, 6, 5), **given)
    services.make_move(application, "ask_correction", **given)
    amended(county, application, "ask_correction", date(2026, 6, 11), on="2026-06-05")
    assert history_of(application).last("ask_correction").on == date(2026, 6, 5)


def test_a_reply_cannot_be_approved_as_of_an_earlier_day(county):
    application = under_review(county)
    for move in ("draft", "review_secrecy"):
        go(county, application, move, date(2026, 6, 26))
    given = {"by": who(county, Role.LEADING_GROUP), "on": date(2026, 6, 29), "at": moment(date(2026, 7, 10))}
    with pytest.raises(ValidationError, match="现在才作出"):
        services.make_move(application, "approve", **given)
