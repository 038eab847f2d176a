"""A reconsideration or a suit that comes after its limit is pointed out and registered all the same."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import signed_in
from dispute_walks import REVIEW, answer, answered, office, review, step, suit
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from test_applications_services import go, moment

from gongkai.organs.roles import Role
from gongkai.web.casework.services import history_of
from gongkai.web.disputes import services
from gongkai.web.disputes.timeliness import late_of


def said(dispute):
    return late_of(dispute, history_of(dispute))


def register(county, on, application, **facts):
    from dataclasses import replace

    return services.register(
        county.bureau,
        "receive_copy",
        replace(REVIEW, application=application),
        by=office(county),
        on=on,
        facts={"act": "reply"} | facts,
        at=moment(on, 10),
    )


def test_sixty_days_for_reconsideration_run_from_signing(county):
    application = answered(county)
    go(county, application, "sign_for", date(2026, 6, 15), {})
    # 六十日到8月14日（星期五）
    in_time = register(county, date(2026, 8, 20), application, filed_on="2026-08-14")
    assert said(in_time) == ""
    step(county, in_time, "end_early", date(2026, 8, 21), outcome="review.withdrawn")
    late = register(county, date(2026, 8, 24), application, filed_on="2026-08-17")
    assert late.state == "answering"
    assert "超过申请行政复议的期限（最后一日2026年8月14日）" in said(late)
    assert "申请人签收答复是在2026年6月15日" in said(late) and "第二十条第一款" in said(late)
    assert "由复议机关决定" in said(late) and "没有登记" not in said(late)


def test_where_the_day_of_filing_is_not_known_it_says_so(county):
    application = answered(county)
    late = review(county, date(2026, 9, 1), application=application)
    assert "本机关收到副本的日期是2026年9月1日" in said(late) and "提出复议申请的日期没有登记，可能更早" in said(late)


def test_six_months_for_a_suit_and_fifteen_days_after_reconsideration(county):
    application = answered(county, outcome="unavailable.not_held")
    in_time = suit(county, date(2026, 12, 14), application=application)
    # 六个月到12月12日，星期六，顺延到14日
    assert said(in_time) == ""
    step(county, in_time, "end_suit_early", date(2026, 12, 15), outcome="suit.withdrawn")
    late = suit(county, date(2026, 12, 16), application=application)
    assert "超过直接提起行政诉讼的期限（最后一日2026年12月14日）" in said(late) and "第四十六条" in said(late)


def test_a_suit_after_reconsideration_has_fifteen_days(county):
    application = answered(county)
    first = review(county, date(2026, 7, 1), application=application)
    answer(county, first, date(2026, 7, 8))
    given = {"outcome": "review.uphold", "decided_on": "2026-08-18", "complainant_received_on": "2026-08-20"}
    step(county, first, "receive_decision", date(2026, 8, 21), **given)
    late = suit(county, date(2026, 9, 9), application=application, follows=first, facts={"filed_on": "2026-09-07"})
    assert "最后一日2026年9月4日" in said(late) and "原告收到复议决定是在2026年8月20日" in said(late)
    assert "第四十五条" in said(late)


def test_what_was_not_answered_and_what_is_no_reply_is_not_judged(county):
    assert said(review(county, date(2026, 9, 1))) == ""


def test_a_filing_after_its_acceptance_is_refused_in_words(county):
    application = answered(county)
    with pytest.raises(ValidationError, match="晚于受理、立案"):
        register(county, date(2026, 8, 20), application, filed_on="2026-08-19", accepted_on="2026-08-18")


def test_the_pages_point_it_out_and_register_it(county, monkeypatch, settings):
    settings.SESSION_IDLE_SECONDS = settings.SESSION_COOKIE_AGE = 10**8
    application = answered(county)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(date(2026, 9, 1)))
    client = signed_in(Client(), county.person(Role.FOI_OFFICER))
    url = reverse("workbench:dispute_register")
    assert "超过申请行政复议的期限" in client.get(url, {"what": "receive_copy", "application": application.number}).text
    given = {"what": "receive_copy", "on": "2026-09-01", "application": application.number, "act": "reply"}
    given |= {"party": "applicant", "body": "青石县人民政府"}
    page = client.post(url, given | {"body": ""})
    assert page.status_code == 422 and "超过申请行政复议的期限" in page.text
    page = client.post(url, given, follow=True)
    assert page.status_code == 200 and "超过了申请复议、起诉的期限" in page.text
    assert application.disputes.count() == 1
