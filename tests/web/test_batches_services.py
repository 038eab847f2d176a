"""Bulk work by its services: the dry run keeps nothing, a batch waits, runs once, and what stands in the way is told in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from test_applications_services import JUNE_1, go, moment, under_review, who

from gongkai.applications.bulk import works
from gongkai.organs.roles import Role
from gongkai.web.applications import services
from gongkai.web.applications.models import Application, Letter
from gongkai.web.batches import planning, running, undoing
from gongkai.web.batches.models import Batch, BatchLine
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.models import Event
from gongkai.web.log.services import save
from gongkai.web.organs.models import Section

OFFICE, HEAD = Role.FOI_OFFICER, Role.LEADING_GROUP
EXTENSION = {"workdays": 10, "reason": "涉及的档案在外地库房，需要调取"}
DUE = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the moment of everything."""

    def to(day: date, hour: int = 9, minute: int = 0) -> datetime:
        now = moment(day, hour) + timedelta(minutes=minute)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        return now

    to(date(2026, 6, 10))
    return to


@pytest.fixture
def cases(county: Any) -> list[Application]:
    for role in (OFFICE, HEAD, Role.INFO_OFFICER):
        county.person(role)
    return [under_review(county) for _ in range(3)]


def verify(person: Any) -> Any:
    person.is_verified = lambda: True
    return person


def tried(county: Any, what: str, cases: Any, role: Role = OFFICE, **facts: Any) -> planning.DryRun:
    return planning.dry_run(verify(county.person(role)), county.bureau, works()[what], facts, cases)


def planned(county: Any, what: str, cases: Any, role: Role = OFFICE, **facts: Any) -> Batch:
    dry = tried(county, what, cases, role, **facts)
    assert not dry.impossible, [row.sentence for row in dry.impossible]
    asked = planning.opened(planning.seal(dry), county.person(role), county.bureau)
    return planning.plan(asked, by=who(county, role), verified=True)


def extended(county: Any, cases: Any) -> Batch:
    return planned(county, "move.extend", cases, HEAD, **EXTENSION)


def ran(batch: Batch, clock: Any, day: date = date(2026, 6, 10), minute: int = 11) -> list[BatchLine]:
    clock(day, 9, minute)
    running.run(batch.pk)
    return list(batch.lines.select_related("application", "letter"))


def test_the_dry_run_tells_the_new_last_day_and_the_letter_and_keeps_nothing(county, cases):
    before = Event.objects.count(), Letter.objects.count()
    dry = tried(county, "move.extend", cases, HEAD, **EXTENSION)
    assert (Event.objects.count(), Letter.objects.count()) == before
    assert {row.sentence for row in dry.possible} == {
        "最后一日由2026年6月30日改为2026年7月14日，开出《政府信息公开申请延期答复告知书》（业农村局公告〔2026〕×号，执行时取号）。"
    }
    assert Application.objects.get(pk=cases[0].pk).due_on == DUE
    assert Batch.objects.count() == 0


def test_what_the_table_forbids_is_told_in_the_tables_words(county, cases):
    go(county, cases[0], "extend", JUNE_1)
    submitted = services.submit(county.bureau, under_details(), at=moment(JUNE_1))
    dry = tried(county, "move.extend", [*cases, submitted], HEAD, **EXTENSION)
    told = {row.application.pk: row.sentence for row in dry.impossible}
    assert set(told) == {cases[0].pk, submitted.pk}
    assert "第三十三条第二款" in told[cases[0].pk]
    assert "目前“已提交”，不能“延期答复”" in told[submitted.pk]


def under_details() -> Any:
    from test_applications_services import WANG

    return WANG


def test_who_may_not_is_told_so_and_a_case_of_another_organ_is_left_to_it(county, cases):
    other = services.submit(county.other, under_details(), at=moment(JUNE_1))
    dry = tried(county, "move.extend", [cases[0], other], OFFICE, **EXTENSION)
    assert [row.possible for row in dry.rows] == [False, False]
    assert "没有“延期答复”的权限" in dry.rows[0].sentence
    assert "青石县教育局的申请" in dry.rows[1].sentence


def test_personal_data_in_the_reason_is_refused_for_the_case_it_is_of(county, cases):
    dry = tried(county, "move.extend", cases[:1], HEAD, workdays=5, reason="王小禾要的档案在外地")
    assert "请不要写个人信息" in dry.rows[0].sentence
    dry = tried(county, "letter.help_request", cases[:1], help_section="档案室", help_wanted="查王小禾要的档案")
    assert "请不要写个人信息" in dry.rows[0].sentence


