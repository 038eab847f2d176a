"""Forms of the reorganisation pages: one for each kind, all with the day and the document that decided it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.web.casework.day_field import DayField
from gongkai.web.organs.models import Organ
from gongkai.web.organs.models.organ import slug
from gongkai.web.organs.services import NewOrgan
from gongkai.web.workbench.organs.pages import DayInput


class ReorganisationForm(forms.Form):
    """What every kind asks. ``organs`` are those that the person administers."""

    on = DayField(label="生效日期", widget=DayInput(), initial=timezone.localdate)
    basis = forms.CharField(label="依据", max_length=200, help_text="批准机构调整的文件名称和文号。")
    note = forms.CharField(label="说明", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, organs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = organs

    def new_organ(self, prefix: str = "new") -> NewOrgan | None:
        """The organ to set up, if one was named; its three fields belong together."""
        given = [
            str(self.cleaned_data.get(f"{prefix}_{part}") or "").strip() for part in ("name", "short_name", "code")
        ]
        if not any(given):
            return None
        if not all(given):
            raise forms.ValidationError("新设机关的名称、简称和网址标识要填全。")
        return NewOrgan(given[2], given[0], given[1])


def _organ(label: str, *, required: bool = True, help_text: str = "", empty: str = "请选择") -> Any:
    return forms.ModelChoiceField(
        Organ.objects.none(),
        label=label,
        required=required,
        to_field_name="code",
        empty_label=empty,
        help_text=help_text,
    )


def _text(label: str, length: int, help_text: str = "", **more: Any) -> Any:
    return forms.CharField(label=label, max_length=length, required=False, help_text=help_text, **more)


class RenameForm(ReorganisationForm):
    """更名."""

    field_order = ("organ", "name", "short_name", "on", "basis", "note")
    organ = _organ("机关")
    name = forms.CharField(label="新名称", max_length=120)
    short_name = _text("新简称", 40, "不填的，简称不变。")


class MoveForm(ReorganisationForm):
    """改变隶属."""

    field_order = ("organ", "parent", "on", "basis", "note")
    organ = _organ("机关")
    parent = _organ("新的上级机关", required=False, empty="（没有上级机关）")


class MergeForm(ReorganisationForm):
    """合并."""

    field_order = (
        "organs",
        "into",
        "new_name",
        "new_short_name",
        "new_code",
        "what",
        "carry_people",
        "on",
        "basis",
        "note",
    )
    organs = forms.ModelMultipleChoiceField(
        Organ.objects.none(),
        label="合并的机关",
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        help_text="并入已有机关的，那个机关可以勾也可以不勾。",
    )
    into = _organ("并入哪个机关", required=False, empty="（新设一个机关）")
    new_name = _text("新设机关的全称", 120, "只在新设机关时填。")
    new_short_name = _text("新设机关的简称", 40)
    new_code = _text("新设机关的网址标识", 40, validators=[slug])
    what = _text("承接的职能", 200, "不填的，写作“全部职能”。")
    carry_people = forms.BooleanField(
        label="人员随职能转到承接机关，在同名科室担任同样的角色", required=False, initial=True
    )

    def clean(self) -> dict[str, Any]:
        """Either an organ that exists or a new one."""
        given = dict(super().clean() or {})
        given["target"] = given.get("into") or self.new_organ()
        if given["target"] is None:
            raise forms.ValidationError("请选并入哪个机关，或者填写新设机关的名称。")
        if given.get("into") and self.new_organ():
            raise forms.ValidationError("并入已有机关的，不要再填新设机关。")
        return given


class SplitForm(ReorganisationForm):
    """分设."""

    field_order = (
        "organ", "stays", "first", "new_name", "new_short_name", "new_code", "what",
        "second", "new2_name", "new2_short_name", "new2_code", "what2", "on", "basis", "note",
    )  # fmt: skip
    organ = _organ("分设的机关")
    stays = forms.BooleanField(label="原机关保留，只划出一部分职能", required=False)
    first = _organ("第一个承接机关", required=False, empty="（新设一个机关）")
    new_name = _text("第一个新设机关的全称", 120)
    new_short_name = _text("第一个新设机关的简称", 40)
    new_code = _text("第一个新设机关的网址标识", 40, validators=[slug])
    what = forms.CharField(label="第一个机关承接的职能", max_length=200)
    second = _organ("第二个承接机关", required=False, empty="（新设一个机关，或者没有第二个）")
    new2_name = _text("第二个新设机关的全称", 120)
    new2_short_name = _text("第二个新设机关的简称", 40)
    new2_code = _text("第二个新设机关的网址标识", 40, validators=[slug])
    what2 = _text("第二个机关承接的职能", 200)

    def clean(self) -> dict[str, Any]:
        """The organs that take over, each with what it takes."""
        given = dict(super().clean() or {})
        first = given.get("first") or self.new_organ()
        second = given.get("second") or self.new_organ("new2")
        if first is None:
            raise forms.ValidationError("请选第一个承接机关，或者填写新设机关的名称。")
        given["into"] = [(first, given.get("what", ""))]
        if second is not None:
            given["into"].append((second, given.get("what2", "")))
        return given


class DissolveForm(ReorganisationForm):
    """撤销."""

    field_order = ("organ", "successor", "what", "carry_people", "on", "basis", "note")
    organ = _organ("撤销的机关")
    successor = _organ("承接职能的机关", required=False, empty="（职能不再行使）")
    what = _text("承接的职能", 200)
    carry_people = forms.BooleanField(label="人员随职能转到承接机关，在同名科室担任同样的角色", required=False)


FORMS: dict[str, type[ReorganisationForm]] = {
    "rename": RenameForm,
    "move": MoveForm,
    "merge": MergeForm,
    "split": SplitForm,
    "dissolve": DissolveForm,
}
