"""Forms of the registers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from gongkai.publishing.registers import decision_titles, matter_titles, tally_titles
from gongkai.web.casework.forms import offer
from gongkai.web.organs.models import Organ
from gongkai.web.registers.models import Matter
from gongkai.web.workbench.releases.forms import ItemByNumber, day, evidence


def words(label: str, most: int, *, required: bool = True, rows: int = 0, help_text: str = "") -> forms.CharField:
    """A text with its error in words."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else None,
        error_messages={"required": f"请填写{label}。"},
    )


def yuan(*, required: bool = True) -> forms.DecimalField:
    """An amount in 元."""
    return forms.DecimalField(
        label="金额（元）",
        required=required,
        min_value=Decimal(0),
        max_digits=15,
        decimal_places=2,
        help_text="以元计，精确到分。年报里换算成万元。",
        error_messages={
            "required": "请填写金额，没有的填0。",
            "invalid": "请填写数字，例如 74630.00。",
            "min_value": "金额不能是负数。",
            "max_decimal_places": "最多两位小数。",
            "max_digits": "金额太大，请核对单位是不是元。",
            "max_whole_digits": "金额太大，请核对单位是不是元。",
        },
    )


class RegisterForm(forms.Form):
    """What the forms of all registers share: they know their organ."""

    def __init__(self, organ: Organ, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organ = organ
        for each in self.fields.values():
            if isinstance(each, ItemByNumber):
                each.organ = organ


class MatterForm(RegisterForm):
    """An item of the inventory."""

    kind = forms.ChoiceField(label="种类", choices=lambda: [("", "请选择"), *matter_titles().items()])
    code = words("编码", 60, required=False, help_text="权责清单或者政务服务平台上的编码。")
    name = words("名称", 200)
    basis = words("依据", 500, rows=2)
    added_on = day("列入日期")
    online_on = day("开通网办日期", required=False, help_text="可以网上办理的，填从哪一天起。")


class FeeForm(RegisterForm):
    """A fee."""

    name = words("项目名称", 200)
    basis = words("依据", 500, rows=2)
    standard = words("标准", 500, rows=2)
    added_on = day("列入日期")


class DecisionForm(RegisterForm):
    """A decision."""

    kind = forms.ChoiceField(label="种类", choices=lambda: [("", "请选择"), *decision_titles().items()])
    number = words("决定书文号", 60)
    decided_on = day("决定日期")
    is_person = forms.TypedChoiceField(
        label="相对人",
        choices=(("", "请选择"), ("no", "法人或者其他组织"), ("yes", "自然人")),
        coerce=lambda value: value == "yes",
        help_text="自然人的姓名加密保存，公开时只显示姓。",
        error_messages={"required": "请选择相对人是自然人还是组织。"},
    )
    subject = words("相对人名称或者姓名", 100)
    content = words("内容", 500, rows=2, help_text="许可事项，或者违法事实。不要写自然人的姓名、证件号码和住址。")
    result = words("结果", 500, rows=2)
    basis = words("依据", 500, rows=2)
    item = ItemByNumber(label="公开的信息", help_text="决定书全文在本网站公开的，填它的索引号。")
    address = forms.URLField(
        label="公示的网址",
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text="在信用平台等处公示的，填网址。",
        error_messages={"invalid": "请填写完整的网址，以 https:// 开头。"},
    )


class ProcurementForm(RegisterForm):
    """A project of central procurement."""

    name = words("项目名称", 200)
    number = words("项目编号", 60, required=False)
    on = day("日期")
    amount = yuan()
    supplier = words("供应商", 100, required=False)
    item = ItemByNumber(label="公开的信息", help_text="采购公告在本网站公开的，填它的索引号。")
    address = forms.URLField(
        label="公告的网址",
        required=False,
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": "请填写完整的网址，以 https:// 开头。"},
    )


class ReasonForm(forms.Form):
    """Why something is kept back, withdrawn or voided."""

    reason = words("理由", 500, rows=3, help_text="写入记录，不能修改。请不要写个人信息。")


class RemoveForm(forms.Form):
    """From which day an item is off the list."""

    on = day("取消日期", help_text="从这一天起不再列入。")
    why = words("取消理由", 300, help_text="例如 国发〔2020〕13号取消。")


class ChangeForm(forms.Form):
    """How a decision was changed."""

    on = day("变更、撤销日期")
    how = words("变更、撤销情况", 300, rows=2, help_text="例如 复议机关决定撤销；确认违法。")


class CollectionForm(forms.Form):
    """How much was collected in a period."""

    since = day("起日")
    until = day("止日", help_text="一笔不跨年，各笔的日子不重叠。")
    amount = yuan()
    source = words("来源", 200, help_text="例如 财务账、非税收入系统。")


class TallyForm(forms.Form):
    """A sum out of another system."""

    kind = forms.ChoiceField(label="汇总什么", choices=lambda: [("", "请选择"), *tally_titles().items()])
    since = day("起日")
    until = day("止日", help_text="一笔不跨年。事项数、项目数是某一天结束时的数，起日和止日填同一天。")
    count = forms.IntegerField(
        label="件数",
        required=False,
        min_value=0,
        max_value=99_999_999,
        help_text="没有的填0。空着表示不知道，不等于没有。",
        error_messages={"invalid": "请填写整数。", "min_value": "件数不能是负数。"},
    )
    amount = yuan(required=False)
    source = words("来源", 200, help_text="从哪个系统、哪本台账里取得的；没有的写怎样查明没有。")
    note = words("说明", 500, required=False, rows=2)
    evidence = evidence()


class BatchForm(forms.Form):
    """A batch of the inventory."""

    title = words("名称", 100, help_text="例如 第六批垂管事项清单测试联通。")
    on = day("日期")
    matters = forms.ModelMultipleChoiceField(
        label="包括的事项", queryset=Matter.objects.none(), required=False, help_text="可以多选，也可以不选。"
    )
    note = words("说明", 500, required=False, rows=2)

    def __init__(self, organ: Organ, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Matter.objects.filter(organ=organ).exclude(state="voided")
        offer(self, "matters", rows)
