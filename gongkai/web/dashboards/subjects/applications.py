"""依申请公开: received, answered, in time, with what outcome, still going on."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from gongkai.applications.channels import channels
from gongkai.applications.intake import applicant_kinds
from gongkai.applications.outcomes import outcome_title, outcomes
from gongkai.web.applications.access import POLICY
from gongkai.web.applications.models import Application
from gongkai.web.applications.statistics import MEASURES
from gongkai.web.dashboards.divisions import by_organ, by_section, by_value
from gongkai.web.dashboards.measures import Division, Measure, Rate, Subject

_SECTION = by_section("承办科室")
_CAME: dict[str, Division] = {
    "section": _SECTION,
    "application_channel": by_value(
        "收到的渠道", "channel", lambda: {key: each.title for key, each in channels().items()}
    ),
    "applicant_kind": by_value(
        "申请人类别", "applicant_kind", lambda: {key: each.title for key, each in applicant_kinds().items()}
    ),
    "organ": by_organ(),
}
_ENDED: dict[str, Division] = {
    "section": _SECTION,
    "outcome": by_value("办理结果", "outcome", lambda: {key: outcome_title(key) for key in outcomes()}),
    "organ": by_organ(),
}


def _condition(name: str) -> Q:
    """As the statistics of applications count it; none of those used here asks what day it is."""
    return MEASURES[name].condition(_ANY_DAY)


_ANY_DAY = date.max


def _ended(key: str, title: str, told: str, condition: Q) -> Measure:
    return Measure(f"applications_{key}", title, told, Application, POLICY, "ended_on", condition, divisions=_ENDED)


RECEIVED = Measure(
    "applications_received",
    "收到申请",
    "收到申请之日在这段日子里的；还没有确定收到日期的不计。",
    Application,
    POLICY,
    "received_on",
    divisions=_CAME,
)
APPLICATIONS = Subject(
    "applications",
    "依申请公开",
    (
        RECEIVED,
        _ended(
            "answered", "答复", "第一次答复的日期在这段日子里的；责令重新答复的不再计一次。", _condition("answered")
        ),
        _ended("on_time", "按期答复", "答复当中，答复日期不晚于当时最后一日的。", _condition("on_time")),
        _ended("late", "逾期答复", "答复当中，答复日期晚于当时最后一日的。", _condition("late")),
        Rate(
            "applications_rate",
            "按期答复率",
            "按期答复的占按期和逾期答复之和的百分比。",
            "applications_on_time",
            ("applications_on_time", "applications_late"),
        ),
        _ended(
            "granted",
            "予以公开和部分公开",
            "答复当中，结果是予以公开、部分公开的。",
            Q(outcome__in=("granted", "partly_granted")),
        ),
        _ended(
            "refused", "不予公开", "答复当中，结果是不予公开的（各项理由合计）。", Q(outcome__startswith="refused.")
        ),
        _ended(
            "unavailable",
            "无法提供和不予处理",
            "答复当中，结果是无法提供、不予处理的（各项合计）。",
            Q(outcome__startswith="unavailable.") | Q(outcome__startswith="not_processed."),
        ),
        _ended("otherwise", "未经答复办结", "撤回、并入另一件、逾期不补正、逾期未缴费的。", _condition("otherwise")),
        Measure(
            "applications_open",
            "结转（尚未办结）",
            "这段日子最后一天结束时，已经收到、还没有办结的，包括上年结转来的。",
            Application,
            POLICY,
            "received_on",
            ended="ended_on",
            divisions={"section": _SECTION, "organ": by_organ()},
        ),
    ),
    "applications_received",
    (("applications_answered", "outcome"),),
)
