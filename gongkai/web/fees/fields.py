"""What the fee notice says of a fee: fields for the letter, each as text; empty where there is no statement.

依据、标准、数额、缴纳方式 must stand in the notice (《信息处理费管理办法》第六条).
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.law.limits import limit
from gongkai.web.applications.models import Application
from gongkai.web.fees.models import FeeSetting, FeeStatement

NAMES = (
    "fee_amount",
    "fee_standard",
    "fee_basis",
    "fee_how_to_pay",
    "fee_contact",
    "fee_limit",
    "fee_counted",
    "fee_consequence",
)


def fee_fields(application: Application) -> dict[str, str]:
    """The fields by name. ``fee_limit`` is the time to pay, ``fee_counted`` the applications that were counted by request."""
    statement = FeeStatement.objects.filter(application=application).exclude(state="cancelled").first()
    if statement is None:
        return dict.fromkeys(NAMES, "")
    setting = FeeSetting.objects.filter(organ=application.organ_id).first()
    found = limit("pay_processing_fee", timezone.localdate())
    length = found.length if found else "规定的期限"
    counted = ""
    if statement.month is not None:
        month = f"{statement.month.year}年{statement.month.month}月"
        counted = f"{month}您向本机关提出的申请累计计入{len(statement.counted)}件：{'、'.join(statement.counted)}"
    return {
        "fee_amount": f"人民币{statement.amount}元",
        "fee_standard": statement.standard,
        "fee_basis": statement.basis,
        "fee_how_to_pay": setting.how_to_pay if setting else "",
        "fee_contact": setting.contact if setting else "",
        "fee_limit": f"自收到本通知的次日起{length}内",
        "fee_counted": counted,
        "fee_consequence": f"逾期未缴纳的，视为放弃申请，本机关不再处理（{found.basis if found else ''}）。",
    }


def complete_letter(sender: Any, *, application: Application, kind: str, fields: dict[str, str], **_: Any) -> None:
    """Fill in the fields of a fee notice that is being composed."""
    if "fee" in kind:
        for name, text in fee_fields(application).items():
            # 以核算单为准，填写的不算：通知书、核算单和办理记录里的数额不能不一样
            if text:
                fields[name] = text
