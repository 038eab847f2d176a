"""The yearly assessment: from a table over self-scores, review and objection to announced results, and who may not do what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.assessment.yearly.lines import written
from gongkai.casework.events import BEIJING
from gongkai.demo.site.clock import moment
from gongkai.organs.roles import Role
from gongkai.web.assessment import services
from gongkai.web.assessment.models import Appraisal, Objection, Round, Score, ScoreTable, Subject, VetoFound
from gongkai.web.assessment.services import Given
from gongkai.web.log.actors import Actor
from gongkai.web.organs.authority import acting
from gongkai.web.organs.models import Organ
from tests.web.conftest import County, make_person

DAY = date(2026, 11, 2)
TABLE = """主动公开｜内容齐全｜60｜评分
主动公开｜栏目更新｜20｜扣分｜5
社会评议｜满意率｜20｜按率得分｜90:20 80:10｜社会评议满意率"""


@contextmanager
def on(day: date) -> Iterator[None]:
    with moment(datetime(day.year, day.month, day.day, 10, tzinfo=BEIJING)):
        yield


def by(county: County, role: Role, organ: Organ | None = None) -> Actor:
    organ = organ or county.government
    return acting(county.person(role, organ), organ)


def table_of(county: County, text: str = TABLE, kind: str = "organs", organ: Organ | None = None) -> ScoreTable:
    organ = organ or county.government
    office = by(county, Role.FOI_OFFICER, organ)
    made = services.make_table(organ, by=office, year=2026, kind=kind)
    lines = written(made.table) | {"indicators": text, "vetoes": "失泄密｜不合格"}
    return services.edit_table(
        made, by=office, title="评分表", basis="县政府办公室考核办法", places=1, tie_break="", **lines
    )


def opened(county: County, **days: date) -> Round:
    timetable = {
        "cut_off_on": DAY - timedelta(days=2),
        "self_due_on": DAY + timedelta(days=5),
        "review_due_on": DAY + timedelta(days=10),
        "objection_due_on": DAY + timedelta(days=15),
    }
    office = by(county, Role.FOI_OFFICER)
    return services.open_round(table_of(county), by=office, targets=[county.bureau, county.other], **(timetable | days))


FULL = {"1-1": Given(Decimal(50), words="逐项公开，见目录"), "1-2": Given(Decimal(1))}


def handed_in(county: County) -> Round:
    found = opened(county)
    office = by(county, Role.FOI_OFFICER)
    for subject in found.subjects.all():
        services.enter_appraisal(
            subject, by=office, method="网上问卷", since=DAY - timedelta(days=9), until=DAY, sample=200, satisfied=170,
            evidence="问卷汇总表",
        )  # fmt: skip
        own = by(county, Role.FOI_OFFICER, subject.target)
        services.fill_in(subject, by=own, given=FULL)
        services.hand_in(subject, by=own)
    services.close_self_scoring(found, by=office)
    return Round.objects.get(pk=found.pk)


def told(county: County) -> Round:
    found = handed_in(county)
    reviewer = by(county, Role.SUPERVISING_OFFICE)
    for number, subject in enumerate(found.subjects.all()):
        given = {
            "1-1": Given(Decimal(50 - number), words="核对了目录" if number else ""),
            "1-2": Given(Decimal(15)),
            "2-1": Given(Decimal(10)),
        }
        services.review(subject, by=reviewer, given=given)
        services.finish_review(subject, by=reviewer)
    return services.tell_results(found, by=by(county, Role.FOI_OFFICER))


def test_a_round_goes_from_its_table_to_announced_results(county: County) -> None:
    office, head = by(county, Role.FOI_OFFICER), by(county, Role.LEADING_GROUP)
    with on(DAY):
        found = told(county)
        assert found.table.state == "frozen"
        first, second = found.subjects.order_by("rank")
        assert [first.total, second.total] == [Decimal(75), Decimal(74)]
        objection = services.object_to(
            second, by=by(county, Role.FOI_OFFICER, second.target), text="目录已经补齐，请复核", indicator="1-1"
        )
        with pytest.raises(ValidationError, match="还有异议没有答复"):
            services.submit_results(found, by=office)
        services.answer_objection(
            objection, by=by(county, Role.SUPERVISING_OFFICE), upheld=True, answer="复核属实", points=Decimal(60)
        )
        assert Subject.objects.get(pk=second.pk).rank == 1
        with pytest.raises(ValidationError, match="过了这一天，或者各单位都确认了结果"):
            services.submit_results(found, by=office)
    with on(DAY + timedelta(days=16)):
        sent = services.submit_results(found, by=office)
        with pytest.raises(ValidationError, match="没有参加评分、送批"):
            services.approve_results(sent, by=office)
        services.approve_results(sent, by=head)
        with pytest.raises(ValidationError, match="没有参加评分的人公布"):
            services.announce_results(sent, by=by(county, Role.SUPERVISING_OFFICE))
        done = services.announce_results(sent, by=head)
    assert done.number == f"{county.government.short_name}考核通报〔2026〕1号"
    assert set(done.subjects.values_list("state", flat=True)) == {"announced"}
    assert [line["total"] for line in done.content["lines"]] == ["85", "75"]
    assert "最高85分，最低75分" in done.text


def test_what_is_counted_says_of_how_many_and_as_of_which_day(county: County) -> None:
    with on(DAY):
        found = handed_in(county)
    score = Score.objects.filter(subject__round=found, indicator="2-1").first()
    assert score is not None
    assert (score.part, score.whole, score.self_points, score.counted_on) == (170, 200, Decimal(10), DAY)
    assert score.counted_words == "170／200（85%）"


@pytest.mark.parametrize(
    ("given", "field", "why"),
    [
        ({"1-1": Given(Decimal("60.01"))}, "value_1-1", "不能超过满分"),
        ({"1-1": Given(Decimal(-1))}, "value_1-1", "不能填写负数"),
        ({"1-2": Given(Decimal("1.5"))}, "value_1-2", "请写整数"),
    ],
)
def test_a_self_score_that_cannot_be_is_refused_beside_its_field(
    county: County, given: dict[str, Given], field: str, why: str
) -> None:
    with on(DAY):
        subject = opened(county).subjects.first()
        assert subject is not None
        with pytest.raises(ValidationError, match=why) as refused:
            services.fill_in(subject, by=by(county, Role.FOI_OFFICER, subject.target), given=given)
    assert field in refused.value.message_dict
    assert not Score.objects.exclude(self_points=None).exists()


def test_self_scores_are_handed_in_whole_with_words_or_evidence(county: County) -> None:
    with on(DAY):
        subject = opened(county).subjects.get(target=county.bureau)
        own = by(county, Role.FOI_OFFICER, county.bureau)
        with pytest.raises(ValidationError, match="还有2项没有自评"):
            services.hand_in(subject, by=own)
        services.fill_in(subject, by=own, given={**FULL, "1-1": Given(Decimal(50))})
        with pytest.raises(ValidationError, match="要写说明，或者附上佐证：内容齐全"):
            services.hand_in(subject, by=own)
        paper = services.add_evidence(subject, by=own, indicator="1-1", name="目录.txt", data="目录".encode())
        services.hand_in(subject, by=own)
        assert services.read_evidence(paper, by=by(county, Role.FOI_OFFICER)) == "目录".encode()
        with pytest.raises(ValidationError, match="现在是“已交自评”"):
            services.fill_in(subject, by=own, given=FULL)


def test_after_the_last_day_nothing_is_filled_in_unless_it_is_put_off(county: County) -> None:
    with on(DAY):
        found = opened(county)
    subject = found.subjects.get(target=county.bureau)
    own, office = by(county, Role.FOI_OFFICER, county.bureau), by(county, Role.FOI_OFFICER)
    late = DAY + timedelta(days=6)
    with on(late):
        with pytest.raises(ValidationError, match="已经过了，不能再改"):
            services.fill_in(subject, by=own, given=FULL)
        days = {name: getattr(found, name) for name in ("cut_off_on", "review_due_on", "objection_due_on")}
        services.set_timetable(found, by=office, reason="县里统一延后", self_due_on=late, **days)
        services.fill_in(subject, by=own, given=FULL)
    with on(late + timedelta(days=1)):
        services.close_self_scoring(found, by=office)
    assert set(found.subjects.values_list("state", flat=True)) == {"handed_in"}


def test_self_scoring_ends_early_only_when_all_have_handed_in(county: County) -> None:
    with on(DAY), pytest.raises(ValidationError, match="还没有交自评"):
        services.close_self_scoring(opened(county), by=by(county, Role.FOI_OFFICER))


def test_the_reviewer_says_why_where_the_points_differ(county: County) -> None:
    with on(DAY):
        subject = handed_in(county).subjects.first()
        assert subject is not None
        reviewer = by(county, Role.SUPERVISING_OFFICE)
        for given, why in (
            ({"1-1": Given(Decimal(40))}, "和自评不一样，请写明理由"),
            ({"2-1": Given(Decimal(20))}, "和按记录计算的结果不一样"),
            ({"1-1": Given(Decimal(61), words="很好")}, "请写0到60之间的数"),
            ({"1-1": Given(Decimal(-1), words="不好")}, "请写0到60之间的数"),
        ):
            with pytest.raises(ValidationError, match=why):
                services.review(subject, by=reviewer, given=given)
        with pytest.raises(ValidationError, match="没有评分"):
            services.finish_review(subject, by=reviewer)


def test_nobody_reviews_the_own_unit_nor_what_they_filled_in(county: County) -> None:
    with on(DAY):
        found = handed_in(county)
        subject = found.subjects.get(target=county.bureau)
        both = make_person("both", Role.SUPERVISING_OFFICE, county.government)
        from gongkai.web.log.actors import SYSTEM
        from gongkai.web.organs.services import appoint

        appoint(both, county.bureau, Role.AUDITOR, by=SYSTEM, since=DAY)
        with pytest.raises(ValidationError, match="任职，不能给它评分"):
            services.review(subject, by=acting(both, county.government), given={"1-1": Given(Decimal(50))})
        filler = by(county, Role.FOI_OFFICER, county.bureau)
        Subject.objects.filter(pk=subject.pk).update(handed_in_by=None)
        from gongkai.web.assessment.services.locking import check_reviewer
        from gongkai.web.organs.models import Appointment

        Appointment.objects.filter(person=filler.person).delete()
        vars(filler.person).pop("_places", None)
        with pytest.raises(ValidationError, match="自评是您填写的"):
            check_reviewer(filler.person, subject)  # type: ignore[arg-type]  # 测试里都有人


def test_a_veto_keeps_an_object_from_a_better_grade_until_it_is_lifted(county: County) -> None:
    with on(DAY):
        found = handed_in(county)
        subject = found.subjects.get(target=county.bureau)
        reviewer = by(county, Role.SUPERVISING_OFFICE)
        with pytest.raises(ValidationError, match="没有这个否决事项"):
            services.find_veto(subject, by=reviewer, title="迟到", reason="经常迟到")
        services.find_veto(subject, by=reviewer, title="失泄密", reason="3月公开的附件含内部资料")
        for each in found.subjects.all():
            services.review(
                each,
                by=reviewer,
                given={
                    "1-1": Given(Decimal(60), words="齐全"),
                    "1-2": Given(Decimal(15)),
                    "2-1": Given(Decimal(10)),
                },
            )
            services.finish_review(each, by=reviewer)
        services.tell_results(found, by=by(county, Role.FOI_OFFICER))
        assert Subject.objects.get(pk=subject.pk).grade == "不合格"
        services.object_to(subject, by=by(county, Role.FOI_OFFICER, county.bureau), text="该附件已经依法解密")
        services.lift_veto(VetoFound.objects.get(), by=reviewer, reason="核对了解密文件")
        assert Subject.objects.get(pk=subject.pk).grade == "良好"


def test_an_objection_is_upheld_with_other_points_or_not_at_all(county: County) -> None:
    with on(DAY):
        subject = told(county).subjects.get(target=county.bureau)
        own, reviewer = by(county, Role.FOI_OFFICER, county.bureau), by(county, Role.SUPERVISING_OFFICE)
        made = services.object_to(subject, by=own, text="请复核栏目更新", indicator="1-2")
        wrong: tuple[tuple[dict[str, Any], str], ...] = (
            ({"upheld": True, "points": Decimal(21)}, "在0到20分之间"),
            ({"upheld": True, "points": None}, "请写新的评分"),
            ({"upheld": True, "points": Decimal(15)}, "和原来一样"),
            ({"upheld": False, "points": Decimal(3)}, "不填写新的评分"),
        )
        for given, why in wrong:
            with pytest.raises(ValidationError, match=why):
                services.answer_objection(made, by=reviewer, answer="核对了记录", **given)
        with pytest.raises(ValidationError, match="请写明答复"):
            services.answer_objection(made, by=reviewer, upheld=False, answer="否")
        services.answer_objection(made, by=reviewer, upheld=False, answer="栏目空白属实")
    assert Objection.objects.get().before == 15
    with on(DAY + timedelta(days=16)), pytest.raises(ValidationError, match="已经过了"):
        services.object_to(Subject.objects.get(pk=subject.pk), by=own, text="还有异议要提")


def test_results_that_are_returned_go_back_to_the_reviewers(county: County) -> None:
    with on(DAY):
        found = told(county)
    with on(DAY + timedelta(days=16)):
        sent = services.submit_results(found, by=by(county, Role.FOI_OFFICER))
        back = services.return_results(sent, by=by(county, Role.LEADING_GROUP), reason="请再核对栏目更新")
        assert back.state == "review"
        with pytest.raises(ValidationError, match="请先改时间安排"):
            services.tell_results(back, by=by(county, Role.FOI_OFFICER))


def test_what_the_public_thinks_is_entered_once_and_struck_with_a_reason(county: County) -> None:
    with on(DAY):
        subject = opened(county).subjects.get(target=county.bureau)
        office = by(county, Role.FOI_OFFICER)
        given: dict[str, Any] = {"method": "电话抽样", "since": DAY, "until": DAY, "evidence": "录音台账"}
        for numbers, why in (((0, 0), "样本数要大于0"), ((10, 11), "不能超过有效样本数")):
            with pytest.raises(ValidationError, match=why):
                services.enter_appraisal(subject, by=office, sample=numbers[0], satisfied=numbers[1], **given)
        made = services.enter_appraisal(subject, by=office, sample=10, satisfied=9, **given)
        with pytest.raises(ValidationError, match="已经登记过"):
            services.enter_appraisal(subject, by=office, sample=10, satisfied=9, **given)
        services.strike_appraisal(made, by=office, reason="样本重复")
        services.enter_appraisal(subject, by=office, sample=20, satisfied=9, **given)
        assert Appraisal.objects.filter(struck_at=None).count() == 1
        future = given | {"until": timezone.localdate() + timedelta(days=1)}
        with pytest.raises(ValidationError, match="止日还没有到"):
            services.enter_appraisal(subject, by=office, sample=20, satisfied=9, **future)
        earlier = given | {"since": DAY.replace(year=2016), "until": DAY.replace(year=2016)}
        with pytest.raises(ValidationError, match="2026年1月1日以后"):
            services.enter_appraisal(subject, by=office, sample=20, satisfied=9, **earlier)


def test_a_table_is_refused_unless_its_points_come_to_a_hundred_and_is_frozen_once_used(county: County) -> None:
    with on(DAY):
        with pytest.raises(ValidationError, match="相加是90分"):
            table_of(county, TABLE.replace("｜60｜", "｜50｜"))
        found = opened(county)
        with pytest.raises(ValidationError, match="不能再改"):
            services.drop_table(found.table, by=by(county, Role.FOI_OFFICER))
        copied = services.make_table(
            county.government, by=by(county, Role.FOI_OFFICER), year=2027, kind="organs", start=found.table
        )
        assert copied.table == found.table.table


def test_a_round_is_opened_once_a_year_for_objects_of_its_kind(county: County) -> None:
    with on(DAY):
        found = opened(county)
        with pytest.raises(ValidationError, match="已经启动过"):
            opened(county)
        days = {
            name: getattr(found, name) for name in ("cut_off_on", "self_due_on", "review_due_on", "objection_due_on")
        }
        made = table_of(county)
        for targets, why in (
            ([], "至少选一个"),
            ([county.section], "要是本机关的科室"),
            ([county.government], "下级机关"),
        ):
            with pytest.raises(ValidationError, match=why):
                services.open_round(made, by=by(county, Role.FOI_OFFICER), targets=targets, **days)
        services.drop_round(found, by=by(county, Role.FOI_OFFICER), reason="评分表要重新定")
        opened(county)


def test_a_late_annual_report_is_found_by_itself(county: County) -> None:
    with on(DAY):
        found = opened(county)
        table = found.table
        table.content = table.content | {"vetoes": [{"title": "年报逾期", "cap": "良好", "measure": "report_late"}]}
        table.save()
        services.count_round(found, by=by(county, Role.FOI_OFFICER))
        services.count_round(found, by=by(county, Role.FOI_OFFICER))
    assert VetoFound.objects.filter(title="年报逾期", counted=True, lifted_at=None).count() == 2


def test_a_published_survey_of_the_portal_is_taken_in_as_it_counts_itself(county: County) -> None:
    from gongkai.engagement.consultations.questions import Given as Chosen
    from gongkai.web.consultations import services as surveys
    from gongkai.web.consultations.results import results_of
    from tests.web.consultation_walks import surveyed, who

    today = timezone.localdate()
    survey, questions = surveyed(county, days=1, kind="public_appraisal")
    single, scale = (questions[name].pk for name in ("single", "scale"))
    for mark in (5, 4, 3):
        surveys.answer(survey, {single: Chosen((0,)), scale: Chosen((mark,))}, address=f"10.0.0.{mark}")
    office = by(county, Role.FOI_OFFICER)
    later = today + timedelta(days=2)
    with on(later):
        found = opened(county, cut_off_on=later, self_due_on=later, review_due_on=later, objection_due_on=later)
        subject = found.subjects.get(target=county.bureau)
        with pytest.raises(ValidationError, match="已经公布结果的社会评议问卷"):
            services.appraise_by_survey(subject, by=office, question=questions["scale"])
        surveys.draft_result(survey, surveys.composed_result(survey), by=who(county, Role.INFO_OFFICER))
        surveys.publish_result(survey, by=who(county, Role.FOI_OFFICER))
        type(survey).objects.filter(pk=survey.pk).update(about_year=2026)
        with pytest.raises(ValidationError, match="评分题"):
            services.appraise_by_survey(subject, by=office, question=questions["single"])
        made = services.appraise_by_survey(subject, by=office, question=questions["scale"])
        services.count_round(found, by=office)
    assert (made.satisfied, made.sample, made.evidence) == (2, 3, survey.public_url)
    satisfied = {each.question.form: each.satisfied for each in results_of(survey).outcomes}["scale"]
    assert satisfied == pytest.approx(100 * made.satisfied / made.sample, abs=0.05)
    score = subject.scores.get(indicator="2-1")
    assert (score.part, score.whole) == (2, 3)


def test_nobody_waits_for_the_last_day_once_every_object_has_confirmed(county: County) -> None:
    with on(DAY):
        found = told(county)
        for subject in found.subjects.all():
            own = by(county, Role.FOI_OFFICER, subject.target)
            services.confirm_result(subject, by=own)
            with pytest.raises(ValidationError, match="确认过了"):
                services.confirm_result(subject, by=own)
            with pytest.raises(ValidationError, match="已经确认没有异议"):
                services.object_to(subject, by=own, text="又有异议要提")
        assert services.submit_results(found, by=by(county, Role.FOI_OFFICER)).state == "submitted"
