"""A list is planned first; what is confirmed is applied exactly, all or nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.models import Event
from gongkai.web.organs import services
from gongkai.web.organs.importing import PlanOutdated, apply_import, plan_import
from gongkai.web.organs.models import Appointment, Organ, Section

ORGANS = "网址标识,机关全称,简称,上级机关,性质,层级,公开电话\n"
PEOPLE = "登录名,姓名,机关,科室,角色,职务,任职起日\n"


def organs(lines):
    return plan_import("organs", (ORGANS + lines).encode())


def people(lines, **more):
    return plan_import("people", (PEOPLE + lines).encode(), **more)


def messages(plan):
    return {line.number: "".join(line.errors) for line in plan.lines if line.errors}


def test_a_plan_changes_nothing_and_applying_it_does_what_it_said(county):
    before = Event.objects.count()
    plan = organs(
        "nongye,青石县农业农村局,农业农村局,qingshi,政府部门,县级,0700-1\n"
        "zhan,青石县农技站,农技站,nongye,所属事业单位,县级,\n"
        "jiaoyu,青石县教育局,县教育局,qingshi,政府部门,县级,\n"
    )
    assert Event.objects.count() == before and not Organ.objects.filter(code="zhan").exists()
    assert [str(line.effect) for line in plan.lines] == ["changed", "new", "unchanged"]
    shown = {
        (line.number, change.label): (change.before, change.after) for line in plan.lines for change in line.changes
    }
    assert shown[2, "公开电话"] == ("（空）", "0700-1")
    done = apply_import(plan, SYSTEM)
    assert (done.added, done.added + done.changed + done.unchanged) == (1, 3)
    assert Organ.objects.get(code="zhan").is_below(Organ.objects.get(code="nongye"))
    again = organs("nongye,青石县农业农村局,农业农村局,qingshi,政府部门,县级,0700-1\n")
    assert [str(line.effect) for line in again.lines] == ["unchanged"]


def test_an_organ_may_stand_above_one_that_comes_before_it_in_the_file(county):
    plan = organs("b,乙站,乙站,a,所属事业单位,县级,\na,甲局,甲局,qingshi,政府部门,县级,\n")
    apply_import(plan, SYSTEM)
    assert Organ.objects.get(code="b").parent.code == "a"


def test_each_wrong_line_is_told_by_its_number_and_nothing_can_be_applied(county):
    plan = organs(
        "a,甲局,甲局,b,政府部门,县级,\n"
        "b,乙局,乙局,a,政府部门,县级,\n"
        "c,丙局,丙局,nobody,政府部门,县级,\n"
        "c,丙局,丙局,qingshi,政府部门,县级,\n"
        "shi,市局,市局,qingshi,政府部门,市级,\n"
        "Bad Code,丁局,丁局,qingshi,政府部门,县级,\n"
        "search,戊局,戊局,qingshi,政府部门,县级,\n"
        ",己局,己局,qingshi,政府部门,县级,\n"
    )
    found = messages(plan)
    assert "上下级绕成了圈：a → b → a" in found[2] and "绕成了圈" in found[3]
    assert "没有网址标识是“nobody”" in found[4]
    assert "和第4行重复" in found[5]
    assert "市级机关不能是县级机关的下级" in found[6]
    assert "小写字母、数字和横线" in found[7]
    assert "系统自己用的" in found[8]
    assert "“网址标识”没有填" in found[9]
    with pytest.raises(ValidationError, match="没有改动任何数据"):
        apply_import(plan, SYSTEM)
    assert Organ.objects.count() == 3


def test_putting_an_organ_under_its_own_subordinate_is_a_ring_even_when_that_one_is_not_in_the_file(county):
    plan = organs("qingshi,青石县人民政府,县政府,nongye,人民政府,县级,\n")
    assert "绕成了圈" in messages(plan)[2]


def test_two_organs_cannot_have_one_credit_code(county):
    head = ORGANS.strip() + ",统一社会信用代码\n"
    line = "{0},{0}局,{0}局,qingshi,政府部门,县级,,91110000600037341L\n"
    plan = plan_import("organs", (head + line.format("a") + line.format("b")).encode())
    assert "统一社会信用代码和“a”的一样" in messages(plan)[3]
    assert 2 not in messages(plan)


def test_confirming_a_plan_that_the_data_overtook_is_refused_and_shows_the_new_plan(county):
    plan = organs("nongye,青石县农业农村局,农业农村局,qingshi,政府部门,县级,0700-1\n")
    services.edit_organ(county.bureau, by=SYSTEM, phone="0700-9")
    with pytest.raises(PlanOutdated, match="数据又有变动") as refusal:
        apply_import(plan, SYSTEM)
    assert any(change.before == "0700-9" for change in refusal.value.plan.lines[0].changes)
    assert Organ.objects.get(code="nongye").phone == "0700-9"


def test_sections_are_added_and_changed_by_name(county):
    plan = plan_import(
        "sections", "机关,科室名称,职责\nnongye,种植业科,种植\nnongye,农机科,\nnongye,农机科,\nnobody,科,\n".encode()
    )
    assert "没有网址标识是“nobody”" in messages(plan)[5]
    assert "和第3行是同一个科室" in messages(plan)[4]
    plan = plan_import("sections", "机关,科室名称,职责\nnongye,种植业科,种植\nnongye,农机科,\n".encode())
    apply_import(plan, SYSTEM)
    assert Section.objects.get(name="种植业科").duties == "种植"
    assert Section.objects.filter(organ=county.bureau).count() == 2


def test_new_people_get_roles_and_one_time_passwords(county):
    plan = people(
        "zhang.san,张三,nongye,种植业科,信息员、科室负责人,科员,2024-01-01\nzhang.san,张三,nongye,,审计员,,\n"
    )
    assert [str(line.effect) for line in plan.lines] == ["new", "new"]
    done = apply_import(plan, SYSTEM)
    ((person, password),) = done.passwords
    assert person.check_password(password) and person.must_change_password
    held = Appointment.objects.filter(person=person)
    assert {(each.role, each.section and each.section.name) for each in held} == {
        ("info_officer", "种植业科"), ("section_head", "种植业科"), ("auditor", None),
    }  # fmt: skip
    assert held.get(role="info_officer").since == date(2024, 1, 1)
    again = people("zhang.san,张三,nongye,种植业科,信息员,科员,\n")
    assert [str(line.effect) for line in again.lines] == ["unchanged"]


def test_one_sign_in_name_is_one_person_and_unknown_sections_and_roles_are_told(county):
    found = messages(
        people(
            "li.si,李四,nongye,,信息员,,\nli.si,李五,nongye,,审计员,,\nwang,王五,nongye,没有的科,信息员,,\nzhao,赵六,nongye,,局长,,\n"
        )
    )
    assert "同一个登录名只能是一个人" in found[3]
    assert "没有“没有的科”这个科室" in found[4]
    assert "不认识“局长”" in found[5]


def test_a_half_applied_list_leaves_nothing(county, monkeypatch):
    plan = people("a1,甲,nongye,,信息员,,\na2,乙,nongye,,信息员,,\n")
    from gongkai.web.organs.importing import applying

    calls = []

    def failing(**given):
        calls.append(given)
        if len(calls) == 2:
            raise ValidationError("坏了。")
        return services_add(**given)

    services_add = applying.add_person
    monkeypatch.setattr(applying, "add_person", failing)
    with pytest.raises(ValidationError, match="第3行（乙（a2））没有导入成：坏了。这次没有改动任何数据"):
        apply_import(plan, SYSTEM)
    assert not Person.objects.filter(username="a1").exists()


def test_who_imports_touches_only_the_organs_managed(county):
    within = lambda organ: organ.path.startswith(county.bureau.path)  # noqa: E731
    assert "不在您管理的范围内" in messages(people("x1,某,jiaoyu,,信息员,,\n", within=within))[2]
    plan = plan_import(
        "organs",
        (
            ORGANS
            + "a,甲,甲,qingshi,政府部门,县级,\nb,乙,乙,,政府部门,县级,\nc,丙,丙,nongye,所属事业单位,县级,\n"
            + "nongye,青石县农业农村局,农业农村局,jiaoyu,政府部门,县级,\n"
        ).encode(),
        within=within,
        roots=False,
    )
    found = messages(plan)
    assert "不在您管理的范围内" in found[2] and "只有最上一级机关" in found[3] and "不在您管理的范围内" in found[5]
    assert 4 not in found
    elsewhere = county.person(Role.AUDITOR, county.other)
    line = f"{elsewhere.username},改名,nongye,,信息员,,\n"
    assert "请由上级机关的系统管理员修改" in messages(people(line, within=within))[2]


@pytest.mark.parametrize("count", [1, 50])
def test_planning_takes_the_same_number_of_queries_for_one_line_and_for_fifty(
    county, count, django_assert_max_num_queries
):
    lines = "".join(f"p{number},某某,nongye,种植业科,信息员,,\n" for number in range(count))
    with django_assert_max_num_queries(4):
        assert not people(lines).errors


def test_one_file_adds_no_more_people_than_a_page_can_wait_for(county):
    found = messages(people("".join(f"n{number},某,nongye,,信息员,,\n" for number in range(102))))
    assert set(found) == {102, 103} and "请把后面的人放到下一个文件" in found[103]


def test_passwords_are_made_ready_before_the_database_is_locked(county, monkeypatch):
    from django.db import connection

    from gongkai.web.organs.importing import applying

    depths = []
    monkeypatch.setattr(
        applying, "ready_passwords", lambda count: depths.append((count, len(connection.savepoint_ids))) or []
    )
    outside = len(connection.savepoint_ids)
    apply_import(people("a1,甲,nongye,,信息员,,\na1,甲,nongye,,审计员,,\na2,乙,nongye,,信息员,,\n"), SYSTEM)
    assert depths == [(2, outside)]
