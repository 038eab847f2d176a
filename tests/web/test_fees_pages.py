"""Fees over the pages of the workbench."""

from __future__ import annotations

from django.test import Client
from test_applications_services import JUNE_1, go, moment, under_review, who
from test_fees import HOW, drawn, many, notified
from web.conftest import verified, words

from gongkai.organs.roles import Role
from gongkai.web.applications.models import Application
from gongkai.web.fees.models import FeeSetting, FeeStatement

HERE = "/workbench/fees/"


def test_a_fee_is_drawn_told_and_paid_over_the_pages(county, office):
    application = under_review(county)
    here = f"{HERE}{application.number}/"
    assert office.post(f"{HERE}how-to-pay/", {"how_to_pay": HOW, "contact": "0731-1234567"}).status_code == 302
    assert FeeSetting.objects.get().how_to_pay == HOW
    shown = words(office.get(here))
    assert "这件是第1件" in shown and "没有超过10件" in shown
    for pages, told in (
        ("30", "没有超过30页"),
        ("-4", "请核对"),
        ("9" * 30, "请核对"),
        ("", "请填写提供给申请人的页数"),
    ):
        page = office.post(f"{here}draw/", {"tariff": "per_page", "pages": pages})
        assert page.status_code == 422 and told in words(page), pages
    assert office.post(f"{here}draw/", {"tariff": "both", "pages": "250"}).status_code == 422
    assert office.post(f"{here}draw/", {"tariff": "per_page", "pages": "250"}).status_code == 302
    assert "4700元" in words(office.get(here)) and "4700" in words(office.get(HERE))
    assert "4700元" in words(office.get(application.get_absolute_url()))
    page = office.post(f"{here}draw/", {"tariff": "per_request", "pages": ""})
    assert page.status_code == 422 and "一件申请只能适用一种标准" in words(page)


def test_a_waiver_is_asked_by_one_and_decided_by_another(county, office, head):
    made = notified(county)
    here = f"{HERE}{made.application.number}/"
    assert office.get(f"{here}cancel/").status_code == 403
    page = office.post(f"{here}waiver/", {"why": "王小禾领取低保"})
    assert page.status_code == 422 and "申请人的姓名" in words(page)
    assert office.post(f"{here}waiver/", {"why": "领取最低生活保障"}).status_code == 302
    assert office.post(f"{here}waiver/decide/", {"waived": "yes"}).status_code == 403
    assert "待决定的收费减免" in words(head.get("/workbench/"))
    page = head.post(f"{here}waiver/decide/", {"waived": "no", "why": ""})
    assert page.status_code == 422 and "不同意的理由" in words(page)
    assert head.post(f"{here}waiver/decide/", {"waived": "yes", "why": ""}).status_code == 302
    made.refresh_from_db()
    assert made.state == "waived"


def test_a_statement_is_cancelled_with_a_reason(county, office):
    application = under_review(county)
    drawn(county, application)
    url = f"{HERE}{application.number}/cancel/"
    assert office.post(url, {"why": ""}).status_code == 422
    assert office.post(url, {"why": "页数数错"}).status_code == 302
    assert FeeStatement.objects.get().state == "cancelled"
    assert "作废的核算（1份）" in words(office.get(f"{HERE}{application.number}/"))


def test_each_figure_of_the_year_opens_its_records(county, office):
    made = notified(county)
    page = office.get(f"{HERE}annual/?year=2026&as_of=2026-12-31&figure=notices")
    assert made.application.number in words(page) and "总金额4700元" in words(page)
    assert office.get(f"{HERE}annual/").status_code == 200
    assert office.get(f"{HERE}annual/?year=abc").status_code == 422
    assert office.get(f"{HERE}annual/?year=2026&as_of=2026-02-31").status_code == 422
    assert office.get(f"{HERE}annual/?year=2026&figure=none").status_code == 200
    text = office.get(f"{HERE}annual.csv?year=2026&as_of=2026-12-31").content.decode("utf-8-sig")
    assert "发出收费通知,1,4700" in text and made.application.number in text


def test_fees_are_read_by_those_who_have_to_do_with_them(county):
    made = notified(county)
    for role, status in ((Role.INFO_OFFICER, 404), (Role.AUDITOR, 200), (Role.LEADING_GROUP, 200)):
        client = verified(Client(), county.person(role))
        assert client.get(f"{HERE}{made.application.number}/").status_code == status
    stranger = verified(Client(), county.person(Role.FOI_OFFICER, county.other))
    assert stranger.get(f"{HERE}{made.application.number}/").status_code == 404


def test_the_list_asks_the_database_no_more_for_many_fees(county, office, django_assert_max_num_queries):
    applications = many(county, 5)
    for each in applications:
        for move in ("register", "begin_review"):
            go(county, each, move, JUNE_1)
    drawn(county, applications[0])
    with django_assert_max_num_queries(40) as one:
        office.get(HERE)
    for each in applications[1:]:
        drawn(county, each)
    with django_assert_max_num_queries(len(one)):
        office.get(HERE)


def test_without_a_name_the_page_says_why_nothing_can_be_added_up(county, office):
    application = under_review(county)
    Application.objects.filter(pk=application.pk).update(identity_index="", name_index="")
    assert "不知道申请人是谁" in words(office.get(f"{HERE}{application.number}/"))


def test_the_move_page_tells_that_a_statement_is_lacking(county, office):
    application = under_review(county)
    url = f"/workbench/applications/{application.number}/moves/ask_fee/"
    page = office.post(url, {"on": JUNE_1.isoformat(), "letter": "收费通知书", "note": ""})
    assert page.status_code == 422 and "还没有核算收费" in words(page)
    assert who(county, Role.FOI_OFFICER) and moment(JUNE_1)
