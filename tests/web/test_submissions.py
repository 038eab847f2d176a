"""信息报送: submitting, handling, counting, the circular and its versions."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.assessment.submissions.periods import Period
from gongkai.organs.roles import Role
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import acting
from gongkai.web.submissions import circulars, services
from gongkai.web.submissions.counting import behind, circulars_issued, report
from gongkai.web.submissions.models import Circular, Submission
from tests.web.conftest import County

CHOICES: dict[str, Any] = {"combining": "sum", "ties": "skip", "tie_break": "", "basis": "局办公会议定"}
CHANNELS = [
    {"title": "局简报", "level": "own", "points": "2"},
    {"title": "市政务信息", "level": "city", "points": "5.5"},
]


@pytest.fixture
def by(county: County) -> Any:
    return acting(county.person(Role.FOI_OFFICER), county.bureau)


def piece(county: County, **given: Any) -> Submission:
    writer = acting(county.person(Role.INFO_OFFICER), county.bureau)
    common = {"title": "春耕备耕进度", "kind": "news", "body": "种子已经到村。", "section": county.section}
    return services.submit(county.bureau, source=county.bureau, by=writer, **{**common, **given})


def now_period() -> Period:
    return Period.around("quarter", timezone.localdate())


def test_a_returned_piece_keeps_its_number_and_the_return_is_counted(county: County, by: Any) -> None:
    made = piece(county)
    returned = services.send_back(made, by=by, reason="请补充面积和来源")
    again = services.resubmit(returned, by=acting(county.person(Role.INFO_OFFICER), county.bureau), body="已补充面积。")
    assert (again.number, again.state, again.returned_times) == (made.number, "submitted", 1)
    assert [each.move for each in events_of(made)] == ["submit_piece", "return_piece", "resubmit_piece"]


@pytest.mark.parametrize("refuse", [services.send_back, services.decline])
def test_a_refusal_gives_its_reason(county: County, by: Any, refuse: Any) -> None:
    with pytest.raises(ValidationError, match="请写明"):
        refuse(piece(county), by=by, reason=" 不 ")


def test_several_channels_count_as_the_rules_say_and_one_counts_once(county: County, by: Any) -> None:
    today = timezone.localdate()
    services.set_rules(county.bureau, by=by, since=today, channels=CHANNELS, **CHOICES)
    made = piece(county)
    for channel in ("局简报", "市政务信息"):
        services.adopt(made, by=by, channel=channel, on=today, evidence="第3期")
    made.refresh_from_db()
    assert (made.state, made.score) == ("adopted", Decimal("7.5"))
    with pytest.raises(ValidationError, match="已经登记过"):
        services.adopt(made, by=by, channel="局简报", on=today, evidence="第3期")
    with pytest.raises(ValidationError, match="没有这个渠道"):
        services.adopt(made, by=by, channel="省政府信息", on=today, evidence="第3期")


def test_an_adoption_taken_back_takes_its_points_with_it(county: County, by: Any) -> None:
    made = piece(county)
    adoption = services.adopt(made, by=by, channel="本机关网站", on=timezone.localdate(), evidence="要闻")
    services.strike(adoption, by=by, reason="登记错了一篇")
    made.refresh_from_db()
    assert (made.state, made.score) == ("submitted", 0)
    assert services.adopt(made, by=by, channel="本机关网站", on=timezone.localdate(), evidence="要闻").points == 1


def test_an_adoption_says_where_it_can_be_seen_and_is_not_older_than_the_piece(county: County, by: Any) -> None:
    made, today = piece(county), timezone.localdate()
    with pytest.raises(ValidationError, match="在哪里可以看到"):
        services.adopt(made, by=by, channel="本机关网站", on=today)
    with pytest.raises(ValidationError, match="早于报送日期"):
        services.adopt(made, by=by, channel="本机关网站", on=today - timedelta(days=1), evidence="要闻")


def test_new_rules_do_not_reach_back_over_adoptions(county: County, by: Any) -> None:
    today = timezone.localdate()
    services.adopt(piece(county), by=by, channel="本机关网站", on=today, evidence="要闻")
    with pytest.raises(ValidationError, match="已经登记过采用"):
        services.set_rules(county.bureau, by=by, since=today, channels=CHANNELS, **CHOICES)
    services.set_rules(county.bureau, by=by, since=today + timedelta(days=1), channels=CHANNELS, **CHOICES)


def test_an_urgent_piece_says_when_it_happened_and_whether_it_is_late(county: County) -> None:
    now = timezone.now()
    with pytest.raises(ValidationError, match="事情发生的时间"):
        piece(county, urgent=True)
    with pytest.raises(ValidationError, match="不能晚于报来的时间"):
        piece(county, urgent=True, happened_at=now + timedelta(minutes=1), came_at=now)
    in_time = piece(county, urgent=True, happened_at=now - timedelta(hours=4), came_at=now)
    late = piece(county, urgent=True, happened_at=now - timedelta(hours=4, minutes=1), came_at=now)
    assert (in_time.late, late.late, late.delay_words) == (False, True, "事发后4小时1分钟报来")


def test_a_piece_that_was_asked_for_is_late_after_its_day(county: County) -> None:
    today = timezone.localdate()
    assert not piece(county, wanted_on=today).late
    assert piece(county, wanted_on=today - timedelta(days=1)).late


def test_only_rules_of_the_organ_set_a_limit_for_handling(county: County, by: Any) -> None:
    assert piece(county).due_on is None
    today = timezone.localdate()
    services.set_rules(county.bureau, by=by, since=today, channels=CHANNELS, handle_workdays=3, **CHOICES)
    made = piece(county)
    assert made.due_on is not None and made.due_on > today


def test_pieces_go_to_the_own_office_or_to_that_directly_above(county: County) -> None:
    assert piece(county) and services.submit(
        county.government,
        source=county.bureau,
        by=acting(county.person(Role.FOI_OFFICER), county.bureau),
        title="春耕",
        kind="news",
        body="全县。",
    )
    with pytest.raises(ValidationError, match="直接上级"):
        services.submit(
            county.other, source=county.bureau, by=acting(county.person(Role.FOI_OFFICER), county.bureau),
            title="春耕", kind="news", body="全县。",
        )  # fmt: skip


def test_each_number_of_the_report_is_the_pieces_behind_it(county: County, by: Any) -> None:
    adopted, returned = piece(county), piece(county)
    piece(county, section=None)
    services.adopt(adopted, by=by, channel="本机关网站", on=timezone.localdate(), evidence="要闻")
    services.send_back(returned, by=by, reason="请补充来源")
    period = now_period()
    (group,) = report(county.bureau, period).groups
    for line in group.lines:
        for which in ("submitted", "adopted", "declined", "waiting", "returned", "late"):
            number = behind(county.bureau, period, which, "sections", line.key).count()
            assert number == getattr(line.now, which)
    total = group.total.now
    assert (total.submitted, total.adopted, total.returned, total.waiting) == (3, 1, 1, 1)


def test_a_unit_that_submitted_nothing_is_shown_without_rate_and_rank(county: County) -> None:
    found = report(county.government, now_period())
    (group,) = found.groups
    assert group.key == "bureaus"
    assert [(each.rank, each.now.rate_words) for each in group.lines] == [(None, ""), (None, "")]


def test_the_circular_is_approved_by_another_and_issued_with_the_next_number(county: County, by: Any) -> None:
    piece(county)
    head = acting(county.person(Role.LEADING_GROUP), county.bureau)
    made = circulars.draw(county.bureau, by=by, period=now_period())
    assert "共报送信息1篇" in made.text
    made = circulars.edit(made, by=by, text=made.text + "\n特此通报。")
    with pytest.raises(ValidationError, match="起草人以外"):
        circulars.approve(made, by=by)
    with pytest.raises(ValidationError, match="起草中"):
        circulars.issue(made, by=by)
    issued = circulars.issue(circulars.approve(made, by=head), by=by)
    year = timezone.localdate().year
    assert issued.number.endswith(f"〔{year}〕1号")
    with pytest.raises(ValidationError, match="已印发"):
        circulars.edit(issued, by=by, text="改动")


def test_a_second_version_replaces_the_first_and_counts_once(county: County, by: Any) -> None:
    head = acting(county.person(Role.LEADING_GROUP), county.bureau)
    made = [circulars.draw(county.bureau, by=by, period=now_period())]
    circulars.issue(circulars.approve(made[0], by=head), by=by)
    made.append(circulars.draw(county.bureau, by=by, period=now_period()))
    circulars.issue(circulars.approve(made[1], by=head), by=by)
    assert list(Circular.objects.order_by("version").values_list("state", flat=True)) == ["replaced", "issued"]
    today = timezone.localdate()
    assert circulars_issued(county.bureau, today, today).count() == 1


def test_a_number_is_used_once_and_a_period_must_have_begun(county: County, by: Any) -> None:
    head = acting(county.person(Role.LEADING_GROUP), county.bureau)
    year = timezone.localdate().year
    for number in (1, 2):
        made = circulars.approve(
            circulars.draw(county.bureau, by=by, period=Period("quarter", year - 1, number)), by=head
        )
        if number == 1:
            circulars.issue(made, by=by, number="农信〔2026〕8号")
    with pytest.raises(ValidationError, match="已经用过"):
        circulars.issue(made, by=by, number="农信〔2026〕8号")
    with pytest.raises(ValidationError, match="还没有开始"):
        circulars.draw(county.bureau, by=by, period=Period("quarter", year + 1, 1))
