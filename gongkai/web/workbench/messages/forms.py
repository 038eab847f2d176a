"""Forms of messages: registering one, the steps with what each asks, changing what was entered, files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.applications.numbers import tidy_number
from gongkai.casework import Move
from gongkai.engagement.messages.channels import channels, scores, titles
from gongkai.engagement.messages.moves import TABLE
from gongkai.web.casework.amending import AmendForm
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import MoveForm, date_input, offer
from gongkai.web.log.models import Event
from gongkai.web.messages.models import Category, Message
from gongkai.web.messages.moving import BY_THEMSELVES, own_words
from gongkai.web.messages.services import Letter, details_of
from gongkai.web.messages.settings import categories_of
from gongkai.web.organs.models import Organ, Section

ASK = [("", "请选择")]
_HIDDEN = (
    "reply",
    "digest",
    "window",
    "limit",
    "longest",
    "rule",
    "longer",
    "application",
    "into",
    "section",
    "co_section",
)
"""Fields of steps that the form asks in another way, or that the service fills in."""
_LISTS = {"way": "ways", "ground": "invalid_grounds", "where": "destinations"}


def area(rows: int = 6) -> forms.Textarea:
    """A field for a longer text."""
    return forms.Textarea(attrs={"rows": rows})


class MessageMoveForm(MoveForm):
    """A step with the choices and texts that belong to it."""

    def __init__(self, message: Message, move: Move, *args: Any, **kwargs: Any) -> None:
        self.message = message
        choices: dict[str, Any] = {name: list(titles(listed).items()) for name, listed in _LISTS.items()}
        choices["score"] = [(each.key, each.title) for each in scores().values()]
        hidden = dict.fromkeys(_HIDDEN)
        super().__init__(move, *args, known=hidden, choices=choices, dated=move.name not in BY_THEMSELVES, **kwargs)
        asked = _MORE.get(move.name)
        if asked:
            self.fields = asked(message) | self.fields
        if move.name == "answer":
            self.fields["way"].initial = "online" if channels()[message.channel].form else ""

    def clean_into(self) -> Message | None:
        """The message of that number, in this organ only."""
        found = Message.objects.filter(
            organ_id=self.message.organ_id, number=tidy_number(self.cleaned_data["into"])
        ).first()
        if found is None:
            raise ValidationError("本机关没有这个编号的留言，请核对。")
        return found


def _sections(message: Message) -> Any:
    return Section.objects.filter(organ=message.organ_id, closed_on=None)


def _section(message: Message) -> dict[str, forms.Field]:
    field = forms.ModelChoiceField(
        _sections(message), label="主办科室", empty_label="请选择", initial=message.section_id
    )
    return {
        "to_section": field,
        "remark": forms.CharField(label="交办意见", required=False, max_length=500, widget=area(2)),
    }


def _other_section(message: Message) -> dict[str, forms.Field]:
    others = _sections(message).exclude(pk=message.section_id)
    return {"to_section": forms.ModelChoiceField(others, label="会办科室", empty_label="请选择")}


class _PartField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Parts by the names of their sections."""

    def label_from_instance(self, obj: Any) -> str:
        """The section."""
        return str(obj.section)


def _part(message: Message) -> dict[str, forms.Field]:
    waiting = message.contributions.filter(given_at=None, dropped_at=None).select_related("section")
    return {"part": _PartField(waiting, label="会办科室", empty_label="请选择")}


def _part_text(message: Message) -> dict[str, forms.Field]:
    return _part(message) | {"text": forms.CharField(label="会办意见", max_length=8000, widget=area())}


def _body(message: Message) -> dict[str, forms.Field]:
    last = message.replies.order_by("-number").first()
    help_text = "写给留言人看的全文，由另一人审核。写明依据、结果和联系办法。"
    return {
        "body": forms.CharField(
            label="答复内容", max_length=8000, widget=area(10), initial=last.body if last else "", help_text=help_text
        )
    }


def _answered(message: Message) -> dict[str, forms.Field]:
    return {
        "body": forms.CharField(
            label="答复内容",
            required=False,
            max_length=8000,
            widget=area(),
            help_text="电话、平台上答复的要点，加密保存。",
        )
    }


def _said(message: Message) -> dict[str, forms.Field]:
    return {"text": forms.CharField(label="留言人怎么说", required=False, max_length=2000, widget=area(3))}


def _why(message: Message) -> dict[str, forms.Field]:
    return {"text": forms.CharField(label="还有什么没有解决", max_length=2000, widget=area(4))}


def _longer(message: Message) -> dict[str, forms.Field]:
    return {
        "longer": forms.IntegerField(label="延长多久", min_value=1, help_text="以原期限的单位计（工作日或者自然日）。")
    }


