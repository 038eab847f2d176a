"""Forms of proposals: registering one, the steps with what each asks, changing what was entered, files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.casework import Move
from gongkai.engagement.proposals.choices import HANDING_IN, attitudes, titles
from gongkai.engagement.proposals.moves import TABLE
from gongkai.web.casework.amending import AmendForm
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import MoveForm, date_input
from gongkai.web.log.models import Event
from gongkai.web.organs.models import Organ, Section
from gongkai.web.proposals.models import Proposal, ProposalPaper
from gongkai.web.proposals.moving import BY_THEMSELVES
from gongkai.web.proposals.services import Handing, results_for

ASK = [("", "请选择")]
_HIDDEN = (
    "reply", "digest", "limit", "rule", "objection_limit", "opinion_limit", "publish_limit", "section", "co_handler",
    "result_title", "longer", "origin",
)  # fmt: skip
"""Fields of steps that the form asks in another way, or that the service fills in."""
_LISTS = {"stage": "stages", "way": "ways", "attribute": "attributes", "role": "roles"}


def area(rows: int = 6) -> forms.Textarea:
    """A field for a longer text."""
    return forms.Textarea(attrs={"rows": rows})


class ProposalMoveForm(MoveForm):
    """A step with the choices and texts that belong to it."""

    def __init__(self, proposal: Proposal, move: Move, *args: Any, **kwargs: Any) -> None:
        self.proposal = proposal
        choices: dict[str, Any] = {name: list(titles(listed).items()) for name, listed in _LISTS.items()}
        choices["attitude"] = [(each.key, each.title) for each in attitudes().values() if not each.again]
        if "result" in move.fields:
            choices["result"] = [(key, f"{key} {title}") for key, title in results_for(proposal).items()]
        hidden = dict.fromkeys(_HIDDEN)
        super().__init__(
            move,
            *args,
            known=hidden,
            choices=choices,
            dated=move.name not in BY_THEMSELVES,
            one_line=("document",),
            **kwargs,
        )
        before, after = _MORE.get(move.name, (None, None))
        if before:
            self.fields = before(proposal) | self.fields
        if after:
            self.fields |= after(proposal)
        if move.name == "contact":
            self.fields["talked_on"].initial = timezone.localdate()
        if move.name == "resume":
            self.fields["role"].initial = proposal.role
        if "ground" in self.fields:
            self.fields["ground"].help_text = "全文公开的不填。例如 涉及未批准的征地方案，批准以前不公开。"


def _section(proposal: Proposal) -> dict[str, forms.Field]:
    sections = Section.objects.filter(organ=proposal.organ_id, closed_on=None)
    return {
        "to_section": forms.ModelChoiceField(
            sections, label="承办科室", empty_label="请选择", initial=proposal.section_id
        ),
        "remark": forms.CharField(label="交办意见", required=False, max_length=500, widget=area(2)),
    }


def _co_handler(proposal: Proposal) -> dict[str, forms.Field]:
    others = Organ.objects.filter(dissolved_on=None).exclude(pk=proposal.organ_id)
    return {
        "to": forms.ModelChoiceField(
            others, label="会办的机关（在本系统）", required=False, empty_label="（不在本系统）",
            help_text="在本系统里的机关，这件会进它的待办，签发以后意见自动送回。",
        ),
        "name": forms.CharField(label="不在本系统的单位", required=False, max_length=120),
    }  # fmt: skip


def _waiting(proposal: Proposal) -> dict[str, forms.Field]:
    waiting = proposal.co_handlers.filter(given_at=None, dropped_at=None)
    return {"asked": _AskedField(waiting, label="会办单位", empty_label="请选择")}


def _opinion(proposal: Proposal) -> dict[str, forms.Field]:
    return _waiting(proposal) | {"text": forms.CharField(label="会办意见", max_length=20_000, widget=area())}


def _talk(proposal: Proposal) -> dict[str, forms.Field]:
    return {
        "text": forms.CharField(
            label="沟通的情况", required=False, max_length=4000, widget=area(4),
            help_text="谈了什么、对方有什么要求。加密保存。",
        ),
    }  # fmt: skip


def _body(proposal: Proposal) -> dict[str, forms.Field]:
    last = proposal.replies.order_by("-number").first()
    help_text = "全文，由另一人审核。写明采纳情况、措施、完成时间；答复和公开属性一并审核。"
    return {
        "body": forms.CharField(
            label="答复内容", max_length=20_000, widget=area(12), initial=last.body if last else "", help_text=help_text
        )
    }


def _opinion_body(proposal: Proposal) -> dict[str, forms.Field]:
    last = proposal.replies.order_by("-number").first()
    return {
        "body": forms.CharField(
            label="会办意见", max_length=20_000, widget=area(10), initial=last.body if last else "",
            help_text="送主办单位，由它一并答复。",
        )
    }  # fmt: skip


class _AskedField(forms.ModelChoiceField):  # type: ignore[type-arg]  # 运行时不能带类型参数
    """Co-handlers by their names."""

    def label_from_instance(self, obj: Any) -> str:
        """The name."""
        return str(obj.name)


_MORE: dict[str, Any] = {
    "assign": (_section, None),
    "ask_co_handler": (_co_handler, None),
    "hear_co_handler": (_opinion, None),
    "drop_co_handler": (_waiting, None),
    "contact": (None, _talk),
    "draft": (_body, None),
    "draft_opinion": (_opinion_body, None),
}


class RegisterForm(forms.Form):
    """A proposal as the hand-over says it."""

    kind = forms.ChoiceField(label="种类", choices=lambda: [*ASK, *titles("kinds").items()])
    session = forms.CharField(label="届次", max_length=60, help_text="例如 十七届人大三次会议。")
    register_number = forms.CharField(
        label="建议、提案编号", max_length=40, help_text="例如 123。同一届次的同一编号只登记一次。"
    )
    title = forms.CharField(label="标题", max_length=200)
    proposers = forms.CharField(label="代表、委员", max_length=200, help_text="领衔的写在前面，几人联名的用顿号隔开。")
    group = forms.CharField(label="代表团、界别", required=False, max_length=80)
    contact = forms.CharField(label="联系方式", required=False, max_length=200, help_text="加密保存，查看要记入日志。")
    handed_on = DayField(
        label="交办日期", widget=date_input(), initial=timezone.localdate, help_text="期限从次日起算。"
    )
    role = forms.ChoiceField(
        label="承办方式",
        choices=lambda: [*ASK, *titles("roles").items()],
        help_text="会办的只提意见，不计入本机关的办理件数。",
    )
    body = forms.CharField(label="交办单位", required=False, max_length=120, help_text="例如 县政府办公室。")
    main_body = forms.CharField(label="主办单位", required=False, max_length=120, help_text="本机关会办的填写。")
    content = forms.CharField(
        label="内容", required=False, max_length=20_000, widget=area(), help_text="加密保存。原件可以作为材料存入。"
    )

    def clean(self) -> dict[str, Any]:
        """Who co-handles says for whom."""
        cleaned = super().clean() or {}
        if cleaned.get("role") == HANDING_IN and not cleaned.get("main_body"):
            self.add_error("main_body", "会办的，请写明主办单位，意见要送给它。")
        return cleaned

    @property
    def handing(self) -> Handing:
        """What the hand-over says."""
        return Handing(**self.cleaned_data)


class EditForm(forms.Form):
    """What was entered of a proposal and can be changed."""

    title = forms.CharField(label="标题", max_length=200)
    proposers = forms.CharField(label="代表、委员", max_length=200)
    group = forms.CharField(label="代表团、界别", required=False, max_length=80)
    contact = forms.CharField(label="联系方式", required=False, max_length=200)
    body = forms.CharField(label="交办单位", required=False, max_length=120)
    main_body = forms.CharField(label="主办单位", required=False, max_length=120)
    content = forms.CharField(label="内容", required=False, max_length=20_000, widget=area())


class PaperForm(forms.Form):
    """A file of the proposal."""

    role = forms.ChoiceField(label="种类", choices=[*ASK, *ProposalPaper.Role.choices])
    file = forms.FileField(label="文件", help_text="PDF、DOCX、图片等。加密保存，每次打开都记入日志。")


def amend_form(event: Event, *args: Any) -> AmendForm:
    """What was recorded as a step of a proposal, and what is right."""
    known: dict[str, Any] = {name: list(titles(listed).items()) for name, listed in _LISTS.items()}
    known["attitude"] = [(each.key, each.title) for each in attitudes().values() if not each.again]
    return AmendForm(TABLE, event, *args, choices=known, example="交办单上的日期是3月5日。")
