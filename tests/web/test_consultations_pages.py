"""The pages of consultations and surveys, on the workbench and for the public."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.engagement.consultations.questions import Given
from gongkai.organs.roles import Role
from gongkai.web.consultations import services
from gongkai.web.consultations.models import Answer, Consultation, Opinion, Question, Sheet
from gongkai.web.log.models import Event
from tests.web.conftest import County, signed_in, verified, words
from tests.web.consultation_walks import approved, begun, opened, surveyed, who
from tests.web.test_consultations_services import at
from tests.web.test_files_keeping import _own_storage  # noqa: F401

HOME = "/workbench/consultations/"


@pytest.fixture(autouse=True)
def _no_throttle() -> None:
    cache.clear()


def test_a_consultation_goes_from_the_section_over_two_reviews_to_its_published_report(
    county: County, office: Client, head: Client
) -> None:
    writer = signed_in(Client(), county.person(Role.INFO_OFFICER))
    page = writer.post(
        f"{HOME}new/",
        {"kind": "major_decision", "section": county.section.pk, "title": "青石县供水价格方案（征求意见稿）"},
    )
    found = Consultation.objects.get()
    here = found.get_absolute_url()
    assert page.headers["Location"] == f"{here}edit/"
    texts = {
        "title": found.title, "draft": "第一条　每吨三元。", "explanation": "为了节约用水。", "asks_name": "optional",
        "asks_contact": "required", "ways": "寄到县政府大院。",
    }  # fmt: skip
    assert writer.post(f"{here}edit/", texts).status_code == 302
    file = SimpleUploadedFile("说明.txt", "起草说明全文".encode())
    assert writer.post(f"{here}files/add/", {"file": file, "title": "起草说明全文"}).status_code == 302
    assert writer.post(f"{here}moves/submit/", {}).status_code == 302
    chief = signed_in(Client(), county.person(Role.SECTION_HEAD))
    assert chief.post(f"{here}moves/pass_review/", {}).status_code == 302
    secrecy = signed_in(Client(), county.person(Role.SECRECY_REVIEWER))
    assert secrecy.post(f"{here}moves/pass_secrecy/", {"opinion": "不涉密"}).status_code == 302
    assert Client().get(found.public_url).status_code == 404
    today = timezone.localdate()
    short = {"closes_on": (today + timedelta(days=20)).isoformat()}
    refused = office.post(f"{here}moves/open/", short)
    assert refused.status_code == 422
    assert "不少于30日" in words(refused)
    assert office.post(f"{here}moves/open/", short | {"shortened_reason": "水厂月底投产"}).status_code == 302
    public = words(Client().get(found.public_url))
    assert "征求意见的时间缩短了" in public
    assert "水厂月底投产" in public
    assert "每吨三元" in public
    kept = found.files.get()
    assert b"".join(Client().get(f"{found.public_url}files/{kept.file.key}/").streaming_content)  # type: ignore[attr-defined]
    citizen = Client()
    wrong = citizen.post(f"{found.public_url}opinion/", {"content": "太贵了。", "contact": ""})
    assert wrong.status_code == 422
    assert "太贵了" in words(wrong)
    sent = citizen.post(f"{found.public_url}opinion/", {"content": "太贵了。", "contact": "0713-5551234"}, follow=True)
    assert "意见已收到" in words(sent)
    assert "早了10日；写明的理由是：水厂月底投产" in words(office.get(f"{HOME}findings/"))
    with at(today + timedelta(days=21)):
        assert "现在不收意见" in words(citizen.get(f"{found.public_url}opinion/"))
        late = citizen.post(f"{found.public_url}opinion/", {"content": "晚了的意见", "contact": "0713-5551234"})
        assert late.status_code == 422
        assert "晚了的意见" in words(late)
        # 三周以后登录早已过期
        writer = signed_in(Client(), county.person(Role.INFO_OFFICER))
        office = verified(Client(), county.person(Role.FOI_OFFICER))
        form = {"summary": "降低价格", "verdict": "not_adopted", "answer": "已按成本监审定价。"}
        assert writer.post(f"{here}groups/new/", form).status_code == 302
        nothing = writer.post(f"{here}opinions/", {"group": found.groups.get().pk})
        assert nothing.status_code == 422
        assert "请先勾选" in words(nothing)
        assert writer.post(f"{here}opinions/", {"opinions": ["1"], "group": found.groups.get().pk}).status_code == 302
        asked = writer.get(f"{here}moves/draft_result/")
        assert "不采纳1条" in words(asked)
        text = services.composed_result(found)
        assert writer.post(f"{here}moves/draft_result/", {"text": text}).status_code == 302
        assert office.post(f"{here}moves/publish_result/", {}).status_code == 302
        report = words(Client().get(found.public_url))
    assert "采纳情况报告" in report
    assert "已按成本监审定价" in report
    assert "5551234" not in report


def test_a_survey_is_built_answered_once_and_its_result_published(county: County, office: Client) -> None:
    writer = signed_in(Client(), county.person(Role.INFO_OFFICER))
    writer.post(f"{HOME}new/", {"kind": "survey", "section": county.section.pk, "title": "农技服务满意度调查"})
    found = Consultation.objects.get()
    here = found.get_absolute_url()
    wrong = writer.post(f"{here}questions/add/", {"form": "single", "text": "您是", "options": "种植户"})
    assert wrong.status_code == 422
    assert "至少写两个" in words(wrong)
    form = {"form": "single", "text": "您是", "options": "种植户\n合作社", "required": "on"}
    assert writer.post(f"{here}questions/add/", form).status_code == 302
    assert writer.post(f"{here}questions/add/", {"form": "scale", "text": "总体评价", "steps": "5"}).status_code == 302
    first, second = Question.objects.order_by("place")
    assert writer.post(f"{here}questions/{second.pk}/up/").status_code == 302
    assert writer.post(f"{here}questions/{first.pk}/", form | {"text": "您的身份"}).status_code == 302
    assert "您的身份" in words(writer.get(f"{here}preview/"))
    approved(county, found)
    closes = (timezone.localdate() + timedelta(days=12)).isoformat()
    assert office.post(f"{here}moves/open/", {"closes_on": closes}).status_code == 302
    there = f"{found.public_url}survey/"
    citizen = Client()
    assert citizen.post(there, {f"q{second.pk}": "4"}).status_code == 422
    assert citizen.post(there, {f"q{first.pk}": "7"}).status_code == 422
    assert "答卷已收到" in words(citizen.post(there, {f"q{first.pk}": "0", f"q{second.pk}": "4"}, follow=True))
    assert "这台设备已经回答过" in words(citizen.get(there))
    assert citizen.post(there, {f"q{first.pk}": "1"}).status_code == 409
    assert Sheet.objects.count() == 1
    forged = Client()
    forged.cookies[f"answered-{found.pk}"] = f"{found.number}:1:forged"
    assert forged.get(there).context["answered"] is False
    assert (
        office.post(
            f"{here}sheets/enter/", {"filled_on": timezone.localdate().isoformat(), f"q{first.pk}": "1"}
        ).status_code
        == 302
    )
    shown = words(office.get(f"{here}results/"))
    assert "1份，由工作人员录入" in shown
    for what in ("counts", "answers"):
        csv = b"".join(office.post(f"{here}results/{what}.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        assert "种植户" in csv
        assert office.post(f"{here}results/{what}.xlsx").content.startswith(b"PK")
    assert office.get(f"{here}results/counts.csv").status_code == 405
    assert Event.objects.filter(move="export_sheets").count() == 4
    with at(timezone.localdate() + timedelta(days=13)):
        services.draft_result(found, services.composed_result(found), by=who(county, Role.INFO_OFFICER))
        services.publish_result(found, by=who(county, Role.FOI_OFFICER))
        page = Client().get(found.public_url)
    assert "收到答卷2份，网上1份，纸质1份" in words(page)
    assert "<svg" in page.content.decode()


def test_answers_with_formulas_come_out_as_words(county: County, office: Client) -> None:
    found, asked = surveyed(county)
    given = {
        asked["single"].pk: Given((0,)),
        asked["scale"].pk: Given((4,)),
        asked["short"].pk: Given((), "=cmd|' /C calc'!A0"),
    }
    services.answer(found, given, address="10.0.0.1")
    answer = office.post(f"{found.get_absolute_url()}results/answers.csv")
    csv = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "'=cmd" in csv


def test_script_in_a_text_is_shown_as_text(county: County, office: Client) -> None:
    script = "<script>alert(1)</script>"
    found = begun(county, "survey", f"带脚本的问卷{script}", explanation=script)
    by = who(county, Role.INFO_OFFICER)
    services.add_question(
        found, by=by, form="single", text=f"题{script}", help=script, options=[f"甲{script}", "乙"], other=True
    )
    services.add_question(found, by=by, form="scale", text="评", low=script, high=script)
    approved(county, found)
    services.open_up(found, by=who(county, Role.FOI_OFFICER), closes_on=timezone.localdate() + timedelta(days=20))
    consultation = opened(county)
    services.give(consultation, script, name=script)
    services.make_group(consultation, script, "adopted", by=by)
    pages = [
        *(Client().get(each) for each in (found.public_url, f"{found.public_url}survey/", "/consultations/")),
        *(office.get(f"{found.get_absolute_url()}{each}") for each in ("", "preview/", "results/", "sheets/enter/")),
        *(office.get(f"{consultation.get_absolute_url()}{each}") for each in ("opinions/", "opinions/1/")),
    ]
    for page in pages:
        assert page.status_code == 200
        assert script not in page.content.decode()


def test_tampered_question_ids_and_foreign_questions_are_refused(county: County) -> None:
    found, asked = surveyed(county)
    _, foreign = surveyed(county)
    there, good = f"{found.public_url}survey/", {f"q{asked['single'].pk}": "0", f"q{asked['scale'].pk}": "4"}
    for more in ({f"q{foreign['short'].pk}": "x"}, {"q999999": "1"}):
        page = Client().post(there, good | more)
        assert page.status_code == 422
        assert "对不上" in words(page)
    for odd in ({"q": "1"}, {"qabc": "1"}, {"q²": "1"}, {"csrf": "x"}):
        cache.clear()
        assert Client().post(there, good | odd).status_code == 302
    assert Answer.objects.filter(question=foreign["short"]).count() == 0


def test_pressing_twice_sends_once_and_too_fast_is_slowed_down(county: County) -> None:
    found = opened(county)
    there, citizen = f"{found.public_url}opinion/", Client()
    for _ in range(3):
        assert citizen.post(there, {"content": "同意。", "token": "c" * 32}).status_code == 302
    assert Opinion.objects.count() == 1
    answers = [citizen.post(there, {"content": f"第{each}条"}).status_code for each in range(9)]
    assert answers[-1] == 429
    assert citizen.post(there, {"content": "长" * 10_000}).status_code in (422, 429)


def test_forms_without_their_token_are_refused(county: County) -> None:
    found = opened(county)
    citizen = Client(enforce_csrf_checks=True)
    assert citizen.post(f"{found.public_url}opinion/", {"content": "同意。"}).status_code == 403


def test_what_is_not_open_is_not_public_and_a_withdrawn_one_says_why(county: County) -> None:
    drafted = begun(county)
    assert Client().get(drafted.public_url).status_code == 404
    assert Client().post(f"{drafted.public_url}opinion/", {"content": "x"}).status_code == 404
    found = opened(county)
    services.revise(found, by=who(county, Role.FOI_OFFICER), reason="漏了一条")
    page = words(Client().get(found.public_url))
    assert "正在更正" in page
    assert "农机补贴" not in page
    other = opened(county, title="一次后来撤回的征集")
    services.withdraw(other, by=who(county, Role.LEADING_GROUP), reason="上位文件将修订")
    page = words(Client().get(other.public_url))
    assert "上位文件将修订" in page
    assert "第一条" not in page
    listed = words(Client().get("/consultations/?standing=closed"))
    assert "一次后来撤回的征集" in listed
    assert "一次后来撤回的征集" in words(Client().get("/consultations/feed.atom"))


def test_no_public_address_says_a_word_of_a_draft_or_of_who_gave_an_opinion(county: County) -> None:
    secret = "zzqdraft"
    drafted = begun(county, title=f"还没有开启的{secret}", draft=secret, explanation=secret, ways=secret)
    by = who(county, Role.INFO_OFFICER)
    services.attach(drafted, f"{secret}.txt", secret.encode(), title=secret, by=by)
    found = opened(county, title="已经开启的一次征集")
    services.give(found, f"意见{secret}", name=f"人{secret}", contact="13800139999")
    services.make_group(found, f"要点{secret}", "adopted", by=by)
    key = drafted.files.get().file.key
    ends = ("", "opinion/", "survey/", "thanks/", f"files/{key}/")
    addresses = [f"{each.public_url}{end}" for each in (drafted, found) for end in ends]
    addresses += [
        "/consultations/",
        "/consultations/feed.atom",
        "/sitemap-pages.xml",
        "/nongye/",
        "/",
        f"/files/{key}/x.txt",
    ]
    for address in addresses:
        page = Client().get(address)
        assert secret not in page.content.decode(), address
        assert "13800139999" not in page.content.decode()
        assert not address.startswith(drafted.public_url) or page.status_code == 404


def test_reading_who_gave_an_opinion_is_recorded(county: County, office: Client) -> None:
    found = opened(county)
    services.give(found, "同意。", name="李大山", contact="13900001234")
    here = f"{found.get_absolute_url()}opinions/1/"
    assert "李大山" not in words(office.get(here))
    assert "李大山" not in words(office.get(f"{found.get_absolute_url()}opinions/"))
    assert "李大山" in words(office.post(f"{here}personal-data/"))
    assert Event.objects.filter(move="read_personal_data").count() == 1
    auditor = verified(Client(), county.person(Role.AUDITOR))
    assert auditor.get(here).status_code in (403, 404)
    stranger = verified(Client(), county.person(Role.FOI_OFFICER, county.other))
    assert stranger.get(here).status_code == 404


def test_numbers_of_the_statistics_open_their_records(county: County, office: Client) -> None:
    opened(county, "major_decision", 30)
    surveyed(county)
    page = office.get(f"{HOME}statistics/")
    assert "合计" in words(page)
    (_, cells) = page.context["rows"][-1]
    assert cells[0][0] == 2
    assert "2期" in words(office.get(cells[0][1]))
    assert office.get(f"{HOME}statistics/records/?which=secrets").status_code == 404
    assert office.get(f"{HOME}statistics/records/?which=opened&kind=x").status_code == 404
    assert office.get(f"{HOME}statistics/?since=x&until=²&as=csv").status_code == 200


def test_an_organ_sets_its_periods_on_the_page(county: County, office: Client) -> None:
    assert "《规章制定程序条例》第十六条" in words(office.get(f"{HOME}periods/"))
    form = {"key": "publish_result", "since": timezone.localdate().isoformat(), "amount": "20", "basis": "局办公会议定"}
    assert office.post(f"{HOME}periods/new/", form).status_code == 302
    assert "截止以后20日以内" in words(office.get(f"{HOME}periods/"))
    assert office.post(f"{HOME}periods/new/", form).status_code == 422


def many_answers(found: Consultation, asked: dict[str, Question], number: int) -> None:
    now, day = timezone.now(), timezone.localdate()
    Sheet.objects.bulk_create([Sheet(consultation=found, filled_on=day, at=now) for _ in range(number)])
    rows = [
        each
        for place, sheet in enumerate(Sheet.objects.filter(consultation=found).values_list("pk", flat=True))
        for each in (
            Answer(sheet_id=sheet, question=asked["single"], chosen=place % 2),
            Answer(sheet_id=sheet, question=asked["scale"], chosen=place % 5 + 1),
        )
    ]
    Answer.objects.bulk_create(rows)


@pytest.mark.parametrize("number", [1, 300])
def test_pages_ask_no_more_for_many_answers(
    county: County, office: Client, django_assert_max_num_queries: Any, number: int
) -> None:
    found, asked = surveyed(county)
    many_answers(found, asked, number)
    consultation = opened(county)
    Opinion.objects.bulk_create(
        [
            Opinion(consultation=consultation, serial=each, content="同意", received_on=timezone.localdate())
            for each in range(1, number + 1)
        ]
    )
    with django_assert_max_num_queries(14):
        office.get(f"{found.get_absolute_url()}results/")
    with django_assert_max_num_queries(18):
        office.get(f"{consultation.get_absolute_url()}opinions/")
    with django_assert_max_num_queries(8):
        Client().get("/consultations/")