def test_a_batch_waits_and_then_runs_once(county, cases, clock):
    batch = extended(county, cases)
    assert running.run(batch.pk) == 0, "its time has not come"
    lines = ran(batch, clock)
    assert [line.state for line in lines] == ["done"] * 3
    assert [line.letter.serial for line in lines] == [1, 2, 3]
    assert {each.due_on for each in Application.objects.all()} == {date(2026, 7, 14)}
    assert running.run(batch.pk) == 0
    assert Letter.objects.filter(kind="extension").count() == 3
    batch.refresh_from_db()
    assert batch.state == "done"
    noted = Event.objects.filter(subject_kind="batches.batch").order_by("id")
    assert [each.move for each in noted] == ["plan_batch", "run_batch"]
    assert noted[1].content["event"]["facts"] == {"done": 3, "refused": 0}


def test_the_step_of_each_case_is_the_planners_and_names_the_batch(county, cases, clock):
    (line, *_) = ran(extended(county, cases), clock)
    event = Event.objects.get(pk=line.event)
    assert event.person == county.person(HEAD) and event.content["event"]["note"] == "批量办理第1批"


def test_a_batch_that_was_taken_back_never_runs(county, cases, clock):
    batch = extended(county, cases)
    planning.take_back(batch, by=who(county, OFFICE))
    lines = ran(batch, clock)
    assert {line.state for line in lines} == {"taken_back"}
    with pytest.raises(ValidationError, match="已经撤回，不能撤回"):
        planning.take_back(batch, by=who(county, OFFICE))
    again = extended(county, cases)
    assert again.number == 2, "the cases are free again"


def test_what_has_not_run_can_still_be_taken_back(county, cases, clock):
    batch = extended(county, cases)
    clock(date(2026, 6, 10), 9, 11)
    assert running.run(batch.pk, portion=1) == 1
    planning.take_back(batch, by=who(county, OFFICE))
    running.run(batch.pk)
    assert sorted(batch.lines.values_list("state", flat=True)) == ["done", "taken_back", "taken_back"]
    batch.refresh_from_db()
    assert batch.state == "done"


def test_a_case_is_in_one_waiting_batch_only(county, cases):
    first = extended(county, cases[:1])
    dry = tried(county, "letter.receipt", cases)
    assert [row.possible for row in dry.rows] == [False, True, True]
    assert f"已经在{first}里等待执行" in dry.rows[0].sentence


def test_two_plans_of_the_same_case_confirmed_after_each_other(county, cases):
    dry = tried(county, "letter.receipt", cases)
    sealed = planning.opened(planning.seal(dry), county.person(OFFICE), county.bureau)
    extended(county, cases[1:])
    with pytest.raises(planning.Changed, match="排进了另一批"):
        planning.plan(sealed, by=who(county, OFFICE), verified=True)


def test_the_same_plan_sent_twice_is_one_batch(county, cases):
    dry = tried(county, "letter.receipt", cases)
    asked = planning.opened(planning.seal(dry), county.person(OFFICE), county.bureau)
    one, two = (planning.plan(asked, by=who(county, OFFICE), verified=True) for _ in range(2))
    assert one == two and Batch.objects.count() == 1


def test_a_case_that_went_on_between_dry_run_and_confirmation_is_looked_at_again(county, cases):
    dry = tried(county, "letter.receipt", cases)
    asked = planning.opened(planning.seal(dry), county.person(OFFICE), county.bureau)
    services.assign(cases[1], by=who(county, OFFICE), section=county.section)
    with pytest.raises(planning.Changed, match=cases[1].number):
        planning.plan(asked, by=who(county, OFFICE), verified=True)
    assert Batch.objects.count() == 0


def test_that_somebody_looked_at_a_case_changes_nothing(county, cases, clock):
    batch = extended(county, cases)
    services.read_personal_data(cases[0], by=who(county, OFFICE))
    assert {line.state for line in ran(batch, clock)} == {"done"}


def test_a_case_that_went_on_before_the_batch_ran_is_left_alone(county, cases, clock):
    batch = extended(county, cases)
    services.assign(cases[1], by=who(county, OFFICE), section=county.section)
    lines = ran(batch, clock)
    assert [line.state for line in lines] == ["done", "refused", "done"]
    assert "安排以后，这件又办了“交办”" in lines[1].told and "业农村局政务公开专职人员" in lines[1].told
    assert lines[1].application.due_on == DUE


