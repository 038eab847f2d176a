"""征集调查: opened, too short, outcome published in time."""

from __future__ import annotations

from django.db.models import Q

from gongkai.engagement.consultations.kinds import kinds
from gongkai.engagement.consultations.periods import BELOW_LEAST
from gongkai.web.consultations.access import POLICY
from gongkai.web.consultations.models import Consultation
from gongkai.web.dashboards.divisions import by_organ, by_section, by_value
from gongkai.web.dashboards.measures import Measure, Rate, Subject

_DIVISIONS = {
    "consultation_kind": by_value("种类", "kind", lambda: {key: each.title for key, each in kinds().items()}),
    "section": by_section("主办科室"),
    "organ": by_organ(),
}


def _measure(key: str, title: str, told: str, dated: str, condition: Q | None = None) -> Measure:
    name, whole = f"consultations_{key}", condition if condition is not None else Q()
    return Measure(name, title, told, Consultation, POLICY, dated, whole, divisions=_DIVISIONS)


CONSULTATIONS = Subject(
    "consultations",
    "征集调查",
    (
        _measure("opened", "开启", "开启日期在这段日子里的，后来撤回的也计。", "opened_on"),
        _measure("short", "短于规定时间", "开启的当中，时间短于规定的最少天数的。", "opened_on", Q(short=BELOW_LEAST)),
        _measure("withdrawn", "撤回", "开启的当中，后来撤回的。", "opened_on", Q(state="withdrawn")),
        _measure("reported", "公布结果", "公布结果的日期在这段日子里的。", "reported_on"),
        _measure("in_time", "按期公布", "公布结果的当中，没有逾期的。", "reported_on", Q(reported_late=False)),
        Rate(
            "consultations_rate",
            "按期公布率",
            "按期公布的占公布结果的百分比；到期还没有公布的，见“在办、到期和逾期”。",
            "consultations_in_time",
            ("consultations_reported",),
        ),
    ),
    "consultations_opened",
    (),
)
