"""Where reminders go."""

from __future__ import annotations

from django import forms


class AddressForm(forms.Form):
    """Empty: no mail."""

    address = forms.CharField(
        label="电子邮箱",
        required=False,
        max_length=200,
        help_text="每天最多一封，只写编号和日期，不写申请人的信息。不要邮件的请留空。",
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