def test_a_planner_who_lost_the_role_meanwhile_does_nothing(county, cases, clock):
    batch = extended(county, cases)
    held = county.person(HEAD).appointments.get()
    held.until = date(2026, 6, 9)
    save(held, "end_appointment", by=SYSTEM, organ=county.bureau)
    lines = ran(batch, clock)
    assert {line.state for line in lines} == {"refused"}
    assert "没有“延期答复”的权限" in lines[0].told
    assert Letter.objects.filter(kind="extension").count() == 0


def test_a_planner_who_was_not_verified_does_nothing_that_asks_for_it(county, cases, clock):
    batch = extended(county, cases)
    Batch.objects.update(verified=False)
    assert {line.state for line in ran(batch, clock)} == {"refused"}


def test_a_batch_that_comes_too_late_says_so_of_each_case(county, cases, clock):
    batch = extended(county, cases)
    lines = ran(batch, clock, date(2026, 7, 1))
    assert {line.state for line in lines} == {"refused"}
    assert "第三十三条第二款" in lines[0].told


def test_what_must_be_done_today_is_told(county, cases, clock):
    clock(DUE, 23, 55)
    dry = tried(county, "move.extend", cases, HEAD, **EXTENSION)
    assert len(dry.urgent) == 3
    clock(DUE, 23, 45)
    assert tried(county, "move.extend", cases, HEAD, **EXTENSION).urgent == ()
    clock(DUE, 23, 55)
    assert tried(county, "letter.receipt", cases).urgent == ()
    asked = planning.opened(planning.seal(dry), county.person(HEAD), county.bureau)
    batch = planning.plan(asked, by=who(county, HEAD), verified=True, at_once=True)
    assert running.run(batch.pk) == 3
    assert set(Application.objects.values_list("due_on", flat=True)) == {date(2026, 7, 14)}


def test_a_fault_in_one_case_does_not_stop_the_others(county, cases, clock, monkeypatch):
    batch = extended(county, cases)
    real = running.work_on

    def faulty(application: Application, *args: Any, **kwargs: Any) -> Any:
        if application.pk == cases[1].pk:
            raise RuntimeError("boom")
        return real(application, *args, **kwargs)

    monkeypatch.setattr(running, "work_on", faulty)
    lines = ran(batch, clock)
    assert [line.state for line in lines] == ["done", "refused", "done"]
    assert lines[1].told == running.FAULT


def test_an_assignment_is_put_back_where_nobody_changed_it_since(county, cases, clock):
    services.assign(cases[0], by=who(county, OFFICE), section=county.section)
    another = save(Section(organ=county.bureau, name="畜牧科"), "add_section", by=SYSTEM, organ=county.bureau)
    officer = county.person(Role.INFO_OFFICER)
    batch = planned(county, "assign", fresh(cases), section=another.pk, officer=officer.pk)
    lines = ran(batch, clock)
    assert "由“种植业科”改交“畜牧科" in lines[0].told and lines[1].told.startswith("交给“畜牧科")
    services.assign(lines[2].application, by=who(county, OFFICE), section=county.section)
    assert undoing.can_be_put_back(batch, lines) == {lines[0].pk, lines[1].pk}
    done, refused = undoing.put_back(batch, by=who(county, OFFICE))
    assert done == 2 and len(refused) == 1 and "以后又交办过" in refused[0]
    sections = [each.section for each in fresh(cases)]
    assert sections == [county.section, None, county.section]
    with pytest.raises(ValidationError, match="没有可以撤销的交办"):
        undoing.put_back(batch, by=who(county, OFFICE), line=lines[0].pk)


def test_cases_go_back_to_nobody_who_has_left(county, cases, clock):
    officer = county.person(Role.INFO_OFFICER)
    services.assign(cases[0], by=who(county, OFFICE), section=None, officer=officer)
    batch = planned(county, "assign", fresh(cases[:1]), section=county.section.pk, officer=None)
    ran(batch, clock)
    officer.active = False
    officer.save()
    done, refused = undoing.put_back(batch, by=who(county, OFFICE))
    assert done == 0 and "已经不在本机关任职，不能交回" in refused[0]


