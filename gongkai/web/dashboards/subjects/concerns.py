"""政务舆情回应, and what is held in public: press conferences, interviews, meetings."""

from __future__ import annotations

from django.db.models import Q

from gongkai.engagement.concerns.choices import meeting_kinds, severities, titles
from gongkai.web.concerns.access import MEETING_POLICY, POLICY
from gongkai.web.concerns.models import Concern, PublicMeeting
from gongkai.web.dashboards.divisions import by_organ, by_section, by_value
from gongkai.web.dashboards.measures import Measure, Rate, Subject

_DIVISIONS = {
    "severity": by_value("等级", "severity", lambda: {key: each.title for key, each in severities().items()}),
    "concern_source": by_value("从哪里来", "source", lambda: titles("sources")),
    "section": by_section("主办科室"),
    "organ": by_organ(),
}
_MEETINGS = {
    "meeting_kind": by_value("种类", "kind", lambda: {key: each.title for key, each in meeting_kinds().items()}),
    "part": by_value("组织还是参加", "part", lambda: dict(PublicMeeting.Part.choices)),
    "organ": by_organ(),
}
_HELD = Q(state=PublicMeeting.State.HELD)


def _concerns(key: str, title: str, told: str, dated: str, condition: Q | None = None) -> Measure:
    name = f"concerns_{key}"
    return Measure(name, title, told, Concern, POLICY, dated, condition or Q(), divisions=_DIVISIONS)


def _meetings(key: str, title: str, told: str, condition: Q) -> Measure:
    whole = _HELD & condition
    return Measure(
        f"meetings_{key}", title, told, PublicMeeting, MEETING_POLICY, "on", whole, unit="场", divisions=_MEETINGS
    )


CONCERNS = Subject(
    "concerns",
    "舆情回应和发布会、访谈",
    (
        _concerns("noticed", "发现、接到的舆情", "知道的日期在这段日子里的。", "found_on"),
        _concerns(
            "answered", "回应", "首次回应的日期在这段日子里的；回应几次、用几种方式，都只计一件。", "responded_on"
        ),
        _concerns("in_time", "按时回应", "回应当中，没有超过时限的（按小时计）。", "responded_on", Q(in_time=True)),
        _concerns("late", "逾期回应", "回应当中，超过时限的。", "responded_on", Q(in_time=False)),
        Rate(
            "concerns_rate",
            "按时回应率",
            "按时回应的占按时和逾期回应之和的百分比。",
            "concerns_in_time",
            ("concerns_in_time", "concerns_late"),
        ),
        _meetings("held", "举行、参加发布会和访谈等", "已经举行，日期在这段日子里的；取消的不计。", Q()),
        _meetings(
            "interpreting",
            "其中解读政策的",
            "举行的当中，用来解读政策的；另外发布了解读信息的，两边都看得到，合计解读时只算一件。",
            Q(policy__isnull=False) | Q(item__isnull=False),
        ),
        _meetings("head", "其中主要负责人参加的", "举行的当中，主要负责人参加的。", Q(head_attended=True)),
    ),
    "concerns_answered",
    (("meetings_held", "meeting_kind"),),
)
