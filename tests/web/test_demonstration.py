"""The demonstration: built through services, on any day of the year, and consistent with itself."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from gongkai.applications.moves import TABLE
from gongkai.casework.chain_verify import verify
from gongkai.casework.events import BEIJING
from gongkai.demo.site.applications import WAYS
from gongkai.demo.site.building import build
from gongkai.demo.site.files import load
from gongkai.disputes.moves import TABLE as DISPUTES
from gongkai.disputes.outcomes import outcomes
from gongkai.organs.roles import Role
from gongkai.web.annualreport.models import KeptReport
from gongkai.web.applications.models import Application
from gongkai.web.casework.services import history_of
from gongkai.web.disputes.models import Dispute
from gongkai.web.disputes.queries import unregistered
from gongkai.web.fees.models import FeeStatement
from gongkai.web.log.models import Chain, Event
from gongkai.web.organs.models import Appointment, Organ
from gongkai.web.publishing.models import Item, Version
from gongkai.web.redaction.marking import marks_of
from gongkai.web.redaction.models import Release

ENDS = {
    "extended": "under_review", "drafted": "decision_drafted", "approved": "decision_approved", "corrected": "served",
    "consulted": "served", "redacted": "served", "paid": "served", "abandoned": "deemed_abandoned",
}  # fmt: skip
"""States in which the ways end whose names are not the state's own."""
FROM_A_MESSAGE = "submitted"
"""A message that asks for information became an application a few days ago."""
LONG = pytest.mark.long


@pytest.mark.parametrize(
    "day", ["2026-11-22", pytest.param("2026-01-02", marks=LONG), pytest.param("2028-03-01", marks=LONG)]
)
def test_the_demonstration_is_whole_on_any_day(db, settings, tmp_path, day):
    settings.DEMONSTRATION, settings.HOME = True, tmp_path
    today = date.fromisoformat(day)
    build(tmp_path, today, with_bureaus=False)
    # 普通的日子，每件申请都走到了说好的那一步；长假前后慢一些
    if today == date(2026, 11, 22):
        ways = [(each["way"], each.get("disputed")) for each in load("applications.yaml")]
        expected = sorted([disputed or ENDS.get(way, way) for way, disputed in ways] + [FROM_A_MESSAGE])
        assert sorted(Application.objects.values_list("state", flat=True)) == expected
        # 办理步骤表里的每一种状态都有；部分公开并遮盖的、收了费的，都走到了头
        assert set(expected) == set(TABLE.states)
        (covered,) = Release.objects.filter(state=Release.State.RELEASED).select_related("redaction__application")
        assert covered.redaction.application.outcome == "partly_granted"
        assert marks_of(covered.redaction).count >= 2
        paid = FeeStatement.objects.get(state="paid")
        assert paid.amount == 560 and paid.application.letters.filter(kind="fee_notice").count() == 1
    assert {ENDS.get(way, way) for way in WAYS} <= set(TABLE.states)
    # 日志连得上，每件申请的状态重放得出，没有以后的事
    for chain in Chain.objects.all():
        rows = [event.row for event in chain.events.order_by("number")]
        assert verify(rows, [chain.seal]) == ()
    for case in Application.objects.all():
        assert history_of(case).state == case.state
    # 复议和诉讼：每一种状态、每一种结果都有，重放得出
    assert set(Dispute.objects.values_list("state", flat=True)) == set(DISPUTES.states)
    assert set(Dispute.objects.exclude(outcome="").values_list("outcome", flat=True)) == set(outcomes())
    for dispute in Dispute.objects.all():
        assert history_of(dispute).state == dispute.state
    assert not any(unregistered(organ).exists() for organ in Organ.objects.all())
    end = datetime.combine(today, time(23, 59), BEIJING)
    assert not Event.objects.filter(at__gt=end).exists()
    assert not Item.objects.filter(published_at__gt=end).exists()
    # 每个角色都有人，每一稿都不是自己审自己
    assert set(Appointment.objects.filter(organ__code="nongye").values_list("role", flat=True)) >= {
        role.value for role in Role if role is not Role.SUPERVISING_OFFICE
    }
    assert Version.objects.filter(state="published").count() >= 15
    assert set(Version.objects.values_list("state", flat=True)) >= {
        "draft", "section_review", "secrecy_review", "office_review", "published", "withdrawn",
    }  # fmt: skip
    # 登录页要的都在
    shown = json.loads((settings.HOME / "demonstration").read_text(encoding="utf-8"))
    assert len(shown["people"]) == len(load("people.yaml"))
    # 上一年年报写的结转，就是台账里年底没有办结的
    turn = date(today.year - 1, 12, 31)
    organ = Organ.objects.get(code="nongye")
    carried = Application.objects.filter(organ=organ, received_on__lte=turn).exclude(ended_on__lte=turn)
    report = KeptReport.objects.get(organ=organ, year=turn.year)
    assert report.content["tables"]["applications"]["carried_out"]["total"] == carried.count() >= 2
    # 建完以后，网站的钟照常走
    assert abs(timezone.now() - datetime.now(BEIJING)) < timedelta(seconds=5)
