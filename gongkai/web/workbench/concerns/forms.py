"""Forms of concerns: registering one, the steps with what each asks, changing what was entered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from gongkai.casework import Move
from gongkai.engagement.concerns.choices import severities, titles
from gongkai.engagement.concerns.moves import TABLE
from gongkai.web.casework.amending import AmendForm
from gongkai.web.casework.forms import MoveForm
from gongkai.web.casework.moment_field import MomentField
from gongkai.web.concerns.models import Concern, PublicMeeting
from gongkai.web.concerns.moving import CONFERENCE
from gongkai.web.log.models import Event
from gongkai.web.organs.models import Section
from gongkai.web.publishing.models import Item

ASK = [("", "请选择")]
_HIDDEN = (
    "limit", "rule", "draft", "digest", "response", "section", "ways", "meeting", "held_at", "responded_at",
)  # fmt: skip
"""Fields of steps that the form asks in another way, or that the service fills in."""
NEWEST = 40
"""How many published items are offered to be linked."""


def area(rows: int = 6) -> forms.Textarea:
    """A field for a longer text."""
    return forms.Textarea(attrs={"rows": rows})


def published_items(organ: Any) -> Any:
    """The newest published items of an organ."""
    keys = Item.objects.filter(organ=organ, state=Item.State.PUBLISHED).order_by("-published_at", "-id")
    return Item.objects.filter(pk__in=list(keys.values_list("pk", flat=True)[:NEWEST])).order_by("-published_at", "-id")


class ConcernMoveForm(MoveForm):
    """A step with the choices and texts that belong to it."""

    def __init__(self, concern: Concern, move: Move, *args: Any, **kwargs: Any) -> None:
        major = move.name in ("escalate", "regrade_major")
        grades = [(each.key, each.title) for each in severities().values() if each.major is major]
        super().__init__(
            move, *args, known=dict.fromkeys(_HIDDEN), choices={"severity": grades}, one_line=("organ",), **kwargs
        )
        if move.name in _MORE:
            self.fields = _MORE[move.name](concern) | self.fields
        if "severity" in self.fields and len(grades) == 1:
            self.fields["severity"].initial = grades[0][0]
        if "known_at" in self.fields:
            self.fields["known_at"].help_text = "时限从这一刻起算，夜间、休息日照算。"


def _section(concern: Concern) -> dict[str, forms.Field]:
    sections = Section.objects.filter(organ=concern.organ_id, closed_on=None)
    return {
        "to_section": forms.ModelChoiceField(
            sections, label="承办科室", empty_label="请选择", initial=concern.section_id
        )
    }


def _draft(concern: Concern) -> dict[str, forms.Field]:
    last = concern.drafts.order_by("-number").first()
    return {
        "heading": forms.CharField(
            label="标题", max_length=120, initial=last.heading if last else f"关于{concern.title}的情况说明"
        ),
        "body": forms.CharField(
            label="回应内容",
            max_length=8000,
            widget=area(10),
            initial=last.body if last else "",
            help_text="公众看到的全文，由另一人审核。写明事实、已经采取的措施、下一步和联系办法，不写个人信息。",
        ),
    }


def _response(concern: Concern, *, conference: bool) -> dict[str, forms.Field]:
    kinds = PublicMeeting.objects.filter(organ=concern.organ_id, state=PublicMeeting.State.HELD)
    chosen = kinds.filter(kind=CONFERENCE) if conference else kinds.exclude(kind=CONFERENCE)
    ways = [(key, title) for key, title in titles("ways").items() if key != CONFERENCE]
    help_text = "先在“发布会、访谈”里登记已经举行，再从这里选。" if conference else "在访谈、直播里回应的，选是哪一场。"
    return {
        "meeting": forms.ModelChoiceField(
            chosen.order_by("-starts_at"),
            label="哪一场新闻发布会" if conference else "哪一场活动",
            required=conference,
            empty_label="请选择" if conference else "（没有）",
            help_text=help_text,
        ),
        "ways": forms.MultipleChoiceField(
            label="还在哪里发布" if conference else "在哪里回应",
            required=not conference,
            choices=ways,
            widget=forms.CheckboxSelectMultiple,
            help_text="同一件用几种方式回应，仍计一次。",
        ),
        "responded_at": MomentField(
            label="发布的时刻",
            required=False,
            help_text="不填的，连着公开信息、活动的照它们的时刻，其余照现在。夜间、休息日照算。",
        ),
        "item": forms.ModelChoiceField(
            published_items(concern.organ_id),
            label="公开的信息",
            required=False,
            empty_label="（没有）",
            help_text=f"在本网站发布的，选是哪一件（列出最近{NEWEST}件）。",
        ),
        "url": forms.URLField(label="网址", required=False, max_length=300, assume_scheme="https"),
        "shown": forms.BooleanField(label="在门户的“回应关切”里列出", required=False, initial=True),
    }


def _conference(concern: Concern) -> dict[str, forms.Field]:
    kept = _response(concern, conference=True)
    return {"meeting": kept["meeting"]}


_MORE: dict[str, Callable[[Concern], dict[str, forms.Field]]] = {
    "assess": _section,
    "draft": _draft,
    "respond": lambda concern: _response(concern, conference=False),
    "respond_at_conference": lambda concern: _response(concern, conference=True),
    "hold_conference": _conference,
}


class RegisterForm(forms.Form):
    """What the organ learned of."""

    title = forms.CharField(label="公众关注什么", max_length=120, help_text="一句话，例如“县府路路口连续积水”。")
    source = forms.ChoiceField(label="从哪里来", choices=lambda: [*ASK, *titles("sources").items()])
    reference = forms.CharField(label="交办编号", required=False, max_length=80)
    severity = forms.ChoiceField(
        label="等级",
        choices=lambda: [*ASK, *titles("severities").items()],
        help_text="特别重大、重大突发事件：5小时内发布权威信息，24小时内举行新闻发布会；其他48小时内回应。以后可以调整。",
    )
    found_at = MomentField(
        label="知道的时刻", help_text="监测发现、接到交办的时刻。时限从这一刻起算，夜间、休息日照算。"
    )
    where_seen = forms.CharField(label="在哪里看到", required=False, max_length=300, help_text="平台、栏目或者网址。")
    summary = forms.CharField(
        label="情况",
        required=False,
        max_length=4000,
        widget=area(5),
        help_text="概括公众的关切，不写网民的姓名、账号、电话。",
    )


class EditForm(forms.Form):
    """What was entered of a concern and can be changed."""

    title = forms.CharField(label="公众关注什么", max_length=120)
    where_seen = forms.CharField(label="在哪里看到", required=False, max_length=300)
    summary = forms.CharField(label="情况", required=False, max_length=4000, widget=area(5))


class ReasonForm(forms.Form):
    """Why it is done."""

    reason = forms.CharField(label="原因", max_length=300, widget=area(3))


def amend_form(event: Event, *args: Any) -> AmendForm:
    """What was recorded as a step of a concern, and what is right."""
    known = {"source": list(titles("sources").items())}
    return AmendForm(TABLE, event, *args, choices=known, example="交办单上写的是上午八点。")
