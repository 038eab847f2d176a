"""The pages of the yearly assessment: the walk of office, object, reviewer and head; walls between objects; what is refused."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.assessment.yearly.lines import written
from gongkai.organs.levels import OrganKind
from gongkai.organs.roles import Role
from gongkai.web.assessment import services
from gongkai.web.assessment.models import EvidenceFile, Round, Score, ScoreTable, Subject, VetoFound
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.services import events_of, save
from gongkai.web.organs.authority import acting
from gongkai.web.organs.models import Section
from tests.web.conftest import County, make_organ, make_person, signed_in, verified, words
from tests.web.test_assessment import DAY, TABLE, by, handed_in, on, opened, table_of, told

HOME = "/workbench/assessment/"
DAYS = {
    "cut_off_on": "2026-10-31",
    "self_due_on": "2026-11-07",
    "review_due_on": "2026-11-12",
    "objection_due_on": "2026-11-17",
}


def desk(county: County, role: Role, organ: Any = None) -> Client:
    return verified(Client(), county.person(role, organ or county.government))


def test_the_walk_over_the_pages(county: County) -> None:
    office, reviewer, head = (
        desk(county, role) for role in (Role.FOI_OFFICER, Role.SUPERVISING_OFFICE, Role.LEADING_GROUP)
    )
    own = desk(county, Role.FOI_OFFICER, county.bureau)
    with on(DAY):
        page = office.post(f"{HOME}tables/new/", {"year": "2026", "kind": "organs", "start": ""}, follow=True)
        assert "已起草" in words(page)
        table = ScoreTable.objects.get()
        form = {
            "title": "评分表", "basis": "县政府办公室考核办法", "indicators": TABLE, "grades": "优秀｜90\n合格｜0", "vetoes": "失泄密｜合格",
            "empty": "full", "places": "1", "rounding": "half_up", "ties": "skip", "tie_break": "",
        }  # fmt: skip
        assert office.post(f"{table.get_absolute_url()}edit/", form).status_code == 302
        assert "每发生一件扣5分" in words(office.get(table.get_absolute_url()))
        targets = {"targets": [county.bureau.pk, county.other.pk]}
        page = office.post(f"{table.get_absolute_url()}open/", {**DAYS, **targets}, follow=True)
        assert "已启动" in words(page)
        found = Round.objects.get()
        here = found.get_absolute_url()
        assert "已用于考核" not in words(page)
        assert office.post(f"{here}count/").status_code == 302
        mine = Subject.objects.get(target=county.bureau)
        there = mine.get_absolute_url()
        assert "待交的考核自评" in words(own.get("/workbench/"))
        assert there in own.get(HOME).content.decode()
        scores = {"value_1-1": "55", "words_1-1": "逐项核对", "value_1-2": "1", "words_1-2": "一个栏目更新晚了"}
        assert "已保存，还没有交" in words(own.post(f"{there}fill/", scores, follow=True))
        file = SimpleUploadedFile("目录.txt", "目录".encode())
        assert own.post(f"{there}evidence/", {"indicator": "1-1", "file": file}).status_code == 302
        key = EvidenceFile.objects.get().key
        assert own.post(f"{there}hand-in/").status_code == 302
        assert office.post(f"{there}return/", {"reason": "请补充目录"}).status_code == 302
        assert "请补充目录" in words(own.get(there))
        assert own.post(f"{there}hand-in/").status_code == 302
        other = Subject.objects.get(target=county.other)
        services.fill_in(other, by=by(county, Role.FOI_OFFICER, county.other), given={})
        page = office.post(f"{here}close/")
        assert page.status_code == 422
        assert "教育局还没有交自评" in words(page)
    with on(DAY + timedelta(days=6)):
        assert office.post(f"{here}close/").status_code == 302
        assert reviewer.post(f"{there}evidence/{key}/").content.decode() == "目录"
        assert events_of(mine).filter(move="read_evidence").count() == 1
        assert "逐项核对" in words(reviewer.get(f"{there}review/"))
        for each in (there, other.get_absolute_url()):
            scored = {
                "value_1-1": "50",
                "words_1-1": "缺两项",
                "value_1-2": "15",
                "value_2-1": "无",
                "words_1-2": "核对过",
            }
            assert reviewer.post(f"{each}review/", scored).status_code == 302
            assert reviewer.post(f"{each}finish/").status_code == 302
        assert "总分" not in words(own.get(there))
        assert "缺两项" not in words(own.get(there)), "nobody sees the review before it is told"
        assert office.post(f"{here}tell/").status_code == 302
        page = words(own.get(there))
        assert "总分85分" in page
        assert "缺两项" in page
        assert own.post(f"{there}object/", {"indicator": "1-1", "text": "两项已经补上"}).status_code == 302
        objection = mine.objections.get()
        answer = {"upheld": "yes", "points": "58", "answer": "核对属实"}
        assert reviewer.post(f"{HOME}objections/{objection.pk}/answer/", answer).status_code == 302
        assert "由50分改为58分" in words(own.get(there))
        assert "第1名" not in words(own.get(there)), "ranks are for when all is announced"
        assert own.get(here).status_code == 404
    with on(DAY + timedelta(days=16)):
        assert office.post(f"{here}text/", {"text": "一、总体情况\n各单位得分见表。"}).status_code == 302
        assert office.post(f"{here}submit/").status_code == 302
        assert "待批准的考核结果" in words(head.get("/workbench/"))
        assert head.post(f"{here}approve/").status_code == 302
        announced = {"number": "", "on": "2026-11-18"}
        assert head.post(f"{here}announce/", announced).status_code == 302
        page = words(own.get(here))
        assert "教育局" in page
        assert "各单位得分见表" in page
        assert "优秀" in words(own.get(f"{there}history/"))
        for form_, start in (("pdf", b"%PDF"), ("docx", b"PK")):
            assert own.get(f"{here}paper.{form_}").content.startswith(start)
        assert own.get(f"{here}results.xlsx").status_code == 403
        book = ZipFile(BytesIO(office.get(f"{here}results.xlsx").content))
        assert "优秀" in book.read("xl/sharedStrings.xml").decode()
        rows = office.get(f"{here}results.csv").getvalue().decode("utf-8-sig").splitlines()
        assert rows[1].split(",")[:4] == ["1", county.bureau.short_name, "93", "优秀"]


def test_an_object_sees_neither_the_round_nor_another_object(county: County) -> None:
    with on(DAY):
        found = handed_in(county)
        other = found.subjects.get(target=county.other)
        for role in (Role.FOI_OFFICER, Role.LEADING_GROUP, Role.SECTION_HEAD, Role.AUDITOR):
            stranger = desk(county, role, county.bureau)
            for rest in (
                "",
                "history/",
                "fill/",
                "review/",
                "records/2-1/",
                "object/",
                "veto/",
                "return/",
                "evidence/",
            ):
                assert stranger.get(f"{other.get_absolute_url()}{rest}").status_code == 404, rest
            assert stranger.get(found.get_absolute_url()).status_code == 404
            assert stranger.get(f"{found.get_absolute_url()}paper.pdf").status_code == 404
        mine = found.subjects.get(target=county.bureau)
        assert desk(county, Role.FOI_OFFICER, county.bureau).get(f"{mine.get_absolute_url()}review/").status_code == 403
        assert desk(county, Role.AUDITOR).get(f"{mine.get_absolute_url()}review/").status_code == 403
        assert desk(county, Role.FOI_OFFICER).get(f"{mine.get_absolute_url()}fill/").status_code == 403


def test_a_section_sees_its_own_scores_and_no_other_section(county: County) -> None:
    bureau = county.bureau
    second = save(Section(organ=bureau, name="人事科"), "add_section", by=SYSTEM, organ=bureau)
    with on(DAY):
        office = acting(county.person(Role.FOI_OFFICER), bureau)
        table = services.make_table(bureau, by=office, year=2026, kind="sections")
        days = {"cut_off_on": DAY, "self_due_on": DAY, "review_due_on": DAY, "objection_due_on": DAY}
        found = services.open_round(table, by=office, targets=[county.section, second], **days)
        own, others = found.subjects.get(section=county.section), found.subjects.get(section=second)
        officer = signed_in(Client(), county.person(Role.INFO_OFFICER))
        assert officer.get(own.get_absolute_url()).status_code == 200
        assert officer.get(others.get_absolute_url()).status_code == 404
        assert (
            officer.post(f"{own.get_absolute_url()}fill/", {"value_1-1": "20", "words_1-1": "按时"}).status_code == 302
        )
        assert officer.post(f"{own.get_absolute_url()}hand-in/").status_code == 403, "the head of the section hands in"
        clerk = signed_in(Client(), make_person("renshi", Role.SECTION_HEAD, bureau, second))
        assert clerk.get(own.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"value_1-1": "60.5"}, "不能超过满分"),
        ({"value_1-1": "-3"}, "不能填写负数"),
        ({"value_1-1": "很好"}, "请填写数，最多两位小数"),
        ({"value_1-1": "1e2"}, "请填写数，最多两位小数"),
        ({"value_1-2": "2.5"}, "请写整数"),
        ({"item_1-1": "甲"}, "请填写信息的网址或者编号"),
        ({"item_1-1": "/items/99/"}, "没有这条信息"),
        ({"words_1-1": "字" * 1001}, "1000"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    county: County, given: dict[str, str], why: str
) -> None:
    with on(DAY):
        mine = opened(county).subjects.get(target=county.bureau)
        page = desk(county, Role.FOI_OFFICER, county.bureau).post(
            f"{mine.get_absolute_url()}fill/", {"words_1-2": "留着的字", **given}
        )
    assert page.status_code == 422
    assert why in words(page)
    assert "留着的字" in words(page)
    assert not Score.objects.exclude(self_points=None).exists()


def test_a_number_typed_in_full_width_is_a_number_and_days_are_written_out(county: County) -> None:
    with on(DAY):
        mine = opened(county).subjects.get(target=county.bureau)
        own = desk(county, Role.FOI_OFFICER, county.bureau)
        there = f"{mine.get_absolute_url()}fill/"
        assert "自评截止到2026年11月7日" in words(own.get(there))
        assert own.post(there, {"value_1-1": "５０", "words_1-1": "逐项公开"}).status_code == 302
    assert Score.objects.get(subject=mine, indicator="1-1").self_points == 50


def test_a_reviewer_without_a_reason_is_asked_for_it(county: County) -> None:
    with on(DAY):
        mine = handed_in(county).subjects.get(target=county.bureau)
        reviewer = desk(county, Role.SUPERVISING_OFFICE)
        page = reviewer.post(f"{mine.get_absolute_url()}review/", {"value_1-1": "30"})
        assert page.status_code == 422
        assert "请写明理由" in words(page)
        assert reviewer.post(f"{mine.get_absolute_url()}finish/").status_code == 422


def test_each_computed_value_opens_the_records_that_it_counts(county: County) -> None:
    with on(DAY):
        mine = handed_in(county).subjects.get(target=county.bureau)
        own = desk(county, Role.FOI_OFFICER, county.bureau)
        page = words(own.get(f"{mine.get_absolute_url()}records/2-1/"))
        assert "170／200（85%）" in page
        assert "问卷汇总表" in page
        assert own.get(f"{mine.get_absolute_url()}records/1-1/").status_code == 404, "nothing was counted for it"
        assert own.get(f"{mine.get_absolute_url()}records/9-9/").status_code == 404


def test_every_measure_can_be_counted_and_opened(county: County) -> None:
    text = """甲｜年报｜5｜扣分｜1｜没有按期发布的年度报告
