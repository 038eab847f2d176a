"""The life of an application over the pages: the public applies, the office works, the public reads the reply."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from test_applications_services import COMPANY, JUNE_1, WANG, go, moment, served, under_review, who
from web.conftest import signed_in, verified, words

from gongkai.organs.roles import Role
from gongkai.web.applications import services
from gongkai.web.applications.models import Application, LookUpFailure
from gongkai.web.log.models import Event

FORM = {
    "applicant_name": "王小禾",
    "identity_kind": "resident_card",
    "identity_number": "11010519491231002X",
    "phone": "13912345678",
    "email": "xiaohe@example.com",
    "address": "",
    "description": "2025年度高标准农田建设项目验收结论",
    "wanted_form": "electronic",
    "wanted_route": "portal",
}
CONSULT = {"third_party": "青石县某某建设有限公司", "concerning": "合同中的单价"}
REASONS = {"excess": "2026年5月以来提出申请46件", "reasons_by": "收到本通知书之日起10个工作日内"}
HIDDEN = {"organ": "nongye", "kind": "natural_person", "token": "0" * 32}
NEW = "/applications/new/"
LOOK_UP = "/applications/look-up/"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[..., None]:
    """Sets the day on which everything happens; sessions last over the days that are leapt over."""
    settings.SESSION_IDLE_SECONDS = settings.SESSION_COOKIE_AGE = 10**8

    def to(day: date, hour: int = 9) -> None:
        now = timezone.make_aware(datetime.combine(day, time(hour)))
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    to(JUNE_1)
    return to


def decided(ground: str, *, text: str = "验收结论", **findings: str) -> dict[str, str]:
    """A decision on one item as the page sends it."""
    given = {"text": text, "ground": ground, **findings}
    return {"items": "1"} | {f"items-0-{name}": value for name, value in given.items()}


def post_move(county: Any, role: Role, number: str, name: str, day: date, **given: Any) -> Any:
    client = verified(Client(), county.person(role))
    url = reverse("workbench:application_move", args=[number, name])
    return client.post(url, {"on": day.isoformat(), "note": "", **given}, follow=False)


def test_a_person_applies_and_reads_the_reply(county, client, clock):
    shown = client.get(NEW, {"organ": "nongye", "kind": "natural_person"})
    assert shown.status_code == 200 and "姓名" in words(shown)
    confirm = client.post(NEW, HIDDEN | FORM | {"step": "confirm"})
    assert "还没有提交" in words(confirm) and Application.objects.count() == 0
    receipt = client.post(NEW, HIDDEN | FORM | {"step": "submit"}, follow=True)
    application = Application.objects.get()
    assert receipt.redirect_chain[-1][0] == "/applications/receipt/"
    assert application.number in words(receipt) and "答复期限还没有起算" in words(receipt)
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", words(receipt))
    assert code

    number, day = application.number, JUNE_1
    for role, name, given in (
        (Role.FOI_OFFICER, "receive", {"evidence": "网上确认"}),
        (Role.FOI_OFFICER, "register", {}),
        (Role.FOI_OFFICER, "begin_review", {}),
        (Role.FOI_OFFICER, "consult_third_party", CONSULT),
        (Role.FOI_OFFICER, "deliver_to_third_party", {"third_party": "第三方1"}),
        (Role.FOI_OFFICER, "hear_last_third_party", {"third_party": "第三方1", "opinion": "同意公开"}),
    ):
        done = post_move(county, role, number, name, day, **given)
        assert done.status_code == 302, words(done)
    services.assign(application, by=who(county, Role.FOI_OFFICER), section=county.section)
    clock(date(2026, 6, 5))
    day = date(2026, 6, 5)
    for role, name, given in (
        (Role.INFO_OFFICER, "draft", decided("provided", provided="验收结论为合格")),
        (Role.SECRECY_REVIEWER, "review_secrecy", {"review": "不涉及国家秘密"}),
        (Role.LEADING_GROUP, "approve", {}),
    ):
        done = post_move(county, role, number, name, day, **given)
        assert done.status_code == 302, words(done)
        assert "验收结论为合格" not in words(client.get("/applications/status/"))
    assert post_move(county, Role.FOI_OFFICER, number, "serve", day, delivery="electronic").status_code == 302

    reader = Client()
    found = reader.post(LOOK_UP, {"number": number.upper(), "code": code[0].lower()}, follow=True)
    text = words(found)
    assert found.redirect_chain[-1][0] == "/applications/status/"
    assert "验收结论为合格" in text and "已经答复" in text and "60日内申请行政复议" in text
    assert "征求第三方意见，所需时间不计入答复期限" in text and "建设有限公司" not in text
    assert "农业农村局政务" not in text, "the applicant is not told who in the organ did what"
    proof = words(reader.get("/applications/status/proof/"))
    assert "最后一日" in proof and "端午节" in proof
    reader.post("/applications/status/leave/")
    assert reader.get("/applications/status/").status_code == 302


def test_sending_the_form_twice_shows_the_same_receipt(county, clock):
    first, second = Client(), Client()
    for each in (first, second):
        assert each.post(NEW, HIDDEN | FORM | {"step": "submit"}).status_code == 302
    assert Application.objects.count() == 1
    assert Application.objects.get().number in words(second.get("/applications/receipt/"))


def test_what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(county, client, clock):
    page = client.post(NEW, HIDDEN | FORM | {"identity_number": "110105194912310021", "step": "submit"})
    assert page.status_code == 422
    assert "最后一位对不上" in words(page) and FORM["description"] in words(page)
    assert 'id="id_identity_number_error"' in page.content.decode()
    assert Application.objects.count() == 0


def test_going_back_from_the_confirmation_keeps_what_was_typed(county, client, clock):
    page = client.post(NEW, HIDDEN | FORM | {"step": "edit"})
    assert page.status_code == 200 and "王小禾" in page.content.decode()


def test_needless_personal_data_is_warned_of_before_submitting(county, client, clock):
    page = client.post(NEW, HIDDEN | FORM | {"description": "请查本人11010519491231002X的补贴", "step": "confirm"})
    assert "描述里有个人信息" in words(page) and "身份证号码" in words(page)


@pytest.mark.parametrize(
    "asked", [{}, {"organ": "nowhere", "kind": "natural_person"}, {"organ": "nongye", "kind": "x"}]
)
def test_without_organ_or_kind_the_form_asks_for_them(county, client, asked):
    assert "第1步" in words(client.get(NEW, asked))


def test_a_company_is_asked_for_its_credit_code(county, client, clock):
    page = client.get(NEW, {"organ": "nongye", "kind": "business"})
    assert "统一社会信用代码" in words(page) and "身份证明号码" not in words(page)
    given = FORM | {"uscc": "91110000600037341L", "representative": "李春生", "applicant_name": "丰禾公司"}
    sent = client.post(NEW, HIDDEN | given | {"kind": "business", "step": "submit"})
    assert sent.status_code == 302
    assert Application.objects.get().uscc == "91110000600037341L"


def test_a_move_that_cannot_be_made_answers_with_what_can_be_done(county, clock):
    application = under_review(county)
    page = post_move(county, Role.LEADING_GROUP, application.number, "approve", JUNE_1)
    assert page.status_code == 422
    assert "目前“审查办理”，不能“批准答复”" in words(page)
    page = post_move(county, Role.FOI_OFFICER, application.number, "receive", JUNE_1)
    assert page.status_code == 422
    assert "现在可以：" in words(page) and "征求第三方意见" in words(page)
    application.refresh_from_db()
    assert application.state == "under_review"


@pytest.mark.parametrize(
    ("move", "given", "told"),
    [
        ("ask_correction", {"items": "年份", "workdays": "十天", "letter": "通知"}, "整数"),
        ("ask_correction", {"items": "", "workdays": "10", "letter": ""}, "请填写"),
        ("ask_correction", {"items": "请王小禾写明年份", "workdays": "10"}, "不要写个人信息"),
        ("consult_third_party", {"third_party": "某公司", "concerning": ""}, "请填写“涉及的内容”"),
        ("draft", {"items": "1", "items-0-text": "撤回", "items-0-ground": "withdrawn"}, "请从列出的各项里选一项"),
        ("draft", {"items": "1", "items-0-text": "结论", "items-0-ground": "provided"}, "请填写“提供的信息”"),
        ("receive_correction", {}, "不能“收到补正”"),
    ],
)
def test_wrong_input_is_refused_in_words_and_nothing_happens(county, clock, move, given, told):
    application = under_review(county)
    before = Event.objects.count()
    page = post_move(county, Role.FOI_OFFICER, application.number, move, JUNE_1, **given)
    assert page.status_code == 422
    assert told in words(page)
    assert Event.objects.filter(case_number__isnull=False).count() == 4 and Event.objects.count() == before


def test_a_day_that_has_not_come_and_one_before_the_last_step_are_refused(county, clock):
    application = under_review(county)
    for day, told in ((date(2026, 6, 2), "还没有发生的事不能登记"), (date(2026, 5, 29), "早于上一步")):
        page = post_move(
            county, Role.FOI_OFFICER, application.number, "withdraw", day, withdrawn_how="当面提交书面申请"
        )
        assert page.status_code == 422 and told in words(page)


def test_an_application_of_another_organ_is_not_there(county, clock):
    application = under_review(county)
    stranger = verified(Client(), county.person(Role.FOI_OFFICER, county.other))
    for name, args in (
        ("application", []),
        ("application_proof", []),
        ("application_move", ["draft"]),
        ("application_amend", [2]),
        ("application_assign", []),
        ("application_edit", []),
        ("application_erase", []),
    ):
        assert stranger.get(reverse(f"workbench:{name}", args=[application.number, *args])).status_code == 404
    assert stranger.post(reverse("workbench:application_reveal", args=[application.number])).status_code == 404
    assert application.number not in words(stranger.get(reverse("workbench:applications") + "?heap=all"))


def test_a_section_sees_only_what_was_given_to_it(county, clock):
    application = under_review(county)
    reader = signed_in(Client(), county.person(Role.INFO_OFFICER))
    assert reader.get(application.get_absolute_url()).status_code == 404
    services.assign(application, by=who(county, Role.FOI_OFFICER), section=county.section)
    assert reader.get(application.get_absolute_url()).status_code == 200


def test_the_second_factor_is_asked_for_before_a_reply_is_approved(county, clock):
    application = under_review(county)
    go(county, application, "draft", JUNE_1)
    leader = signed_in(Client(), county.person(Role.LEADING_GROUP))
    page = leader.get(reverse("workbench:application_move", args=[application.number, "approve"]))
    assert page.status_code == 302 and reverse("second_factor") in page["Location"]


def test_personal_data_is_masked_until_it_is_asked_for_and_that_is_recorded(county, clock):
    application = under_review(county)
    officer = verified(Client(), county.person(Role.FOI_OFFICER))
    page = words(officer.get(application.get_absolute_url()))
    assert "王**" in page and "王小禾" not in page and "13912345678" not in page
    assert "王小禾" not in words(officer.get(reverse("workbench:applications")))
    before = Event.objects.filter(move="read_personal_data").count()
    page = words(officer.post(reverse("workbench:application_reveal", args=[application.number])))
    assert "王小禾" in page and "11010519491231002X" in page
    assert Event.objects.filter(move="read_personal_data").count() == before + 1
    auditor = verified(Client(), county.person(Role.AUDITOR))
    assert auditor.post(reverse("workbench:application_reveal", args=[application.number])).status_code == 403


def test_personal_data_is_nowhere_in_clear(county, client, clock, caplog):
    caplog.set_level(logging.DEBUG)
    client.post(NEW, HIDDEN | FORM | {"address": "青石县清溪路12号", "step": "submit"}, follow=True)
    services.submit(county.bureau, COMPANY)
    application = Application.objects.order_by("id").first()
    assert application is not None
    code = application.query_code
    go(county, application, "receive", JUNE_1)
    go(county, application, "register", JUNE_1)
    go(county, application, "begin_review", JUNE_1)
    go(county, application, "consult_third_party", JUNE_1)
    go(county, application, "hear_last_third_party", JUNE_1, {"third_party": "第三方1"})
    go(county, application, "draft", JUNE_1, reply="答复内容里有王小禾")
    client.post(LOOK_UP, {"number": application.number, "code": code}, follow=True)
    client.post(LOOK_UP, {"number": application.number, "code": "WRONGCODE234"})
    officer = verified(Client(), county.person(Role.FOI_OFFICER))
    officer.post(reverse("workbench:application_reveal", args=[application.number]))
    secret = [
        "王小禾",
        "11010519491231002X",
        "13912345678",
        "xiaohe@example.com",
        "清溪路",
        "某某建设有限公司",
        "丰禾农资",
        "李春生",
        "91110000600037341L",
        code,
    ]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            stored = repr(cursor.fetchall()) + repr([str(each) for each in cursor.fetchall()])
            decoded = stored.encode().decode("unicode_escape", errors="ignore")
            for each in secret:
                assert each not in stored and each not in decoded, f"{each} in {table}"
    for each in secret:
        assert each not in caplog.text


def test_look_ups_are_slowed_down_and_never_tell_whether_a_number_exists(county, clock):
    application = services.submit(county.bureau, WANG)
    told = []
    for number in (application.number, "nongye-2026-9999"):
        guesser = Client()
        pages = [guesser.post(LOOK_UP, {"number": number, "code": f"WRONG{each}"}) for each in range(6)]
        assert [page.status_code for page in pages] == [422] * 5 + [429]
        assert "请15分钟以后再试" in words(pages[-1])
        told.append(words(pages[0]).replace(number, ""))
        right = guesser.post(LOOK_UP, {"number": number, "code": application.query_code})
        assert right.status_code == 429, "the right code is not tried out either"
    assert told[0] == told[1]
    clock(JUNE_1, 10)
    found = Client().post(LOOK_UP, {"number": application.number, "code": application.query_code})
    assert found.status_code == 302
    Client().post(LOOK_UP, {"number": "x", "code": "y"})
    assert LookUpFailure.objects.count() == 1, "what is older than the window is forgotten"


def test_addresses_hold_neither_codes_nor_keys(county, client, clock):
    client.post(NEW, HIDDEN | FORM | {"step": "submit"})
    code = Application.objects.get().query_code
    for address in ("/applications/receipt/", "/applications/status/", "/applications/status/proof/"):
        page = client.get(address)
        assert "no-store" in page["Cache-Control"]
        assert page.status_code == 200
    assert not Client().get("/applications/receipt/").content
    assert code not in str(client.session.items())


def test_an_overdue_case_says_by_how_many_working_days(county, clock):
    application = under_review(county)
    clock(date(2026, 7, 3))
    officer = verified(Client(), county.person(Role.FOI_OFFICER))
    page = words(officer.get(reverse("workbench:applications") + "?heap=overdue"))
    assert application.number in page and "逾期3个工作日" in page
    assert "逾期3个工作日" in words(officer.get(application.get_absolute_url()))
    page = words(officer.get(reverse("workbench:home")))
    assert "逾期的申请" in page


def test_late_is_late_and_stays_on_the_page(county, clock):
    clock(date(2026, 7, 3))
    application = served(county, on=date(2026, 7, 3))
    officer = verified(Client(), county.person(Role.FOI_OFFICER))
    assert "逾期3个工作日办结" in words(officer.get(application.get_absolute_url()))


def test_a_deadline_that_reaches_an_unannounced_year_is_marked_as_provisional(county, clock):
    clock(date(2026, 12, 10))
    application = under_review(county, on=date(2026, 12, 10))
    officer = verified(Client(), county.person(Role.FOI_OFFICER))
    for page in (officer.get(reverse("workbench:applications")), officer.get(application.get_absolute_url())):
        assert "（暂计）" in words(page)
    proof = words(officer.get(reverse("workbench:application_proof", args=[application.number])))
    assert "放假通知尚未录入，暂计" in proof


def test_a_letter_is_registered_with_its_own_day_of_receipt(county, clock):
    clock(date(2026, 6, 3))
    officer = verified(Client(), county.person(Role.FOI_OFFICER))
    url = reverse("workbench:application_register")
    assert "签收邮件的日期" in words(officer.get(url, {"channel": "mail", "kind": "natural_person"}))
    given = FORM | {"channel": "mail", "kind": "natural_person", "identity_number": "", "on": "2026-06-01"}
    page = officer.post(url, given)
    assert page.status_code == 422 and "没有当日登记的原因" in words(page)
    page = officer.post(url, given | {"late": "6月1日停电，先记在纸质登记簿上"})
    assert page.status_code == 302, words(page)
    application = Application.objects.get()
    assert (application.received_on, application.state) == (date(2026, 6, 1), "received")
    assert "还缺" in words(officer.get(application.get_absolute_url()))
    given |= {"channel": "ordinary_mail", "evidence": "电话确认，通话记录存卷", "late": "6月2日停电"}
    for wrong, told in (
        ({"on": "2026-06-09"}, "还没有到"),
        ({"received_on": "2026-05-30"}, "早于上一步"),
        ({"received_on": "2026-06-04"}, "还没有发生的事不能登记"),
        ({"applicant_name": ""}, "请填写"),
    ):
        page = officer.post(url, given | {"received_on": "2026-06-02"} | wrong)
        assert page.status_code == 422 and told in words(page)
    assert Application.objects.count() == 1


def test_a_wrong_day_is_amended_on_the_page_by_another_person(county, clock):
    application = services.submit(county.bureau, WANG)
    clock(date(2026, 6, 4))
    go(county, application, "receive", date(2026, 6, 3), {"late": "前一日网络中断"})
    url = reverse("workbench:application_amend", args=[application.number, 2])
    given = {"on": "2026-06-02", "reason": "电话确认是前一日"}
    officer = verified(Client(), county.person(Role.FOI_OFFICER))
    page = officer.post(url, given)
    assert page.status_code == 422 and "要由原办理人以外的人办理" in words(page)
    head = verified(Client(), county.person(Role.LEADING_GROUP))
    page = head.post(url, {"on": "2026-06-03", "reason": "没有改"})
    assert page.status_code == 422 and "没有改动任何一项" in words(page)
    assert head.post(url, given).status_code == 302
    page = words(head.get(application.get_absolute_url()))
    assert "原登记为2026年6月3日，更正为2026年6月2日" in page


def test_the_list_asks_the_database_no_more_for_fifty_rows_than_for_one(county, clock, django_assert_max_num_queries):
    officer = verified(Client(), county.person(Role.FOI_OFFICER))
    url = reverse("workbench:applications")
    under_review(county)
    officer.get(url)
    with django_assert_max_num_queries(22) as one:
        officer.get(url)
    for _ in range(30):
        application = services.submit(county.bureau, WANG, at=moment(JUNE_1))
        go(county, application, "receive", JUNE_1)
    with django_assert_max_num_queries(len(one.captured_queries)):
        officer.get(url)


def test_the_page_of_an_organ_says_how_to_apply(county, client):
    page = words(client.get("/nongye/apply/"))
    assert "20个工作日" in page and "以双方确认之日为收到申请之日" in page
