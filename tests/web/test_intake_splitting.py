"""Splitting and merging applications: the trace both ways, the limits, and the sums of table 3."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from test_applications_services import JUNE_1, WANG, go, moment, served, under_review, who

from gongkai.casework import NotAllowed
from gongkai.organs.roles import Role
from gongkai.web.applications import services
from gongkai.web.applications.models import Application, Tie
from gongkai.web.applications.splitting import merge, split, ties_of
from gongkai.web.casework.services import history_of

TWO = replace(WANG, description="1. 2025年度部门决算\n2. 高标准农田建设项目验收结论\n3. 青农〔2025〕12号文件")
NEXT = date(2026, 6, 3)


def sums() -> tuple[int, int, int]:
    """Received, ended and still open of those received: the identity of table 3 for a year without 上年结转."""
    received = Application.objects.filter(received_year=2026)
    ended = received.exclude(outcome="")
    return received.count(), ended.count(), received.filter(outcome="").count()


def parts_of(county: Any, application: Application) -> list[Application]:
    return split(
        application,
        ["2025年度部门决算", "高标准农田建设项目验收结论", "青农〔2025〕12号文件"],
        by=who(county, Role.FOI_OFFICER),
        reason="三项信息互不相关",
        at=moment(NEXT),
    )


def test_the_parts_keep_the_day_of_receipt_and_the_limit_of_the_whole(county):
    whole = under_review(county, TWO)
    made = parts_of(county, whole)
    whole.refresh_from_db()
    assert whole.description == "2025年度部门决算"
    assert [each.description for each in made] == ["高标准农田建设项目验收结论", "青农〔2025〕12号文件"]
    for part in made:
        part.refresh_from_db()
        assert (part.received_on, part.due_on, part.state) == (JUNE_1, whole.due_on, "under_review")
        assert (part.applicant_name, part.channel) == ("王小禾", "online")
        assert history_of(part).last("submit").facts["origin"] == f"由{whole.number}拆分"
        assert ties_of(part)[0].application == whole
    assert {each.application for each in ties_of(whole)} == set(made)
    assert len({each.query_code for each in (whole, *made)}) == 3
    assert sums() == (3, 0, 3)


def test_splitting_what_is_not_received_yet_settles_no_receipt(county):
    whole = services.submit(county.bureau, TWO, at=moment(JUNE_1))
    made = parts_of(county, whole)
    assert {each.state for each in made} == {"submitted"}
    assert {each.received_on for each in made} == {None}


def test_the_files_go_with_every_part(county):
    whole = under_review(county, TWO)
    services.add_material(
        whole, role="request", name="申请书.txt", data="三项".encode(), by=who(county, Role.FOI_OFFICER)
    )
    for part in parts_of(county, whole):
        assert part.materials.get().sha256 == whole.materials.get().sha256


@pytest.mark.parametrize(
    "parts", [[], ["只有一件"], ["", " ", "一件"], [f"第{each}件" for each in range(40)], ["长" * 5000, "短"]]
)
def test_splitting_into_nothing_sensible_is_refused(county, parts):
    whole = under_review(county, TWO)
    with pytest.raises(ValidationError):
        split(whole, parts, by=who(county, Role.FOI_OFFICER), reason="理由")
    assert Application.objects.count() == 1


def test_what_is_answered_cannot_be_split(county):
    with pytest.raises(ValidationError, match="不能再拆分"):
        parts_of(county, served(county))


def test_the_merged_one_ends_in_other_and_the_sums_hold(county):
    first = under_review(county)
    second = under_review(county, replace(WANG, description="青农〔2025〕12号文件"), on=NEXT)
    merge(second, first, by=who(county, Role.FOI_OFFICER), reason="内容相关，一并答复", at=moment(NEXT))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.state, second.outcome, second.ended_on) == ("merged", "other.other", NEXT)
    assert first.description == "1. 2025年度高标准农田建设项目验收结论\n2. 青农〔2025〕12号文件"
    assert sums() == (2, 1, 1)
    assert Tie.objects.get().target == first
    assert [each.how for each in ties_of(first)] == ["已并入本件"]
    go(county, first, "draft", NEXT)
    with pytest.raises(NotAllowed):
        go(county, second, "draft", NEXT)
    go(county, second, "archive", NEXT, {})


def test_merging_never_makes_a_limit_longer(county):
    first = under_review(county)
    second = under_review(county, on=NEXT)
    with pytest.raises(ValidationError, match="收到得晚"):
        merge(first, second, by=who(county, Role.FOI_OFFICER), reason="一并答复", at=moment(NEXT))
    assert Tie.objects.count() == 0


@pytest.mark.parametrize("number", ["", "nongye-2026-9999", "itself", "jiaoyu-2026-0001"])
def test_merging_into_nothing_sensible_is_refused(county, number):
    services.submit(county.other, WANG, at=moment(JUNE_1))
    one = under_review(county)
    into = one.number if number == "itself" else number
    with pytest.raises((ValidationError, NotAllowed)):
        go(county, one, "merge", JUNE_1, {"into": into, "reason": "一并"})
    one.refresh_from_db()
    assert one.state == "under_review"


def test_applications_of_two_people_are_not_merged(county):
    one = under_review(county)
    other = under_review(
        county, replace(WANG, applicant_name="李大山", identity_kind="passport", identity_number="E12345678")
    )
    with pytest.raises(ValidationError, match="不是同一人"):
        merge(other, one, by=who(county, Role.FOI_OFFICER), reason="一并", at=moment(JUNE_1))


def test_the_history_of_what_was_split_and_merged_replays(county):
    whole = under_review(county, TWO)
    made = parts_of(county, whole)
    merge(made[0], whole, by=who(county, Role.FOI_OFFICER), reason="还是一并答复", at=moment(NEXT))
    for each in (whole, *made):
        each.refresh_from_db()
        assert history_of(each).state == each.state
    assert sums() == (3, 1, 2)
