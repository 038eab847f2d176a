"""Slips of the hand are answered in words: a year cut short, a case that another has moved on, a wrong name of the site."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.casework.day_field import DayField
from gongkai.web.organs.authority import Denied, Policy, Reach, grant
from tests.web.conftest import County, verified
from tests.web.publishing_walks import drafted


@pytest.mark.parametrize("typed", ["0001-01-01", "0025-03-01", "9999-12-31"])
def test_a_day_of_an_impossible_year_is_refused_in_words(typed):
    with pytest.raises(ValidationError, match="少输或者多输"):
        DayField().clean(typed)


def test_the_log_is_not_exported_from_the_first_year_of_the_era(county: County, client: Client):
    page = verified(client, county.person(Role.AUDITOR)).post(reverse("workbench:log_export"), {"since": "0001-01-01"})
    assert page.status_code == 422
    assert "1900年至2199年" in page.content.decode()


def test_whoever_comes_second_is_not_told_that_the_role_is_lacking(county: County):
    officer = county.person(Role.FOI_OFFICER)
    county.bureau.state = "finished"
    policy = Policy(
        "试办",
        {"finish": "办结"},
        (grant("finish", Role.FOI_OFFICER, reach=Reach.ORGAN, states=("open",)),),
        {"open": "进行中", "finished": "已完成"},
        organ_field="",
    )
    with pytest.raises(Denied, match="现在不能办理“办结”：这一件现在是“已完成”") as refusal:
        policy.check(officer, "finish", county.bureau)
    assert refusal.value.moved_on


def test_a_wrong_name_of_the_site_names_the_setting(county: County, client: Client):
    page = client.get("/", headers={"host": "gk.example.invalid"})
    assert page.status_code == 400
    assert "GONGKAI_HOSTS" in page.content.decode()


def test_whoever_adds_a_topmost_organ_can_go_on_with_it(county: County, client: Client):
    verified(client, county.person(Role.ADMINISTRATOR, county.government))
    given = {"name": "高新区管委会", "short_name": "高新区", "code": "gaoxin", "kind": "government", "level": "county"}
    page = client.post(reverse("workbench:add_organ"), given | {"order": "100"}, follow=True)
    assert page.status_code == 200
    assert "您现在也是它的系统管理员" in page.content.decode()
    assert client.get(reverse("workbench:add_section", args=["gaoxin"])).status_code == 200


def test_an_address_that_only_takes_forms_says_so_when_opened(county: County, client: Client):
    page = verified(client, county.person(Role.FOI_OFFICER)).get(reverse("sign_out"))
    assert page.status_code == 405
    assert page["Allow"] == "POST"
    assert "只接收表单" in page.content.decode()


def test_what_a_reviewer_typed_too_late_is_shown_again(county: County, client: Client):
    version = drafted(county)
    verified(client, county.person(Role.FOI_OFFICER))
    page = client.post(f"/workbench/items/{version.item_id}/review/", {"opinion": "同意<公开>", "basis": "第十七条"})
    assert page.status_code == 422
    assert "要用的请抄下：同意&lt;公开&gt;；第十七条" in page.content.decode()


def test_the_first_page_says_who_enters_the_holidays_and_writes_days_in_words(county: County, client: Client):
    page = verified(client, county.person(Role.FOI_OFFICER)).get(reverse("workbench:home")).content.decode()
    assert "年的放假通知还没有录入" not in page or "由最上级机关的政务公开办" in page
    assert not re.search(r"\d{4}-\d{2}-\d{2}以前公布", page)