甲｜申请逾期｜5｜扣分｜1｜逾期的申请
甲｜申请按期｜10｜按率得分｜100:10｜申请按期答复率
甲｜留言逾期｜5｜扣分｜1｜逾期的留言
甲｜留言按期｜10｜按率得分｜100:10｜留言按期答复率
甲｜留言满意｜10｜按率得分｜90:10｜留言满意率
甲｜报送｜5｜计件得分｜1｜采用的报送信息
甲｜迟报｜5｜扣分｜1｜迟报的信息
甲｜栏目｜5｜扣分｜1｜超期没有更新的栏目
甲｜公开｜5｜计件得分｜1｜主动公开的信息
甲｜复议｜10｜扣分｜1｜复议诉讼被纠正
甲｜要点｜5｜扣分｜1｜没有按时完成的要点任务
甲｜评议｜20｜按率得分｜90:20｜社会评议满意率"""
    with on(DAY):
        table = table_of(county, text)
        days = {"cut_off_on": DAY, "self_due_on": DAY, "review_due_on": DAY, "objection_due_on": DAY}
        found = services.open_round(table, by=by(county, Role.FOI_OFFICER), targets=[county.bureau], **days)
        services.count_round(found, by=by(county, Role.FOI_OFFICER))
        mine = found.subjects.get()
        own = desk(county, Role.FOI_OFFICER, county.bureau)
        for score in mine.scores.all():
            page = own.get(f"{mine.get_absolute_url()}records/{score.indicator}/")
            assert page.status_code == 200
            assert score.counted_on == DAY
            if score.whole is None:
                assert f"{score.part}条" in words(page), "the figure and the list are one query"


def test_a_wrong_table_is_said_beside_the_field(county: County) -> None:
    office = desk(county, Role.FOI_OFFICER)
    with on(DAY):
        table = table_of(county)
        given = {
            **written(table.table), "title": "评分表", "basis": "办法第三条", "empty": "full", "places": "1", "rounding": "down", "ties": "skip",
        }  # fmt: skip
        for change, why in (
            ({"indicators": "公开｜甲｜99｜评分"}, "应当是100分"),
            ({"indicators": "公开，甲，100，评分"}, "第1行请写成"),
            ({"grades": "优秀"}, "等次第1行请写成"),
            ({"vetoes": "失泄密"}, "否决事项第1行请写成"),
            ({"basis": "无"}, "请写明依据"),
        ):
            page = office.post(f"{table.get_absolute_url()}edit/", {**given, **change})
            assert page.status_code == 422, why
            assert why in words(page)


def test_a_round_is_not_opened_with_days_out_of_order_or_without_objects(county: County) -> None:
    office = desk(county, Role.FOI_OFFICER)
    with on(DAY):
        table = table_of(county)
        targets = {"targets": [county.bureau.pk]}
        for change, why in (
            ({"review_due_on": "2026-11-03"}, "要按先后"),
            ({"self_due_on": "2026-11-01"}, "早于今天"),
            ({"cut_off_on": "2025-12-31"}, "2026年之内"),
            ({"targets": []}, "这个字段是必填项"),
            ({"targets": ["999"]}, "999"),
        ):
            page = office.post(f"{table.get_absolute_url()}open/", {**DAYS, **targets, **change})
            assert page.status_code == 422, why
    assert ScoreTable.objects.get().state == "draft"


@pytest.mark.long
def test_sixty_objects_and_forty_indicators_cost_no_more_questions_than_two(
    county: County, django_assert_max_num_queries: Any
) -> None:
    lines = "\n".join(
        [f"甲｜评分{number}｜2.5｜评分" for number in range(30)]
        + [f"乙｜留言{number}｜2.5｜按率得分｜100:2.5 90:{number}｜留言按期答复率" for number in (1, 2)]
        + [f"乙｜申请{number}｜2.5｜扣分｜1｜逾期的申请" for number in range(4)]
        + [f"乙｜栏目{number}｜2.5｜扣分｜1｜超期没有更新的栏目" for number in range(4)]
    )
    organs = [
        make_organ(f"ju{number}", f"青石县第{number:02d}局", OrganKind.DEPARTMENT, county.government)
        for number in range(60)
    ]
    office = by(county, Role.FOI_OFFICER)
    days = {"cut_off_on": DAY, "self_due_on": DAY, "review_due_on": DAY, "objection_due_on": DAY}
    with on(DAY):
        found = services.open_round(table_of(county, lines), by=office, targets=organs, **days)
        assert Score.objects.count() == 2400
        with django_assert_max_num_queries(40):
            services.count_round(found, by=office)
        client = desk(county, Role.FOI_OFFICER)
        client.get(found.get_absolute_url())
        with django_assert_max_num_queries(20):
            client.get(found.get_absolute_url())
        subject = found.subjects.first()
        assert subject is not None
        with django_assert_max_num_queries(20):
            client.get(subject.get_absolute_url())
        Subject.objects.update(state="reviewed")
        Score.objects.update(points=Decimal(2))
        Round.objects.update(state="review")
        services.tell_results(found, by=office)
        with django_assert_max_num_queries(20):
            assert client.get(found.get_absolute_url()).status_code == 200


def test_results_that_are_told_are_no_more_than_ones_own(county: County) -> None:
    with on(DAY):
        found = told(county)
        own = desk(county, Role.FOI_OFFICER, county.bureau)
        assert own.get(found.get_absolute_url()).status_code == 404
        assert "教育局" not in words(own.get(HOME))
        assert "总分" in words(own.get(found.subjects.get(target=county.bureau).get_absolute_url()))


def test_a_veto_that_was_counted_opens_its_records(county: County) -> None:
    with on(DAY):
        found = opened(county)
        table = found.table
        veto = {"title": "年报逾期", "cap": "良好", "measure": "report_late"}
        ScoreTable.objects.filter(pk=table.pk).update(content=table.content | {"vetoes": [veto]})
        services.count_round(Round.objects.get(pk=found.pk), by=by(county, Role.FOI_OFFICER))
        here = f"{HOME}vetoes/{VetoFound.objects.get(subject__target=county.bureau).pk}/records/"
        assert "到截止日没有发布" in words(desk(county, Role.FOI_OFFICER).get(here))
        own = desk(county, Role.FOI_OFFICER, county.bureau)
        assert own.get(here).status_code == 404, "it is not told yet"
