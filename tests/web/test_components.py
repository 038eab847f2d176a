"""Every component has its sheet and its entry on the pattern page; forms tell what is wrong beside the field and above."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import Client

from gongkai.organs.roles import Role
from gongkai.web.components import stylesheets
from gongkai.web.components.deadlines import badge
from gongkai.workdays import calendar_of
from tests.web.conftest import County, signed_in

FOLDER = Path(stylesheets.__file__).parent
PARTS = {"form_field", "form_summary"}
"""Of ``form_fields``: what a page writes that shows summary and fields apart."""
PARTIALS = {path.stem for path in (FOLDER / "templates" / "components").glob("*.html")} - {
    "plain",
    "pattern_page",
    *PARTS,
}
CALENDAR = calendar_of(2024)


class Answers(forms.Form):
    title = forms.CharField(label="标题", max_length=5, help_text="不加书名号。")
    kind = forms.ChoiceField(label="属性", widget=forms.RadioSelect, choices=[("a", "甲"), ("b", "乙")])
    sure = forms.BooleanField(label="已审查")


def shown(template: str, **context: Any) -> str:
    return Template(template).render(Context(context))


@pytest.mark.parametrize("name", sorted(PARTIALS))
def test_every_component_has_a_sheet_of_its_name_and_an_entry_on_the_pattern_page(name: str) -> None:
    page = (FOLDER / "templates" / "components" / "pattern_page.html").read_text(encoding="utf-8")
    assert (FOLDER / "static" / "components" / f"{name}.css").exists()
    assert f'data-component="{name}"' in page


def test_the_pattern_page_is_for_staff_only(county: County, client: Client, settings: Any) -> None:
    settings.DEMONSTRATION = False
    assert client.get("/components/").status_code == 404
    assert signed_in(client, county.person(Role.FOI_OFFICER)).get("/components/").status_code == 200


def test_the_pattern_page_is_open_in_the_demonstration(county: County, client: Client, settings: Any) -> None:
    settings.DEMONSTRATION = True
    assert client.get("/components/?page=3").status_code == 200


@pytest.mark.parametrize("name", sorted(stylesheets.SHEETS))
def test_a_sheet_begins_with_the_variables_that_it_uses(name: str) -> None:
    text = stylesheets.assembled(name)
    used = {part.split(")")[0].split(",")[0] for part in text.split("var(")[1:]}
    assert {each for each in used if f"{each}:" not in text} == set()
    assert text.count("{") == text.count("}")


def test_an_error_stands_beside_its_field_and_in_a_summary_that_leads_to_it() -> None:
    page = shown("{% form_fields form %}", form=Answers({"title": "六个字的标题"}))
    assert '<a href="#id_title">标题：最多5个字，现在有6个字，请缩短。</a>' in page
    assert '<a href="#id_kind_0">属性：请选一项。</a>' in page
    assert '<a href="#id_sure">已审查：请先勾选这一项。</a>' in page
    assert 'aria-describedby="id_title_helptext id_title_error"' in page
    assert 'id="id_title_error"' in page


def test_ids_on_a_form_are_there_once_though_a_field_has_two_errors() -> None:
    form = Answers({"title": "长长长长长长"})
    form.add_error("title", "标题不能只有一个字重复。")
    page = shown("{% form_fields form %}", form=form)
    assert page.count('id="id_title_error"') == 1
    assert page.count('class="field-error"') == 4


def test_what_was_typed_is_never_markup() -> None:
    page = shown("{% form_fields form %}", form=Answers({"title": '"><script>', "kind": "<b>"}))
    assert "<script>" not in page


@pytest.mark.parametrize(
    ("today", "given", "words", "tone"),
    [
        (date(2024, 9, 25), {}, "还有20个工作日", "neutral"),
        (date(2024, 10, 24), {}, "还有2个工作日", "warn"),
        (date(2024, 10, 26), {}, "还有1个工作日", "warn"),
        (date(2024, 10, 28), {}, "今天是最后一日", "warn"),
        (date(2024, 10, 31), {}, "逾期3个工作日", "bad"),
        (date(2024, 10, 31), {"status": "standing"}, "期限停止计算", "info"),
        (date(2024, 10, 31), {"ended": True}, "已办结", "neutral"),
        (date(2024, 9, 25), {"days": True}, "还有33日", "neutral"),
        (date(2024, 10, 26), {"days": True}, "还有2日", "warn"),
        (date(2024, 10, 28), {"days": True}, "今天是最后一日", "warn"),
        (date(2024, 10, 31), {"days": True}, "逾期3日", "bad"),
    ],
)
def test_a_deadline_says_in_words_how_many_working_days_are_left(
    today: date, given: dict[str, Any], words: str, tone: str
) -> None:
    shown_badge = badge(date(2024, 10, 28), today, CALENDAR, **given)
    assert (shown_badge.words, shown_badge.tone) == (words, tone)


def test_a_deadline_that_is_provisional_says_so() -> None:
    class Case:
        due_on, due_provisional, clock_status, ended = date(2024, 10, 28), True, "running", False
        _calendar = CALENDAR

    page = shown("{% deadline case today %}", case=Case(), today=date(2024, 10, 8))
    assert "（暂计）" in page


def test_levels_of_messages_have_the_tones_of_notices() -> None:
    assert "notice-good" in shown("{% notice 'success' '已保存' %}")
    assert "notice-bad" in shown("{% notice 'error' '没有保存' %}")
