"""Forms of releases, accounts and platform events."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.publishing.channels import by_hand, channel_titles, channels
from gongkai.publishing.index_numbers import read_index_number
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import offer
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item, SiteColumn
from gongkai.web.releases.models import Account, PlatformEvent, Release
from gongkai.web.workbench.organs.pages import DayInput


def day(label: str, **more: Any) -> DayField:
    """A day with its errors in words."""
    return DayField(
        label=label,
        widget=DayInput(),
        error_messages={"required": f"请填写{label}。", "invalid": f"{label}请写成 2024-09-25 的样子。"},
        **more,
    )


def evidence() -> forms.FileField:
    """A picture or a document that shows it."""
    return forms.FileField(
        label="佐证",
        required=False,
        max_length=200,
        help_text="截图、照片、版面或者扫描件。",
        error_messages={"empty": "这个文件是空的。"},
    )


class ItemByNumber(forms.CharField):
    """An item of the organ by its index number, however it is written; None when nothing is given."""

    def __init__(self, organ: Organ | None = None, **kwargs: Any) -> None:
        self.organ = organ
        super().__init__(required=False, max_length=60, **kwargs)

    def clean(self, value: Any) -> Any:
        given = super().clean(value)
        if not given:
            return None
        number = read_index_number(given)
        found = Item.objects.filter(organ=self.organ, index_number__iexact=number or given).first()
        if found is None:
            raise forms.ValidationError(f"本机关没有索引号是“{given}”的信息，请从信息的页面上复制。")
        return found


class ReleaseForm(forms.Form):
    """A release through a channel other than the organ's own website."""

    channel = forms.ChoiceField(label="渠道", error_messages={"required": "请选择渠道。"})
    on = day("发布日期", help_text="实际发布的那一天，可以是过去的日子；登记时间由系统另记。")
    item = ItemByNumber(label="索引号", help_text="发布的是本网站已经公开的信息的，填它的索引号；同一渠道只登记一次。")
    title = forms.CharField(
        label="标题", max_length=200, required=False, help_text="填了索引号的可以不填，用信息的标题。"
    )
    kind = forms.ChoiceField(label="内容类型", choices=Release.Kind.choices, initial=Release.Kind.NEWS)
    account = forms.ModelChoiceField(
        label="账号", queryset=Account.objects.none(), required=False, empty_label="没有或者不写"
    )
    place = forms.CharField(
        label="地点或者链接",
        max_length=300,
        required=False,
        help_text="例如 报刊名称和版面、频道和栏目、宣讲的地点、文章的链接。",
    )
    evidence = evidence()

    def __init__(self, organ: Organ, *args: Any, item: Item | None = None, **kwargs: Any) -> None:
        if item is not None:
            kwargs["initial"] = {"item": item.index_number, "kind": item.column.kind} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        offer(self, "channel", [("", "请选择"), *by_hand(timezone.localdate()).items()])
        self.fields["item"].organ = organ  # type: ignore[attr-defined]
        accounts = self.fields["account"]
        accounts.queryset = Account.objects.filter(organ=organ)  # type: ignore[attr-defined]
        accounts.label_from_instance = lambda each: f"{each.platform_title}：{each.name}"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "item" in given and not given.get("title") and given.get("item") is None:
            self.add_error("title", "请填写标题，或者填写信息的索引号。")
        return given


class AccountForm(forms.Form):
    """An official account."""

    platform = forms.ChoiceField(label="平台", error_messages={"required": "请选择平台。"})
    name = forms.CharField(label="账号名称", max_length=60, error_messages={"required": "请填写账号名称。"})
    identifier = forms.CharField(
        label="账号标识", max_length=100, required=False, help_text="平台上的账号、群号或者主页网址。"
    )
    manager = forms.CharField(label="管理科室和责任人", max_length=60, error_messages={"required": "请填写由谁管理。"})
    opened_on = day("开设日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(key, each.title) for key, each in channels().items() if each.account]
        offer(self, "platform", [("", "请选择"), *named])


class CloseAccountForm(forms.Form):
    """When and why an account was closed."""

    on = day("关闭日期")
    why = forms.CharField(label="关闭原因", max_length=200, error_messages={"required": "请写明关闭的原因。"})


class PlatformEventForm(forms.Form):
    """What happened to the website, an account or a column."""

    kind = forms.ChoiceField(label="事项", choices=PlatformEvent.Kind.choices)
    on = day("日期")
    title = forms.CharField(
        label="名称",
        max_length=100,
        help_text="哪个网站、账号或者栏目。",
        error_messages={"required": "请填写是哪个网站、账号或者栏目。"},
    )
    account = forms.ModelChoiceField(label="账号", queryset=Account.objects.none(), required=False, empty_label="没有")
    column = forms.ModelChoiceField(
        label="栏目", queryset=SiteColumn.objects.none(), required=False, empty_label="没有"
    )
    note = forms.CharField(label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    evidence = evidence()

    def __init__(self, organ: Organ, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "account", Account.objects.filter(organ=organ))
        offer(self, "column", SiteColumn.objects.filter(organ=organ))


class ReasonForm(forms.Form):
    """Why something is voided."""

    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="作废的登记仍然查得到，不再计数。登记错的，作废以后重新登记。",
        error_messages={"required": "请写明理由。"},
    )


class PeriodForm(forms.Form):
    """Which days, channels and kinds a list shows."""

    since = day("从", required=False)
    until = day("到", required=False)
    channel = forms.ChoiceField(label="渠道", required=False)
    kind = forms.ChoiceField(label="内容类型", required=False, choices=[("", "全部"), *Release.Kind.choices])
    local_class = forms.ChoiceField(label="组配分类", required=False)

    def __init__(self, *args: Any, groups: Any, classes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(key, each.title) for key, each in groups.items()]
        offer(
            self,
            "channel",
            [
                ("", "全部"),
                ("合计", named),
                ("渠道", list(channel_titles().items())),
            ],
        )
        offer(self, "local_class", [("", "全部"), *((each.key, each.title) for each in classes)])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", "止日比起日早，请核对。")
        return given
