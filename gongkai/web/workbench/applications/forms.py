"""Forms of the workbench: registering what came by another channel, moves with their choices, assigning, amending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.applications.channels import MESSAGE, ONLINE, THAT_DAY, channels
from gongkai.applications.intake import titles
from gongkai.applications.moves import DRAFTING, TABLE
from gongkai.applications.outcomes import can_be_drafted
from gongkai.casework import Move
from gongkai.publishing.uploads import accepted_endings
from gongkai.web.accounts.models import Person
from gongkai.web.applications.forms import kind_choices
from gongkai.web.applications.models import Application, Material
from gongkai.web.applications.queries import CaseFile, parties_of
from gongkai.web.casework.amending import AmendForm
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import MoveForm, date_input, offer
from gongkai.web.files.forms import FilesField, SeveralFiles
from gongkai.web.log.models import Event
from gongkai.web.organs.models import Organ, Section

ONE_LINE = ("third_party", "co_maker", "organ", "tracking", "receipt", "into", "letter")
"""Answers that are a name or a number."""


class KindForm(forms.Form):
    """Who applied and how it came; the next page asks accordingly."""

    channel = forms.ChoiceField(
        label="收到申请的渠道",
        choices=lambda: [
            ("", "请选择"),
            *((each.key, each.title) for each in channels().values() if each.key != ONLINE),
        ],
    )
    kind = forms.ChoiceField(label="申请人是", widget=forms.RadioSelect, choices=kind_choices)


class ArrivalForm(forms.Form):
    """When it came, and by which date it was received."""

    on = DayField(label="送到本机关的日期", widget=date_input(), initial=timezone.localdate)
    received_on = DayField(label="收到申请之日", widget=date_input(), required=False)
    evidence = forms.CharField(
        label="确认的方式和凭据",
        max_length=300,
        required=False,
        help_text="例如 6月3日上午电话确认，通话记录存卷；挂号信回执存卷。请不要写申请人的姓名、电话。",
    )
    late = forms.CharField(
        label="没有当日登记的原因",
        max_length=200,
        required=False,
        help_text="收到日期早于今天的才要填写，记入办理记录。请不要写申请人的姓名、电话。",
    )
    tracking = forms.CharField(
        label="邮件号码",
        max_length=40,
        required=False,
        help_text="挂号信、特快专递面单上的号码，例如 XA12345678943。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    origin = forms.CharField(label="来信、留言的编号", max_length=80, required=False)
    section = forms.ModelChoiceField(
        Section.objects.none(), label="承办科室", required=False, empty_label="（先不交科室）"
    )
    scans = FilesField(
        label="申请书等材料的扫描件",
        required=False,
        widget=SeveralFiles(attrs={"accept": accepted_endings(), "multiple": True}),
        help_text=f"可以一次选几个，每个最大{settings.UPLOAD_LIMIT_MB}兆字节。加密保存，查看有记录。",
    )
    proofs = FilesField(
        label="身份证明的扫描件",
        required=False,
        widget=SeveralFiles(attrs={"accept": accepted_endings(), "multiple": True}),
    )

    def __init__(self, organ: Organ, channel: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = channels()[channel]
        self.fields["on"].label = found.arrives
        for name, fitting in (("tracking", ("mail",)), ("origin", (MESSAGE,))):
            if channel not in fitting:
                del self.fields[name]
        if found.rule in THAT_DAY:
            del self.fields["received_on"]
        offer(self, "section", organ.sections.filter(closed_on=None))
        if "received_on" in self.fields:
            self.fields[
                "received_on"
            ].help_text = f"{found.asks}{found.receipt}（{found.basis}）还没有确认的可以先空着。"

    def arriving(self) -> list[tuple[str, str, Any]]:
        """The files that were chosen: the field, their role and the file."""
        chosen = (("scans", Material.Role.REQUEST), ("proofs", Material.Role.IDENTITY))
        return [
            (name, role, each) for name, role in chosen for each in getattr(self, "cleaned_data", {}).get(name) or []
        ]

    def given(self) -> dict[str, Any]:
        """What was entered, without the files."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("scans", "proofs")}

    def clean_on(self) -> Any:
        """The day on which it came is not in the future."""
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError("这个日期还没有到，请核对。")
        return day


class ApplicationMoveForm(MoveForm):
    """A move of an application: choices instead of free texts where there are any, and the wording of a reply."""

    def __init__(self, case: CaseFile, move: Move, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            move,
            *args,
            known={"reply_digest": "", "amount": ""},
            choices=_choices(case, move),
            dated=True,
            one_line=ONE_LINE,
            **kwargs,
        )
        if move.name in DRAFTING:
            self.fields["reply"] = forms.CharField(
                label="答复的内容",
                max_length=20000,
                widget=forms.Textarea(attrs={"rows": 12}),
                help_text="写明事实、依据的条款和理由，申请人怎样取得信息。加密保存，送达以前申请人看不到。救济途径由系统写在后面。",
            )
            self.order_fields(["on", "outcome", "reply", "note"])
        if move.name == "submit":
            raise LookupError("提交不是这样办理的。")


def _choices(case: CaseFile, move: Move) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {"delivery": titles("deliveries"), "applicant_kind": titles("applicant_kinds")}
    if move.name == "draft":
        found["outcome"] = outcome_choices(case.today)
    for field in ("third_party", "co_maker", "organ"):
        if field in move.fields and not move.name.startswith("consult_"):
            found[field] = _awaited(case, field)
    return found


def _awaited(case: CaseFile, field: str) -> list[tuple[str, str]]:
    known = parties_of(case.case) if field == "third_party" else {}
    return [
        (key, f"{key}（{known[key].name}）" if key in known and known[key].name else key) for key in case.awaited(field)
    ]


def outcome_choices(on: Any) -> list[Any]:
    """The outcomes that may be drafted, in their groups."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in can_be_drafted(on):
        groups.setdefault(each.group or "予以公开、部分公开", []).append((each.key, each.title))
    return list(groups.items())


class AssignForm(forms.Form):
    """To which section, and to whom there."""

    section = forms.ModelChoiceField(
        Section.objects.none(), label="承办科室", required=False, empty_label="（不交科室）"
    )
    officer = forms.ModelChoiceField(Person.objects.none(), label="承办人", required=False, empty_label="（不指定）")

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"section": application.section_id, "officer": application.officer_id}
        super().__init__(*args, **kwargs)
        organ = application.organ
        offer(self, "section", organ.sections.filter(closed_on=None))
        offer(
            self,
            "officer",
            Person.objects.filter(appointments__organ=organ, appointments__until=None, active=True).distinct(),
        )


def amend_form(event: Event, *args: Any) -> AmendForm:
    """What was recorded as a step of an application, and what is right."""
    known = {
        "channel": [(each.key, each.title) for each in channels().values()],
        "applicant_kind": titles("applicant_kinds"),
        "delivery": titles("deliveries"),
    }
    return AmendForm(TABLE, event, *args, choices=known, example="挂号信回执上的日期是6月2日。")


class EraseForm(forms.Form):
    """On what ground personal data is erased."""

    why = forms.CharField(
        label="删除的依据或者理由",
        max_length=300,
        help_text="例如 保管期限届满，经档案鉴定批准销毁。删除以后不能恢复，统计和办理记录不变。",
    )
