"""The demonstration's five bureaus: every figure about publishing that their reports state is the number of records of theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from django.db import connection as django_connection
from django.test import override_settings
from django.utils import timezone

from gongkai.casework.chain_verify import verify
from gongkai.demo import figures
from gongkai.demo.site.building import build
from gongkai.web.log.models import Chain
from gongkai.web.organs.models import Organ
from gongkai.web.publishing import counts
from gongkai.web.publishing.models import Item, Publication, Review
from gongkai.web.registers.counting import figures as register_figures
from gongkai.web.releases.models import Release

WANTED = yaml.safe_load((Path(__file__).parents[1] / "demo_figures.yaml").read_text(encoding="utf-8"))
COMPARED = ("items_fell", "website_growth", "procurement_amount", "proposals_replied", "proposals_satisfied")
"""Figures that are no number of records: comparisons, amounts, rates."""
TEXT = [(report, name) for report, stated in WANTED["text"].items() for name in stated]
PUBLISHED_LIST = Path(__file__).parents[3] / "shared" / "mission" / "figures.yaml"
LATER = {
    "applications",
    "disputes", "fees",
}  # fmt: skip
"""Figures of the reports that are not about publishing: applications, messages, meetings, proposals, the organ itself."""


@pytest.mark.skipif(not PUBLISHED_LIST.exists(), reason="没有 ../shared/mission/figures.yaml，只用自己的数字核对")
def test_no_figure_about_publishing_is_left_out():
    listed = yaml.safe_load(PUBLISHED_LIST.read_text(encoding="utf-8"))
    for report, rows in listed.items():
        stated = {row["id"]: row["value"] for row in rows if "id" in row}
        assert {name: value for name, value in stated.items() if name not in LATER} == WANTED["text"][report]


def a_figure_of_a_report_is_what_the_records_count(report, name):
    counted = figures.figure(report, name)
    wanted = WANTED["text"][report][name]
    assert counted is not None
    assert Decimal(str(counted)) == Decimal(str(wanted)) if not isinstance(wanted, bool) else counted is wanted


def the_records_behind_a_figure_can_be_opened(report, name):
    wanted, found = WANTED["text"][report][name], figures.records(report, name)
    if name in COMPARED or wanted == 0:
        return
    assert sum(each.count() for each in found) == wanted


def documents_made_repealed_and_in_force_are_those_of_table_two(report):
    plan = figures.reports()[report]
    organ, year = Organ.objects.get(code=plan["organ"]), plan["year"]
    since, until = date(year, 1, 1), date(year, 12, 31)
    row = "normative_documents"
    found = [
        counts.issued(organ, row, since, until).count(),
        counts.repealed(organ, row, since, until).count(),
        counts.in_force(organ, row, until).count(),
    ]
    assert found == WANTED["documents"][report]


def what_the_registers_say_is_what_table_two_says(report):
    plan = figures.reports()[report]
    organ, year = Organ.objects.get(code=plan["organ"]), plan["year"]
    wanted = {tuple(key.split(".")): value for key, value in WANTED["registers"][report].items()}
    found = register_figures(organ, date(year, 1, 1), date(year, 12, 31), list(wanted))
    assert {key: (each.value, each.problem) for key, each in found.items()} == {
        key: (value, "") for key, value in wanted.items()
    }


def every_item_went_through_the_review_of_three_others():
    bureaus = Organ.objects.filter(code__in=[plan["organ"] for plan in figures.reports().values()])
    public = Item.objects.filter(organ__in=bureaus, state="published")
    assert Publication.objects.filter(version__item__in=public).count() == public.count() > 4000
    reviews = Review.objects.filter(wording__version__item__in=public)
    assert reviews.count() == 3 * public.count()
    assert not reviews.filter(reviewer__in=reviews.values("wording__author")).exists()


def each_item_on_the_website_is_released_there_once_on_its_day():
    for item in Item.objects.filter(organ__code="huining-gongxin", state="published"):
        release = Release.objects.get(item=item, channel="website")
        assert release.on == timezone.localdate(item.published_at)
        assert timezone.localdate(release.recorded_at) == release.on


def the_log_of_each_organ_holds_together_and_runs_forward():
    for chain in Chain.objects.all():
        events = list(chain.events.order_by("number"))
        assert verify([event.row for event in events], [chain.seal]) == ()
        moments = [event.at for event in events]
        assert moments == sorted(moments), chain.key


OF_EACH_FIGURE = (a_figure_of_a_report_is_what_the_records_count, the_records_behind_a_figure_can_be_opened)
OF_EACH_REPORT = {
    "documents": documents_made_repealed_and_in_force_are_those_of_table_two,
    "registers": what_the_registers_say_is_what_table_two_says,
}
OF_ALL = (
    every_item_went_through_the_review_of_three_others,
    each_item_on_the_website_is_released_there_once_on_its_day,
    the_log_of_each_organ_holds_together_and_runs_forward,
)


def claims() -> Iterator[tuple[Callable[..., None], tuple[str, ...]]]:
    """Everything that must hold, each with what it is said of."""
    yield from ((claim, (report, name)) for claim in OF_EACH_FIGURE for report, name in TEXT)
    yield from ((claim, (report,)) for part, claim in OF_EACH_REPORT.items() for report in WANTED[part])
    yield from ((claim, ()) for claim in OF_ALL)


@pytest.mark.long
@pytest.mark.skipif(
    django_connection.vendor == "postgresql",
    reason="一个事务里建四千件，PostgreSQL 还没有统计信息，要几十分钟；同样的查询在 SQLite 上核过",
)
def test_what_the_five_reports_state_is_what_their_records_count(db, tmp_path):
    # 五个局要建几十秒，所以只建一次，在一个测试里全部核对：分成许多测试，并行时每个进程都要建一遍
    with override_settings(DEMONSTRATION=True, HOME=tmp_path):
        build(tmp_path, date(2026, 11, 22), with_county=False)
        wrong = []
        for claim, of in claims():
            try:
                claim(*of)
            except Exception as problem:
                wrong.append(f"{claim.__name__}{of}：{problem!r}")
    assert not wrong, "\n".join(wrong)
