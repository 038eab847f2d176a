"""Forms made from moves ask for what the table says, and put each refusal beside its field."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.forms import Textarea, TextInput

from gongkai.applications.moves import TABLE
from gongkai.casework import NotAllowed
from gongkai.casework.refusal import Hurdle, Reason
from gongkai.web.casework.forms import MoveForm

CORRECT = TABLE.move_of["ask_correction"]
SERVE = TABLE.move_of["serve"]
GIVEN = {"items": "年份", "workdays": "10", "letter": "补正告知书", "on": "2026-06-01", "note": ""}


def test_a_form_asks_for_the_fields_of_its_move_and_gives_plain_values():
    form = MoveForm(CORRECT, GIVEN, dated=True)
    assert form.is_valid()
    assert list(form.fields) == ["on", "items", "workdays", "letter", "note"]
    assert form.facts == {"items": "年份", "workdays": 10, "letter": "补正告知书"}


def test_a_date_among_the_facts_is_written_plainly_and_a_blank_is_left_out():
    form = MoveForm(SERVE, {"delivery": "post", "posted_on": "2026-06-03"}, choices={"delivery": [("post", "邮寄")]})
    assert form.is_valid() and form.facts == {"delivery": "post", "posted_on": "2026-06-03"}
    form = MoveForm(SERVE, {"delivery": "post", "posted_on": ""}, choices={"delivery": [("post", "邮寄")]})
    assert form.is_valid() and form.facts == {"delivery": "post"}


def test_what_is_known_is_not_asked_for():
    assert "letter" not in MoveForm(CORRECT, known={"letter": "x"}).fields


def test_a_name_or_a_number_is_written_in_one_line():
    fields = MoveForm(CORRECT, one_line=("letter",)).fields
    assert isinstance(fields["letter"].widget, TextInput) and isinstance(fields["items"].widget, Textarea)


def test_a_refusal_stands_beside_its_field_and_the_rest_above_the_form():
    form = MoveForm(CORRECT, GIVEN, dated=True)
    assert form.is_valid()
    reasons = [Reason(Hurdle.FIELD, "请填写工作日数。", field="workdays")]
    form.refused(NotAllowed("不能办理。", state="x", move="y", reasons=reasons, instead=()))
    assert form.errors == {"workdays": ["请填写工作日数。"]}
    form = MoveForm(CORRECT, GIVEN, dated=True)
    assert form.is_valid()
    form.refused(ValidationError({"items": "不要写个人信息。", "elsewhere": "别处不对。"}))
    assert form.errors == {"items": ["不要写个人信息。"], "__all__": ["别处不对。"]}


def test_the_day_is_today_unless_another_is_given():
    initial = MoveForm(CORRECT, dated=True).fields["on"].initial
    assert isinstance(initial(), date)
