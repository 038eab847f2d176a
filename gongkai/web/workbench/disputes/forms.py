"""Forms of disputes: registering one, moves with their choices, amending, files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.applications.numbers import tidy_number
from gongkai.casework import Move
from gongkai.disputes.conditions import fitting
from gongkai.disputes.moves import BEGINNINGS, TABLE
from gongkai.disputes.outcomes import WAYS, acts, standings, titles
from gongkai.web.applications.models import Application
from gongkai.web.casework.amending import AmendForm
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import MoveForm, date_input, offer
from gongkai.web.disputes.models import CasePaper, Dispute
from gongkai.web.disputes.queries import bodies_for
from gongkai.web.disputes.services import Filing
from gongkai.web.log.models import Event
from gongkai.web.organs.models import Organ

_ASK = [("", "请选择")]
ONE_LINE = ("document", "place", "paper")
LIMIT_UNITS = [("workdays", "个工作日"), ("calendar_days", "日"), ("months", "个月")]


def what_choices(organ: Organ) -> list[tuple[str, str, str]]:
    """What may have come, as pages offer it: the move, its title, when it is that."""
    when = {
        "receive_copy": "复议机关发来复议申请书副本，要求本机关在10个工作日内答复。",
        "receive_copy_simplified": "复议机关写明适用简易程序，要求本机关在5个工作日内答复。",
        "receive_suit": "人民法院发来起诉状副本和应诉通知书。",
        "receive_application": "有人不服下级机关的行为，向本机关申请行政复议。",
    }
    return [
        (name, TABLE.move_of[name].title, when[name])
        for name in BEGINNINGS
        if name != "receive_application" or organ.has_below
    ]


class RegisterForm(forms.Form):
    """A dispute as the notice says it. Fields that the kind has no use for are left out."""

    on = DayField(
        label="收到的日期",
        widget=date_input(),
        initial=timezone.localdate,
        help_text="收到副本之日，期限从次日起算。补登以前的案件，填当时的日期。",
    )
    application = forms.CharField(
        label="涉及的申请编号",
        required=False,
        max_length=60,
        help_text="对依申请公开的答复不服的，填写申请编号，例如 nongye-2026-0001。没有的空着。",
    )
    act = forms.ChoiceField(
        label="不服的是什么", choices=lambda: [*_ASK, *((each.key, each.title) for each in acts().values())]
    )
    about = forms.CharField(
        label="不服的行为",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="什么行为、什么时候作出的。关联了申请的可以不填。请不要写个人信息。",
    )
    party = forms.ChoiceField(label="谁不服", choices=lambda: list(titles("parties").items()))
    complainant = forms.CharField(
        label="复议申请人、原告的姓名或者名称",
        required=False,
        max_length=200,
        help_text="加密保存，列表上只显示一部分。",
    )
    standing = forms.ChoiceField(
        label="本机关的地位",
        choices=lambda: [*_ASK, *((each.key, each.title) for each in standings().values() if each.suits)],
        help_text="共同被告的案件，只由作出原行政行为的机关计入年报（国办公开办函〔2016〕201号）。",
    )
    way = forms.ChoiceField(label="起诉以前有没有经过复议", choices=[*_ASK, *WAYS.items()])
    follows = forms.ModelChoiceField(
        Dispute.objects.none(), label="经过的复议", required=False, empty_label="（没有，或者没有登记）"
    )
    body = forms.CharField(label="复议机关、法院", max_length=120)
    body_number = forms.CharField(
        label="案号", required=False, max_length=80, help_text="例如 青政复〔2026〕5号、（2026）青01行初12号。"
    )
    co_defendant = forms.CharField(
        label="共同被告",
        required=False,
        max_length=120,
        help_text="复议维持的，复议机关是共同被告（《行政诉讼法》第二十六条第二款）；空着的由系统填写。",
    )
    filed_on = DayField(
        label="申请复议、起诉的日期",
        widget=date_input(),
        required=False,
        help_text="复议申请书、起诉状提交的日期，用来核对是否超过期限。不知道的空着。",
    )
    accepted_on = DayField(label="复议机关受理、法院立案的日期", widget=date_input(), required=False)
    despite = forms.CharField(
        label="与规定不一致的说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="应当先复议而法院已经立案的，或者法院把本机关列为被告与规定不同的，写明应诉通知书上的理由。",
    )

    ORDER = (
        "on",
        "body",
        "body_number",
        "filed_on",
        "accepted_on",
        "party",
        "complainant",
        "application",
        "act",
        "about",
    )
    """As the notice says it: from whom it came and who complains, then what about."""
    SUIT_ONLY = ("standing", "way", "follows", "co_defendant", "despite")

    def __init__(self, organ: Organ, what: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organ, self.move = organ, TABLE.move_of[what]
        kind = BEGINNINGS[what]
        for name in self.SUIT_ONLY if kind == "reconsideration" else ():
            del self.fields[name]
        self.order_fields(self.ORDER)
        if kind == "litigation":
            ended = Dispute.objects.filter(organ=organ, kind="reconsideration").exclude(standing="body")
            offer(self, "follows", ended.order_by("-id"))
            self.fields["follows"].label_from_instance = _labelled  # type: ignore[attr-defined]
            self.fields["body"].label = "人民法院"
        elif what == "receive_application":
            for name in ("application", "filed_on", "accepted_on"):
                del self.fields[name]
            self.fields["body"].label = "复议机关"
            self.fields["body"].initial = organ.name
            self.fields["about"].required = True
        else:
            self.fields["body"].label = "复议机关"
            found = bodies_for(organ, timezone.localdate())
            self.fields["body"].initial = found[0].name if found else ""
            self.fields["body"].help_text = "；".join(f"{each.told}（{each.basis}）" for each in found)

    def clean_application(self) -> Application | None:
        """The application of that number, in this organ only."""
        number = tidy_number(self.cleaned_data["application"])
        if not number:
            return None
        found = Application.objects.filter(organ=self.organ, number=number).first()
        if found is None:
            raise ValidationError("本机关没有这个编号的申请，请照申请的回执核对。")
        return found

    @property
    def filing(self) -> Filing:
        """What the notice says."""
        given = self.cleaned_data
        names = ("about", "party", "complainant", "body", "body_number")
        return Filing(
            application=given.get("application"),
            follows=given.get("follows"),
            co_defendant=given.get("co_defendant", ""),
            **{name: given[name] for name in names},
        )

    @property
    def facts(self) -> dict[str, Any]:
        """What goes into the record of the step."""
        found = {}
        for name in self.move.fields:
            value = self.cleaned_data.get(name)
            if value not in (None, ""):
                found[name] = value.isoformat() if hasattr(value, "isoformat") else value
        return found


def _labelled(dispute: Dispute) -> str:
    return f"{dispute.number}（{dispute.body}，{dispute.outcome_title or dispute.state_title}）"


class DisputeMoveForm(MoveForm):
    """A move of a dispute: the outcomes that the step may record, and a limit with its unit."""

    def __init__(self, dispute: Dispute, move: Move, *args: Any, **kwargs: Any) -> None:
        super().__init__(move, *args, choices=_choices(dispute, move), dated=True, one_line=ONE_LINE, **kwargs)
        if "limit" in self.fields:
            self.fields["limit"].help_text = "决定书、判决书写明的期限；没有写明的空着。"
            self.fields["limit_unit"] = forms.ChoiceField(label="期限的单位", choices=LIMIT_UNITS, required=False)
        self.order_fields(["on", "outcome", "decided_on", "document", "limit", "limit_unit"])

    @property
    def facts(self) -> dict[str, Any]:
        """The answers; a limit goes with its unit."""
        given = super().facts
        if "limit" in given:
            given["limit"] = {"amount": given["limit"], "unit": self.cleaned_data.get("limit_unit") or "workdays"}
        return given


def _choices(dispute: Dispute, move: Move) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {
        "hearing": list(titles("hearings").items()),
        "appellant": list(titles("appellants").items()),
    }
    what = next((guard.name.partition(".")[2] for guard in move.guards if guard.name.startswith("outcome.")), "")
    if what:
        found["outcome"] = [(each.key, f"{each.title}（{each.basis}）") for each in fitting(dispute.kind, what)]
    return found


def amend_form(event: Event, *args: Any) -> AmendForm:
    """What was recorded as a step of a dispute, and what is right."""
    known = {
        "standing": [(each.key, each.title) for each in standings().values() if each.suits],
        "way": list(WAYS.items()),
    }
    return AmendForm(TABLE, event, *args, choices=known, example="送达回证上的日期是6月2日。")


class EditForm(forms.Form):
    """What was entered of a dispute and can be changed; who complains is shown only to whoever has opened it."""

    party = forms.ChoiceField(label="谁不服", choices=lambda: list(titles("parties").items()))
    complainant = forms.CharField(label="复议申请人、原告的姓名或者名称", required=False, max_length=200)
    body = forms.CharField(label="复议机关、法院", max_length=120)
    body_number = forms.CharField(label="案号", required=False, max_length=80)
    co_defendant = forms.CharField(label="共同被告", required=False, max_length=120)
    about = forms.CharField(
        label="不服的行为", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PaperForm(forms.Form):
    """A file of the dispute."""

    role = forms.ChoiceField(label="种类", choices=[*_ASK, *CasePaper.Role.choices])
    file = forms.FileField(label="文件", help_text="PDF、DOCX、图片等。加密保存，每次打开都记入日志。")