def test_an_assignment_that_changes_nothing_and_of_an_ended_case_is_refused(county, cases):
    services.assign(cases[0], by=who(county, OFFICE), section=county.section)
    go(county, cases[1], "withdraw", JUNE_1)
    dry = tried(county, "assign", fresh(cases), section=county.section.pk, officer=None)
    assert [row.possible for row in dry.rows] == [False, False, True]
    assert "不用再交办" in dry.rows[0].sentence and "已经办结" in dry.rows[1].sentence
    dry = tried(county, "assign", fresh(cases), section=None, officer=None)
    assert {row.sentence for row in dry.rows[2:]} == {"请选择承办科室或者承办人。"}


def fresh(cases: Any) -> list[Application]:
    found = Application.objects.select_related("organ", "section", "officer").in_bulk([each.pk for each in cases])
    return [found[each.pk] for each in cases]


def test_letters_are_made_one_for_each_case_and_a_second_one_is_told(county, cases, clock):
    lines = ran(planned(county, "letter.receipt", cases), clock)
    assert [line.letter.kind for line in lines] == ["receipt"] * 3
    dry = tried(county, "letter.receipt", cases[:1])
    assert "2026年6月10日开出过一份" in dry.rows[0].sentence


def test_a_seal_is_good_for_its_maker_for_half_an_hour(county, cases):
    token = planning.seal(tried(county, "letter.receipt", cases))
    with pytest.raises(ValidationError, match="不是您"):
        planning.opened(token, county.person(HEAD), county.bureau)
    with pytest.raises(ValidationError, match="不是您"):
        planning.opened(token, county.person(OFFICE), county.other)
    with pytest.raises(ValidationError, match="不完整"):
        planning.opened(token[:-2], county.person(OFFICE), county.bureau)
    import time

    with pytest.MonkeyPatch.context() as later:
        late = time.time() + 31 * 60
        later.setattr("django.core.signing.time.time", lambda: late)
        with pytest.raises(ValidationError, match="30分钟"):
            planning.opened(token, county.person(OFFICE), county.bureau)


def test_a_batch_takes_no_more_than_the_setting(county, cases, settings):
    settings.BATCH_CASES = 2
    with pytest.raises(ValidationError, match="一批最多2件，选了3件"):
        tried(county, "letter.receipt", cases)


def test_what_was_refused_stands_until_somebody_says_it_is_dealt_with(county, cases, clock):
    from gongkai.web.batches.queries import unsettled

    batch = extended(county, cases)
    with pytest.raises(ValidationError, match="还没有执行"):
        undoing.settle(batch, by=who(county, OFFICE))
    go(county, cases[0], "withdraw", date(2026, 6, 10))
    ran(batch, clock)
    assert list(unsettled(Batch.objects.all())) == [batch]
    undoing.settle(batch, by=who(county, OFFICE))
    assert not unsettled(Batch.objects.all()).exists()


def test_a_kill_in_the_middle_of_a_case_loses_and_doubles_nothing(county, cases, clock, monkeypatch):
    batch = extended(county, cases)
    clock(date(2026, 6, 10), 9, 11)
    real, calls = running.work_on, []

    def killed(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        effect = real(*args, **kwargs)
        if len(calls) == 2:
            raise SystemExit
        return effect

    monkeypatch.setattr(running, "work_on", killed)
    with pytest.raises(SystemExit):
        running.run(batch.pk)
    assert sorted(batch.lines.values_list("state", flat=True)) == ["done", "waiting", "waiting"]
    assert Letter.objects.filter(kind="extension").count() == 1
    assert running.run(batch.pk) == 2
    assert sorted(Letter.objects.filter(kind="extension").values_list("serial", flat=True)) == [1, 2, 3]


def test_a_database_that_is_away_leaves_the_case_for_the_next_time(county, cases, clock, monkeypatch):
    batch = extended(county, cases)
    clock(date(2026, 6, 10), 9, 11)

    def away(*args: Any, **kwargs: Any) -> Any:
        raise OperationalError("database is locked")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(running, "work_on", away)
        with pytest.raises(OperationalError):
            running.run(batch.pk)
    assert set(batch.lines.values_list("state", flat=True)) == {"waiting"}
    assert running.run(batch.pk) == 3


def test_the_tick_takes_portions_and_goes_on_at_the_next(county, cases, clock, monkeypatch):
    first, second = extended(county, cases[:2]), planned(county, "letter.receipt", cases[2:])
    clock(date(2026, 6, 10), 9, 11)
    monkeypatch.setattr(running, "PORTION", 1)
    keys = [first.pk, second.pk]
    assert [running.run_portion(keys) for _ in range(4)] == [1, 1, 1, 0]
    assert set(Batch.objects.values_list("state", flat=True)) == {"done"}
