"""The form of a draft: the text and all particulars of the catalogue; what is seldom needed stands in a folded part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone

from gongkai.publishing.audiences import audience_titles
from gongkai.publishing.categories import category_titles
from gongkai.publishing.cleaning import LONGEST, editable
from gongkai.publishing.elements import Element, elements
from gongkai.publishing.genres import genre_titles, genres_on
from gongkai.publishing.moves import DISCLOSURE_CLASSES
from gongkai.publishing.themes import theme_groups
from gongkai.web.casework.forms import offer
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.belonging import local_classes
from gongkai.web.publishing.drafting import said_digest
from gongkai.web.publishing.models import LocalClass, SiteColumn, Wording
from gongkai.web.publishing.services import FIELDS
from gongkai.web.workbench.publishing.forms import Refusable, day_field, lines_field

ESSENTIAL = (
    "title", "column", "section", "genre", "body_html", "disclosure_class", "ground", "document_number", "signed_on",
)  # fmt: skip
FURTHER = (
    "issuer", "registration_number", "effective_on", "expires_on", "theme", "audience", "keywords", "summary", "content_source",
    "statutory_classes", "local_classes", "also_in",
)  # fmt: skip
LISTS = ("statutory_classes", "local_classes", "also_in")


class ColumnChoice(forms.ModelChoiceField):
    """Columns with the one above them."""

    def label_from_instance(self, obj: Any) -> str:
        return _column_title(obj)


def _column_title(column: SiteColumn) -> str:
    return f"{column.parent.title} / {column.title}" if column.parent else str(column.title)


def _several(label: str, help_text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
        error_messages={"invalid_choice": f"“{label}”里选了现在没有的一项，请重新选择。"},
    )


class DraftForm(Refusable):
    """A wording with everything that is reviewed along with it. ``given`` is what the services take."""

    title = forms.CharField(
        label="标题",
        max_length=200,
        error_messages={"required": "请填写标题。", "max_length": "标题最多200个字，请精简。"},
    )
    column = ColumnChoice(
        label="栏目",
        queryset=SiteColumn.objects.none(),
        empty_label="请选择",
        error_messages={
            "required": "请选择放在哪个栏目。",
            "invalid_choice": "这个栏目不在本机关在用的栏目里，请另选。",
        },
    )
    section = forms.ModelChoiceField(
        label="起草科室",
        queryset=Section.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择起草的科室，由它的负责人审核。"},
    )
    genre = forms.ChoiceField(label="体裁", error_messages={"required": "请选择体裁。"})
    body_html = forms.CharField(
        label="正文",
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="可以从 Word、WPS 直接粘贴：标题、列表、表格、图片保留，字体、颜色、缩进自动去掉。没有工具栏时，一行就是一段。",
        error_messages={
            "max_length": "正文有%(show_value)d个字符，超过%(limit_value)d个。请把长表格、名单改作附件，正文写要点。"
        },
    )
    disclosure_class = forms.ChoiceField(
        label="公开属性",
        choices=list(DISCLOSURE_CLASSES.items()),
        widget=forms.RadioSelect,
        initial="proactive",
        help_text="起草时就要提出公开属性（国办发〔2016〕80号）。不主动公开的，审定以后存档，不会出现在门户上。",
    )
    ground = lines_field(
        "不主动公开的理由和依据",
        2,
        required=False,
        most=500,
        help_text="选“依申请公开”“不予公开”的填写，例如 内部事务信息，《条例》第十六条第一款。",
    )
    document_number = forms.CharField(
        label="文号", max_length=60, required=False, help_text="例如 青农发〔2024〕12号；括号写成 [ ] 也可以。"
    )
    signed_on = day_field("成文日期", "文件签发的日期。发布日期由系统在发布时记录，不用填写。")
    issuer = forms.CharField(
        label="发文机关",
        max_length=200,
        required=False,
        help_text="写规范的全称。几个机关联合发文的，用顿号隔开，编文号的机关写在最前面。",
    )
    registration_number = forms.CharField(
        label="统一编号", max_length=60, required=False, help_text="行政规范性文件统一登记的编号。"
    )
    effective_on = day_field("施行日期")
    expires_on = day_field("有效期至", "最后一天仍然有效。")
    theme = forms.ChoiceField(label="主题分类", required=False)
    audience = forms.ChoiceField(label="服务对象", required=False)
    keywords = forms.CharField(
        label="关键词", max_length=200, required=False, help_text="用顿号隔开，例如 粮食、收购。"
    )
    summary = lines_field("内容概述", 2, required=False, most=500)
    content_source = forms.CharField(
        label="信息来源", max_length=120, required=False, help_text="本机关自己制作的不用填写。"
    )
    statutory_classes = _several("法定类别", "《条例》第十九条至第二十一条的哪几类。所在栏目的类别自动计入，不用再选。")
    local_classes = _several("组配分类", "本机关或者全站自己设的分类，可以选几个。")
    also_in = _several("同时列入的栏目", "除上面的栏目以外，还在这些栏目里列出。")
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, organ: Organ, sections: Any, *args: Any, wording: Wording | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = self._initial(organ, wording) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self._offer_columns(organ)
        self._offer_classes(organ, wording)
        self._add_elements(wording)
        if sections is None:
            del self.fields["section"]
            return
        offer(self, "section", sections)
        if len(sections) == 1:
            self.fields["section"].initial = sections[0]

    @staticmethod
    def _initial(organ: Organ, wording: Wording | None) -> dict[str, Any]:
        if wording is None:
            return {"issuer": organ.name}
        said = {name: getattr(wording, name) for name in FIELDS} | {"column": wording.column_id}
        said |= {"also_in": [str(each) for each in wording.also_in], "base": said_digest(wording)}
        return said | {"body_html": editable(wording.body_html)}

    def _offer_columns(self, organ: Organ) -> None:
        columns = SiteColumn.objects.filter(organ=organ, closed_on=None).select_related("parent")
        ordered = columns.order_by("parent__order", "order", "id")
        offer(self, "column", ordered)
        offer(self, "also_in", [(str(each.pk), _column_title(each)) for each in ordered])

    def _offer_classes(self, organ: Organ, wording: Wording | None) -> None:
        today = timezone.localdate()
        offered = genres_on(today)
        if wording is not None and wording.genre not in offered:
            offered |= {wording.genre: genre_titles().get(wording.genre, wording.genre)}
        choices: dict[str, list[Any]] = {
            "genre": [("", "请选择"), *offered.items()],
            "theme": [("", "不选"), *theme_groups()],
            "audience": [("", "不选"), *audience_titles().items()],
            "statutory_classes": list(category_titles().items()),
            "local_classes": [(each.key, _class_title(each)) for each in local_classes(organ, today)],
        }
        for name, options in choices.items():
            offer(self, name, options)
        if not choices["local_classes"]:
            del self.fields["local_classes"]

    def _add_elements(self, wording: Wording | None) -> None:
        self.element_names: dict[str, list[str]] = {}
        for genre, found in elements().items():
            for each in found:
                name = f"{genre}__{each.key}"
                self.fields[name] = _element_field(each)
                if wording is not None and wording.genre == genre:
                    self.fields[name].initial = wording.details.get(each.key, "")
                self.element_names.setdefault(genre, []).append(name)

    def clean(self) -> dict[str, Any]:
        """What belongs to another genre than the one chosen is not dropped in silence."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = cleaned.get("genre")
        for genre, names in self.element_names.items():
            filled = [name for name in names if cleaned.get(name)]
            if chosen and genre != chosen and filled:
                title = genre_titles()[genre]
                self.add_error(
                    filled[0], f"这是“{title}”才有的内容。请清空“{title}的要素”里填写的，或者把体裁改成“{title}”。"
                )
        return cleaned

    def given(self) -> dict[str, Any]:
        """What was filled in, as ``draft_item`` and ``edit_draft`` take it, without column, section and base."""
        cleaned = self.cleaned_data
        said = {name: cleaned[name] for name in FIELDS if name in cleaned}
        said["also_in"] = [int(each) for each in cleaned["also_in"]]
        said.setdefault("local_classes", [])
        names = self.element_names.get(cleaned["genre"], [])
        said["details"] = {name.partition("__")[2]: _text(cleaned[name]) for name in names if cleaned[name]}
        return said

    def essentials(self) -> Iterator[Any]:
        """The fields that nearly every item needs."""
        return (self[name] for name in ESSENTIAL if name in self.fields)

    def further(self) -> list[Any]:
        """The others."""
        return [self[name] for name in FURTHER if name in self.fields]

    def further_open(self) -> bool:
        """Whether one of the others has an error that must be seen."""
        return any(name in self.errors for name in FURTHER)

    def element_parts(self) -> list[dict[str, Any]]:
        """For each genre with elements: its key, title, fields, and whether the part is open."""
        chosen = self["genre"].value()
        return [
            {
                "genre": genre,
                "title": genre_titles()[genre],
                "fields": [self[name] for name in names],
                "open": genre == chosen or any(name in self.errors for name in names),
            }
            for genre, names in self.element_names.items()
        ]


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _class_title(each: LocalClass) -> str:
    return f"{each.parent.title} / {each.title}" if each.parent else str(each.title)


def _element_field(each: Element) -> forms.Field:
    """A field for an element; what is required is asked when the draft is laid before the reviewers."""
    note = f"{each.help}送审前必须填写。" if each.required else each.help
    if each.kind == "choice":
        options = [("", "请选择"), *each.choices.items()]
        return forms.ChoiceField(label=each.title, required=False, choices=options, help_text=note)
    if each.kind == "date":
        return day_field(each.title, note)
    rows = {"lines": forms.Textarea(attrs={"rows": 4})}
    return forms.CharField(
        label=each.title,
        required=False,
        max_length=each.longest,
        widget=rows.get(each.kind, forms.TextInput),
        help_text=note,
        error_messages={"max_length": f"{each.title}最多{each.longest}个字，请写要点。"},
    )
