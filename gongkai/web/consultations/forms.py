"""The questionnaire as a form: the same for the public, for the preview and for sheets on paper. It needs no script."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import escape

from gongkai.engagement.consultations.questions import LENGTHS, OTHER_LENGTH, Form, Given
from gongkai.web.consultations.answering import WrongAnswers
from gongkai.web.consultations.models import Question

_NAME = re.compile(r"q(\d{1,12})")
_WORDS = "{}_other"


class SheetForm(forms.Form):
    """One field for each question, and one for the words beside 其他. What may be answered is the service's to say."""

    def __init__(self, questions: Sequence[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for each in self.questions:
            name = name_of(each)
            self.fields[name] = _field(each)
            if each.other:
                self.fields[_WORDS.format(name)] = forms.CharField(
                    label=f"第{each.place}题选“其他”的，请写明",
                    required=False,
                    max_length=OTHER_LENGTH,
                    widget=forms.TextInput(attrs={"autocomplete": "off"}),
                )

    @property
    def given(self) -> dict[int, Given]:
        """The answers by the key of the question; those to questions that are not asked here too, for the service to refuse."""
        found = {each.pk: self._given(each) for each in self.questions}
        for name in self.data:
            matched = _NAME.fullmatch(name)
            if matched and int(matched[1]) not in found:
                found[int(matched[1])] = Given((), "x")
        return found

    def refused(self, refusal: WrongAnswers) -> None:
        """Each sentence beside its question."""
        for each in self.questions:
            if each.pk in refusal.by_question:
                self.add_error(name_of(each), refusal.by_question[each.pk])

    def _given(self, question: Question) -> Given:
        name = name_of(question)
        value = self.cleaned_data.get(name) or ()
        if question.form in LENGTHS:
            return Given((), str(value or "").replace("\r\n", "\n").replace("\x00", "").strip())
        chosen = [value] if isinstance(value, str) else value
        words = str(self.cleaned_data.get(_WORDS.format(name)) or "").strip()
        return Given(tuple(int(each) for each in chosen), words)


def name_of(question: Question) -> str:
    """The name of a question's field."""
    return f"q{question.pk}"


def _field(question: Question) -> forms.Field:
    asked = question.asked
    # 说明和标签由工作人员写，说明在页面上不再转义，这里先转义
    given: dict[str, Any] = {
        "label": f"{question.place}. {question.text}",
        "required": question.required,
        "help_text": escape(question.help),
        "error_messages": {"required": "这一题必须回答。", "invalid_choice": "请从列出的选项里选择。"},
    }
    if question.form in LENGTHS:
        most = LENGTHS[Form(question.form)]
        area = question.form == Form.LONG
        widget = forms.Textarea(attrs={"rows": 5}) if area else forms.TextInput(attrs={"autocomplete": "off"})
        return forms.CharField(max_length=most, widget=widget, **given)
    choices = [(str(number), _label(question, number)) for number in asked.allowed]
    if question.form == Form.MULTIPLE:
        field = forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **given)
        field.error_messages |= {"invalid_choice": "请从列出的选项里选择。", "invalid_list": "请从列出的选项里选择。"}
        return field
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **given)


def _label(question: Question, number: int) -> str:
    label = question.asked.label(number)
    ends: Mapping[int, str] = {1: question.low, question.steps: question.high} if question.form == Form.SCALE else {}
    return f"{label}（{ends[number]}）" if ends.get(number) else label
