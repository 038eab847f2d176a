"""Self-inspections, what people answer, problems until they are set right, and who is told of a column."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from gongkai.assessment.freshness.judging import Verdict
from gongkai.casework import NotAllowed
from gongkai.casework.events import BEIJING
from gongkai.letters import write
from gongkai.organs.roles import Role
from gongkai.web.inspection import services
from gongkai.web.inspection.documents import document
from gongkai.web.inspection.models import Problem, SelfInspection
from gongkai.web.inspection.sites import Sites
from gongkai.web.inspection.survey import Survey
from gongkai.web.inspection.watching import watch
from gongkai.web.organs.authority import acting
from gongkai.web.publishing.models import SiteColumn
from gongkai.web.releases.models import Account
from gongkai.web.releases.services import add_account
from gongkai.web.reminders.models import Reminder
from gongkai.web.reminders.wording import sentence
from tests.web.conftest import County, signed_in, verified
from tests.web.publishing_walks import column_of, published, who

LONG_AGO = date(2020, 1, 1)


def _at(days_ago: int) -> datetime:
    day = timezone.localdate() - timedelta(days=days_ago)
    return datetime(day.year, day.month, day.day, 0, 5, tzinfo=BEIJING)


def _empty(county: County, code: str = "bare", **fields: Any) -> SiteColumn:
    given = {"opened_on": LONG_AGO, "title": f"空的{code}", "owner": county.person(Role.SECTION_HEAD)} | fields
    return column_of(county, code=code, **given)


def _draw(county: County, **fields: Any) -> SelfInspection:
    today = timezone.localdate()
    given = {"year": today.year, "quarter": (today.month + 2) // 3, "on": today, "due_on": today + timedelta(days=15)}
    return services.draw_up(county.government, by=who(county, Role.FOI_OFFICER, county.government), **(given | fields))


def _veto(county: County, key: str, organ: Any = None) -> Any:
    today = timezone.localdate()
    site = Sites(today).of(organ or county.government)
    return next(each for each in Survey(site.organs, today).vetoes(site) if each.indicator.key == key)


def test_drawing_up_asks_each_problem_to_be_set_right_once(county: County) -> None:
    column = _empty(county)
    first = _draw(county)
    (problem,) = Problem.objects.filter(indicator="empty")
    assert (problem.organ, problem.officer, problem.due_on) == (
        county.bureau,
        column.owner,
        timezone.localdate() + timedelta(days=15),
    )
    second = _draw(county)
    assert Problem.objects.filter(indicator="empty").count() == 1
    first.refresh_from_db()
    assert (first.state, second.version) == (SelfInspection.State.REPLACED, 2)
    assert [row["number"] for row in second.content["problems"] if row["indicator"] == "empty"] == [problem.number]


def test_what_a_report_says_does_not_change_with_what_happens_later(county: County) -> None:
    column = _empty(county)
    made = _draw(county)
    kept = dict(made.content)
    published(county, at=_at(0), column=column)
    made.refresh_from_db()
    assert made.content == kept
    assert next(each for each in made.content["vetoes"] if each["key"] == "empty")["count"] == 1


def test_what_nobody_looked_at_is_named_as_not_assessed_in_the_document(county: County) -> None:
    _empty(county)
    text = zipfile.ZipFile(BytesIO(write(document(_draw(county)), "docx"))).read("word/document.xml").decode()
    assert "不当作合格" in text
    assert "没有评估" in text
    assert "栏目里没有公开的信息" in text


def test_a_report_is_signed_by_another_person_of_the_leading_group(county: County, client: Client) -> None:
    made = _draw(county)
    office, head = (county.person(role, county.government) for role in (Role.FOI_OFFICER, Role.LEADING_GROUP))
    address = f"/workbench/inspection/reports/{made.pk}"
    assert verified(client, head).post(f"{address}/sign/").status_code == 403  # 办公室还没有审签
    assert verified(client, office).post(f"{address}/check/").status_code == 302
    assert client.post(f"{address}/sign/").status_code == 403
    assert verified(client, head).post(f"{address}/sign/").status_code == 302
    made.refresh_from_db()
    assert (made.state, made.checked_by, made.signed_by) == (SelfInspection.State.SIGNED, office, head)
    page = client.get(f"{address}/").content.decode()
    assert "已签发" in page
    assert client.get(f"{address}/paper.docx").status_code == 200
    assert client.get(f"{address}/paper.exe").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"quarter": 5}, {"year": 1999}, {"on": LONG_AGO}, {"on": date(2999, 1, 1)}, {"due_on": LONG_AGO}, {"year": 9999}],
)
def test_a_report_of_no_quarter_or_no_day_is_refused_and_leaves_nothing(county: County, wrong: dict[str, Any]) -> None:
    _empty(county)
    with pytest.raises(ValidationError):
        _draw(county, **wrong)
    assert not SelfInspection.objects.exists()
    assert not Problem.objects.exists()


def test_an_answer_holds_a_quarter_and_then_nobody_has_looked(county: County) -> None:
    by = who(county, Role.FOI_OFFICER, county.government)
    given = {"by": by, "indicator": "security", "note": "逐栏打开看过。"}
    services.answer(county.government, on=timezone.localdate() - timedelta(days=92), finding="clear", **given)
    assert _veto(county, "security").verdict is Verdict.NOT_ASSESSED
    services.answer(county.government, on=timezone.localdate(), finding="clear", **given)
    assert _veto(county, "security").verdict is Verdict.CLEAR
    bureau = {**given, "by": who(county, Role.FOI_OFFICER)}
    services.answer(county.bureau, on=timezone.localdate(), finding="found", **bureau)
    assert _veto(county, "security").verdict is Verdict.TRIGGERED


@pytest.mark.parametrize(
    "wrong",
    [
        {"indicator": "empty", "finding": "clear"},
        {"indicator": "security"},
        {"indicator": "reachable", "finding": "clear"},
        {"indicator": "reachable", "visits": 10, "failed": 11},
        {"indicator": "security", "finding": "clear", "on": date(2999, 1, 1)},
        {"indicator": "security", "finding": "clear", "note": " "},
    ],
)
def test_an_answer_that_says_nothing_is_refused(county: County, wrong: dict[str, Any]) -> None:
    given = {"on": timezone.localdate(), "note": "逐栏打开看过。"} | wrong
    with pytest.raises(ValidationError):
        services.answer(county.bureau, by=who(county, Role.FOI_OFFICER), **given)


def test_an_organ_without_public_services_is_not_asked_for_guides(county: County) -> None:
    assert _veto(county, "no_services").verdict is Verdict.TRIGGERED
    for organ in (county.government, county.bureau, county.other):
        services.set_up(organ, by=who(county, Role.FOI_OFFICER, organ), public_services=False)
    assert _veto(county, "no_services").verdict is Verdict.NOT_APPLICABLE
    assert _veto(county, "services").verdict is Verdict.NOT_APPLICABLE


def test_the_county_may_ask_more_of_accounts_than_the_state_does(county: County) -> None:
    opened = timezone.localdate() - timedelta(days=12)
    by = who(county, Role.FOI_OFFICER)
    account: Account = add_account(
        county.bureau, by=by, platform="wechat", name="青石农业", manager="办公室", opened_on=opened
    )
    assert _veto(county, "accounts").number == 1  # 从来没有登记过发布
    from gongkai.web.releases.services import record_release

    on = timezone.localdate() - timedelta(days=12)
    record_release(county.bureau, by=by, channel="wechat", title="秋收", on=on, account=account, kind="news")
    assert _veto(county, "accounts").verdict is Verdict.CLEAR
    with pytest.raises(ValidationError):
        services.set_up(county.government, by=by, account_days=10)
    services.set_up(county.government, by=by, account_days=10, account_basis="青政公开办〔2024〕3号")
    assert _veto(county, "accounts").verdict is Verdict.TRIGGERED


def test_a_problem_is_set_right_checked_and_struck_off(county: County, client: Client) -> None:
    _empty(county)
    _draw(county)
    problem = Problem.objects.get(indicator="empty")
    address = f"/workbench/inspection/problems/{problem.number}"
    client = signed_in(client, county.person(Role.FOI_OFFICER))
    assert client.post(f"{address}/moves/report_done/", {"on": timezone.localdate().isoformat()}).status_code == 422
    given = {"on": timezone.localdate().isoformat(), "done": "已经补发两条"}
    assert client.post(f"{address}/moves/report_done/", given).status_code == 302
    given = {"on": timezone.localdate().isoformat(), "reason": "只有一条", "limit": "2020-01-01"}
    assert client.post(f"{address}/moves/send_back/", given).status_code == 422
    given["limit"] = (timezone.localdate() + timedelta(days=9)).isoformat()
    assert client.post(f"{address}/moves/send_back/", given).status_code == 302
    problem.refresh_from_db()
    assert (problem.state, problem.due_on) == ("open", timezone.localdate() + timedelta(days=9))
    by = who(county, Role.FOI_OFFICER)
    services.make_move(problem, "report_done", by=by, facts={"done": "又补了一条"})
    with pytest.raises(NotAllowed, match="另一人"):
        services.make_move(problem, "confirm_done", by=by, facts={"seen": "看过"})
    above = acting(county.person(Role.SUPERVISING_OFFICE, county.government), county.bureau)
    services.make_move(problem, "confirm_done", by=above, facts={"seen": "看过"})
    problem.refresh_from_db()
    assert problem.ended
    assert client.get(f"{address}/").status_code == 200
    assert client.get("/workbench/inspection/problems/export.xlsx").content[:2] == b"PK"


def test_who_answers_for_a_column_is_told_once_and_after_an_outage_of_what_still_holds(county: County) -> None:
    column = _empty(county, "news", update_class="news", opened_on=timezone.localdate() - timedelta(days=40))
    published(county, at=_at(20), column=column)
    now = timezone.now()
    assert watch(now) > 0
    assert watch(now) == 0
    owner = county.person(Role.SECTION_HEAD)
    reminder = Reminder.objects.get(person=owner)
    assert (reminder.rule, reminder.due_on) == ("fresh_red", timezone.localdate() - timedelta(days=6))
    assert "以前应当有新的内容" in sentence(reminder)
    assert watch(now + timedelta(days=7)) > 0  # 还是没有更新，过一周再提醒
    published(county, at=_at(0), column=column, title="新的一条", document_number="")
    assert watch(now) == 0


def test_the_overview_asks_the_database_no_more_for_many_columns(
    county: County, client: Client, django_assert_max_num_queries: Any
) -> None:
    signed_in(client, county.person(Role.SUPERVISING_OFFICE, county.government))
    _empty(county)
    client.get("/workbench/inspection/")
    for number in range(30):
        _empty(county, f"c{number}")
    with django_assert_max_num_queries(26):
        assert client.get("/workbench/inspection/").status_code == 200
    with django_assert_max_num_queries(26):
        assert client.get("/workbench/inspection/columns/?below=1").status_code == 200


def test_another_organ_is_not_looked_at_by_a_bureau(county: County, client: Client) -> None:
    signed_in(client, county.person(Role.FOI_OFFICER))
    assert client.get("/workbench/inspection/", {"organ": county.other.code}).status_code == 404
    signed_in(client, county.person(Role.SUPERVISING_OFFICE, county.government))
    assert client.get("/workbench/inspection/", {"organ": county.other.code}).status_code == 200
