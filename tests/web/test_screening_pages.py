"""The pages of screening: finds in place, decisions, pasted texts, words."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.screening.models import Decision, Screening, ScreeningWord
from gongkai.web.screening.queries import report_of
from tests.web.conftest import signed_in, verified
from tests.web.publishing_walks import drafted

IDENTITY = "420204200206151922"
BODY = f"<p>公示：陈志强，<b>身份证号{IDENTITY[:6]}</b>{IDENTITY[6:]}。</p><table><tr><td>A&amp;B</td><td>机密★长期</td></tr></table>"


@pytest.fixture
def version(county):
    return drafted(county, body_html=BODY)


@pytest.fixture
def page(client, county):
    return signed_in(client, county.person(Role.INFO_OFFICER))


def test_finds_are_marked_in_the_node_in_which_they_stand(page, version):
    text = page.get(reverse("workbench:screening", args=[version.item_id])).content.decode()
    assert f"{IDENTITY[:6]}</mark></strong>" in text
    assert f'<mark class="hit hit-error">{IDENTITY[6:]}</mark>。' in text
    assert "A&amp;B" in text
    assert 'id="place-1"' in text
    assert 'id="hit-1"' in text


def test_the_drafter_decides_about_a_find(page, version):
    found = report_of(version.wording).undecided[0]
    given = {"fingerprint": found.fingerprint, "choice": "false_alarm", "reason": ""}
    assert page.post(reverse("workbench:screening", args=[version.item_id]), given).status_code == 302
    assert Decision.objects.get().choice == "false_alarm"


def test_a_refused_decision_stands_beside_its_form_and_keeps_what_was_typed(page, version):
    found = report_of(version.wording).undecided[0]
    given = {"fingerprint": found.fingerprint, "choice": "kept", "reason": "无"}
    answer = page.post(reverse("workbench:screening", args=[version.item_id]), given)
    assert answer.status_code == 422
    assert 'value="无"' in answer.content.decode()
    assert "请写明理由" in answer.content.decode()


@pytest.mark.parametrize("choice", ["", "mended", "whatever"])
def test_a_find_is_not_settled_by_a_choice_that_does_not_settle(page, version, choice):
    found = report_of(version.wording).undecided[0]
    given = {"fingerprint": found.fingerprint, "choice": choice, "reason": "改好了的"}
    assert page.post(reverse("workbench:screening", args=[version.item_id]), given).status_code == 422
    assert not Decision.objects.exists()


def test_a_find_that_is_no_longer_there_cannot_be_decided_about(page, version):
    given = {"fingerprint": "0" * 64, "choice": "false_alarm", "reason": ""}
    answer = page.post(reverse("workbench:screening", args=[version.item_id]), given)
    assert answer.status_code == 422
    assert "这一处已经没有了" in answer.content.decode()


def test_a_reviewer_sees_the_finds_and_decides_nothing(client, county, version):
    reviewer = verified(client, county.person(Role.SECRECY_REVIEWER))
    address = reverse("workbench:screening", args=[version.item_id])
    assert "怎样处理" not in reviewer.get(address).content.decode()
    assert reviewer.post(address, {"fingerprint": "x", "choice": "kept"}).status_code == 403


def test_looking_at_a_draft_stores_nothing_and_screening_again_does(page, version):
    page.get(reverse("workbench:screening", args=[version.item_id]))
    assert Screening.objects.count() == 0
    page.post(reverse("workbench:screen_now", args=[version.item_id]))
    assert Screening.objects.count() == 1


def test_a_pasted_text_is_screened_and_not_kept(page):
    given = {"text": f"一、名单\n<script>x</script>陈志强 {IDENTITY}"}
    text = page.post(reverse("workbench:screen_text"), given).content.decode()
    assert "居民身份证号码" in text
    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text
    assert not Screening.objects.exists()


def test_an_empty_paste_is_told(page):
    answer = page.post(reverse("workbench:screen_text"), {"text": ""})
    assert answer.status_code == 422
    assert "请粘贴要筛查的文字。" in answer.content.decode()


def office(client, county):
    return verified(client, county.person(Role.FOI_OFFICER))


def test_words_go_out_and_come_back_as_a_file(client, county):
    page = office(client, county)
    made = {"wrong": "=青石縣", "right": "青石县", "kind": "wrong_word", "note": "规范汉字", "active": "on"}
    assert page.post(reverse("workbench:new_screening_word"), made).status_code == 302
    file = page.get(reverse("workbench:export_screening_words")).content
    assert "'=青石縣" in file.decode("utf-8-sig")
    ScreeningWord.objects.all().delete()
    page.post(reverse("workbench:import_screening_words"), {"file": SimpleUploadedFile("words.csv", file)})
    assert ScreeningWord.objects.get().wrong == "=青石縣"


def test_a_file_in_gbk_is_read(client, county):
    data = "不当的写法,规范的写法,种类\n青石縣,青石县,错别字\n".encode("gb18030")
    office(client, county).post(
        reverse("workbench:import_screening_words"), {"file": SimpleUploadedFile("words.csv", data)}
    )
    assert ScreeningWord.objects.get().right == "青石县"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "文件是空的"),
        ("词,对\n甲乙,丙丁\n".encode(), "没有列名“不当的写法”"),
        ("不当的写法,别的\n甲乙,丙丁\n".encode(), "不认识的列名：别的"),
        ("不当的写法,种类\n甲乙,数字\n甲,\n甲乙,\n".encode(), "第2行的种类“数字”不认识"),
        (b"PK\x03\x04\x00\x00", "这不是 CSV 文件"),
        ("不当的写法,在用\n甲乙,也许\n".encode(), "请写“是”或者“否”"),
    ],
)
def test_a_wrong_file_changes_nothing_and_says_what_is_wrong(client, county, data, told):
    given = {"file": SimpleUploadedFile("words.csv", data)}
    answer = office(client, county).post(reverse("workbench:import_screening_words"), given)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not ScreeningWord.objects.exists()


def test_a_word_of_one_character_or_twice_is_refused(client, county):
    page = office(client, county)
    given = {"wrong": "甲", "kind": "wrong_word", "active": "on"}
    assert "请写两个字以上" in page.post(reverse("workbench:new_screening_word"), given).content.decode()
    given["wrong"] = "甲乙"
    assert page.post(reverse("workbench:new_screening_word"), given).status_code == 302
    assert "已经有这个词" in page.post(reverse("workbench:new_screening_word"), given).content.decode()


def test_the_list_of_words_asks_as_often_for_fifty_as_for_one(client, county, django_assert_max_num_queries):
    page = office(client, county)
    ScreeningWord.objects.bulk_create(ScreeningWord(organ=county.bureau, wrong=f"错词{n}") for n in range(60))
    page.get(reverse("workbench:screening_words"))
    with django_assert_max_num_queries(14):
        assert page.get(reverse("workbench:screening_words")).status_code == 200
