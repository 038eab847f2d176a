"""What the law says about applications: the table of moves, the rows of table 3, channels, and what an application must say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gongkai.annualreport.scheme import scheme_of
from gongkai.applications.channels import channels, read_channels
from gongkai.applications.details import Details, needless_personal_data, problems
from gongkai.applications.drawing import PAGE, PICTURE
from gongkai.applications.intake import applicant_kinds, read_lists
from gongkai.applications.moves import DRAFTING, TABLE
from gongkai.applications.numbers import new_query_code, tidy_code, tidy_number
from gongkai.applications.outcomes import FILE, can_be_drafted, outcomes, read_outcomes
from gongkai.casework.diagram import lagging
from gongkai.casework.svg import svg
from gongkai.law.loader import DataError

WANG = Details(
    applicant_name="王小禾",
    identity_kind="resident_card",
    identity_number="11010519491231002X",
    phone="13912345678",
    description="2025年度部门决算",
    wanted_form="paper",
    wanted_route="pick_up",
)


def test_the_page_and_the_picture_of_the_documentation_are_drawn_from_the_table():
    assert lagging(PAGE.read_text(encoding="utf-8"), {TABLE.name: TABLE}) == []
    assert PICTURE.read_text(encoding="utf-8") == svg(TABLE)


def leaves(form: str) -> list[str]:
    """The result rows of table 3 in a form, those that its sum adds up."""
    table = scheme_of(form).table("applications")
    (total,) = (each for each in table.sums if each.code == "T3-TOT")
    return list(total.left)


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_row_of_table_three_is_an_outcome_and_every_outcome_a_row(form):
    rows = [each.row(form) for each in outcomes().values()]
    assert list(dict.fromkeys(rows)) == leaves(form)


def test_the_kinds_of_applicants_are_the_columns_of_table_three():
    columns = scheme_of("2021").table("applications").columns_of["received"]
    assert [*applicant_kinds(), "total"] == [each.key for each in columns]


def test_outcomes_that_a_step_settles_are_not_offered_when_drafting():
    offered = {each.key for each in can_be_drafted(date(2026, 1, 1))}
    assert "granted" in offered
    assert not offered & {"other.uncorrected", "other.other", "unavailable.still_unclear", "not_processed.excessive"}


def test_a_refusal_must_tell_to_go_to_reconsideration_first():
    told = outcomes()["refused.third_party"].remedy.told(date(2026, 1, 1))
    assert "应当先自收到本答复之日起60日内申请行政复议" in told
    assert "在6个月内直接提起行政诉讼" in outcomes()["granted"].remedy.told(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("remedy: either", "remedy 应是"),
        ("key: granted\n    key: granted", "写了两次"),
        ("checked: 条文", "checked 应是"),
        ("drafted: true", "“drafted”的类型不对"),
    ],
)
def test_a_wrong_outcome_stops_the_reading_with_its_place(tmp_path: Path, wrong: str, told: str):
    bad = {"remedy: either": "remedy: nothing", "checked: 条文": "checked: 大概", "drafted: true": "drafted: 1"}
    text = FILE.read_text(encoding="utf-8")
    path = tmp_path / "outcomes.yaml"
    path.write_text(text.replace(wrong.split("\n")[0], bad.get(wrong, wrong)), encoding="utf-8")
    with pytest.raises(DataError, match=told):
        read_outcomes(path)


def test_data_without_a_ground_is_refused(tmp_path: Path):
    path = tmp_path / "channels.yaml"
    path.write_text(
        "x: {title: 甲, rule: mutual, since: 2019-05-15, basic: true, proof: false, arrives: 甲, receipt: 甲, asks: 甲, basis: '', checked: 条文}",
        encoding="utf-8",
    )
    with pytest.raises(DataError, match="basis 不能空着"):
        read_channels(path)
    path.write_text("x: {basis: '', since: 2019-05-15, items: []}", encoding="utf-8")
    with pytest.raises(DataError, match="basis 不能空着"):
        read_lists(path)


def test_handing_in_and_post_can_never_be_refused():
    assert {key for key, each in channels().items() if each.basic} == {"in_person", "mail", "ordinary_mail"}


def test_the_moves_by_which_a_reply_is_written_all_keep_its_digest():
    assert all("reply_digest" in TABLE.move_of[name].fields for name in DRAFTING)


def test_a_complete_application_has_no_problems():
    assert problems(WANG) == {}


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"applicant_name": ""}, "applicant_name", "请填写姓名"),
        ({"identity_number": "110105194912310021"}, "identity_number", "最后一位对不上"),
        ({"identity_number": "11010519491231"}, "identity_number", "应当是18位"),
        ({"identity_number": "11010519491331002X"}, "identity_number", "居民身份证号码"),
        ({"phone": ""}, "phone", "至少填写一项"),
        ({"phone": "不方便"}, "phone", "请核对电话号码"),
        ({"email": "没有"}, "email", "请核对电子邮箱"),
        ({"wanted_route": "email"}, "email", "请填写电子邮箱"),
        ({"wanted_route": "mail"}, "address", "请填写通信地址"),
        ({"wanted_form": "光盘"}, "wanted_form", "请从列出的选项里选择"),
        ({"applicant_kind": "外星人"}, "applicant_kind", "请从列出的选项里选择"),
        ({"description": ""}, "description", "名称、文号"),
        ({"description": "字" * 4001}, "description", "最多写4000个字"),
        ({"applicant_name": "字" * 201}, "applicant_name", "最多写200个字"),
        ({"applicant_kind": "business"}, "uscc", "请填写统一社会信用代码"),
        ({"applicant_kind": "business", "uscc": "911100006000373410"}, "uscc", "校验位不对"),
    ],
)
def test_what_is_missing_or_wrong_is_told_at_its_field(changes: dict[str, str], field: str, told: str):
    assert told in problems(replace(WANG, **changes).tidy())[field]


def test_a_passport_is_not_checked_as_an_identity_card():
    assert problems(replace(WANG, identity_kind="passport", identity_number="E12345678")) == {}


def test_a_letter_needs_only_what_it_says():
    assert problems(Details(applicant_name="王小禾"), lenient=True) == {}
    assert list(problems(Details(), lenient=True)) == ["applicant_name"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请提供2023年度部门决算，国发〔2024〕12号", ()),
        ("本人身份证11010519491231002X", ("身份证号码",)),
        ("电话13912345678，卡号6222021234567890123", ("手机号码", "银行卡号")),
    ],
)
def test_needless_personal_data_in_a_description_is_noticed(text: str, found: tuple[str, ...]):
    assert needless_personal_data(text) == found


def test_numbers_and_codes_are_understood_as_people_type_them():
    assert tidy_number(" NONGYE—2026－0007 ") == "nongye-2026-0007"
    assert tidy_code("abcd-2345 wxyz") == "ABCD2345WXYZ"
    assert len({new_query_code() for _ in range(200)}) == 200