def _into(message: Message) -> dict[str, forms.Field]:
    return {"into": forms.CharField(label="并入的留言编号", max_length=60)}


def _destination(message: Message) -> dict[str, forms.Field]:
    others = Organ.objects.filter(dissolved_on=None).exclude(pk=message.organ_id)
    help_text = "在本系统里的机关，留言连同收到日期、附件转到它的待办里。不在本系统的空着，在下面写名称。"
    return {
        "to": forms.ModelChoiceField(
            others, label="接收的机关（在本系统）", required=False, empty_label="（不在本系统）", help_text=help_text
        )
    }


def _application(message: Message) -> dict[str, forms.Field]:
    known = details_of(message)
    return {
        "applicant_name": forms.CharField(label="申请人", max_length=120, initial=known.applicant_name or "未写明"),
        "phone": forms.CharField(label="联系电话", required=False, max_length=40, initial=known.phone),
        "email": forms.CharField(label="电子邮箱", required=False, max_length=120, initial=known.email),
        "description": forms.CharField(
            label="所需信息的描述", max_length=4000, widget=area(), initial=known.description,
            help_text="收到日期照留言的，答复期限自与申请人确认之日起算（《条例》第三十一条第三项）。",
        ),
    }  # fmt: skip


_MORE: dict[str, Any] = {
    "assign": _section,
    "ask_section": _other_section,
    "contribute": _part_text,
    "drop_section": _part,
    "draft": _body,
    "record_answer": _answered,
    "call_back": _said,
    "reopen": _why,
    "extend": _longer,
    "merge": _into,
    "transfer": _destination,
    "become_application": _application,
}


class RegisterForm(forms.Form):
    """A message that came by another channel than the portal."""

    channel = forms.ChoiceField(label="来件渠道", choices=lambda: [*ASK, *titles("channels").items()])
    kind = forms.ChoiceField(label="种类", choices=lambda: [*ASK, *titles("kinds").items()])
    category = forms.ModelChoiceField(Category.objects.none(), label="类别", required=False, empty_label="（不分类）")
    received_on = DayField(
        label="收到的日期", widget=date_input(), initial=timezone.localdate, help_text="期限从次日起算。"
    )
    source_number = forms.CharField(
        label="来件编号", required=False, max_length=80, help_text="来件平台给的编号，同一渠道的同一编号只登记一次。"
    )
    title = forms.CharField(label="标题", max_length=80)
    content = forms.CharField(label="内容", required=False, max_length=4000, widget=area())
    name = forms.CharField(
        label="姓名或者称呼", required=False, max_length=120, help_text="加密保存，列表上只显示一部分。"
    )
    phone = forms.CharField(label="联系电话", required=False, max_length=40)
    email = forms.CharField(label="电子邮箱", required=False, max_length=120)
    may_publish = forms.BooleanField(label="同意公开问答（隐去个人信息）", required=False)

    def __init__(self, organ: Organ, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "category", categories_of(organ, timezone.localdate()))

    @property
    def letter(self) -> Letter:
        """What was written."""
        names = ("title", "content", "name", "phone", "email", "kind", "may_publish")
        return Letter(**{name: self.cleaned_data[name] for name in names})


class EditForm(forms.Form):
    """What was entered of a message and can be changed."""

    title = forms.CharField(label="标题", max_length=80)
    content = forms.CharField(label="内容", required=False, max_length=4000, widget=area())
    name = forms.CharField(label="姓名或者称呼", required=False, max_length=120)
    phone = forms.CharField(label="联系电话", required=False, max_length=40)
    email = forms.CharField(label="电子邮箱", required=False, max_length=120)
    category = forms.ModelChoiceField(Category.objects.none(), label="类别", required=False, empty_label="（不分类）")
    source_number = forms.CharField(label="来件编号", required=False, max_length=80)
    may_publish = forms.BooleanField(label="同意公开问答（隐去个人信息）", required=False)

    def __init__(self, message: Message, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "category", Category.objects.filter(organ=message.organ_id))
        for name in own_words(message):
            del self.fields[name]


class PaperForm(forms.Form):
    """A file of the message."""

    file = forms.FileField(label="文件", help_text="PDF、DOCX、图片等。加密保存，每次打开都记入日志。")


class PartForm(forms.Form):
    """A section's part of a joint answer."""

    text = forms.CharField(label="本科室的意见", max_length=8000, widget=area(8))


def amend_form(event: Event, *args: Any) -> AmendForm:
    """What was recorded as a step of a message, and what is right."""
    known = {name: list(titles(listed).items()) for name, listed in _LISTS.items()}
    known |= {"channel": list(titles("channels").items()), "kind": list(titles("kinds").items())}
    known["score"] = [(each.key, each.title) for each in scores().values()]
    return AmendForm(TABLE, event, *args, choices=known, example="登记单上的收到日期是6月2日。")
