"""人大建议和政协提案 that the organ itself replies to: handed over in the period, and what came of them."""

from __future__ import annotations

from django.db.models import Q

from gongkai.engagement.proposals.choices import kinds
from gongkai.web.dashboards.divisions import by_organ, by_section, by_value
from gongkai.web.dashboards.measures import Measure, Rate, Subject
from gongkai.web.proposals.access import POLICY
from gongkai.web.proposals.counting import FIGURES, RATES
from gongkai.web.proposals.models import Proposal

_DIVISIONS = {
    "proposal_kind": by_value("种类", "kind", lambda: {key: each.title for key, each in kinds().items()}),
    "section": by_section("承办科室"),
    "organ": by_organ(),
}


def _measure(key: str, title: str, told: str, condition: Q | None = None) -> Measure:
    whole = Q(counted=True) & (FIGURES[key][1] if condition is None else condition)
    return Measure(f"proposals_{key}", title, told, Proposal, POLICY, "handed_on", whole, divisions=_DIVISIONS)


def _rate(key: str, told: str) -> Rate:
    title, part, whole = RATES[key]
    return Rate(f"proposals_{key}", title, told, f"proposals_{part}", (f"proposals_{whole}",))


PROPOSALS = Subject(
    "proposals",
    "建议提案",
    (
        _measure("handed_over", "交办", "交办日期在这段日子里、由本机关答复的；退回的和只会办的不计。"),
        _measure("replied", "已答复", "交办的当中，到现在已经答复的。"),
        _rate("reply_rate", "已答复的占交办的百分比。"),
        _measure("in_time", "按期答复", "交办的当中，首次答复没有超过期限的。"),
        _rate("in_time_rate", "按期答复的占已答复的百分比。"),
        _measure("closed", "已办结", "交办的当中，到现在已经办结的。"),
        _rate("closed_rate", "已办结的占交办的百分比。"),
        _measure("rated", "收到反馈", "交办的当中，代表、委员说了是否满意的。"),
        _measure("satisfied", "满意", "收到反馈的当中，算作满意的。"),
        _rate("satisfied_rate", "满意的占收到反馈的百分比。"),
        _measure("public", "公开答复", "交办的当中，答复全文或者摘要公开的。", Q(publicity__in=("full", "summary"))),
    ),
    "proposals_handed_over",
    (),
)
