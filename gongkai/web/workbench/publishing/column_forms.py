"""Forms for columns: what they are, how they are closed, re-opened and merged."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.publishing.categories import category_titles
from gongkai.web.accounts.models import Person
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import offer
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.models import SiteColumn
from gongkai.web.workbench.publishing.forms import Refusable


class ColumnInTree(forms.ModelChoiceField):
    """Columns of an organ in the order of the tree, each set in by its level."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=SiteColumn.objects.none(), **kwargs)

    def offer(self, columns: list[tuple[SiteColumn, int]]) -> None:
        """Let these be chosen; the second of each pair is its level, from 1."""
        self.queryset = SiteColumn.objects.filter(pk__in=[column.pk for column, _ in columns])
        empty = [("", self.empty_label)] if self.empty_label is not None else []
        self.choices = [*empty, *((column.pk, f"{'　' * (level - 1)}{column.title}") for column, level in columns)]  # type: ignore[assignment]


def open_tree(organ: Organ, *, without: SiteColumn | None = None) -> list[tuple[SiteColumn, int]]:
    """The columns in use with their levels, in the order of the tree; without one and all that hangs below it."""
    below: dict[int | None, list[SiteColumn]] = {}
    for each in SiteColumn.objects.filter(organ=organ, closed_on=None, merged_into=None).order_by("order", "id"):
        below.setdefault(each.parent_id, []).append(each)
    found: list[tuple[SiteColumn, int]] = []

    def walk(parent: int | None, level: int) -> None:
        for each in below.get(parent, []):
            if without is None or each.pk != without.pk:
                found.append((each, level))
                walk(each.pk, level + 1)

    walk(None, 1)
    return found


class ColumnForm(Refusable):
    """A column with who answers for it."""

    title = forms.CharField(label="栏目名称", max_length=60, error_messages={"required": "请填写栏目名称。"})
    code = forms.SlugField(
        label="网址标识",
        max_length=40,
        help_text="小写字母、数字和横线，例如 normative-documents。改了以后，旧网址自动转到新网址。",
        error_messages={
            "required": "请填写网址标识。",
            "invalid": "网址标识由小写字母、数字和横线组成，例如 normative-documents。",
        },
    )
    parent = ColumnInTree(
        label="上级栏目",
        required=False,
        empty_label="没有，这是一级栏目",
        error_messages={"invalid_choice": "这个栏目不能作上级栏目，请另选。"},
    )
    kind = forms.ChoiceField(
        label="内容类型", choices=SiteColumn.Kind.choices, initial="catalogue", help_text="统计网站发布信息时按它分类。"
    )
    category = forms.ChoiceField(label="法定类别", required=False)
    update_class = forms.ChoiceField(label="更新要求", choices=SiteColumn.UpdateClass.choices, initial="regular")
    period_days = forms.IntegerField(
        label="更新周期（天）",
        required=False,
        min_value=1,
        max_value=3660,
        help_text="比更新要求更严的才填，写多少天内要有更新。",
        error_messages={"min_value": "更新周期至少1天。", "max_value": "更新周期不超过3660天。"},
    )
    section = forms.ModelChoiceField(
        label="责任科室", queryset=Section.objects.none(), required=False, empty_label="还没有定"
    )
    owner = forms.ModelChoiceField(
        label="责任人", queryset=Person.objects.none(), required=False, empty_label="还没有定"
    )
    about = forms.CharField(label="栏目说明", max_length=200, required=False)
    topic = forms.BooleanField(
        label="专题专栏", required=False, help_text="有自己的专题页，在首页和机关页的“专题专栏”里列出。"
    )
    introduction = forms.CharField(
        label="专题导语",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="显示在专题页的开头，一行一段。",
    )
    new_picture = forms.FileField(
        label="专题图片", required=False, help_text="JPG、PNG 等格式，显示在专题页的开头。不选就不变。"
    )
    picture_text = forms.CharField(
        label="图片说明", max_length=200, required=False, help_text="用一句话说明图片的内容，读屏软件会念出来。"
    )
    no_picture = forms.BooleanField(label="不要图片", required=False)
    order = forms.IntegerField(
        label="排列次序",
        min_value=0,
        max_value=9999,
        initial=100,
        help_text="小的在前。",
        error_messages={"required": "请填写排列次序，例如 100。", "max_value": "排列次序不超过9999。"},
    )

    def __init__(self, organ: Organ, *args: Any, column: SiteColumn | None = None, **kwargs: Any) -> None:
        if column is not None:
            names = ("title", "code", "category", "update_class", "kind", "period_days", "about", "topic",
                     "introduction", "picture_text", "order")  # fmt: skip
            kwargs["initial"] = {name: getattr(column, name) for name in names} | {
                "parent": column.parent_id,
                "section": column.section_id,
                "owner": column.owner_id,
            }
        super().__init__(*args, **kwargs)
        if column is None or column.picture_id is None:
            del self.fields["no_picture"]
        today = timezone.localdate()
        people = Person.objects.filter(active=True, appointments__organ=organ, appointments__since__lte=today)
        self.fields["parent"].offer(open_tree(organ, without=column))  # type: ignore[attr-defined]
        choose: dict[str, Any] = {
            "section": Section.objects.filter(organ=organ, closed_on=None),
            "owner": people.exclude(appointments__until__lt=today).distinct().order_by("name"),
        }
        for name, rows in choose.items():
            offer(self, name, rows)
        offer(self, "category", [("", "不属于列出的类别"), *category_titles().items()])


def _reason(help_text: str) -> forms.CharField:
    return forms.CharField(
        label="理由",
        max_length=180,
        help_text=help_text,
        error_messages={"required": "请写明理由。", "max_length": "理由请不要超过180字。"},
    )


class CloseForm(Refusable):
    """From which day a column is out of use, and why."""

    on = DayField(
        label="停用日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写停用日期。", "invalid": "停用日期请写成 2024-09-25 的样子。"},
    )
    reason = _reason("记入栏目沿革，例如 三年没有新的内容。")


class ReopenForm(Refusable):
    """Why a column is taken into use again."""

    reason = _reason("记入栏目沿革，例如 今年起重新开展这项工作。")


class MergeForm(Refusable):
    """Which column shows from now on what was in this one, and why."""

    into = ColumnInTree(
        label="并入哪个栏目",
        empty_label="请选择",
        error_messages={"required": "请选择并入哪个栏目。", "invalid_choice": "不能并入这个栏目，请另选。"},
    )
    reason = _reason("记入栏目沿革，例如 两个栏目内容重复。")

    def __init__(self, column: SiteColumn, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].offer(open_tree(column.organ, without=column))  # type: ignore[attr-defined]
