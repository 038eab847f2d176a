"""Reorganisations keep history: what an organ did stays its own, and who follows whom can be read off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.services import events_of
from gongkai.web.organs import services
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Appointment, Organ, Reorganisation
from gongkai.web.organs.queries import held_on, history_of, name_on

BASIS = "青石县机构改革方案（青发〔2024〕3号）"
DAY = date(2024, 3, 1)
DONE = {"by": SYSTEM, "on": DAY, "basis": BASIS}


def test_a_renamed_organ_keeps_its_former_name_for_the_days_it_held(county):
    services.rename_organ(county.bureau, **DONE, name="青石县农业农村和水利局", short_name="农水局")
    bureau = Organ.objects.get(pk=county.bureau.pk)
    assert bureau.name == "青石县农业农村和水利局"
    assert name_on(bureau, date(2024, 2, 29)) == "青石县农业农村局"
    assert name_on(bureau, DAY) == "青石县农业农村和水利局"
    (happening,) = history_of(bureau)
    assert happening.title == "更名"
    assert "“青石县农业农村局”更名为“青石县农业农村和水利局”" in happening.text


def test_merging_into_a_new_organ_ends_both_and_re_attributes_nothing(county):
    county.staffed()
    new = services.NewOrgan("nongjiao", "青石县农业教育局", "农教局")
    made = services.merge_organs([county.bureau, county.other], into=new, **DONE)
    successor = Organ.objects.get(code="nongjiao")
    assert (successor.established_on, successor.parent, successor.level) == (DAY, county.government, "county")
    for old in (county.bureau, county.other):
        old.refresh_from_db()
        assert old.dissolved_on == DAY
        assert not held_on(old, DAY)
        assert held_on(old, DAY - timedelta(days=1)).count() == len(Role)
        assert [(h.title, h.organs) for h in history_of(old)] == [("合并", (successor,))]
        assert events_of(old).last().move == "dissolve_organ"
    county.section.refresh_from_db()
    assert (county.section.organ, county.section.closed_on) == (county.bureau, DAY)
    assert {row.predecessor for row in made.successions.all()} == {county.bureau, county.other}
    assert set(history_of(successor)[0].organs) == {county.bureau, county.other}
    assert not roles_in(county.person(Role.FOI_OFFICER), successor)


def test_people_can_be_carried_over_into_sections_of_the_same_names(county):
    county.staffed()
    services.merge_organs([county.bureau, county.other], into=county.other, **DONE, carry_people=True)
    assert roles_in(county.person(Role.INFO_OFFICER), county.other) == {"info_officer"}
    carried = Appointment.objects.get(person=county.person(Role.INFO_OFFICER), organ=county.other)
    assert (carried.section.name, carried.since) == ("种植业科", DAY)
    assert carried.section.organ == county.other
    county.other.refresh_from_db()
    assert county.other.exists_now


def test_a_new_organ_stands_where_the_highest_of_those_merged_stood(county):
    below = services.add_organ(
        by=SYSTEM, parent=county.bureau, code="zhan", name="青石县农技站", short_name="农技站",
        kind="subordinate_unit", level="county",
    )  # fmt: skip
    services.merge_organs([below, county.other], into=services.NewOrgan("kejiao", "科教局", "科教局"), **DONE)
    assert Organ.objects.get(code="kejiao").parent == county.government


def test_a_split_organ_may_go_on_and_give_functions_away(county):
    part = services.NewOrgan("xuqing", "青石县畜牧局", "畜牧局")
    services.split_organ(county.bureau, into=[(part, "畜牧兽医")], stays=True, **DONE)
    county.bureau.refresh_from_db()
    assert county.bureau.exists_now
    assert "职能由青石县畜牧局承接（畜牧兽医）" in history_of(county.bureau)[0].text


def test_moving_an_organ_moves_all_below_it_in_one_go(county):
    below = services.add_organ(
        by=SYSTEM, parent=county.bureau, code="zhan", name="青石县农技站", short_name="农技站",
        kind="subordinate_unit", level="county",
    )  # fmt: skip
    services.move_organ(county.bureau, **DONE, parent=county.other)
    below.refresh_from_db()
    county.other.refresh_from_db()
    assert below.is_below(county.other)


@pytest.mark.parametrize("hours_late", [1, 400])
def test_a_reorganisation_is_not_entered_before_its_day(county, hours_late):
    on = timezone.localdate() + timedelta(days=hours_late)
    with pytest.raises(ValidationError, match="生效日期还没有到"):
        services.dissolve_organ(county.bureau, by=SYSTEM, on=on, basis=BASIS)


def test_nonsense_is_refused_with_a_sentence_and_leaves_nothing_behind(county):
    below = services.add_organ(
        by=SYSTEM, parent=county.bureau, code="zhan", name="青石县农技站", short_name="农技站",
        kind="subordinate_unit", level="county", established_on=date(2023, 1, 1),
    )  # fmt: skip
    refused = {
        "还有下级机关（青石县农技站）": lambda: services.dissolve_organ(county.bureau, **DONE),
        "至少要有两个机关": lambda: services.merge_organs([county.other, county.other], into=county.other, **DONE),
        "是青石县农业农村局的下级": lambda: services.dissolve_organ(county.bureau, **DONE, successor=below),
        "不能是被撤销的机关自己": lambda: services.dissolve_organ(below, **DONE, successor=below),
        "早于青石县农技站的设立日期": lambda: services.dissolve_organ(
            below, by=SYSTEM, on=date(2022, 1, 1), basis=BASIS
        ),
        "批准机构调整的文件": lambda: services.dissolve_organ(below, by=SYSTEM, on=DAY, basis="  "),
        "和现在的名称一样": lambda: services.rename_organ(below, **DONE, name="青石县农技站"),
        "上级机关没有变": lambda: services.move_organ(below, **DONE, parent=county.bureau),
        "不能是本机关或者本机关的下级": lambda: services.move_organ(county.bureau, **DONE, parent=below),
        "至少要分设两个机关": lambda: services.split_organ(below, into=[(county.other, "")], **DONE),
        "就是原机关": lambda: services.split_organ(below, into=[(below, "")], stays=True, **DONE),
        "网址标识": lambda: services.merge_organs(
            [below, county.other], into=services.NewOrgan("jiaoyu", "某局", "某局"), **DONE
        ),
    }
    for sentence, attempt in refused.items():
        with pytest.raises(ValidationError, match=sentence):
            attempt()
    assert not Reorganisation.objects.exists()
    services.dissolve_organ(below, **DONE)
    with pytest.raises(ValidationError, match="已于2024-03-01撤销"):
        services.dissolve_organ(county.other, **DONE, successor=below)
    with pytest.raises(ValidationError, match="资料不再变动"):
        services.edit_organ(below, by=SYSTEM, phone="1")


def test_only_staff_of_a_successor_can_be_given_a_role_in_a_dissolved_organ(county):
    services.dissolve_organ(county.bureau, **DONE, successor=county.other)
    today = timezone.localdate()
    officer = county.person(Role.FOI_OFFICER, county.other)
    services.appoint(officer, county.bureau, Role.FOI_OFFICER, by=SYSTEM, since=today)
    with pytest.raises(ValidationError, match="只有承接其职能的机关"):
        services.appoint(county.person(Role.FOI_OFFICER), county.bureau, Role.FOI_OFFICER, by=SYSTEM, since=today)


def test_no_reorganisation_takes_the_last_administrator(county):
    county.staffed()
    for organ in (county.government, county.other):
        held = Appointment.objects.get(organ=organ, role=Role.ADMINISTRATOR)
        services.end_appointment(held, by=SYSTEM, until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(ValidationError, match="没有系统管理员了"):
        services.dissolve_organ(county.bureau, **DONE)
    services.dissolve_organ(county.bureau, **DONE, successor=county.other, carry_people=True)
