"""The questions as a form, and the second look at what is withheld."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.publishing.exemptions import Answer, Incomplete, Question, Wizard
from gongkai.web.exemptions.models import Assessment, Reassessment
from gongkai.web.workbench.publishing.forms import Refusable

REASON_MOST = 500


class AssessForm(Refusable):
    """All questions on one page; what an answer asks to be written has a field below it."""

    use_required_attribute = False

    def __init__(self, wizard: Wizard, *args: Any, last: Assessment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wizard = wizard
        before = {each["key"]: each for each in last.answers} if last is not None else {}
        for question in wizard.questions:
            told = before.get(question.key, {})
            self.fields[question.key] = forms.ChoiceField(
                label=f"{question.number}　{question.text}",
                choices=[(each.key, _label(each.title, each.asks)) for each in question.options],
                widget=forms.RadioSelect,
                required=False,
                initial=told.get("option"),
                help_text=_help(question),
                error_messages={"invalid_choice": f"第{question.number}题请从列出的回答中选择。"},
            )
            if any(each.asks for each in question.options):
                self.fields[f"{question.key}_reason"] = forms.CharField(
                    label=f"第{question.number}题的说明",
                    required=False,
                    max_length=REASON_MOST,
                    widget=forms.Textarea(attrs={"rows": 2}),
                    initial=told.get("reason", ""),
                )

    @property
    def rows(self) -> list[tuple[Question, Any, Any]]:
        """Each question with its field and the field of what is written with it (None: nothing)."""
        for each in self.wizard.questions:
            # 必答与否由规则判断（前面的回答可能使后面的题不用答），这里只管不写“选填”
            self.fields[each.key].required = not each.only_after
        return [
            (each, self[each.key], self[f"{each.key}_reason"] if f"{each.key}_reason" in self.fields else None)
            for each in self.wizard.questions
        ]

    @property
    def answers(self) -> dict[str, Answer]:
        """What was answered."""
        given = self.cleaned_data
        return {
            each.key: Answer(given[each.key], given.get(f"{each.key}_reason", ""))
            for each in self.wizard.questions
            if given.get(each.key)
        }

    def lacks(self, problem: Incomplete) -> None:
        """Put what is lacking beside the questions: beside the field to be written in when the answer is there."""
        for key, sentence in problem.problems.items():
            name = f"{key}_reason" if self.cleaned_data.get(key) and f"{key}_reason" in self.fields else key
            self.add_error(name, sentence)


def _label(title: str, asks: str) -> str:
    return f"{title}（写明：{asks}）" if asks else title


def _help(question: Question) -> str:
    only = "只在前面已经有不能公开或者不公开的事由时回答。" if question.only_after else ""
    return f"{only}{question.help}（{question.article}）"


class ReassessForm(Refusable):
    """What the second look comes to."""

    conclusion = forms.ChoiceField(
        label="结论",
        choices=Reassessment.Conclusion.choices,
        widget=forms.RadioSelect,
        help_text="转为公开的，系统按原来的文稿另起一版草稿，照常送审。",
        error_messages={"required": "请选择结论。"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明情况有没有变化，例如 决定已经作出，过程稿不再需要保护。",
        error_messages={"required": "请填写理由。"},
    )
    basis = forms.CharField(
        label="依据", max_length=500, initial="《条例》第十八条", error_messages={"required": "请填写依据。"}
    )
