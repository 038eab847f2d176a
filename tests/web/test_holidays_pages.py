"""A holiday notice is read, looked at with what it changes, entered and, when wrong, withdrawn; deadlines follow with events."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from test_applications_pages import clock, words
from test_applications_services import go, under_review, who
from web.conftest import signed_in, verified
from workdays_notices import NOTICE_2027

from gongkai.casework.chain_verify import verify
from gongkai.organs.roles import Role
from gongkai.web.casework.deadlines import effect_of, enter_notice, withdraw_notice
from gongkai.web.holidays.models import HolidayNotice
from gongkai.web.holidays.queries import missing_years, months_of
from gongkai.web.log.models import Event

__all__ = ["clock"]
DEC_10 = date(2026, 12, 10)
TEXT = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕9号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2027年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。
二、春节：2月5日（周五）至12日（周五）放假调休，共8天。2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）上班。
国务院办公厅
2026年11月20日
"""


@pytest.fixture
def office(county: Any, clock: Any) -> Client:
    """The 公开办 of the county government, with both factors."""
    return verified(Client(), county.person(Role.SUPERVISING_OFFICE, county.government))


def hidden_of(page: Any) -> dict[str, str]:
    """The fields of the form on a page as a browser would send them."""
    form = page.context["form"]
    return {field.html_name: str(field.value() if field.value() is not None else "") for field in form}


def test_a_pasted_notice_makes_provisional_deadlines_sure(county, office, clock):
    clock(DEC_10)
    application = under_review(county, on=DEC_10)
    assert (application.due_on, application.due_provisional) == (date(2027, 1, 8), True)
    url = reverse("workbench:holiday_enter")
    page = office.post(url, {"step": "read", "text": TEXT, "kind": "annual"})
    assert page.status_code == 200 and "春节 2027-02-05 至 2027-02-12" in words(page)
    page = office.post(url, hidden_of(page) | {"step": "check"})
    text = words(page)
    assert "1件在办事项的期限有变动" in text and application.number in text and "（暂计）" in text
    assert HolidayNotice.objects.count() == 0
    page = office.post(url, hidden_of(page) | {"step": "enter"}, follow=True)
    assert "已经录入" in words(page) and "不再是暂计" in words(page)
    application.refresh_from_db()
    assert (application.due_on, application.due_provisional) == (date(2027, 1, 8), False)
    officer = verified(Client(), county.person(Role.FOI_OFFICER))
    for address in (reverse("workbench:applications"), application.get_absolute_url()):
        shown = words(officer.get(address))
        assert "2027年1月8日" in shown and "还有20个工作日" in shown
        assert "（暂计）" not in shown
    entered = HolidayNotice.objects.get()
    assert entered.text.strip() == TEXT.strip().replace("\n", "\n")
    (event,) = Event.objects.filter(move="recompute_deadline")
    assert event.before == {"due_on": "2027-01-08", "provisional": True}
    assert verify([each.row for each in Event.objects.filter(chain=event.chain).order_by("number")]) == ()


def test_a_wrong_notice_is_withdrawn_with_a_reason_and_deadlines_come_back(county, office, clock):
    clock(DEC_10)
    application = under_review(county, on=DEC_10)
    by = who(county, Role.SUPERVISING_OFFICE)
    entered, changes = enter_notice(NOTICE_2027, by=by)
    assert [change.key for change in changes] == [application]
    url = reverse("workbench:holiday_notice", args=[entered.pk])
    assert "1件在办事项的期限会变动" in words(office.get(url))
    page = office.post(url, {"why": ""})
    assert page.status_code == 422
    assert office.post(url, {"why": "日期录错"}).status_code == 302
    application.refresh_from_db()
    assert application.due_provisional
    assert "日期录错" in words(office.get(url))
    page = office.post(url, {"why": "再撤一次"})
    assert page.status_code == 422 and "已经撤回" in words(page)


def test_entering_counts_a_limit_that_stands_anew_without_an_event(county, clock):
    clock(DEC_10)
    application = under_review(county, on=DEC_10)
    go(county, application, "consult_third_party", DEC_10)
    assert (application.clock_status, application.due_provisional) == ("standing", True)
    _, changes = enter_notice(NOTICE_2027, by=who(county, Role.SUPERVISING_OFFICE))
    assert changes == []
    application.refresh_from_db()
    assert not application.due_provisional


