"""Applying on the portal with files, items and a break; what the holder of the code sees, hands in and fetches."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from test_applications_pages import FORM, HIDDEN, LOOK_UP, NEW, clock, words  # noqa: F401
from test_applications_services import JUNE_1, WANG, go, moment, served, under_review, who

from gongkai.applications.letters import letter_kinds
from gongkai.casework import NotAllowed
from gongkai.organs.roles import Role
from gongkai.web.applications import drafts, filings, services
from gongkai.web.applications.letters import compose
from gongkai.web.applications.models import Application, Draft, Filing
from gongkai.web.files.scanning import EICAR
from gongkai.web.log.models import Event

RESUME = "/applications/resume/"


def paper(name: str = "说明.txt", data: bytes = "地块位置说明".encode()) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def looked_up(application: Application) -> Client:
    client = Client()
    assert client.post(LOOK_UP, {"number": application.number, "code": application.query_code}).status_code == 302
    return client


def test_files_of_a_form_that_is_refused_are_kept_and_handed_in_with_it(county, client, clock):  # noqa: F811
    page = client.post(
        NEW, HIDDEN | FORM | {"identity_number": "", "step": "confirm", "papers": [paper(), paper("图.txt", b"x y z")]}
    )
    assert page.status_code == 422 and "说明.txt" in words(page) and "图.txt" in words(page)
    page = client.post(NEW, HIDDEN | FORM | {"step": "confirm"})
    assert page.status_code == 200 and "说明.txt" in words(page)
    assert client.post(NEW, HIDDEN | FORM | {"step": "submit"}).status_code == 302
    assert sorted(each.name for each in Application.objects.get().materials.all()) == ["图.txt", "说明.txt"]
    assert "随附的文件2个" in re.sub(r"\s", "", words(client.get("/applications/receipt/")))


def test_of_several_files_the_bad_one_is_named_and_the_good_ones_stay(county, client, clock):  # noqa: F811
    files = [paper("好.txt"), paper("毒.txt", EICAR), paper("空.pdf", b"")]
    page = client.post(NEW, HIDDEN | FORM | {"step": "submit", "papers": files})
    text = words(page)
    assert page.status_code == 422 and "毒.txt”被查出带有病毒" in text and "空.pdf”是空文件" in text
    assert [each.name for each in drafts.files_of(HIDDEN["token"])] == ["好.txt"]
    assert FORM["description"] in page.content.decode() and Application.objects.count() == 0


def test_fifty_files_come_in_at_once_and_one_can_be_taken_back(county, client, clock):  # noqa: F811
    files = [paper(f"{number}.txt", f"第{number}份".encode()) for number in range(50)]
    page = client.post(NEW, HIDDEN | FORM | {"step": "upload", "papers": files})
    assert page.status_code == 200 and len(drafts.files_of(HIDDEN["token"])) == 50
    key = re.search(r'name="drop" value="([0-9a-f-]+)"', page.content.decode())[1]
    page = client.post(NEW, HIDDEN | FORM | {"drop": key})
    assert page.status_code == 200 and len(drafts.files_of(HIDDEN["token"])) == 49
    for wrong in ("x", "0" * 32, "../../x"):
        assert client.post(NEW, HIDDEN | FORM | {"drop": wrong}).status_code == 200


def test_another_form_cannot_reach_the_files(county, client, clock):  # noqa: F811
    client.post(NEW, HIDDEN | FORM | {"step": "upload", "papers": [paper()]})
    kept = drafts.files_of(HIDDEN["token"])[0]
    page = client.post(NEW, HIDDEN | {"token": "1" * 32} | FORM | {"drop": str(kept.key)})
    assert "说明.txt" not in words(page) and len(drafts.files_of(HIDDEN["token"])) == 1


def test_several_items_become_one_numbered_description(county, client, clock):  # noqa: F811
    page = client.post(NEW, HIDDEN | FORM | {"items": "1", "step": "more"})
    assert page.status_code == 200 and 'name="item_2"' in page.content.decode()
    client.post(NEW, HIDDEN | FORM | {"items": "2", "item_2": "2025年度部门决算", "step": "submit"})
    assert Application.objects.get().description == f"1. {FORM['description']}\n2. 2025年度部门决算"


@pytest.mark.parametrize("items", ["", "0", "-1", "99", "９", "x" * 50])
def test_a_number_of_items_that_makes_no_sense_is_no_matter(county, client, clock, items):  # noqa: F811
    assert client.post(NEW, HIDDEN | FORM | {"items": items, "step": "confirm"}).status_code == 200


def test_a_form_is_saved_and_gone_on_with_by_its_code_elsewhere(county, client, clock):  # noqa: F811
    half = FORM | {"identity_number": "", "description": "清溪路12号的规划"}
    page = client.post(NEW, HIDDEN | half | {"step": "save", "papers": [paper()]})
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", words(page))[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM applications_draft")
        stored = repr(cursor.fetchall())
    assert "清溪路" not in stored and code.replace("-", "") not in stored and HIDDEN["token"] not in stored
    other = Client()
    page = other.post(RESUME, {"code": code.lower()})
    assert page.status_code == 200 and "清溪路12号的规划" in words(page) and "说明.txt" in words(page)
    assert "王小禾" in page.content.decode() and 'class="field-error"' not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    token = re.search(r'name="token" value="([0-9a-f]{32})"', page.content.decode())[1]
    assert other.post(NEW, HIDDEN | FORM | {"token": token, "step": "submit"}).status_code == 302
    assert Application.objects.get().materials.count() == 1 and Draft.objects.count() == 0
    assert "没有找到" in words(Client().post(RESUME, {"code": code}))


def test_resume_codes_are_slow_to_guess(county, client, clock):  # noqa: F811
    code, _ = drafts.save_draft("c" * 32, {"organ": "nongye", "kind": "natural_person", "items": 1, "typed": {}})
    pages = [client.post(RESUME, {"code": f"WRONG{number}"}) for number in range(6)]
    assert [page.status_code for page in pages] == [422] * 5 + [429]
    assert client.post(RESUME, {"code": code}).status_code == 429, "the right code is not tried out either"
    assert Client(REMOTE_ADDR="198.51.100.7").post(RESUME, {"code": code}).status_code == 200


def test_what_was_saved_too_long_ago_is_gone(county, clock):  # noqa: F811
    code, _ = drafts.save_draft("c" * 32, {"organ": "nongye", "kind": "natural_person", "items": 1, "typed": {}})
    clock(date(2026, 6, 20))
    assert "没有找到" in words(Client().post(RESUME, {"code": code}))


def test_looking_for_what_is_public_keeps_what_was_typed(county, client, clock):  # noqa: F811
    page = client.post(NEW, HIDDEN | FORM | {"step": "search"})
    assert page.status_code == 200 and "没有查到已经公开的" in words(page) and "王小禾" in page.content.decode()
    found = client.post("/applications/find/", {"q": FORM["description"], "organ": "nongye"})
    assert found.json() == {"hits": []}
    assert client.get("/applications/find/").status_code == 405


def test_the_receipt_is_there_as_pdf(county, client, clock):  # noqa: F811
    client.post(NEW, HIDDEN | FORM | {"step": "submit"})
    page = client.get("/applications/receipt/pdf/")
    assert (page.content[:5] == b"%PDF-" and page["Cache-Control"].startswith("no-store")) or "no-store" in page[
        "Cache-Control"
    ]
    assert Client().get("/applications/receipt/pdf/").status_code == 302


def test_wrong_number_wrong_code_and_another_code_answer_alike(county, clock):  # noqa: F811
    one, two = (services.submit(county.bureau, WANG) for _ in range(2))
    told = set()
    for place, (number, code) in enumerate(
        [
            ("nongye-2026-9999", one.query_code),
            (one.number, "WRONGCODE234"),
            (one.number, two.query_code),
            ("nothing", "nothing"),
        ]
    ):
        page = Client(REMOTE_ADDR=f"198.51.100.{place}").post(LOOK_UP, {"number": number, "code": code or "x"})
        body = page.content.decode().replace(number, "").replace(code or 'value="x"', "")
        body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body)
        told.add((page.status_code, re.sub(r'value="[^"]*"', "", body), tuple(sorted(page.headers))))
    assert len(told) == 1


def test_looking_up_deciphers_as_much_for_a_number_that_does_not_exist(county, clock, monkeypatch):  # noqa: F811
    from gongkai.web.privacy import cipher

    one = services.submit(county.bureau, WANG)
    counted = []
    real = cipher._cipher
    monkeypatch.setattr(cipher, "_cipher", lambda keys: counted.append(1) or real(keys))
    tally = {}
    for number in (one.number, "nongye-2026-9999", one.number, "nongye-2026-9999"):
        counted.clear()
        Client().post(LOOK_UP, {"number": number, "code": "WRONGCODE234"})
        tally[number] = len(counted)
    assert len(set(tally.values())) == 1


def test_a_correction_is_handed_in_online_and_is_the_evidence_of_the_step(county, clock):  # noqa: F811
    application = under_review(county)
    go(county, application, "ask_correction", JUNE_1)
    client = looked_up(application)
    assert "补正的内容" in words(client.get("/applications/status/"))
    url = reverse("portal:application_hand_in", args=["correction"])
    page = client.post(
        url, {"correction-text": "清溪镇的项目", "correction-uploads": [paper("毒.txt", EICAR), paper()]}
    )
    assert page.status_code == 422 and "病毒" in words(page) and "清溪镇的项目" in words(page)
    assert Filing.objects.count() == 0 and application.materials.count() == 0
    assert client.post(url, {"correction-text": "清溪镇的项目", "correction-uploads": [paper()]}).status_code == 302
    assert application.materials.get().role == "correction"
    assert not Event.objects.filter(content__icontains="清溪镇的项目").exists()
    officer = who(county, Role.FOI_OFFICER)
    event = services.make_move(application, "receive_correction", by=officer, facts={}, at=moment(JUNE_1, 16))
    assert "凭查询码在网上递交，材料1份" in event.content["event"]["facts"]["evidence"]
    assert Filing.objects.get().taken_step == event.case_number
    assert "受理机关已经登记" in words(client.get("/applications/status/"))
    assert client.post(url, {"correction-text": "再补"}).status_code == 422


def test_withdrawing_is_asked_for_once_and_made_by_the_office(county, clock):  # noqa: F811
    application = under_review(county)
    client = looked_up(application)
    url = reverse("portal:application_hand_in", args=["withdrawal"])
    assert client.post(url, {"withdrawal-text": ""}).status_code == 302
    assert "不用再递交" in words(client.post(url, {}))
    application.refresh_from_db()
    assert application.state == "under_review"
    go(county, application, "withdraw", JUNE_1, {"letter": ""})
    assert client.post(url, {}).status_code == 422
    assert Filing.objects.get().taken_step
    assert client.post("/applications/status/hand-in/nonsense/").status_code == 404
    assert Client().post(url, {}).status_code == 302


def test_only_what_was_sent_to_the_applicant_is_handed_out(county, clock):  # noqa: F811
    clock(date(2026, 6, 12), 12)
    application = served(county)
    served_step = Event.objects.filter(move="serve").get().case_number
    by, at = who(county, Role.FOI_OFFICER), moment(date(2026, 6, 12))
    steps = {each.move: each.case_number for each in Event.objects.filter(case_number__isnull=False)}
    for name, role, step in (
        ("答复书", "letter", served_step), ("结论", "released", None), ("第三方征求意见书", "letter", steps["begin_review"]),
        ("身份证", "identity", 1), ("原件", "source", None), ("旧稿", "letter", None),
    ):  # fmt: skip
        services.add_material(application, role=role, name=f"{name}.txt", data=name.encode(), by=by, step=step, at=at)
    client = looked_up(application)
    page = words(client.get("/applications/status/"))
    assert "答复书.txt" in page and "结论.txt" in page
    assert not [name for name in ("第三方", "身份证", "原件", "旧稿") if f"{name}.txt" in page]
    for each in application.materials.all():
        answer = client.get(reverse("portal:application_file", args=[each.key]))
        assert answer.status_code == (200 if each.name in ("答复书.txt", "结论.txt") else 404), each.name
        assert Client().get(reverse("portal:application_file", args=[each.key])).status_code == 302
    assert Event.objects.filter(move="fetch_material").count() == 2


def test_what_is_released_before_the_reply_is_served_is_not_handed_out(county, clock):  # noqa: F811
    application = under_review(county)
    services.add_material(application, role="released", name="结论.txt", data=b"x", by=who(county, Role.FOI_OFFICER))
    client = looked_up(application)
    assert "结论.txt" not in words(client.get("/applications/status/"))
    assert client.get(reverse("portal:application_file", args=[application.materials.get().key])).status_code == 404


def test_the_answer_is_judged_once(county, clock):  # noqa: F811
    clock(date(2026, 6, 15))
    application = served(county)
    client = looked_up(application)
    for wrong in ({}, {"score": "6"}, {"score": "x"}):
        assert client.post("/applications/status/feedback/", wrong).status_code == 422
    assert client.post("/applications/status/feedback/", {"score": "2", "text": "没有说清楚"}).status_code == 302
    page = client.post("/applications/status/feedback/", {"score": "5"})
    assert page.status_code == 422 and "已经评价过" in words(page)
    assert "不满意" in words(client.get("/applications/status/"))


def test_nothing_is_judged_before_the_answer(county, clock):  # noqa: F811
    with pytest.raises(ValidationError, match="还没有答复"):
        filings.give_feedback(under_review(county), 5)


def test_an_applicant_without_contact_is_refused_online_and_registered_from_paper_with_the_gap(county, client, clock):  # noqa: F811
    none = {"phone": "", "email": "", "address": ""}
    page = client.post(NEW, HIDDEN | FORM | none | {"step": "submit"})
    assert page.status_code == 422 and "至少填写一项" in words(page)
    from dataclasses import replace

    made = services.register_other_channel(
        county.bureau, replace(WANG, **none), "mail", by=who(county, Role.FOI_OFFICER), on=JUNE_1
    )
    assert "联系方式" in made.lacking


@pytest.mark.parametrize(
    ("channel", "given", "told"),
    [
        ("ordinary_mail", {"received_on": JUNE_1}, "请写明确认的方式和凭据"),
        ("fax", {"received_on": date(2026, 6, 2), "evidence": "电话"}, "没有当日登记的原因"),
        ("in_person", {}, "没有当日登记的原因"),
        ("in_person", {"received_on": date(2026, 6, 2), "late": "补录"}, "以提交之日为收到申请之日"),
        ("oral", {"received_on": date(2026, 6, 2), "late": "补录"}, "以提交之日为收到申请之日"),
    ],
)
def test_a_day_of_receipt_is_settled_only_as_the_channel_says(county, clock, channel, given, told):  # noqa: F811
    clock(date(2026, 6, 3))
    with pytest.raises((ValidationError, NotAllowed), match=told):
        services.register_other_channel(
            county.bureau, WANG, channel, by=who(county, Role.FOI_OFFICER), on=JUNE_1, **given
        )
    assert Application.objects.count() == 0


def test_a_message_that_is_an_application_keeps_its_day_and_says_where_it_came_from(county, clock):  # noqa: F811
    from gongkai.web.applications.beginning import transfer_in

    clock(date(2026, 6, 5))
    made = transfer_in(
        county.bureau, WANG, by=who(county, Role.FOI_OFFICER), origin="留言2026060101", written_on=JUNE_1
    )
    submitted = Event.objects.get(move="submit")
    assert (submitted.on, made.state) == (JUNE_1, "submitted")
    assert submitted.content["event"]["facts"]["origin"] == "留言2026060101"
    with pytest.raises(ValidationError, match="不要写个人信息"):
        transfer_in(county.bureau, WANG, by=who(county, Role.FOI_OFFICER), origin="王小禾的来信", written_on=JUNE_1)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_submit_at_once_make_one_application(county, tmp_path):
    drafts.keep_file(HIDDEN["token"], role="request", name="a.txt", data=b"text")
    settings = connections.databases["default"]
    name = settings["NAME"]
    if connection.vendor == "sqlite":
        # 内存里的库各线程看不见：复制到一个文件里
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(tmp_path / "shared.sqlite3")])
        settings["NAME"] = str(tmp_path / "shared.sqlite3")
    together = threading.Barrier(2)

    def submit(_: int) -> tuple[int, int, int]:
        try:
            together.wait()
            status = Client().post(NEW, HIDDEN | FORM | {"step": "submit"}).status_code
            return status, Application.objects.count(), Application.objects.get().materials.count()
        finally:
            connection.close()

    try:
        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(submit, range(2))) == [(302, 1, 1)] * 2
    finally:
        settings["NAME"] = name


def test_letters_to_the_applicant_are_fetched_as_pdf_and_others_are_not(county, clock):  # noqa: F811
    application = under_review(county)
    go(county, application, "consult_third_party", JUNE_1)
    go(county, application, "hear_last_third_party", JUNE_1, {"third_party": "第三方1"})
    go(county, application, "draft", JUNE_1)
    go(county, application, "review_secrecy", JUNE_1)
    go(county, application, "approve", JUNE_1)
    client = looked_up(application)
    decided = [each for each in application.letters.all() if each.reply_id]
    form = next(kind for kind in letter_kinds().kinds.values() if kind.recipient == "file")
    compose(application, form, by=who(county, Role.FOI_OFFICER), at=moment(JUNE_1))
    third = [each for each in application.letters.all() if each.kind_of_letter.recipient != "applicant"]
    assert third
    assert decided
    for each in (*decided, *third):
        assert client.get(reverse("portal:application_letter", args=[each.pk])).status_code == 404
    go(county, application, "serve", JUNE_1)
    page = client.get(reverse("portal:application_letter", args=[decided[0].pk]))
    assert page.status_code == 200 and page.content.startswith(b"%PDF-")
    assert str(decided[0]) in words(client.get("/applications/status/"))
    assert client.get(reverse("portal:application_letter", args=[third[0].pk])).status_code == 404
    assert Event.objects.filter(move="fetch_letter").count() == 1
