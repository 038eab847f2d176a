"""信息公开投诉和整改: complaints received and decided, complaints about the organ, what it was made to set right."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from gongkai.assessment.accountability.choices import titles
from gongkai.web.accountability.access import POLICY, RECTIFICATION_POLICY
from gongkai.web.accountability.counting import COLUMNS, ORDERED
from gongkai.web.accountability.models import Complaint, Rectification
from gongkai.web.dashboards.divisions import by_organ, by_value
from gongkai.web.dashboards.measures import Measure, Rate, Subject

_ABOUT = {
    "complaint_kind": by_value("投诉什么", "kind", lambda: titles("kinds")),
    "complaint_outcome": by_value("处理结果", "outcome", lambda: titles("outcomes"), "还没有结果"),
}
_FOUNDED = COLUMNS["founded"][1] | COLUMNS["partly"][1]


def _received(key: str, title: str, told: str, condition: Q) -> Measure:
    divisions = _ABOUT | {"organ": by_organ(title="受理的机关")}
    return Measure(f"complaints_{key}", title, told, Complaint, POLICY, "received_on", condition, divisions=divisions)


def _about(key: str, title: str, told: str, condition: Q) -> Measure:
    more: dict[str, Any] = {"organ": "about", "divisions": _ABOUT | {"about": by_organ("about_id", "被投诉的机关")}}
    whole = ~Q(state="handed_over") & condition
    return Measure(f"complained_{key}", title, told, Complaint, POLICY, "received_on", whole, **more)


def _rectified(key: str, title: str, told: str) -> Measure:
    divisions, condition = {"organ": by_organ(title="整改的机关")}, ORDERED[key][1]
    name = f"rectifications_{key}"
    return Measure(name, title, told, Rectification, RECTIFICATION_POLICY, "ordered_on", condition, divisions=divisions)


ACCOUNTABILITY = Subject(
    "accountability",
    "信息公开投诉和整改",
    (
        _received("received", "受理的投诉", "本机关负责处理、收到日期在这段日子里的。", COLUMNS["received"][1]),
        _received("founded", "其中属实、部分属实", "受理的当中，查明属实、部分属实的。", _FOUNDED),
        _received("in_time", "其中按期处理", "受理的当中，处理没有超过期限的。", COLUMNS["in_time"][1]),
        _received("late", "其中逾期处理", "受理的当中，处理超过期限的。", COLUMNS["late"][1]),
        Rate(
            "complaints_rate",
            "按期处理率",
            "按期处理的占按期和逾期处理之和的百分比。",
            "complaints_in_time",
            ("complaints_in_time", "complaints_late"),
        ),
        _about("about", "投诉本机关的", "投诉的是本机关、由谁处理都计；转走另外处理的那一件不重复计。", Q()),
        _about("founded", "其中属实、部分属实", "投诉本机关的当中，查明属实、部分属实的。", _FOUNDED),
        _rectified("ordered", "被要求整改", "要求本机关整改、下达日期在这段日子里的。"),
        _rectified("accepted", "其中已销号", "被要求整改的当中，核查通过的。"),
    ),
    "complaints_received",
    (),
)
