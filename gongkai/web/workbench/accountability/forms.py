"""Forms of complaints, accounts, rectifications and accountability."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone

from gongkai.assessment.accountability import complaint_moves, rectification_moves
from gongkai.assessment.accountability.choices import listed, titles
from gongkai.assessment.accountability.limits import limit_on
from gongkai.casework import Move
from gongkai.web.accountability import competence
from gongkai.web.accountability.beginning import TEXTS
from gongkai.web.accountability.counting import BY
from gongkai.web.accountability.models import Complaint
from gongkai.web.accountability.moving import BY_THEMSELVES
from gongkai.web.accountability.services import Letter
from gongkai.web.casework.amending import AmendForm
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import MoveForm, date_input
from gongkai.web.log.models import Event
from gongkai.web.organs.models import Organ

ASK = ("", "请选择")
_HIDDEN = ("digest", "account_limit", "into", "order", "organ")
"""Fields of steps that the form asks in another way, or that the service fills in."""
_LISTS = {"ground": "decline_grounds", "way": "ways", "outcome": "outcomes"}


def area(rows: int = 6) -> forms.Textarea:
    """A field for a longer text."""
    return forms.Textarea(attrs={"rows": rows})


def choose(name: str, *, label: str, required: bool = True) -> forms.ChoiceField:
    """A choice out of one of the lists."""
    return forms.ChoiceField(label=label, required=required, choices=lambda: [ASK, *titles(name).items()])


class ComplaintMoveForm(MoveForm):
    """A step with the choices and texts that belong to it."""

    def __init__(self, complaint: Complaint, move: Move, *args: Any, **kwargs: Any) -> None:
        hidden = dict.fromkeys((*_HIDDEN, "outcome") if move.name == "decide" else _HIDDEN)
        choices = {name: list(titles(of).items()) for name, of in _LISTS.items()}
        dated = move.name not in BY_THEMSELVES and move.name != "extend"
        super().__init__(move, *args, known=hidden, choices=choices, dated=dated, **kwargs)
        asked = _MORE.get(move.name)
        if asked:
            self.fields = self.fields | asked(complaint)
        if move.name == "withdraw":
            reason = self.fields["reason"]
            reason.required, reason.help_text = (
                True,
                "投诉人什么时候、怎样要求撤回的。投诉只能由投诉人撤回，这里是代为登记。",
            )
        if "longer" in self.fields:
            self.fields["longer"].help_text = f"自然日，最多{limit_on('extension', timezone.localdate()).length}。"

    @property
    def given(self) -> dict[str, Any]:
        """As for every step; of one that is not dated, its facts alone."""
        return super().given if "on" in self.fields else {"facts": self.facts}


def _question(complaint: Complaint) -> dict[str, forms.Field]:
    limit = limit_on("account", timezone.localdate())
    return {
        "question": forms.CharField(
            label="请说明的事项", max_length=4000, widget=area(),
            help_text="被投诉机关只看得到这里写的内容。不要写投诉人的姓名、联系方式和能认出投诉人的细节。",
        ),
        "days": forms.IntegerField(
            label="请在多少个工作日以内说明", min_value=1, max_value=60, initial=limit.length.amount, help_text=limit.basis
        ),
    }  # fmt: skip


def _account(complaint: Complaint) -> dict[str, forms.Field]:
    return {
        "text": forms.CharField(
            label="情况说明",
            max_length=6000,
            widget=area(10),
            help_text="书面送来的，由受理的机关录入；原件作为材料存入。",
        )
    }


def _finding(complaint: Complaint) -> dict[str, forms.Field]:
    last = complaint.findings.order_by("-number").first()
    return {
        "body": forms.CharField(
            label="查明的情况和处理意见", max_length=6000, widget=area(10), initial=last.body if last else "",
            help_text="批准以后告知投诉人的全文：查明的事实、依据、处理意见。",
        )
    }  # fmt: skip


def _destination(complaint: Complaint) -> dict[str, forms.Field]:
    keys = [each.pk for each in competence.above(complaint.about)] if complaint.about else []
    others = Organ.objects.filter(pk__in=keys).exclude(pk=complaint.organ_id)
    return {
        "to": forms.ModelChoiceField(
            others, label="有权处理的机关（在本系统）", required=False, empty_label="（不在本系统）",
            help_text="只列被投诉机关的上级。投诉连同收到日期、查询码和附件一起转去。",
        ),
        "organ": forms.CharField(label="有权处理的机关（不在本系统的写名称）", required=False, max_length=120),
    }  # fmt: skip


_MORE: dict[str, Callable[[Complaint], dict[str, forms.Field]]] = {
    "ask_account": _question,
    "give_account": _account,
    "propose": _finding,
    "hand_over": _destination,
}


class RegisterForm(forms.Form):
    """A complaint that came another way than by the portal."""

    channel = forms.ChoiceField(
        label="怎样来的",
        choices=lambda: [ASK, *((each.key, each.title) for each in listed("channels").values() if not each.flag)],
    )
    received_on = DayField(label="收到的日期", widget=date_input(), initial=timezone.localdate)
    about = forms.ModelChoiceField(
        Organ.objects.none(),
        label="被投诉的机关",
        required=False,
        empty_label="（不在本系统，写在下面）",
        help_text="只列下级机关：机关不能处理对自己的投诉（《条例》第五十一条）。",
    )
    about_named = forms.CharField(label="被投诉机关的名称（不在本系统的）", required=False, max_length=120)
    kind = choose("kinds", label="投诉什么")
    title = forms.CharField(label="标题", max_length=80)
    content = forms.CharField(label="事实和理由", required=False, max_length=6000, widget=area())
    application_number = forms.CharField(
        label="涉及的申请编号", required=False, max_length=80, help_text="是该机关的申请的，自动关联。"
    )
    name = forms.CharField(
        label="投诉人的姓名或者名称", required=False, max_length=120, help_text="加密保存，列表上只显示一部分。"
    )
    phone = forms.CharField(label="联系电话", required=False, max_length=40)
    email = forms.CharField(label="电子邮箱", required=False, max_length=120)
    address = forms.CharField(label="通信地址", required=False, max_length=200)
    origin = forms.CharField(label="来源", required=False, max_length=200, help_text="由哪里转来、来文编号等。")

    def __init__(self, organ: Organ, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about: Any = self.fields["about"]
        about.queryset = competence.below(organ)

    @property
    def letter(self) -> Letter:
        """What is complained of."""
        return Letter(**{name: self.cleaned_data[name] for name in (*TEXTS, "kind")})


class EditForm(forms.Form):
    """What was entered of a complaint and can be changed; what the person wrote on the portal is not among it."""

    title = forms.CharField(label="标题", max_length=80)
    content = forms.CharField(label="事实和理由", required=False, max_length=6000, widget=area())
    application_number = forms.CharField(label="涉及的申请编号", required=False, max_length=80)
    name = forms.CharField(label="投诉人的姓名或者名称", required=False, max_length=120)
    phone = forms.CharField(label="联系电话", required=False, max_length=40)
    email = forms.CharField(label="电子邮箱", required=False, max_length=120)
    address = forms.CharField(label="通信地址", required=False, max_length=200)

    def __init__(self, complaint: Complaint, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(complaint, name) for name in self.base_fields})
        for name in complaint.own_words:
            del self.fields[name]


class PaperForm(forms.Form):
    """A file."""

    file = forms.FileField(label="文件", help_text="PDF、DOCX、图片等。加密保存，每次打开都记入日志。")


class AccountForm(forms.Form):
    """What the organ complained about has to say."""

    text = forms.CharField(
        label="情况说明", max_length=6000, widget=area(10), help_text="写明事实、依据、已经怎样处理、打算怎样改。"
    )
    file = forms.FileField(label="证明材料", required=False, help_text="一个文件，可以不附。加密保存。")


class OrderForm(forms.Form):
    """What an organ is made to set right."""

    organ = forms.ModelChoiceField(Organ.objects.none(), label="整改的机关", empty_label="请选择")
    measure = forms.ChoiceField(
        label="方式",
        choices=lambda: [ASK, *((each.key, f"{each.title}（{each.basis}）") for each in listed("measures").values())],
    )
    source = choose("sources", label="由来")
    source_note = forms.CharField(
        label="由来的说明", required=False, max_length=300, help_text="例如 三季度网站检查、（2026）鄂行终12号判决。"
    )
    source_url = forms.CharField(
        label="由来的网址", required=False, max_length=300, help_text="本系统里的页面，或者文件的网址。"
    )
    title = forms.CharField(label="事由", max_length=120, help_text="例如 逾期答复公开申请。")
    problem = forms.CharField(label="存在的问题", max_length=2000, widget=area())
    requirements = forms.CharField(
        label="整改要求", max_length=2000, widget=area(), help_text="逐项写明做到什么样算整改好。"
    )
    due_on = DayField(label="整改期限", widget=date_input())

    def __init__(self, orderer: Organ, complaint: Complaint | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organ: Any = self.fields["organ"]
        organ.queryset = competence.below(orderer)
        if complaint is not None:
            del self.fields["organ"], self.fields["source"]


class LiabilityForm(forms.Form):
    """What is proposed to a competent body."""

    organ = forms.ModelChoiceField(Organ.objects.none(), label="责任人所在的机关", empty_label="请选择")
    person = forms.CharField(label="责任人的姓名", required=False, max_length=120, help_text="加密保存，不进日志。")
    position = forms.CharField(label="责任人的职务", required=False, max_length=120)
    what = forms.CharField(label="事由和处理建议", max_length=2000, widget=area())
    body = choose("bodies", label="向谁提出")
    body_named = forms.CharField(label="有权机关的名称", max_length=120)
    proposed_on = DayField(label="提出日期", widget=date_input(), initial=timezone.localdate)

    def __init__(self, orderer: Organ, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organ: Any = self.fields["organ"]
        organ.queryset = competence.below(orderer)


class ResultForm(forms.Form):
    """What the competent body decided."""

    result = choose("results", label="结果")
    result_on = DayField(label="收到结果的日期", widget=date_input(), initial=timezone.localdate)
    result_note = forms.CharField(label="说明", required=False, max_length=1000, widget=area(3))


class PeriodForm(forms.Form):
    """From which day to which, divided by what."""

    since = DayField(label="从", widget=date_input(), required=False)
    until = DayField(label="到", widget=date_input(), required=False)
    by = forms.ChoiceField(label="按什么分", choices=list(BY.items()), required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", "“到”早于“从”，请核对。")
        return given


def amend_form(event: Event, *args: Any) -> AmendForm:
    """What was recorded as a step of a complaint, and what is right."""
    known = {
        name: list(titles(of).items()) for name, of in (("channel", "channels"), ("kind", "kinds"), ("way", "ways"))
    }
    example = "登记单上的收到日期是6月2日。"
    return AmendForm(complaint_moves.TABLE, event, *args, choices=known, example=example)


def amend_order_form(event: Event, *args: Any) -> AmendForm:
    """The same for a rectification."""
    return AmendForm(rectification_moves.TABLE, event, *args, example="报告的日期应当是6月2日。")
