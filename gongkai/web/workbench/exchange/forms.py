"""Forms of importing and handing over."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.publishing.catalogue_rows import MOST_BYTES
from gongkai.web.casework.forms import offer
from gongkai.web.exchange.receiving import MOST_BYTES as MOST_OF_PACKAGE
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.models import SiteColumn


def _fits(file: Any, most: int, instead: str) -> Any:
    if file.size > most:
        raise forms.ValidationError(f"文件超过{most // 1024 // 1024}MB，{instead}")
    return file


class ListForm(forms.Form):
    """A list of items."""

    file = forms.FileField(
        label="文件",
        help_text="CSV、XLSX 或者 JSON，不超过40MB，一次最多5000件。",
        error_messages={"required": "请选择要导入的文件。", "empty": "这个文件是空的，请选有内容的文件。"},
    )

    def clean_file(self) -> Any:
        """Not larger than a list can be."""
        return _fits(self.cleaned_data["file"], MOST_BYTES, "请分成几个文件导入。")


class PackageForm(forms.Form):
    """A package of another installation, and where its items go here."""

    file = forms.FileField(
        label="移交包",
        help_text="对方“移交和导出”页面下载的 ZIP 文件。",
        error_messages={"required": "请选择移交包。", "empty": "这个文件是空的，请选有内容的文件。"},
    )
    elsewhere = forms.ModelChoiceField(
        label="没有同名栏目的放到",
        queryset=SiteColumn.objects.none(),
        required=False,
        empty_label="不放，列为有错",
        help_text="按网址标识找同名的栏目；找不到的放到这里选的栏目。",
    )
    section = forms.ModelChoiceField(
        label="由哪个科室审核", queryset=Section.objects.none(), required=False, empty_label="请选择"
    )

    def __init__(self, organ: Organ, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns, sections = SiteColumn.objects.filter(organ=organ), Section.objects.filter(organ=organ)
        offer(self, "elsewhere", columns.filter(closed_on=None))
        offer(self, "section", sections.filter(closed_on=None))
        if not sections.filter(closed_on=None).exists():
            del self.fields["section"]

    def clean_file(self) -> Any:
        """Not larger than a package can be."""
        return _fits(self.cleaned_data["file"], MOST_OF_PACKAGE, "请对方分几次移交。")


class ReceiptForm(forms.Form):
    """What the other platform gave back."""

    file = forms.FileField(
        label="回执",
        help_text="对方接收并公开以后下载的 JSON 文件，里面有每一件的网址。",
        error_messages={"required": "请选择回执文件。", "empty": "这个文件是空的，请重新下载回执。"},
    )

    def clean_file(self) -> Any:
        """Not larger than a receipt can be."""
        return _fits(self.cleaned_data["file"], 10 * 1024 * 1024, "不像是回执，请核对。")


class MakeForm(forms.Form):
    """Whether all there is is handed over."""

    everything = forms.BooleanField(
        label="全部公开信息都装进去", required=False, help_text="不勾选的，只装上一包以后新公开、改动、撤下的。"
    )
