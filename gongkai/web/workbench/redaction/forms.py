"""Forms of the workbench for covering."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils import timezone

from gongkai.redaction.engine import Proposal
from gongkai.redaction.grounds import grounds, layers
from gongkai.redaction.marks import Box, MarkError, box, read_boxes
from gongkai.web.applications.models import Application, Material
from gongkai.web.casework.forms import offer

KINDS = {
    "identity_number": "居民身份证号码", "bank_card": "银行卡号", "mobile": "手机号码", "landline": "固定电话", "travel_document": "护照、通行证号码",
    "email": "电子邮箱", "home_address": "住址", "plate": "车牌号码", "health": "病情、残疾", "minor": "未成年人",
}  # fmt: skip


def ground_choices() -> list[tuple[str, str]]:
    """The grounds as forms take them, each with its article."""
    today = timezone.localdate()
    return [(key, f"{each.title}（{each.on(today).article}）") for key, each in grounds().items()]


class SourceForm(forms.Form):
    """A source, chosen or added, and for whom it is covered."""

    source = forms.ModelChoiceField(
        Material.objects.none(), label="原件", required=False, empty_label="（存入新的原件）"
    )
    file = forms.FileField(
        label="存入原件",
        required=False,
        help_text="拟提供的信息：PDF、Word、电子表格、演示文稿，或者扫描的图像（PNG、JPEG）。加密保存在卷内，只有办理这件申请的人能看。",
    )
    layer = forms.ChoiceField(label="给谁看", help_text="同一份原件可以对不同的人遮盖不同的内容，分别标注。")

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = application.materials.filter(role=Material.Role.SOURCE, erased_at=None)
        chosen: Any = self.fields["source"]
        chosen.queryset = sources
        chosen.label_from_instance = lambda each: f"{each.name}（{each.added_at:%Y-%m-%d}存入）"
        offer(self, "layer", [(each.key, each.title) for each in layers().values()])
        if not sources:
            del self.fields["source"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("source") and not given.get("file"):
            self.add_error("file", "请选择一份原件，或者存入新的原件。")
        if given.get("source") and given.get("file"):
            self.add_error("file", "已经选择了卷内的原件，请不要同时存入新的。")
        return given


class BoxForm(forms.Form):
    """A box by numbers, for who draws none: per cent of the page, from its left and its top."""

    left = forms.FloatField(label="离页面左边（%）", min_value=0, max_value=100)
    top = forms.FloatField(label="离页面上边（%）", min_value=0, max_value=100)
    width = forms.FloatField(label="宽（%）", min_value=0, max_value=100)
    height = forms.FloatField(label="高（%）", min_value=0, max_value=100)
    ground = forms.ChoiceField(label="理由")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "box-%s"} | kwargs)
        offer(self, "ground", ground_choices())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if len(given) == len(self.fields):
            try:
                given["box"] = self._box(given)
            except MarkError as problem:
                self.add_error(problem.field if problem.field in self.fields else None, str(problem))
        return given

    def _box(self, given: dict[str, Any]) -> Box:
        sides = [given[name] / 100 for name in ("left", "top", "width", "height")]
        return box(sides[0], sides[1], sides[2], sides[3], given["ground"])


class DrawnForm(forms.Form):
    """The boxes of a page as the script of the page sends them."""

    boxes = forms.CharField(max_length=400_000, widget=forms.HiddenInput)

    def clean_boxes(self) -> tuple[Box, ...]:
        try:
            return read_boxes(json.loads(self.cleaned_data["boxes"]))
        except (ValueError, RecursionError) as problem:
            told = str(problem) if isinstance(problem, MarkError) else "遮盖框的数据读不懂。请刷新页面以后重新标注。"
            raise forms.ValidationError(told) from problem


class WithholdForm(forms.Form):
    """On which ground a page is withheld whole."""

    ground = forms.ChoiceField(label="理由")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "withhold-%s"} | kwargs)
        offer(self, "ground", ground_choices())


class ProposalsForm(forms.Form):
    """Which of the proposals to take, by page and kind."""

    chosen = forms.MultipleChoiceField(
        label="找到的内容", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请至少选择一项。"}
    )
    ground = forms.ChoiceField(label="理由")

    def __init__(self, found: list[Proposal], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key: dict[str, list[Proposal]] = {}
        for each in found:
            self.by_key.setdefault(f"{each.page}-{each.kind}", []).append(each)
        choices = [
            (key, f"第{some[0].page}页　{KINDS.get(some[0].kind, '个人信息')}　{len(some)}处")
            for key, some in self.by_key.items()
        ]
        chosen: Any = self.fields["chosen"]
        chosen.choices, chosen.initial = choices, [key for key, _ in choices]
        ground: Any = self.fields["ground"]
        ground.choices, ground.initial = ground_choices(), "personal_information"

    def boxes(self) -> dict[int, list[Box]]:
        """The boxes of the chosen ones by page."""
        made: dict[int, list[Box]] = {}
        for key in self.cleaned_data["chosen"]:
            for each in self.by_key.get(key, ()):
                place = each.box
                made.setdefault(each.page, []).append(
                    Box(place.left, place.top, place.width, place.height, self.cleaned_data["ground"])
                )
        return made


class ReleaseForm(forms.Form):
    """That every page was looked at."""

    looked = forms.BooleanField(
        label="已经逐页看过，遮盖的内容和理由都对，没有漏遮",
        error_messages={"required": "请逐页看过以后勾选。"},
    )
