"""What may stand in the record of a case, and what may not: checks that every service of applications makes first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.applications.channels import channels, receipt_problems
from gongkai.applications.intake import lists
from gongkai.web.applications.models import Application
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.organs.models import Organ, Section
from gongkai.web.privacy.cipher import blind_index


def refuse_personal_data(application: Application, facts: Mapping[str, Any], note: str) -> None:
    """Events cannot be erased, so they must not say who the applicant or a third party is."""
    given = {name: value for name, value in facts.items() if isinstance(value, str)} | ({"note": note} if note else {})
    if not given:
        return
    secret = [(title, getattr(application, name)) for name, title in _SECRET.items()]
    if application.pk:
        secret += [("第三方的名称", party.name) for party in application.parties.all()]
    for field, text in given.items():
        plain = "".join(text.split())
        for title, value in secret:
            if len(value) > 1 and "".join(value.split()) in plain:
                raise ValidationError(
                    {
                        field: f"这里写了{title}。办理记录不能删改，请不要写个人信息，改写成“申请人”“{_INSTEAD.get(title, '第三方1')}”之类。"
                    }
                )


_SECRET = {
    "applicant_name": "申请人的姓名或者名称",
    "identity_number": "身份证明号码",
    "uscc": "统一社会信用代码",
    "representative": "联系人的姓名",
    "phone": "联系电话",
    "email": "电子邮箱",
    "address": "通信地址",
}


_INSTEAD = dict.fromkeys(_SECRET.values(), "申请人的联系人")


_CHOICES = {"delivery": "deliveries", "applicant_kind": "applicant_kinds"}


def check_choices(given: Mapping[str, Any]) -> None:
    for name, value in given.items():
        known = lists()[_CHOICES[name]] if name in _CHOICES else channels() if name == "channel" else None
        if known is not None and value not in known:
            raise ValidationError({name: "请从列出的选项里选择。"})


def check_receipt(application: Application, given: Mapping[str, Any], *, on: date | None, at: datetime) -> None:
    """The day of receipt is recorded with what proves it; a day that lies back, or a late confirmation, with the reason."""
    channel = channels().get(application.channel)
    if channel is None:
        return
    entered_on = timezone.localdate(at)
    # 下班以后、休息日送到的，下一个工作日确认也算当日
    soon, _ = calendar_now().workday_after(timezone.localdate(application.submitted_at), 1)
    raise_problems(
        receipt_problems(
            channel,
            received_on=on or entered_on,
            entered_on=entered_on,
            evidence=str(given.get("evidence") or ""),
            late=str(given.get("late") or ""),
            soon=soon,
        )
    )


def check_section(organ: Organ, section: Section | None) -> None:
    if section is not None and section.organ_id != organ.pk:
        raise ValidationError({"section": "这个科室不属于本机关，请另选。"})


def index_applicant(application: Application) -> None:
    application.name_index = blind_index(application.applicant_name)
    application.identity_index = blind_index(application.identity_number or application.uscc)


def fresh_of(application: Application) -> Application:
    """The row as it is now, locked until the transaction ends."""
    return Application.objects.select_for_update().get(pk=application.pk)


def raise_problems(found: Mapping[str, str]) -> None:
    if found:
        raise ValidationError(dict(found))
