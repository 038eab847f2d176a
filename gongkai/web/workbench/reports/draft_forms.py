"""Forms of a draft: the year, a section's text, and the figures that no register gives."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from gongkai.annualreport.counting import without_register
from gongkai.annualreport.scheme import Scheme, cell_label, split


class StartForm(forms.Form):
    """Which year."""

    year = forms.IntegerField(
        label="年度",
        min_value=2019,
        max_value=2100,
        help_text="例如 2024。年报统计1月1日至12月31日。",
        error_messages={"required": "请填写年度。", "invalid": "请填写四位数的年度，例如 2024。"},
    )
    note = forms.CharField(
        label="更正说明",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="这一年度的年报已经公布、现在要更正的，写明更正了什么、为什么更正。",
    )


class TextForm(forms.Form):
    """Plain text, one paragraph a line; ``seen`` is the wording that the writer began from."""

    text = forms.CharField(
        label="文字",
        max_length=60_000,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="一行一段。以“（一）主动公开。”这样的小标题开头的，导出时小标题加重。",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class FiguresForm(forms.Form):
    """One field for each ``open`` cell, of which no register says anything; a field left empty is not entered, and empty
    never means 0. A field's name is that of its cell's place in the form, so that it stays when registers fill in others."""

    def __init__(
        self, scheme: Scheme, known: Mapping[str, Decimal], *args: Any, open_cells: Collection[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        places = enumerate(without_register(scheme))
        self.cells = {f"cell-{number}": at for number, at in places if at in open_cells}
        for name, at in self.cells.items():
            table, row, key = split(at)
            column = next(each for each in scheme.table(table).columns_of[row] if each.key == key)
            amount = column.kind == "amount"
            self.fields[name] = forms.DecimalField(
                label=_label(at, scheme.form),
                required=False,
                min_value=None if column.kind == "change" else Decimal(0),
                max_digits=16,
                decimal_places=4 if amount else 0,
                initial=_plain(known[at]) if at in known else None,
                help_text=f"单位：{column.unit}" if amount else "",
                error_messages={
                    "invalid": "请填写数字，例如 12。",
                    "min_value": "不能小于零。",
                    "max_decimal_places": "最多4位小数。" if amount else "请填写整数。",
                },
            )
        self.fields["source"] = forms.CharField(
            label="数据来源",
            max_length=200,
            help_text="例如 行政执法综合管理系统2024年统计表。",
            error_messages={"required": "请写明这些数字从哪里来。"},
        )
        self.fields["reason"] = forms.CharField(
            label="填报理由",
            max_length=300,
            initial="本系统还没有这一项的登记台账。",
            error_messages={"required": "请写明为什么由人填报。"},
        )

    @property
    def values(self) -> dict[str, Decimal]:
        """What was filled in, by cell."""
        return {at: value for name, at in self.cells.items() if (value := self.cleaned_data.get(name)) is not None}


def _label(at: str, form: str) -> str:
    return cell_label(at, form).replace("“", "").replace("”行", "：").replace("”列", "")


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
