"""Forms for a holiday notice: its text as pasted, or day by day."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from gongkai.law.festivals import first_year, last_year
from gongkai.law.notices import Notice, NoticeError, NoticeKind, Off, Shifted
from gongkai.web.casework.day_field import DayField

KINDS = [
    (NoticeKind.ANNUAL.value, "全年的安排"),
    (NoticeKind.AMENDING.value, "临时调整（例如延长假期）"),
    (NoticeKind.LOCAL.value, "当地的安排（例如民族节日）"),
]
_DAY = r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?"
_OFF = re.compile(rf"^(\S+?)[\s：:，,]+{_DAY}(?:\s*(?:至|到|—+|–|~|-{{2}})\s*{_DAY})?$")
_ON = re.compile(rf"^(\S+?)[\s：:，,]+{_DAY}$")


class TextForm(forms.Form):
    """The whole text of a notice, pasted from the government's page."""

    text = forms.CharField(
        label="放假通知的全文",
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="连同标题、文号和落款一起粘贴。读出来的日子会列给您核对，确认以前不会改变任何期限。",
    )
    kind = forms.ChoiceField(label="通知的种类", choices=KINDS, initial=NoticeKind.ANNUAL.value)


class NoticeForm(forms.Form):
    """A notice day by day. ``notice`` is what was given, once the form is valid."""

    year = forms.IntegerField(label="年度", min_value=first_year(), max_value=last_year())
    kind = forms.ChoiceField(label="通知的种类", choices=KINDS)
    title = forms.CharField(label="通知的名称", max_length=200)
    number = forms.CharField(
        label="发文字号", max_length=80, required=False, help_text="例如 国办发明电〔2026〕7号。没有的空着。"
    )
    issuer = forms.CharField(label="发文机关", max_length=80, initial="国务院办公厅")
    issued_on = DayField(
        label="成文日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    holidays = forms.CharField(
        label="放假的日子",
        required=False,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text="一行一个节日，例如 春节 2027-02-05 至 2027-02-12。",
    )
    workdays = forms.CharField(
        label="调休上班的日子",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="一行一天，写明为哪个节日调休，例如 春节 2027-02-14。",
    )
    text = forms.CharField(required=False, max_length=20000, widget=forms.HiddenInput)

    notice: Notice

    def clean_holidays(self) -> tuple[Off, ...]:
        """The lines as days off."""
        found = []
        for number, line in _lines(self.cleaned_data["holidays"]):
            match = _OFF.match(line)
            if match is None:
                raise ValidationError(
                    f"第{number}行“{line}”认不出。请写成“春节 2027-02-05 至 2027-02-12”的样子，只放一天的写一个日期。"
                )
            first = _day(match[2], match[3], match[4], number)
            last = _day(match[5], match[6], match[7], number) if match[5] else first
            found.append(Off(match[1], first, last))
        return tuple(found)

    def clean_workdays(self) -> tuple[Shifted, ...]:
        """The lines as weekend days that are worked."""
        found = []
        for number, line in _lines(self.cleaned_data["workdays"]):
            match = _ON.match(line)
            if match is None:
                raise ValidationError(f"第{number}行“{line}”认不出。请写成“春节 2027-02-14”的样子，一行一天。")
            found.append(Shifted(match[1], _day(match[2], match[3], match[4], number)))
        return tuple(found)

    def clean(self) -> dict[str, Any]:
        """The notice as a whole must not contradict itself."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        number = cleaned["number"].strip()
        try:
            self.notice = Notice(
                year=cleaned["year"],
                title=cleaned["title"].strip(),
                holidays=cleaned["holidays"],
                workdays=cleaned["workdays"],
                kind=NoticeKind(cleaned["kind"]),
                issuer=cleaned["issuer"].strip(),
                number=number or None,
                number_sure=bool(number),
                issued_on=cleaned["issued_on"],
                checked="由人录入并核对",
            )
        except NoticeError as problem:
            raise ValidationError(str(problem)) from problem
        return cleaned

    @classmethod
    def of(cls, notice: Notice, text: str) -> NoticeForm:
        """The form filled in with a notice that was read, to be looked at and put right."""
        return cls(
            initial={
                "year": notice.year,
                "kind": str(notice.kind),
                "title": notice.title,
                "number": notice.number or "",
                "issuer": notice.issuer,
                "issued_on": notice.issued_on,
                "holidays": "\n".join(_told(each) for each in notice.holidays),
                "workdays": "\n".join(f"{each.festival} {each.day.isoformat()}" for each in notice.workdays),
                "text": text,
            }
        )


class WithdrawForm(forms.Form):
    """Why a notice is taken back."""

    why = forms.CharField(label="撤回的原因", max_length=200, help_text="例如 日期录错，将重新录入。")


def _told(off: Off) -> str:
    if off.first == off.last:
        return f"{off.festival} {off.first.isoformat()}"
    return f"{off.festival} {off.first.isoformat()} 至 {off.last.isoformat()}"


def _lines(text: str) -> list[tuple[int, str]]:
    return [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _day(year: str, month: str, day: str, line: int) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValidationError(f"第{line}行写了没有的日子：{year}年{month}月{day}日。") from None
