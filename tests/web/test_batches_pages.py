"""Bulk work over the pages: picking on the list, the dry run, confirming, what came of it; also against the wrong hands."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from test_applications_services import JUNE_1, WANG, go, moment, under_review, who
from web.conftest import signed_in, verified, words

from gongkai.organs.roles import Role
from gongkai.web.applications import services
from gongkai.web.applications.models import Application, Letter
from gongkai.web.batches import running
from gongkai.web.batches.models import Batch
from gongkai.web.log.models import Event
from gongkai.web.operation import tick

OFFICE, HEAD = Role.FOI_OFFICER, Role.LEADING_GROUP
EXTENSION = {"workdays": "10", "reason": "涉及的档案在外地库房"}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Any:
    settings.SESSION_IDLE_SECONDS = settings.SESSION_COOKIE_AGE = 10**8

    def to(day: date, hour: int = 9, minute: int = 0) -> None:
        now = moment(day, hour).replace(minute=minute)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    to(date(2026, 6, 10))
    return to


@pytest.fixture
def cases(county: Any) -> list[Application]:
    return [under_review(county) for _ in range(2)]


@pytest.fixture
def office(county: Any) -> Client:
    return signed_in(Client(), county.person(OFFICE))


@pytest.fixture
def head(county: Any) -> Client:
    return verified(Client(), county.person(HEAD))


def send(client: Client, **given: Any) -> Any:
    return client.post(reverse("workbench:batch_new"), given)


def keys(cases: Any) -> list[str]:
    return [str(each.pk) for each in cases]


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found, words(page)
    return html.unescape(found[1])


def shown(client: Client, what: str, cases: Any, **given: Any) -> Any:
    page = send(client, what=what, case=keys(cases), step="preview", **given)
    assert page.status_code == 200, words(page)
    return page


def confirm(client: Client, page: Any, cases: Any, step: str = "confirm", **given: Any) -> Any:
    token = hidden(page, "token")
    return send(client, step=step, token=token, keep=keys(cases), cases=",".join(keys(cases)), **given)


def test_a_head_extends_two_cases_from_the_list_and_sees_what_came_of_them(head, cases, clock):
    listed = head.get(reverse("workbench:applications"))
    assert all(f'name="case" value="{key}"' in listed.content.decode() for key in keys(cases))
    form = send(head, what="move.extend", case=keys(cases))
    assert "选中的申请（2件）" in words(form) and hidden(form, "cases") == ",".join(keys(cases))
    page = shown(head, "move.extend", cases, **EXTENSION)
    said = words(page)
    assert "这是预演" in said and "最后一日由2026年6月30日改为2026年7月14日" in said
    assert "延期答复告知书" in said and "王小禾" not in said, "the sample letter is masked"
    assert Event.objects.filter(move="extend").count() == 0
    done = confirm(head, page, cases, **EXTENSION)
    batch = Batch.objects.get()
    assert done.status_code == 302 and done.url == batch.get_absolute_url()
    assert "等待批量办理：延期答复" in words(head.get(cases[0].get_absolute_url()))
    waiting = head.get(done.url)
    assert "还没有执行" in words(waiting) and "撤回这一批" in words(waiting)
    clock(date(2026, 6, 10), 9, 11)
    running.run(batch.pk)
    after = head.get(done.url)
    assert "已经执行" in words(after) and "更正记录" in words(after)
    letter = Letter.objects.filter(kind="extension").first()
    assert letter.get_absolute_url() in after.content.decode()


def test_the_tick_runs_what_is_due_and_nothing_before(head, cases, clock, django_capture_on_commit_callbacks, county):
    confirm(head, shown(head, "move.extend", cases, **EXTENSION), cases, **EXTENSION)
    with django_capture_on_commit_callbacks(execute=True):
        assert running.run_due(moment(date(2026, 6, 10))) == 0
    clock(date(2026, 6, 10), 9, 11)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            told = {each.name: each for each in tick.run_due(force=True)}
        assert not told["run_batches"].failed
    assert Letter.objects.filter(kind="extension").count() == 2
    assert Batch.objects.get().state == "done"


def test_a_case_that_was_unticked_is_left_out(office, cases):
    page = shown(office, "letter.receipt", cases)
    confirm(office, page, cases[:1])
    assert [line.application for line in Batch.objects.get().lines.all()] == cases[:1]
    none = confirm(office, shown(office, "letter.receipt", cases[1:]), [])
    assert none.status_code == 422 or none.status_code == 302
    assert Batch.objects.count() == 1


def test_what_cannot_be_done_is_listed_with_the_reason(head, county, cases):
    go(county, cases[0], "extend", JUNE_1)
    page = shown(head, "move.extend", cases, **EXTENSION)
    assert "不能办理的1件" in words(page) and "第三十三条第二款" in words(page)


def test_fields_that_are_missing_are_asked_for_and_nothing_is_lost(head, cases):
    page = send(head, what="move.extend", case=keys(cases), step="preview", reason="查档", workdays="")
    assert page.status_code == 422 and hidden(page, "cases") == ",".join(keys(cases)) and "查档" in words(page)
    wrong = send(head, what="move.extend", case=keys(cases), step="preview", reason="查档", workdays="21")
    assert "可以办理的" not in words(wrong) and "选中的申请现在都办不了" in words(wrong)
    back = send(head, what="move.extend", cases=",".join(keys(cases)), step="edit", **EXTENSION)
    assert "涉及的档案在外地库房" in words(back)


def test_nothing_picked_or_nothing_to_do_is_told(office, cases):
    assert "没有选中申请" in words(office.post(reverse("workbench:batch_new"), {"heap": "open"}, follow=True))
    page = send(office, case=keys(cases), what="")
    assert page.status_code == 422 and "还没有选择办什么" in words(page)
    page = send(office, case=keys(cases), what="move.approve")
    assert "还没有选择办什么" in words(page), "what is no bulk work is not offered"
    page = office.post(
        reverse("workbench:batch_new"), {"case": ["9" * 30, "x", "-1", ""], "what": "assign"}, follow=True
    )
    assert "没有选中申请" in words(page)


def test_all_that_a_heap_holds_is_picked_up_to_the_limit(office, cases, settings):
    page = send(office, heap="open", all="1", what="assign")
    assert "选中的申请（2件）" in words(page)
    settings.BATCH_CASES = 1
    page = send(office, heap="open", all="1", what="assign")
    assert "选中的申请（1件）" in words(page) and "一批最多1件" in words(page)
    page = send(office, case=keys(cases), what="letter.receipt")
    assert page.status_code == 422 and "选了2件" in words(page)


def test_the_officer_is_not_offered_what_only_heads_may(office, head, cases):
    assert "延期答复</option>" not in office.get(reverse("workbench:applications")).content.decode()
    assert "延期答复</option>" in head.get(reverse("workbench:applications")).content.decode()
    page = send(office, case=keys(cases), what="move.extend", step="preview", **EXTENSION)
    assert page.status_code == 422 and Batch.objects.count() == 0


def test_the_second_factor_is_asked_for_before_anything_is_filled_in(county, cases):
    client = signed_in(Client(), county.person(HEAD))
    page = send(client, case=keys(cases), what="move.extend")
    assert page.status_code == 302 and reverse("second_factor") in page.url


def test_who_may_plan_nothing_sees_no_check_boxes_and_is_refused(county, cases):
    auditor = signed_in(Client(), county.person(Role.AUDITOR))
    assert 'name="case"' not in auditor.get(reverse("workbench:applications")).content.decode()
    assert send(auditor, case=keys(cases), what="assign").status_code == 403


def test_a_case_of_another_organ_is_not_shown_to_who_cannot_see_it(office, county, cases):
    theirs = services.submit(county.other, WANG, at=moment(JUNE_1))
    page = send(office, case=[*keys(cases), str(theirs.pk)], what="letter.receipt")
    assert theirs.number not in words(page) and "不在您能看到的范围里" in words(page)


def test_a_case_that_went_on_after_the_dry_run_is_shown_again(office, county, cases):
    page = shown(office, "letter.receipt", cases)
    services.assign(cases[0], by=who(county, OFFICE), section=county.section)
    again = confirm(office, page, cases)
    assert again.status_code == 422 and "又有变化" in words(again) and cases[0].number in words(again)
    assert Batch.objects.count() == 0
    assert confirm(office, again, cases).status_code == 302


def test_a_plan_confirmed_twice_is_one_batch(office, cases):
    page = shown(office, "letter.receipt", cases)
    one, two = confirm(office, page, cases), confirm(office, page, cases)
    assert one.url == two.url and Batch.objects.count() == 1


def test_a_seal_that_was_tampered_with_does_nothing(office, cases):
    page = office.post(reverse("workbench:batch_new"), {"step": "confirm", "token": "x:y:z"}, follow=True)
    assert "预演的内容不完整" in words(page) and Batch.objects.count() == 0


def test_what_ends_at_midnight_is_told_and_can_be_run_at_once(head, cases, clock):
    clock(date(2026, 6, 30), 23, 55)
    page = shown(head, "move.extend", cases, **EXTENSION)
    assert "有的今天就到期" in words(page) and "现在就执行" in words(page)
    done = confirm(head, page, cases, step="at_once", **EXTENSION)
    assert "已经执行" in words(head.get(done.url))
    assert Letter.objects.filter(kind="extension").count() == 2


def test_running_at_once_is_not_offered_where_there_is_time(head, cases):
    page = shown(head, "move.extend", cases, **EXTENSION)
    assert "现在就执行" not in words(page)


def test_a_batch_is_taken_back_by_another_officer_and_not_by_the_auditor(county, office, head, cases):
    done = confirm(head, shown(head, "move.extend", cases, **EXTENSION), cases, **EXTENSION)
    batch = Batch.objects.get()
    auditor = signed_in(Client(), county.person(Role.AUDITOR))
    assert auditor.post(reverse("workbench:batch_take_back", args=[batch.pk])).status_code == 403
    assert "撤回这一批" not in words(auditor.get(done.url))
    page = office.post(reverse("workbench:batch_take_back", args=[batch.pk]), follow=True)
    assert "已经撤回" in words(page) and "没有办理" in words(page)
    again = office.post(reverse("workbench:batch_take_back", args=[batch.pk]), follow=True)
    assert "不能撤回" in words(again)


def test_an_assignment_is_put_back_on_its_page_and_refused_lines_go_to_their_cases(office, county, cases, clock):
    officer = county.person(Role.INFO_OFFICER)
    given = {"section": str(county.section.pk), "officer": str(officer.pk)}
    done = confirm(office, shown(office, "assign", cases, **given), cases, **given)
    batch = Batch.objects.get()
    go(county, cases[0], "withdraw", date(2026, 6, 10))
    clock(date(2026, 6, 10), 9, 11)
    running.run(batch.pk)
    page = office.get(done.url)
    assert "安排以后，这件又办了“撤回申请”" in words(page) and "撤销交办" in words(page)
    home = words(office.get(reverse("workbench:batches"), {"tab": "refused"}))
    assert str(batch) in home
    back = office.post(reverse("workbench:batch_put_back", args=[batch.pk]), follow=True)
    assert "已经撤销1件的交办" in words(back)
    assert Application.objects.get(pk=cases[1].pk).officer is None
    settled = office.post(reverse("workbench:batch_settle", args=[batch.pk]), follow=True)
    assert "标为处理完" in words(settled)
    assert str(batch) not in words(office.get(reverse("workbench:batches"), {"tab": "refused"}))


def test_the_pages_ask_the_database_no_more_for_ten_cases_than_for_two(
    office, county, cases, django_assert_max_num_queries
):
    more = [under_review(county) for _ in range(6)]
    first = confirm(office, shown(office, "letter.receipt", cases), cases).url
    with django_assert_max_num_queries(25) as few:
        office.get(first)
    most = len(few.captured_queries)
    second = confirm(office, shown(office, "letter.receipt", more), more).url
    with django_assert_max_num_queries(most):
        office.get(second)
    with django_assert_max_num_queries(18):
        office.get(reverse("workbench:batches"))