def test_looking_at_the_effect_changes_nothing(county, clock):
    clock(DEC_10)
    application = under_review(county, on=DEC_10)
    events = Event.objects.count()
    assert len(effect_of(NOTICE_2027)) == 1
    application.refresh_from_db()
    assert application.due_provisional and Event.objects.count() == events


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"holidays": "春节 2027-02-05 2027-02-12 调休"}, "认不出"),
        ({"holidays": "春节 2027-02-31"}, "没有的日子"),
        ({"holidays": "春节 2027-02-12 至 2027-02-05"}, "起止日期颠倒"),
        ({"holidays": "", "workdays": ""}, "没有写明哪一天放假"),
        ({"workdays": "春节 2027-02-15"}, "本来就上班"),
        ({"workdays": "春节 2027-02-07"}, "既放假又上班"),
        ({"year": "1890"}, "2000"),
        ({"title": ""}, "请填写"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused_and_nothing_typed_is_lost(county, office, changes, told):
    given = {
        "year": "2027",
        "kind": "annual",
        "title": "关于2027年的通知",
        "number": "",
        "issuer": "国务院办公厅",
        "holidays": "春节 2027-02-05 至 2027-02-12",
        "workdays": "春节 2027年2月14日",
        "text": "",
    }
    page = office.post(reverse("workbench:holiday_enter"), given | changes | {"step": "check"})
    assert page.status_code == 422
    assert told in words(page)
    assert "关于2027年的通知" in page.content.decode() or "title" in changes


@pytest.mark.parametrize("text", ["", "今天天气很好", "2027年放假", "\x00" * 20, "通知" * 9000])
def test_a_text_that_is_no_notice_is_refused_in_words(county, office, text):
    page = office.post(reverse("workbench:holiday_enter"), {"step": "read", "text": text, "kind": "annual"})
    assert page.status_code == 422


def test_only_the_leading_organ_enters_notices(county, clock):
    url = reverse("workbench:holiday_enter")
    for person in (
        county.person(Role.FOI_OFFICER),
        county.person(Role.ADMINISTRATOR),
        county.person(Role.FOI_OFFICER, county.government),
    ):
        page = verified(Client(), person).get(url)
        assert page.status_code == 403 and "最上级机关" in words(page)
    for role in (Role.ADMINISTRATOR, Role.SUPERVISING_OFFICE):
        assert verified(Client(), county.person(role, county.government)).get(url).status_code == 200
        page = signed_in(Client(), county.person(role, county.government)).get(url)
        assert page.status_code == 302 and reverse("second_factor") in page["Location"]
    assert verified(Client(), county.person(Role.AUDITOR)).get(reverse("workbench:holidays")).status_code == 200


def test_a_year_without_its_notice_is_asked_for_when_limits_begin_to_reach_it(county, office, clock):
    assert missing_years(date(2026, 6, 1)) == ()
    assert missing_years(DEC_10) == (2027,)
    clock(DEC_10)
    assert "待录入的放假通知" in words(office.get(reverse("workbench:home")))
    withheld = enter_notice(NOTICE_2027, by=who(county, Role.SUPERVISING_OFFICE))[0]
    assert missing_years(DEC_10) == ()
    withdraw_notice(withheld, by=who(county, Role.SUPERVISING_OFFICE), why="录错")
    assert missing_years(DEC_10) == (2027,)


def test_the_year_is_shown_month_by_month_with_words_for_rest_and_work(county, office):
    page = words(office.get(reverse("workbench:holiday_year", args=[2026])))
    assert "休" in page and "班" in page and "全年" in page
    assert sum(month.workdays for month in months_of(2026)) == 248
    waiting = words(office.get(reverse("workbench:holiday_year", args=[2027])))
    assert "还没有录入" in waiting
    assert office.get("/workbench/holidays/1800/").status_code == 404
    assert office.get("/workbench/holidays/99999/").status_code == 404
