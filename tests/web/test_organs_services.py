"""Organs, people, documents and the year's work: what services do and what they refuse."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.log.actors import SYSTEM, actor
from gongkai.web.log.services import events_of
from gongkai.web.organs import services
from gongkai.web.organs.models import Appointment, OrganDocument, OrganDocumentVersion
from gongkai.web.organs.queries import (
    former_versions,
    in_force,
    leading_group_on,
    people_by_role,
    trainings_of_year,
    tree,
    work_points,
)
from gongkai.web.organs.services.documents import digest_of

TODAY = timezone.localdate
GUIDE = "一、主动公开\n青石县农业农村局主动公开下列信息。\n二、依申请公开\n（一）申请"


def write(county, body=GUIDE, **more):
    document = more.pop("document", None) or services.add_document(
        county.bureau, by=SYSTEM, kind="foi_guide", title="青石县农业农村局政府信息公开指南", code="guide"
    )
    author = more.pop("author", None) or county.person(Role.FOI_OFFICER)
    return services.write_version(
        document, by=actor(author), body=body, effective_on=more.pop("effective_on", date(2024, 1, 1)), **more
    )


def release(county, version):
    return services.release_version(version, by=actor(county.person(Role.LEADING_GROUP)))


def test_an_organ_of_a_higher_level_cannot_stand_below(county):
    with pytest.raises(ValidationError, match="市级机关不能是县级机关的下级"):
        services.add_organ(
            by=SYSTEM,
            parent=county.government,
            code="shi",
            name="市局",
            short_name="市局",
            kind="department",
            level="city",
        )


def test_the_tree_of_fifty_organs_takes_one_query(county, django_assert_num_queries):
    from gongkai.web.organs.models import Organ

    for number in range(50):
        services.add_organ(
            by=SYSTEM, parent=county.bureau, code=f"z{number}", name=f"站{number}", short_name=f"站{number}",
            kind="subordinate_unit", level="county",
        )  # fmt: skip
    with django_assert_num_queries(1):
        (root,) = tree(Organ.objects.all())
        assert len(list(root.walk())) == 53
    assert max(node.depth for node in root.walk()) == 2


def test_nobody_ends_the_last_administrator(county):
    county.staffed()
    held = list(Appointment.objects.filter(role=Role.ADMINISTRATOR))
    for appointment in held[1:]:
        services.end_appointment(appointment, by=SYSTEM, until=TODAY())
    with pytest.raises(ValidationError, match="请先任命另一位系统管理员"):
        services.end_appointment(held[0], by=SYSTEM, until=TODAY() + timedelta(days=30))
    with pytest.raises(ValidationError, match="请先任命另一位系统管理员"):
        services.deactivate_person(held[0].person, by=SYSTEM)
    held[0].person.refresh_from_db()
    assert held[0].person.active


def test_a_role_is_held_once_at_a_time_and_can_be_held_again_later(county):
    person = county.person(Role.AUDITOR)
    with pytest.raises(ValidationError, match="不必重复"):
        services.appoint(person, county.bureau, Role.AUDITOR, by=SYSTEM, since=TODAY())
    held = Appointment.objects.get(person=person)
    services.end_appointment(held, by=SYSTEM, until=TODAY() - timedelta(days=1))
    assert services.appoint(person, county.bureau, Role.AUDITOR, by=SYSTEM, since=TODAY())
    assert [len(who) for role, who in people_by_role(county.bureau) if role is Role.AUDITOR] == [1]


def test_who_left_cannot_be_appointed_and_loses_all_roles_but_the_record(county):
    person = county.person(Role.SECTION_HEAD)
    services.deactivate_person(person, by=SYSTEM, note="调离")
    assert Appointment.objects.get(person=person).until == TODAY()
    with pytest.raises(ValidationError, match="账号已经停用"):
        services.appoint(person, county.bureau, Role.AUDITOR, by=SYSTEM, since=TODAY())


def test_closing_a_section_ends_the_roles_in_it_and_waits_for_its_tasks(county):
    county.staffed()
    point = services.add_work_point(county.bureau, by=SYSTEM, year=2024, title="公开惠农补贴", section=county.section)
    with pytest.raises(ValidationError, match="还有1项没有完成的要点任务"):
        services.close_section(county.section, by=SYSTEM, on=TODAY())
    services.finish_work_point(point, by=SYSTEM, on=TODAY(), result="已公开")
    assert services.close_section(county.section, by=SYSTEM, on=TODAY()) == 2
    assert services.add_section(county.bureau, by=SYSTEM, name="种植业科")


def test_a_leading_group_has_one_head_at_a_time(county):
    first = services.add_member(
        county.bureau, by=SYSTEM, name="甲", post="局长", position="head", since=date(2024, 1, 1)
    )
    with pytest.raises(ValidationError, match="已有组长甲"):
        services.add_member(county.bureau, by=SYSTEM, name="乙", position="head", since=TODAY())
    services.end_member(first, by=SYSTEM, until=TODAY() - timedelta(days=1))
    services.add_member(county.bureau, by=SYSTEM, name="丙", position="member", since=date(2024, 1, 1))
    services.add_member(county.bureau, by=SYSTEM, name="乙", position="head", since=TODAY())
    assert [member.name for member in leading_group_on(county.bureau)] == ["乙", "丙"]


def test_the_author_cannot_release_his_own_version_neither_by_service_nor_in_the_database(county):
    version = write(county)
    author = county.person(Role.FOI_OFFICER)
    with pytest.raises(ValidationError, match="起草人不能自己批准公布"):
        services.release_version(version, by=actor(author))
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganDocumentVersion.objects.filter(pk=version.pk).update(released_by=author, published_at=timezone.now())
    assert release(county, version).state == "released"


def test_a_released_version_never_changes_and_a_later_one_takes_its_place_on_its_day(county):
    first = release(county, write(county))
    with pytest.raises(ValidationError, match="起草新的一版"):
        release(county, first)
    with pytest.raises(ValidationError, match="起草新的一版"):
        services.discard_draft(first, by=SYSTEM)
    first.body = "改了"
    with pytest.raises(ValidationError, match="不能再改"):
        first.full_clean()
    with pytest.raises(ValidationError, match="内容和第1版一样"):
        write(county, document=first.document)
    later = TODAY() + timedelta(days=10)
    second = release(county, write(county, "新的内容", document=first.document, effective_on=later))
    assert [each.number for each in in_force(county.bureau)] == [1]
    assert [each.number for each in in_force(county.bureau, later)] == [2]
    assert list(former_versions(first.document)) == [second, first]
    with pytest.raises(ValidationError, match="不能早于上一版"):
        write(county, "更新的内容", document=first.document)


def test_what_was_not_yet_published_was_not_in_force_on_an_earlier_day(county):
    release(county, write(county, effective_on=date(2020, 1, 1)))
    assert not in_force(county.bureau, date(2021, 1, 1))


def test_a_draft_that_changed_while_it_was_read_is_not_released(county):
    version = write(county)
    seen = digest_of(version)
    write(county, GUIDE + "\n补充一段。", document=version.document)
    with pytest.raises(ValidationError, match="在您打开之后又改过"):
        services.release_version(version, by=actor(county.person(Role.LEADING_GROUP)), seen=seen)


def test_only_its_author_goes_on_with_a_draft_and_discarding_it_stays_in_the_log(county):
    version = write(county)
    with pytest.raises(ValidationError, match="请由起草人修改"):
        write(county, "别的", document=version.document, author=county.person(Role.ADMINISTRATOR))
    services.discard_draft(version, by=SYSTEM, note="重写")
    version.pk = version.id
    assert not OrganDocumentVersion.objects.exists()
    assert write(county, document=OrganDocument.objects.get()).number == 1


def test_an_organ_has_one_guide_and_its_address_lasts(county):
    version = release(county, write(county))
    with pytest.raises(ValidationError, match="一个机关一份指南"):
        services.add_document(county.bureau, by=SYSTEM, kind="foi_guide", title="又一份", code="guide-2")
    with pytest.raises(ValidationError, match="链接会打不开"):
        services.edit_document(version.document, by=SYSTEM, code="zhinan")


def test_overdue_tasks_come_first_and_finished_ones_last(county):
    add = lambda title, **more: services.add_work_point(county.bureau, by=SYSTEM, year=2024, title=title, **more)  # noqa: E731
    add("无期限")
    done = add("办完", due_on=date(2020, 1, 1))
    add("将到", due_on=TODAY() + timedelta(days=3))
    add("逾期", due_on=date(2024, 1, 1))
    services.finish_work_point(done, by=SYSTEM, on=TODAY(), result="完成")
    assert [point.title for point in work_points(county.bureau.work_points.all(), 2024)] == [
        "逾期", "将到", "无期限", "办完",
    ]  # fmt: skip


def test_progress_needs_an_open_task_a_past_day_and_a_harmless_link(county):
    point = services.add_work_point(county.bureau, by=SYSTEM, year=2024, title="任务", section=county.section)
    officer = actor(county.person(Role.INFO_OFFICER))
    with pytest.raises(ValidationError, match="佐证链接以"):
        services.record_progress(point, by=officer, on=TODAY(), what="发布", link="javascript:alert(1)")
    with pytest.raises(ValidationError, match="日期还没有到"):
        services.record_progress(point, by=officer, on=TODAY() + timedelta(days=1), what="发布")
    progress = services.record_progress(point, by=officer, on=TODAY(), what="发布", link="https://example.invalid/a")
    assert events_of(progress).get().person == county.person(Role.INFO_OFFICER)
    with pytest.raises(ValidationError, match="完成情况"):
        services.finish_work_point(point, by=officer, on=TODAY(), result=" ")
    services.finish_work_point(point, by=officer, on=TODAY(), result="完成")
    with pytest.raises(ValidationError, match="请先重新打开"):
        services.record_progress(point, by=officer, on=TODAY(), what="再发")
    services.reopen_work_point(point, by=officer, why="漏了一批")
    assert events_of(point).last().note == "漏了一批"


def test_the_owner_of_a_task_works_where_the_task_is(county):
    with pytest.raises(ValidationError, match="不在本机关任职"):
        services.add_work_point(
            county.bureau, by=SYSTEM, year=2024, title="任务", owner=county.person(Role.FOI_OFFICER, county.other)
        )
    finance = services.add_section(county.bureau, by=SYSTEM, name="计财科")
    with pytest.raises(ValidationError, match="不在计财科任职"):
        services.add_work_point(
            county.bureau, by=SYSTEM, year=2024, title="任务", section=finance, owner=county.person(Role.INFO_OFFICER)
        )
    services.add_work_point(
        county.bureau,
        by=SYSTEM,
        year=2024,
        title="任务",
        section=county.section,
        owner=county.person(Role.INFO_OFFICER),
    )


def test_the_year_s_trainings_sum_up_from_their_rows(county):
    services.add_training(county.bureau, by=SYSTEM, on=date(2024, 3, 1), topic="条例", hours="2.5", participants=30)
    services.add_training(county.bureau, by=SYSTEM, on=date(2024, 9, 1), topic="保密", participants=12)
    found = trainings_of_year(county.bureau, 2024)
    assert (found.number, found.persons, str(found.hours)) == (2, 42, "2.5")
    with pytest.raises(ValidationError, match="还没有举办"):
        services.add_training(county.bureau, by=SYSTEM, on=TODAY() + timedelta(days=1), topic="下次", participants=1)
