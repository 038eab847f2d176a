"""Forms of the workbench for service, keeping and disposal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from gongkai.applications.intake import titles
from gongkai.applications.retention import rules
from gongkai.publishing.uploads import accepted_endings
from gongkai.web.archives.models import kind_choices
from gongkai.web.casework.day_field import DayField
from gongkai.web.files.forms import FilesField, SeveralFiles

NAMELESS = "请不要写申请人的姓名等个人信息。"


def _day(**given: Any) -> DayField:
    return DayField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)


def _proofs(*, required: bool = False) -> FilesField:
    return FilesField(
        label="送达凭证",
        required=required,
        help_text=f"送达回证、邮寄回执、电子送达的截图等扫描件，可以一次选几个，每个最大{settings.UPLOAD_LIMIT_MB}兆字节。加密存入案卷，以后也可以补存。",
        widget=SeveralFiles(attrs={"accept": accepted_endings(), "multiple": True}),
        error_messages={"required": "请选择送达凭证的文件。"},
    )


class ServeForm(forms.Form):
    """How and when the reply was served, with the proof."""

    delivery = forms.ChoiceField(label="送达方式", choices=lambda: [("", "请选择"), *titles("deliveries")])
    on = _day(
        label="送达的日期",
        initial=timezone.localdate,
        help_text="当面送达的，填写签收之日；这一天同时登记为申请人签收。",
    )
    posted_on = _day(
        label="交邮的日期",
        required=False,
        help_text="邮寄送达的必填。答复是否逾期以交邮之日计（国办公开办函〔2016〕235号）；只能通过邮政企业寄送，不得使用到付。",
    )
    proofs = _proofs()
    note = forms.CharField(
        label="说明", required=False, max_length=500, help_text=f"记入办理记录，不能删改。{NAMELESS}"
    )


class SignForm(forms.Form):
    """When the applicant signed for it."""

    on = _day(
        label="申请人签收的日期",
        initial=timezone.localdate,
        help_text="以回执上签收的日期为准，申请人的复议、诉讼期限从这一天算（《行政复议法实施条例》第十五条）。",
    )
    proofs = _proofs()
    note = forms.CharField(
        label="说明", required=False, max_length=500, help_text=f"记入办理记录，不能删改。{NAMELESS}"
    )


class ProofForm(forms.Form):
    """A proof that came later."""

    proofs = _proofs(required=True)


class RetentionForm(forms.Form):
    """A line of the organ's own table."""

    kind = forms.ChoiceField(label="案卷的种类", choices=kind_choices)
    forever = forms.ChoiceField(
        label="保管期限",
        widget=forms.RadioSelect,
        choices=[("no", "定期"), ("yes", "永久")],
        initial="no",
    )
    years = forms.IntegerField(
        label="定期的年数",
        required=False,
        min_value=1,
        max_value=rules().longest_years,
        help_text="例如 10、30。永久的不填。",
    )
    since = _day(label="自何日起施行", initial=timezone.localdate)
    basis = forms.CharField(
        label="依据",
        max_length=200,
        help_text="本机关归档范围和保管期限表的名称、文号和审查同意的档案主管部门（《档案法实施条例》第十九条）。",
    )

    def clean(self) -> dict[str, Any]:
        """A term needs its years; for ever has none."""
        given = super().clean() or {}
        if given.get("forever") == "no" and not given.get("years") and "years" not in self.errors:
            self.add_error("years", "定期保管的，请填写年数。")
        if given.get("forever") == "yes":
            given["years"] = None
        return given


class AskDisposalForm(forms.Form):
    """The appraisal of files whose period is over."""

    opinion = forms.CharField(
        label="鉴定意见",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"例如 保管期限届满，经逐件鉴定，没有继续保存的价值。{NAMELESS}",
    )


class DecideForm(forms.Form):
    """Destroy it, or keep it until a day."""

    approved = forms.ChoiceField(
        label="决定",
        widget=forms.RadioSelect,
        choices=[("yes", "批准销毁：材料和个人信息立即销毁，不能恢复"), ("no", "继续保管")],
    )
    keep_until = _day(label="继续保管到", required=False, help_text="继续保管的填写，到那一天再列入期满的案卷。")
    note = forms.CharField(
        label="意见", required=False, max_length=500, help_text=f"继续保管的，请写明理由。{NAMELESS}"
    )
