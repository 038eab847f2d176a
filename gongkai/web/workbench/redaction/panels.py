"""Coverings on the page of a case."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.web.redaction.access import POLICY
from gongkai.web.redaction.marking import CLOSED
from gongkai.web.redaction.models import Redaction
from gongkai.web.workbench.applications.panels import CasePage, Link, Panel, any_of
from gongkai.web.workbench.redaction.views import told, with_progress

_WORST = ("bad", "warn", "info", "good", "neutral")


def asked() -> dict[str, Any]:
    """Whether anything is being covered."""
    return {"any": any_of(Redaction.objects.all())}


def panel(page: CasePage) -> Panel | None:
    """How far each covering is; where nothing is covered yet, where that is done."""
    stand_in = Redaction(application=page.application)
    if not POLICY.may(page.person, "read", stand_in):
        return None
    here = Redaction.objects.filter(application=page.application)
    found = list(with_progress(here)) if page.known("redaction", "any") else []
    may_mark = POLICY.may(page.person, "mark", stand_in) and page.application.state not in CLOSED
    if not found and not may_mark:
        return None
    address = reverse("workbench:redaction_sources", args=[page.application.number])
    states = [told(each) for each in found]
    worst = min(states, key=lambda each: _WORST.index(each[1]), default=("", "neutral"))
    rows = tuple(
        (f"给{each.get_layer_display()}的第{index}份", f"{each.pages}页，{state}")
        for index, (each, (state, _)) in enumerate(zip(found, states, strict=True), 1)
    ) or (("说明", "部分公开的，在原件上标出要遮盖的地方和理由，由另一人核验后生成提供给申请人的文件。"),)
    return Panel(
        "遮盖",
        rows=rows,
        links=(Link("遮盖" if found else "标注遮盖", address, quiet=True),),
        status=worst[0],
        tone=worst[1],
        anchor="redaction",
    )
