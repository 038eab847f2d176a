"""行政复议和行政诉讼 in which the organ's own acts are in question, as table 4 of the annual report counts them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from gongkai.disputes.outcomes import COLUMNS, KINDS, counted_standings, outcome_title, outcomes
from gongkai.web.dashboards.divisions import by_organ, by_value
from gongkai.web.dashboards.measures import Measure, Rate, Subject
from gongkai.web.disputes.access import POLICY
from gongkai.web.disputes.models import Dispute

_KIND = by_value("复议还是诉讼", "kind", lambda: KINDS)
_COUNTED = Q(standing__in=counted_standings())


def _measure(key: str, title: str, told: str, dated: str, condition: Q | None = None, **more: Any) -> Measure:
    divisions = {"dispute_kind": _KIND, "organ": by_organ()}
    if dated == "concluded_on":
        divisions["dispute_outcome"] = by_value(
            "审结结果", "outcome", lambda: {name: outcome_title(name) for name in outcomes()}
        )
    whole = _COUNTED & condition if condition is not None else _COUNTED
    return Measure(f"disputes_{key}", title, told, Dispute, POLICY, dated, whole, divisions=divisions, **more)


def _with_result(column: str) -> Q:
    return Q(outcome__in=sorted(key for key, each in outcomes().items() if each.column == column))


DISPUTES = Subject(
    "disputes",
    "行政复议和行政诉讼",
    (
        _measure(
            "began",
            "新发生",
            "开始日期在这段日子里的；本机关作复议机关等、不计入年度报告表四的，这里也不计。",
            "began_on",
        ),
        _measure("concluded", "审结", "审结日期在这段日子里的。", "concluded_on"),
        *(
            _measure(column, title, f"审结当中，结果计入表四“{title}”的。", "concluded_on", _with_result(column))
            for column, title in COLUMNS.items()
        ),
        Rate(
            "disputes_rate",
            "纠正率",
            "结果纠正的占审结的百分比；越低越好。",
            "disputes_overturned",
            ("disputes_concluded",),
        ),
        _measure("open", "尚未审结", "这段日子最后一天结束时还没有审结的。", "began_on", ended="concluded_on"),
    ),
    "disputes_began",
    (),
)
