"""The fee on the page of a case."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.web.fees.access import POLICY
from gongkai.web.fees.models import FeeStatement
from gongkai.web.workbench.applications.panels import CasePage, Link, Panel, any_of

TONES = {"drawn": "warn", "notified": "warn", "paid": "good", "waived": "info", "lapsed": "bad"}


LIVE = FeeStatement.objects.exclude(state="cancelled")


def asked() -> dict[str, Any]:
    """Whether there is a statement."""
    return {"any": any_of(LIVE)}


def panel(page: CasePage) -> Panel | None:
    """What is asked for the application; while it is under review, where a fee is reckoned."""
    application = page.application
    if not POLICY.may_in(page.person, "read", application.organ):
        return None
    here = reverse("workbench:processing_fee", args=[application.number])
    found = LIVE.filter(application=application).first() if page.known("fees", "any") else None
    if found is None:
        if application.state != "under_review" or not POLICY.may_in(page.person, "draw", application.organ):
            return None
        return Panel(
            "信息处理费",
            rows=(("说明", "一般不收费。同一申请人当月的申请或者提供的页数超过免费的数量的，才可以核算收费。"),),
            links=(Link("核算收费", here, quiet=True),),
            anchor="fee",
        )
    rows = [("数额", f"{found.amount}元（{found.standard}）")]
    if found.waiver_asked:
        rows.append(("减免", f"已经提请，等待决定：{found.waiver_reason}"))
    if found.paid_on:
        rows.append(("缴费", f"{found.paid_on:%Y-%m-%d}，票据号码{found.receipt}"))
    return Panel(
        "信息处理费",
        rows=tuple(rows),
        links=(Link("收费核算单", here, quiet=True),),
        status=found.get_state_display(),
        tone=TONES.get(found.state, "neutral"),
        anchor="fee",
    )
