"""The check of the site: what is red, amber and empty on a day, from publications as they were on that day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.assessment.freshness.judging import Colour, Verdict
from gongkai.casework.events import BEIJING
from gongkai.organs.roles import Role
from gongkai.web.inspection.newest import newest_on
from gongkai.web.inspection.sites import Sites
from gongkai.web.inspection.survey import Survey
from gongkai.web.publishing import services as publishing
from gongkai.web.publishing.models import SiteColumn
from tests.web.conftest import County, signed_in
from tests.web.publishing_walks import column_of, published, reviewed, who

LONG_AGO = date(2020, 1, 1)


def _at(days_ago: int) -> datetime:
    day = timezone.localdate() - timedelta(days=days_ago)
    return datetime(day.year, day.month, day.day, 0, 5, tzinfo=BEIJING)


def _column(county: County, code: str, **fields: Any) -> SiteColumn:
    return column_of(county, code=code, **({"opened_on": LONG_AGO, "title": f"栏目{code}"} | fields))


def _survey(county: County, on: date | None = None) -> Survey:
    day = on or timezone.localdate()
    return Survey(Sites(day).of(county.bureau).organs, day)


def _colours(county: County, on: date | None = None) -> dict[str, Colour]:
    return {each.column.code: each.standing.colour for each in _survey(county, on).columns}


def test_columns_turn_amber_and_red_by_their_class(county: County) -> None:
    published(county, at=_at(12), column=_column(county, "news", update_class="news"))
    published(
        county,
        at=_at(12),
        column=_column(county, "notices", update_class="notices"),
        title="通知二",
        document_number="",
    )
    published(
        county, at=_at(15), column=_column(county, "late", update_class="news"), title="通知三", document_number=""
    )
    _column(county, "bare", update_class="standing")
    assert _colours(county) == {
        "news": Colour.AMBER,
        "notices": Colour.GREEN,
        "late": Colour.RED,
        "bare": Colour.EMPTY,
    }


def test_a_past_day_is_as_it_was_though_the_item_was_withdrawn_since(county: County) -> None:
    item = published(county, at=_at(20), column=_column(county, "news", update_class="news"))
    publishing.withdraw(item, by=who(county, Role.FOI_OFFICER), reason="内容有误", at=_at(5))
    today = timezone.localdate()
    assert _colours(county, today - timedelta(days=15)) == {"news": Colour.GREEN}
    assert _colours(county, today - timedelta(days=8)) == {"news": Colour.AMBER}
    assert _colours(county, today - timedelta(days=21)) == {"news": Colour.EMPTY}
    assert _colours(county) == {"news": Colour.EMPTY}


def test_an_item_that_moved_counts_in_the_column_where_it_stood_then(county: County) -> None:
    first, second = _column(county, "first", update_class="news"), _column(county, "second", update_class="news")
    item = published(county, at=_at(9), column=first)
    version = publishing.new_version(item, by=who(county, Role.INFO_OFFICER), at=_at(4), column=second)
    publishing.submit(version, by=who(county, Role.INFO_OFFICER), at=_at(4))
    reviewed(county, version, at=_at(3))
    publishing.publish(version, by=who(county, Role.FOI_OFFICER), at=_at(3))
    today = timezone.localdate()
    then, now = newest_on([county.bureau.pk], [today - timedelta(days=6), today])
    assert set(then) == {first.pk}
    assert set(now) == {second.pk}
    assert now[second.pk] == today - timedelta(days=9)  # 显示的发布日期不因改版变新


def test_vetoes_count_over_the_whole_site(county: County) -> None:
    for number in range(5):
        _column(county, f"bare{number}")
    column_of(county, county.other, code="theirs", title="空的", opened_on=LONG_AGO)
    survey = _survey(county)
    vetoes = {each.indicator.key: each for each in survey.vetoes(Sites(timezone.localdate()).of(county.bureau))}
    assert (vetoes["empty"].number, vetoes["empty"].verdict) == (6, Verdict.TRIGGERED)
    assert len(vetoes["empty"].own(county.other)) == 1
    assert vetoes["home"].verdict is Verdict.TRIGGERED
    assert vetoes["security"].verdict is Verdict.NOT_ASSESSED


def test_the_pages_of_the_check_open(county: County, client: Client) -> None:
    published(county, at=_at(12), column=_column(county, "news", update_class="news"))
    signed_in(client, county.person(Role.FOI_OFFICER))
    for address in (
        "",
        "columns/",
        "weeks/",
        "links/",
        "published/",
        "vetoes/empty/",
        "vetoes/security/",
        "problems/",
        "reports/",
        "columns/export.csv",
        "columns/export.xlsx",
        "published/export.csv",
        "answers/new/",
        "reports/new/",
        "problems/new/",
    ):
        page = client.get(f"/workbench/inspection/{address}")
        assert page.status_code == 200, address


@pytest.mark.parametrize("given", ["2999-01-01", "2024-02-30", "x", "0001-01-01"])
def test_a_day_that_is_none_is_told_of(county: County, client: Client, given: str) -> None:
    signed_in(client, county.person(Role.FOI_OFFICER))
    page = client.get("/workbench/inspection/", {"on": given})
    assert page.status_code == 200
    assert "日期不能用" in page.content.decode()
