"""信息报送: what sections and lower organs submitted to the office, and what was adopted of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from gongkai.assessment.submissions.rules import kinds
from gongkai.web.dashboards.divisions import by_organ, by_section, by_value
from gongkai.web.dashboards.measures import Measure, Rate, Subject
from gongkai.web.submissions.access import POLICY
from gongkai.web.submissions.counting import WHICH
from gongkai.web.submissions.models import Submission

_DIVISIONS = {
    "source": by_organ("source_id", "报送单位"),
    "section": by_section("报送科室", none="单位报送，没有写科室"),
    "submission_kind": by_value("种类", "kind", kinds),
    "organ": by_organ(title="报送给"),
}


def _measure(key: str, title: str, told: str, condition: Q) -> Measure:
    return Measure(
        f"submissions_{key}",
        title,
        told,
        Submission,
        POLICY,
        "submitted_on",
        condition,
        unit="篇",
        divisions=_DIVISIONS,
    )


def _figures(*rows: Any) -> tuple[Any, ...]:
    return tuple(each if isinstance(each, Rate) else _measure(*each) for each in rows)


SUBMISSIONS = Subject(
    "submissions",
    "信息报送",
    _figures(
        ("submitted", "报送", "报送日期在这段日子里、报给本机关办公室的。", WHICH["submitted"]),
        ("adopted", "采用", "报送当中，到现在已经采用的。", WHICH["adopted"]),
        Rate("submissions_rate", "采用率", "采用的占报送的百分比。", "submissions_adopted", ("submissions_submitted",)),
        ("urgent", "紧急信息", "报送当中，标明紧急的。", Q(urgent=True)),
        ("returned", "被退回过", "报送当中，退回过的，重新报来的也计。", WHICH["returned"]),
        ("late", "迟报", "报送当中，晚于要求的时间的。", WHICH["late"]),
    ),
    "submissions_submitted",
    (),
)
