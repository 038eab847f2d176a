"""A report out of the ledger: every figure is as long as the list behind it, what is missing stays blank, two people sign, the
file reads back the same, and what was published stays what it was."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from publishing_walks import published as published_item
from publishing_walks import who as publisher
from test_applications_services import COMPANY, WANG, go

from gongkai.annualreport.counting import APPLICATIONS, Period, period, selection, without_register
from gongkai.annualreport.model import State
from gongkai.annualreport.reading.reader import read_report
from gongkai.annualreport.scheme import scheme_of
from gongkai.applications.outcomes import can_be_drafted
from gongkai.casework import NotAllowed
from gongkai.organs.roles import Role
from gongkai.web.annualreport.drafting import draft_report, read_back
from gongkai.web.annualreport.ledger import figures, records_behind
from gongkai.web.annualreport.models import KeptReport, ReportDraft, ReportState
from gongkai.web.annualreport.reference import figures_from_events
from gongkai.web.annualreport.services import drafting
from gongkai.web.applications import services as applications
from gongkai.web.organs.authority import acting
from gongkai.web.publishing import services as publishing
from tests.web.conftest import County, signed_in, verified

FORM = scheme_of("2021")
YEAR = 2025


def moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def by(county: County, role: Role, organ: Any = None) -> Any:
    where = organ or county.bureau
    return acting(county.person(role, where), where)


def answered(county: County, came: date, went: date | None, outcome: str = "granted", details: Any = WANG) -> Any:
    """An application received on one day and, unless still open, answered on another."""
    case = applications.submit(county.bureau, details, at=moment(came))
    for move in ("receive", "register", "begin_review"):
        go(county, case, move, came)
    if went is not None:
        go(county, case, "draft", went, {"outcome": outcome})
        for move in ("review_secrecy", "approve"):
            go(county, case, move, went)
        go(county, case, "serve", went, {"delivery": "direct"})
    return case


def issued(county: County, on: date, title: str, number: str) -> Any:
    """A document signed and published on one day."""
    return published_item(county, at=moment(on), signed_on=on, title=title, document_number=number)


@pytest.fixture
def year_of_work(county: County) -> County:
    """Nine applications around 2025 and three documents."""
    answered(county, date(2024, 12, 20), date(2025, 1, 6))
    answered(county, date(2025, 3, 3), date(2025, 3, 10))
    answered(county, date(2025, 3, 4), date(2025, 3, 12), "refused.internal_affairs", COMPANY)
    answered(county, date(2025, 5, 6), date(2025, 5, 9), "unavailable.not_held")
    answered(county, date(2025, 12, 22), None, details=COMPANY)
    answered(county, date(2025, 12, 23), date(2026, 1, 8))
    withdrawn = answered(county, date(2025, 6, 3), None)
    go(county, withdrawn, "withdraw", date(2025, 6, 5))
    answered(county, date(2026, 1, 5), date(2026, 1, 9))
    never = applications.submit(county.bureau, WANG, at=moment(date(2025, 7, 1)))
    go(county, never, "withdraw", date(2025, 7, 2))
    issued(county, date(2024, 9, 20), "关于秋粮收购的通知", "青农发〔2024〕12号")
    issued(county, date(2025, 4, 1), "关于农机购置补贴的通知", "青农发〔2025〕3号")
    old = issued(county, date(2023, 5, 5), "旧的办法", "青农发〔2023〕1号")
    publishing.repeal(
        old, by=publisher(county, Role.FOI_OFFICER), on=date(2025, 8, 1), ground="青农发〔2025〕9号", at=moment(date(2025, 8, 1))
    )  # fmt: skip
    return county


def begun(county: County, year: int = YEAR) -> ReportDraft:
    return drafting.start_draft(county.bureau, year, by=by(county, Role.FOI_OFFICER))


def completed(county: County, draft: ReportDraft, **special: int) -> ReportDraft:
    """All that a whole report needs: figures by hand signed by another person, and text."""
    values = {at: Decimal(0) for at in without_register(FORM)}
    values |= {"proactive_disclosure.licensing.decisions": Decimal(12)}
    drafting.enter_figures(draft, values, source="行政执法统计表", reason="没有台账", by=by(county, Role.FOI_OFFICER))
    drafting.sign_figures(draft, by=by(county, Role.SECTION_HEAD))
    texts = {
        "preamble": "本报告由青石县农业农村局按照《中华人民共和国政府信息公开条例》编制，统计期限为2025年1月1日至12月31日。",
        "overview": "（一）主动公开。按时公开各类信息。\n（二）依申请公开。依法办理申请。\n（三）政府信息管理。严格审查。\n（四）政府信息公开平台建设。维护栏目。\n（五）监督保障。开展培训。",
        "issues_and_improvements": "存在的主要问题是解读不够及时。改进情况：建立了解读与文件同步的办法。",
        "other_matters": "2025年没有收取信息处理费，没有其他需要报告的事项。",
    }
    for section, text in texts.items():
        drafting.write_section(draft, section, text, by=by(county, Role.FOI_OFFICER))
    return draft


def approved(county: County, draft: ReportDraft) -> KeptReport:
    drafting.submit_draft(draft, by=by(county, Role.FOI_OFFICER))
    return drafting.publish_draft(draft, by=by(county, Role.LEADING_GROUP))


def test_the_tables_count_what_happened(year_of_work):
    report = draft_report(begun(year_of_work)).report
    found = {
        key: report.value(f"applications.{key}")
        for key in (
            "received.total", "received.natural_person", "received.business", "carried_in.natural_person", "granted.total",
            "refused.internal_affairs.business", "unavailable.not_held.total", "other.other.total", "processed_total.total",
            "carried_out.total", "carried_out.business",
        )
    }  # fmt: skip
    assert found == {
        "received.total": 6, "received.natural_person": 4, "received.business": 2, "carried_in.natural_person": 1,
        "granted.total": 2, "refused.internal_affairs.business": 1, "unavailable.not_held.total": 1, "other.other.total": 1,
        "processed_total.total": 5, "carried_out.total": 2, "carried_out.business": 1,
    }  # fmt: skip
    row = "proactive_disclosure.normative_documents"
    assert [report.value(f"{row}.{column}") for column in ("issued", "repealed", "in_force")] == [1, 1, 2]


def test_a_list_behind_every_cell_is_as_long_as_its_figure(client, year_of_work):
    draft = begun(year_of_work)
    drafted = draft_report(draft)
    signed_in(client, year_of_work.person(Role.FOI_OFFICER))
    for at, figure in drafted.counted.items():
        records = records_behind(year_of_work.bureau, YEAR, at)
        assert records is not None and records.count() == len(set(records.values_list("pk", flat=True))) == figure, at
    for at in (
        "applications.received.total",
        "applications.granted.business",
        "proactive_disclosure.normative_documents.in_force",
    ):
        from lxml import html

        page = html.fromstring(client.get(reverse("workbench:report_draft_cell", args=[draft.pk, at])).content)
        assert len(page.xpath("//ol[contains(@class, 'records')]/li")) == drafted.counted[at]


def test_every_figure_of_the_draft_opens_its_records(client, year_of_work):
    from lxml import html

    draft = begun(year_of_work)
    signed_in(client, year_of_work.person(Role.FOI_OFFICER))
    page = html.fromstring(client.get(draft.get_absolute_url()).content)
    linked = {cell.get("data-cell") for cell in page.xpath("//td[@data-cell][a[contains(@href, '/cells/')]]")}
    assert linked == set(draft_report(draft).counted)
    assert "还没有登记台账" in page.text_content()


def test_what_one_year_carries_out_the_next_carries_in(year_of_work):
    first, second = (figures(year_of_work.bureau, FORM, period(year)) for year in (2024, 2025))
    for kind in ("natural_person", "business", "total"):
        assert first[f"applications.carried_out.{kind}"] == second[f"applications.carried_in.{kind}"]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_random_year_counts_the_same_by_query_and_by_replaying_events(county, seed):
    chance = random.Random(seed)
    kinds = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
    outcomes = [each.key for each in can_be_drafted(date(2025, 1, 1))]
    for _ in range(14):
        kind = chance.choice(kinds)
        details = WANG if kind == "natural_person" else replace(COMPANY, applicant_kind=kind)
        came = date(2024, 11, 20) + timedelta(days=chance.randrange(440))
        went = came + timedelta(days=chance.randrange(1, 20)) if chance.random() < 0.7 else None
        try:
            answered(county, came, went, chance.choice(outcomes), details)
        except NotAllowed:
            continue
    for number in range(4):
        on = date(2024, 3, 1) + timedelta(days=chance.randrange(700))
        item = issued(county, on, f"通知{number}", f"青农发〔{on.year}〕{number + 20}号")
        if chance.random() < 0.5:
            later = on + timedelta(days=chance.randrange(1, 300))
            publishing.repeal(item, by=publisher(county, Role.FOI_OFFICER), on=later, ground="清理", at=moment(later))
    for during in (period(2024), period(2025), Period(2025, date(2025, 6, 30)), period(2026, date(2026, 2, 1))):
        quick = figures(county.bureau, FORM, during)
        assert quick == figures_from_events(county.bureau, FORM, during)
        for at, figure in quick.items():
            if figure and selection(at, FORM).register == APPLICATIONS:
                assert records_behind(county.bureau, during.year, at, during.until).count() == figure


def test_an_application_ordered_to_be_decided_again_counts_once(county):
    case = answered(county, date(2025, 3, 3), date(2025, 3, 10), "refused.deliberative")
    before = figures(county.bureau, FORM, period(2025))
    go(county, case, "sign_for", date(2025, 3, 11))
    go(county, case, "reconsider", date(2025, 4, 1))
    go(county, case, "order_again", date(2025, 5, 6), {"limit": 10})
    go(county, case, "review_again", date(2025, 5, 7))
    assert figures(county.bureau, FORM, period(2025)) == before
    go(county, case, "draft", date(2025, 5, 8), {"outcome": "granted"})
    for move in ("review_secrecy", "approve"):
        go(county, case, move, date(2025, 5, 8))
    go(county, case, "serve", date(2025, 5, 8), {"delivery": "direct"})
    after = figures(county.bureau, FORM, period(2025))
    assert after == before == figures_from_events(county.bureau, FORM, period(2025))
    assert after["applications.received.total"] == after["applications.processed_total.total"] == 1


def test_a_cell_without_a_register_is_blank_until_two_people_stand_for_its_figure(year_of_work):
    draft = begun(year_of_work)
    at = "proactive_disclosure.penalties.decisions"
    assert draft_report(draft).report.cell(at).state is State.BLANK
    drafting.enter_figures(
        draft, {at: Decimal(3)}, source="处罚台账", reason="没有台账", by=by(year_of_work, Role.FOI_OFFICER)
    )
    assert draft_report(draft).report.cell(at).state is State.BLANK
    with pytest.raises(ValidationError, match="由另一人核签"):
        drafting.sign_figures(draft, by=by(year_of_work, Role.FOI_OFFICER))
    drafting.sign_figures(draft, by=by(year_of_work, Role.LEADING_GROUP))
    assert draft_report(draft).report.value(at) == 3


def test_a_counted_cell_is_not_entered_by_hand(year_of_work):
    draft = begun(year_of_work)
    with pytest.raises(ValidationError, match="由台账计数"):
        drafting.enter_figures(
            draft, {"applications.received.natural_person": Decimal(99)}, source="x", reason="y", by=by(year_of_work, Role.FOI_OFFICER)
        )  # fmt: skip


def test_a_figure_entered_by_hand_is_a_whole_number_unless_an_amount(client, year_of_work):
    draft = begun(year_of_work)
    signed_in(client, year_of_work.person(Role.FOI_OFFICER))
    address = reverse("workbench:report_draft_figures", args=[draft.pk])
    page = client.post(address, {"cell-0": "1.5", "cell-3": "-2", "source": "统计表", "reason": "没有台账"})
    text = page.content.decode()
    assert page.status_code == 422 and "请填写整数" in text and "不能小于零" in text and "统计表" in text
    assert client.post(address, {"cell-3": "12.3456", "source": "统计表", "reason": "没有台账"}).status_code == 302
    assert str(draft.adjustments.get().value) == "12.3456"
    assert client.post(address, {"cell-0": "1"}).status_code == 422


def test_the_draft_written_to_docx_reads_back_the_same(client, year_of_work):
    draft = completed(year_of_work, begun(year_of_work))
    outcome = read_back(draft_report(draft))
    assert outcome.cells == 200 and outcome.differences == [] and outcome.more == []
    signed_in(client, year_of_work.person(Role.FOI_OFFICER))
    page = client.get(reverse("workbench:report_draft_read_back", args=[draft.pk])).content.decode()
    assert "完全相同" in page and "200格" in page


def test_a_draft_with_cells_still_blank_reads_back_the_same(year_of_work):
    outcome = read_back(draft_report(begun(year_of_work)))
    assert outcome.cells == 200 and outcome.differences == []


@pytest.mark.parametrize("to", ["docx", "xlsx", "html", "json", "md"])
def test_a_draft_is_exported_in_every_format(client, year_of_work, to):
    draft = completed(year_of_work, begun(year_of_work))
    signed_in(client, year_of_work.person(Role.FOI_OFFICER))
    answer = client.get(reverse("workbench:report_draft_file", args=[draft.pk, to]))
    assert read_report(answer.content, f"x.{to}").value("applications.received.total") == 6


def test_what_is_not_whole_cannot_be_submitted_and_the_text_says_what_is_missing(year_of_work):
    draft = begun(year_of_work)
    with pytest.raises(ValidationError, match="还有4格没有登记台账"):
        drafting.submit_draft(draft, by=by(year_of_work, Role.FOI_OFFICER))
    values = {at: Decimal(0) for at in without_register(FORM)}
    drafting.enter_figures(draft, values, source="x", reason="y", by=by(year_of_work, Role.FOI_OFFICER))
    with pytest.raises(ValidationError, match="还没有第二人核签"):
        drafting.submit_draft(draft, by=by(year_of_work, Role.FOI_OFFICER))


def test_a_year_that_is_not_over_can_be_tried_but_not_submitted(year_of_work, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(date(2025, 6, 30)))
    draft = begun(year_of_work)
    assert draft_report(draft).report.value("applications.received.total") == 4
    with pytest.raises(ValidationError, match="还没有过完"):
        drafting.submit_draft(draft, by=by(year_of_work, Role.FOI_OFFICER))


def test_a_whole_report_is_approved_by_another_person_and_published(client, year_of_work):
    draft = completed(year_of_work, begun(year_of_work))
    drafting.submit_draft(draft, by=by(year_of_work, Role.FOI_OFFICER))
    with pytest.raises(ValidationError, match="不能自己批准"):
        drafting.publish_draft(draft, by=by(year_of_work, Role.FOI_OFFICER))
    kept = drafting.publish_draft(draft, by=by(year_of_work, Role.LEADING_GROUP))
    assert (kept.state, kept.year) == (ReportState.PUBLISHED, YEAR)
    assert {each["code"] for each in kept.findings if each["severity"] == "error"} <= {"S-DATE-LATE"}
    page = client.get(reverse("portal:annual_report", args=[year_of_work.bureau.code, YEAR])).content.decode()
    assert "青石县农业农村局2025年政府信息公开工作年度报告" in page
    file = client.get(reverse("portal:annual_report_file", args=[year_of_work.bureau.code, YEAR, 1, "docx"]))
    assert read_report(file.content, "x.docx").value("applications.carried_out.business") == 1


def test_the_snapshot_keeps_which_records_each_cell_counted(year_of_work):
    draft = completed(year_of_work, begun(year_of_work))
    snapshot = drafting.submit_draft(draft, by=by(year_of_work, Role.FOI_OFFICER))
    received = snapshot.records["applications.received.natural_person"]
    assert received["kind"] == "applications.application" and len(received["ids"]) == 4
    assert "adjustment" in snapshot.records["proactive_disclosure.licensing.decisions"]
    assert not any(at.endswith(".total") for at in snapshot.records)


def test_a_ledger_that_changed_after_submission_stops_the_approval(year_of_work):
    draft = completed(year_of_work, begun(year_of_work))
    drafting.submit_draft(draft, by=by(year_of_work, Role.FOI_OFFICER))
    answered(year_of_work, date(2025, 12, 30), None)
    with pytest.raises(ValidationError, match=r"台账有变化.*由4变为5"):
        drafting.publish_draft(draft, by=by(year_of_work, Role.LEADING_GROUP))
    assert not KeptReport.objects.exists()
    drafting.return_draft(draft, by=by(year_of_work, Role.LEADING_GROUP), note="台账变了，请核对。")
    assert approved(year_of_work, draft).report.value("applications.received.natural_person") == 5


def test_a_published_report_is_corrected_by_a_new_version_with_a_note(client, year_of_work):
    first = approved(year_of_work, completed(year_of_work, begun(year_of_work)))
    with pytest.raises(ValidationError, match="更正了什么"):
        begun(year_of_work)
    draft = drafting.start_draft(
        year_of_work.bureau, YEAR, by=by(year_of_work, Role.FOI_OFFICER), note="补登一件漏登的申请。"
    )
    answered(year_of_work, date(2025, 12, 30), None)
    second = approved(year_of_work, completed(year_of_work, draft))
    first.refresh_from_db()
    assert (first.state, second.version, second.corrects) == (ReportState.REPLACED, 2, first)
    assert first.report.value("applications.received.natural_person") == 4
    page = client.get(reverse("portal:annual_report", args=[year_of_work.bureau.code, YEAR])).content.decode()
    assert "补登一件漏登的申请。" in page


def test_the_next_year_is_checked_against_the_published_one(year_of_work):
    approved(year_of_work, completed(year_of_work, begun(year_of_work)))
    drafted = draft_report(begun(year_of_work, 2026))
    from gongkai.web.annualreport.drafting import findings_on, prior_report

    assert prior_report(drafted.draft).year == YEAR
    assert not [each for each in findings_on(drafted) if each.code == "T3-CARRY" and each.severity == "error"]


def test_two_people_at_one_section_do_not_write_over_each_other(client, year_of_work):
    draft = begun(year_of_work)
    signed_in(client, year_of_work.person(Role.FOI_OFFICER))
    address = reverse("workbench:report_draft_text", args=[draft.pk, "overview"])
    assert client.post(address, {"text": "甲写的。", "seen": "0"}).status_code == 302
    page = client.post(address, {"text": "乙写的。", "seen": "0"})
    text = page.content.decode()
    assert page.status_code == 422 and "甲写的。" in text and "乙写的。" in text and "刚才保存了第1稿" in text
    assert draft.texts.count() == 1


def test_another_organ_sees_no_draft(client, year_of_work):
    draft = begun(year_of_work)
    verified(client, year_of_work.person(Role.LEADING_GROUP, year_of_work.other))
    for name, args in (
        ("report_draft", []), ("report_draft_cell", ["applications.received.total"]), ("report_draft_read_back", []),
        ("report_draft_file", ["docx"]), ("report_draft_figures", []), ("report_draft_text", ["overview"]),
    ):  # fmt: skip
        assert client.get(reverse(f"workbench:{name}", args=[draft.pk, *args])).status_code == 404, name
    assert client.post(reverse("workbench:act_on_draft", args=[draft.pk, "approve"])).status_code == 404


def test_a_cell_that_the_form_does_not_have_is_no_page(client, year_of_work):
    draft = begun(year_of_work)
    signed_in(client, year_of_work.person(Role.FOI_OFFICER))
    for at in ("applications.nothing.total", "x", "a.b.c", "applications.received", "disputes.total.total"):
        assert client.get(reverse("workbench:report_draft_cell", args=[draft.pk, at])).status_code == 404, at


def test_the_pages_of_a_draft_ask_a_fixed_number_of_queries(client, year_of_work, django_assert_max_num_queries):
    draft = completed(year_of_work, begun(year_of_work))
    signed_in(client, year_of_work.person(Role.FOI_OFFICER))
    client.get(draft.get_absolute_url())
    with django_assert_max_num_queries(40):
        client.get(draft.get_absolute_url())


def test_the_whole_way_over_the_pages(client, year_of_work):
    county = year_of_work
    verified(client, county.person(Role.FOI_OFFICER))
    answer = client.post(reverse("workbench:start_report_draft"), {"year": str(YEAR), "note": ""})
    draft = ReportDraft.objects.get()
    assert answer["Location"] == draft.get_absolute_url()
    completed(county, draft)
    act = lambda action: client.post(reverse("workbench:act_on_draft", args=[draft.pk, action]))  # noqa: E731
    assert act("submit").status_code == 302
    assert act("approve").status_code == 403
    home = verified(client, county.person(Role.LEADING_GROUP)).get(reverse("workbench:home")).content.decode()
    assert "年报等待批准" in home
    assert act("approve").status_code == 302
    assert KeptReport.objects.get().state == ReportState.PUBLISHED
