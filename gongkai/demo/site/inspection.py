"""The check of the county's site: what a person found, a finished self-inspection with its problems, a column without anything."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from django.utils import timezone

from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.demo.site.organisation import Cast
from gongkai.web.inspection.content import quarter_span
from gongkai.web.inspection.models import Problem
from gongkai.web.inspection.services import answer, check, draw_up, make_move, set_up, sign
from gongkai.web.publishing.models import SiteColumn
from gongkai.web.publishing.services import add_column, edit_column

COUNTY, BUREAU = "qingshi", "nongye"
SETTLED = timedelta(days=20)
"""The finished self-inspection is of a quarter that ended at least so long ago."""


def enter_year(cast: Cast, diary: Diary) -> None:
    """Enter each act on its day."""
    data, today = load("inspection.yaml"), diary.today
    diary.at(today - timedelta(days=400), partial(_settings, cast, data["setting"]), 11, 20)
    diary.at(today - timedelta(days=40), partial(_columns, cast, data), 11, 40)
    until = _quarter_end(today - SETTLED)
    for each in data["answers"]:
        for day in (until - timedelta(days=2), today - timedelta(days=each["day"])):
            diary.at(day, partial(_answer, cast, each, day), 17, 10)
    drawn = until + timedelta(days=6)
    diary.at(drawn, partial(_county, cast, data, until), 16, 0)
    diary.at(drawn + timedelta(days=5), partial(_set_right, cast, data), 16, 30)
    diary.at(today - timedelta(days=1), partial(_bureau, cast, data), 16, 0)


def _quarter_end(day: date) -> date:
    """The last day of the quarter before the one of ``day``."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)


def _settings(cast: Cast, setting: dict[str, object]) -> None:
    set_up(cast.organs[COUNTY], by=cast.acting("xiangong"), **setting)


def _columns(cast: Cast, data: dict[str, dict[str, object]]) -> None:
    organ, office = cast.organs[BUREAU], cast.acting("gongkai")
    section = cast.sections[BUREAU, "种植业科"]
    add_column(organ, by=office, section=section, owner=cast.people["kezhang"], order=200, **data["empty_column"])  # type: ignore[arg-type]
    for code, days in data["periods"].items():
        edit_column(SiteColumn.objects.get(organ=organ, code=code), by=office, period_days=days)


def _answer(cast: Cast, each: dict[str, str], day: date) -> None:
    given = {name: value for name, value in each.items() if name not in ("by", "day")}
    by = each["by"]
    answer(cast.organs[cast.homes[by]], by=cast.acting(by), on=day, **given)  # type: ignore[arg-type]


def _county(cast: Cast, data: dict[str, str], until: date) -> None:
    """Drawn up, checked and signed: the whole site, as of the quarter's last day."""
    office, today = cast.acting("xiangong"), timezone.localdate()
    quarter = (until.month + 2) // 3
    assert quarter_span(until.year, quarter)[1] == until
    made = draw_up(
        cast.organs[COUNTY],
        by=office,
        year=until.year,
        quarter=quarter,
        on=until,
        due_on=today + timedelta(days=15),
        measures=data["measures"],
    )
    sign(check(made, by=office), by=cast.acting("fuxianzhang"))


def _set_right(cast: Cast, data: dict[str, str]) -> None:
    """The first problem is set right and struck off, the second reported; what is left runs on."""
    office, officers = cast.acting("xiangong"), {"nongye": "gongkai", "jiaoyu": "jiaogongkai"}
    county = cast.organs[COUNTY]
    # 县里自己的问题由县里报告，就不能由同一人核查
    found = Problem.objects.filter(inspection__organ=county).exclude(organ=county).select_related("organ")
    for place, problem in enumerate(found.filter(organ__code__in=officers).order_by("id")[:2]):
        by = cast.acting(officers[problem.organ.code])
        make_move(problem, "report_done", by=by, facts={"done": data["done"]})
        if not place:
            make_move(problem, "confirm_done", by=office, facts={"seen": data["seen"]})


def _bureau(cast: Cast, data: dict[str, str]) -> None:
    """The bureau's own of this quarter, waiting to be checked."""
    today = timezone.localdate()
    draw_up(
        cast.organs[BUREAU],
        by=cast.acting("gongkai"),
        year=today.year,
        quarter=(today.month + 2) // 3,
        on=today,
        due_on=today + timedelta(days=15),
        next_steps=data["next_steps"],
    )
