"""The registers behind table 2: entered by one, shown by another, counted once; tallies with two names; zero said, never guessed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from gongkai.annualreport.counting import period, without_register
from gongkai.annualreport.scheme import scheme_of
from gongkai.organs.roles import Role
from gongkai.web.annualreport import ledger
from gongkai.web.annualreport.drafting import draft_report, records_of
from gongkai.web.annualreport.ledger import counted, register_records
from gongkai.web.annualreport.reference import figures_from_events
from gongkai.web.annualreport.services import drafting
from gongkai.web.log.models import Event
from gongkai.web.registers import queries, services
from gongkai.web.registers.conflicts import conflicts
from gongkai.web.registers.importing import plan_records
from gongkai.web.registers.models import Decision, Fee, FeeCollection, Matter, ProcurementProject, Tally
from tests.web.conftest import signed_in, verified
from tests.web.publishing_walks import who

FORM, OLD = scheme_of("2021"), scheme_of("2019")
TWO = "proactive_disclosure."
COMPANY = "青石县绿源农资有限公司"


def decided(county, number="青农罚〔2024〕3号", on=date(2024, 5, 6), kind="penalties", **fields) -> Decision:
    given = {
        "is_person": False,
        "subject": COMPANY,
        "content": "经营假农药案",
        "result": "罚款五千元",
        "basis": "《农药管理条例》第五十五条",
    }
    return services.enter(
        Decision, county.bureau, by=who(county, Role.INFO_OFFICER), kind=kind, number=number, decided_on=on, **(given | fields)
    )  # fmt: skip


def matter(county, name="农药经营许可", kind="licensing", added=date(2019, 1, 10), **fields) -> Matter:
    return services.enter(
        Matter, county.bureau, by=who(county, Role.INFO_OFFICER), kind=kind, name=name, basis="《农药管理条例》", added_on=added, **fields
    )  # fmt: skip


def summed(county, kind="penalties", since=date(2024, 1, 1), until=date(2024, 12, 31), *, sign=True, **given) -> Tally:
    made = services.tally(
        county.bureau,
        by=who(county, Role.INFO_OFFICER),
        kind=kind,
        since=since,
        until=until,
        source="执法办案系统",
        **given,
    )
    return services.confirm_tally(made, by=who(county, Role.FOI_OFFICER)) if sign else made


def fee(county, added=date(2019, 1, 1)) -> Fee:
    by = who(county, Role.INFO_OFFICER)
    return services.enter(
        Fee, county.bureau, by=by, name="农药登记费", basis="财税〔2017〕20号", standard="每件200元", added_on=added
    )


def bought(county, name, amount, on=date(2020, 6, 1)) -> ProcurementProject:
    by = who(county, Role.INFO_OFFICER)
    return services.enter(ProcurementProject, county.bureau, by=by, name=name, on=on, amount=Decimal(amount))


def cells(county, year=2024, form=FORM):
    return counted(county.bureau, form, period(year))


def test_every_decision_of_the_year_counts_whether_public_or_not_and_voided_ones_do_not(county):
    decided(county)
    hidden = decided(county, "青农罚〔2024〕4号")
    services.keep_back(hidden, by=who(county, Role.FOI_OFFICER), reason="《条例》第十五条")
    wrong = decided(county, "青农罚〔2024〕5号")
    services.void(wrong, by=who(county, Role.FOI_OFFICER), reason="重复")
    decided(county, "青农罚〔2023〕9号", date(2023, 12, 31))
    found = cells(county)
    assert found.cells[f"{TWO}penalties.decisions"] == 2
    (records,) = register_records(county.bureau, 2024, f"{TWO}penalties.decisions")
    assert {each.number for each in records} == {"青农罚〔2024〕3号", "青农罚〔2024〕4号"}
    assert f"{TWO}licensing.decisions" not in found.cells and not found.problems


def test_a_confirmed_tally_of_zero_is_zero_and_nothing_recorded_is_blank(county):
    assert f"{TWO}licensing.decisions" not in cells(county).cells
    made = summed(county, "licensing", count=0, sign=False)
    found = cells(county)
    assert f"{TWO}licensing.decisions" not in found.cells
    assert "还没有第二人核签" in found.problems[f"{TWO}licensing.decisions"]
    with pytest.raises(ValidationError, match="由另一人核签"):
        services.confirm_tally(made, by=who(county, Role.INFO_OFFICER))
    services.confirm_tally(made, by=who(county, Role.FOI_OFFICER))
    assert cells(county).cells[f"{TWO}licensing.decisions"] == 0


def test_a_tally_needs_its_number_and_days_that_can_be_counted(county):
    with pytest.raises(ValidationError, match="空着不等于没有"):
        summed(county)
    with pytest.raises(ValidationError, match="不能跨年"):
        summed(county, count=3, since=date(2023, 7, 1), until=date(2024, 6, 30))
    with pytest.raises(ValidationError, match="还没有到"):
        today = timezone.localdate()
        summed(county, count=3, since=today, until=today + timedelta(days=1))
    with pytest.raises(ValidationError, match="填同一天"):
        summed(county, "licensing_items", count=3)
    with pytest.raises(ValidationError, match="不填金额"):
        summed(county, count=3, amount=Decimal(1))


def test_a_tally_over_single_records_is_refused_and_says_which_and_what_to_do(county):
    decided(county)
    with pytest.raises(ValidationError, match=r"已经单件登记了1条处理决定（例如“青农罚〔2024〕3号”）.*请二选一"):
        summed(county, count=12)
    assert summed(county, count=12, since=date(2024, 7, 1)).count == 12
    assert cells(county).cells[f"{TWO}penalties.decisions"] == 13
    assert sum(len(each) for each in register_records(county.bureau, 2024, f"{TWO}penalties.decisions")) == 2


def test_a_single_record_under_a_tally_and_a_second_tally_are_refused(county):
    summed(county, count=12)
    with pytest.raises(ValidationError, match="已经登记了汇总数（12件，来源：执法办案系统）"):
        decided(county)
    with pytest.raises(ValidationError, match="有重叠的日子"):
        summed(county, count=3, since=date(2024, 12, 1))
    line = [
        "种类,决定书文号,决定日期,相对人是否自然人,相对人,内容,结果,依据",
        f"行政处罚决定,甲1号,2024-05-06,否,{COMPANY},内容,结果,依据",
    ]
    (planned,) = plan_records("decisions", county.bureau, "\n".join(line).encode("gb18030"))
    assert "会数两次" in planned.errors[0]


def test_what_is_counted_twice_by_another_way_is_listed_and_its_cell_is_not_counted(county):
    made = summed(county, count=12)
    Decision.objects.bulk_create(
        [
            Decision(
                organ=county.bureau,
                kind="penalties",
                number="x",
                decided_on=date(2024, 3, 1),
                subject="x",
                subject_shown="x",
            )
        ]
    )
    found = cells(county)
    assert f"{TWO}penalties.decisions" not in found.cells
    assert "会数两次" in found.problems[f"{TWO}penalties.decisions"]
    (conflict,) = conflicts(county.bureau, date(2024, 1, 1), date(2024, 12, 31))
    assert conflict.url == made.get_absolute_url()


def test_fees_are_summed_in_yuan_and_shown_in_ten_thousands(county):
    made = fee(county)
    by = who(county, Role.INFO_OFFICER)
    for month, amount in ((1, "100.00"), (2, "280.00")):
        services.collect(
            made, by=by, since=date(2024, month, 1), until=date(2024, month, 28), amount=Decimal(amount), source="账"
        )
    with pytest.raises(ValidationError, match="有重叠的日子"):
        services.collect(made, by=by, since=date(2024, 2, 10), until=date(2024, 3, 1), amount=Decimal(1), source="账")
    with pytest.raises(ValidationError, match="收费金额"):
        summed(county, "admin_fees", amount=Decimal(0))
    assert cells(county).cells[f"{TWO}admin_fees.amount_10k_yuan"] == Decimal("0.038")
    services.void_collection(FeeCollection.objects.latest("id"), by=by, reason="错")
    assert cells(county).cells[f"{TWO}admin_fees.amount_10k_yuan"] == Decimal("0.01")


def test_the_form_of_2019_counts_matters_changes_and_procurement(county):
    matter(county)
    matter(county, "兽药经营许可", added=date(2020, 3, 1))
    gone = matter(county, "种子生产许可")
    services.remove(gone, by=who(county, Role.FOI_OFFICER), on=date(2020, 9, 1), why="国发〔2020〕13号取消")
    matter(county, "生猪屠宰检查", kind="inspection")
    summed(county, "penalties_items", since=date(2019, 12, 31), until=date(2019, 12, 31), count=30)
    summed(county, "penalties_items", since=date(2020, 12, 31), until=date(2020, 12, 31), count=22)
    for number in range(11):
        bought(county, f"项目{number}", "6784.54" if number else "6784.60")
    found = cells(county, 2020, OLD).cells
    assert [found[f"{TWO}licensing.{key}"] for key in ("prior_items", "item_change")] == [2, 0]
    assert [found[f"{TWO}penalties.{key}"] for key in ("prior_items", "item_change")] == [30, -8]
    assert found[f"{TWO}central_procurement.projects"] == 11
    assert found[f"{TWO}central_procurement.amount_10k_yuan"] == Decimal("7.463")
    assert f"{TWO}other_services.prior_items" not in found
    (moved,) = register_records(county.bureau, 2020, f"{TWO}licensing.item_change")
    assert {each.name for each in moved} == {"兽药经营许可", "种子生产许可"}
    assert found == figures_from_events(county.bureau, OLD, period(2020))


def test_the_quick_count_is_the_plain_count(county):
    decided(county)
    decided(county, "许1号", kind="licensing")
    summed(county, count=7, since=date(2024, 7, 1))
    summed(county, "admin_fees", amount=Decimal("12345.67"))
    assert ledger.figures(county.bureau, FORM, period(2024)) == figures_from_events(county.bureau, FORM, period(2024))


def test_a_draft_takes_the_registers_before_figures_by_hand_and_stops_at_a_conflict(client, county):
    by, at = who(county, Role.FOI_OFFICER), f"{TWO}penalties.decisions"
    draft = drafting.start_draft(county.bureau, 2024, by=by)
    drafting.enter_figures(
        draft, {each: Decimal(5) for each in without_register(FORM)}, source="表", reason="无", by=by
    )
    drafting.sign_figures(draft, by=who(county, Role.SECTION_HEAD))
    assert draft_report(draft).report.value(at) == 5
    decided(county)
    drafted = draft_report(draft)
    assert drafted.report.value(at) == 1 and at not in drafted.by_hand
    assert [part["kind"] for part in records_of(drafted)[at]["parts"]] == ["registers.decision"]
    with pytest.raises(ValidationError, match="由台账计数"):
        drafting.enter_figures(draft, {at: Decimal(6)}, source="表", reason="无", by=by)
    signed_in(client, county.person(Role.FOI_OFFICER))
    page = client.get(reverse("workbench:report_draft_cell", args=[draft.pk, at])).content.decode()
    assert "青农罚〔2024〕3号" in page and "以台账为准" in page
    assert client.get(reverse("workbench:report_draft_figures", args=[draft.pk])).status_code == 200
    twice = Tally(
        organ=county.bureau, kind="penalties", since=date(2024, 1, 1), until=date(2024, 12, 31), count=9, source="甲"
    )
    Tally.objects.bulk_create([twice])
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "有1格没有计数" in page and draft_report(draft).report.value(at) is None
    with pytest.raises(ValidationError, match="有1格没有计数"):
        drafting.submit_draft(draft, by=by)
    with pytest.raises(ValidationError, match="理清以后由台账计数"):
        drafting.enter_figures(draft, {at: Decimal(6)}, source="表", reason="无", by=by)


def test_two_people_release_and_the_public_sees_a_person_by_the_family_name_only(client, county):
    made = decided(county, is_person=True, subject="欧阳建国")
    address = reverse("portal:public_decisions", args=[county.bureau.code])
    assert made.number not in client.get(address).content.decode()
    with pytest.raises(ValidationError, match="由另一人审定公开"):
        services.release(made, by=who(county, Role.INFO_OFFICER))
    services.release(made, by=who(county, Role.FOI_OFFICER))
    for shown in (
        client.get(address).content.decode(),
        b"".join(client.get(reverse("portal:decisions_csv", args=[county.bureau.code]))).decode(),
    ):
        assert made.number in shown and "欧" in shown and "欧阳建国" not in shown and "建国" not in shown
    assert "建国" not in "".join(str(each.content) for each in Event.objects.all())
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject FROM registers_decision")
        assert "欧阳建国" not in cursor.fetchone()[0]
    assert not client.get(address, {"q": "建国"}).content.decode().count(made.number)


def test_who_opens_the_form_with_a_persons_name_leaves_a_trace(client, county):
    made = decided(county, is_person=True, subject="欧阳建国")
    signed_in(client, county.person(Role.INFO_OFFICER))
    assert "欧阳建国" not in client.get(made.get_absolute_url()).content.decode()
    assert "欧阳建国" in client.get(reverse("workbench:edit_decision", args=[made.pk])).content.decode()
    assert Event.objects.filter(move="read_personal_data", subject_id=str(made.pk)).count() == 1


def test_a_decision_that_names_the_person_or_a_number_of_his_is_not_released(county):
    by = who(county, Role.FOI_OFFICER)
    named = decided(county, is_person=True, subject="欧阳建国", content="欧阳建国无证经营案")
    with pytest.raises(ValidationError, match="隐去"):
        services.release(named, by=by)
    numbered = decided(county, "青农罚〔2024〕8号", content="当事人（11010519491231002X）无证经营")
    with pytest.raises(ValidationError, match="身份证"):
        services.release(numbered, by=by)


def test_a_changed_penalty_that_is_public_is_due_for_withdrawal_within_three_days(county):
    by = who(county, Role.FOI_OFFICER)
    made = services.release(decided(county), by=by)
    made = services.change_decision(made, by=by, on=date(2024, 6, 3), how="复议机关决定撤销")
    ((found, due, basis),) = queries.to_withdraw(county.bureau)
    assert (found, due) == (made, date(2024, 6, 6)) and "第四十八条第二款" in basis
    made = services.withdraw(made, by=by, reason="处罚决定已被撤销")
    with pytest.raises(ValidationError, match="不能公开原来的决定"):
        services.release(made, by=by)
    assert queries.to_withdraw(county.bureau) == []
    assert not queries.public(Decision, county.bureau).exists()
    assert cells(county).cells[f"{TWO}penalties.decisions"] == 1


def test_a_public_record_is_not_edited_in_place(county):
    made = services.release(decided(county), by=who(county, Role.FOI_OFFICER))
    with pytest.raises(ValidationError, match="作废后重新登记"):
        services.edit(made, by=who(county, Role.INFO_OFFICER), result="另一个结果")


def test_batches_and_matters_opened_online_are_counted_by_day(county):
    by = who(county, Role.INFO_OFFICER)
    online = [
        matter(county, name, kind="service", added=date(2020, 1, 1), online_on=date(2020, 5, 1))
        for name in ("甲", "乙")
    ]
    for number in range(6):
        services.enter_batch(county.bureau, by=by, title=f"第{number}批", on=date(2020, 3, 1), matters=online[:1])
    assert queries.batches(county.bureau, date(2020, 1, 1), date(2020, 12, 31)).count() == 6
    assert queries.opened_online(county.bureau, date(2020, 1, 1), date(2020, 12, 31)).count() == 2
    stray = services.enter(
        Matter, county.other, by=by, kind="service", name="丙", basis="甲", added_on=date(2020, 1, 1)
    )
    with pytest.raises(ValidationError, match="不属于本机关"):
        services.enter_batch(county.bureau, by=by, title="错", on=date(2020, 3, 1), matters=[stray])


def test_a_file_in_gbk_is_checked_line_by_line_and_taken_over_whole(client, county):
    head = "项目名称,日期,金额（元）\n"
    signed_in(client, county.person(Role.INFO_OFFICER))
    address = reverse("workbench:import_procurement")
    bad = (head + "办公设备,2024-06-18,7.463万元\n车辆,2024-13-01,一百\n办公设备,2024-06-18,3\n").encode("gb18030")
    page = client.post(address, {"file": SimpleUploadedFile("a.csv", bad)}).content.decode()
    assert "不是日期" in page and "不是金额" in page and "和第2行是同一条" in page and 'name="content"' not in page
    good = (head + "办公设备,2024-06-18,7.463万元\n").encode("gb18030")
    page = client.post(address, {"file": SimpleUploadedFile("a.csv", good)}).content.decode()
    content = re.search(r'name="content" value="([^"]+)"', page)[1]
    assert client.post(address, {"content": content}).status_code == 302
    made = ProcurementProject.objects.get()
    assert made.amount == Decimal("74630") and made.entered_by == county.person(Role.INFO_OFFICER)
    assert (
        Event.objects.get(subject_kind="registers.procurementproject", subject_id=str(made.pk)).after["name"]
        == "办公设备"
    )
    people = "种类,决定书文号,决定日期,相对人是否自然人,相对人,内容,结果,依据\n行政处罚决定,甲1号,2024-05-06,是,欧阳建国,案,罚,法\n"
    services.import_records("decisions", county.bureau, people.encode("gb18030"), by=who(county, Role.INFO_OFFICER))
    found = Decision.objects.get()
    assert (found.subject, found.subject_shown) == ("欧阳建国", "欧***")
    assert "建国" not in "".join(str(each.content) for each in Event.objects.all())
    again = client.post(address, {"content": content})
    assert again.status_code == 422 and "已经登记过" in again.content.decode()


def test_the_pages_enter_release_and_tally(client, county):
    signed_in(client, county.person(Role.INFO_OFFICER))
    given = {"kind": "penalties", "number": "青农罚〔2024〕3号", "decided_on": "2024-05-06", "is_person": "no", "subject": COMPANY, "content": "案", "result": "罚", "basis": "法"}  # fmt: skip
    assert client.post(reverse("workbench:new_decision"), given | {"decided_on": "2099-01-01"}).status_code == 422
    assert client.post(reverse("workbench:new_decision"), given).status_code == 302
    made = Decision.objects.get()
    release = reverse("workbench:decision_step", args=[made.pk, "release"])
    assert client.post(release).status_code == 403
    answer = client.post(
        reverse("workbench:new_tally"),
        {"kind": "penalties", "since": "2024-01-01", "until": "2024-12-31", "count": "3", "source": "甲"},
    )
    assert answer.status_code == 422 and "请二选一" in answer.content.decode()
    verified(client, county.person(Role.FOI_OFFICER))
    for name in ("registers", "matters", "decisions", "fees", "procurement", "tallies", "matter_batches", "new_matter", "new_fee", "new_matter_batch", "new_procurement_project"):  # fmt: skip
        assert client.get(reverse(f"workbench:{name}")).status_code == 200, name
    assert client.post(release).status_code == 302
    assert Decision.objects.get().is_public
    assert client.post(reverse("workbench:decision_step", args=[made.pk, "void"]), {"reason": ""}).status_code == 422
    listed = fee(county)
    collect = {"since": "2024-01-01", "until": "2024-01-31", "amount": "-1", "source": "账"}
    assert client.post(reverse("workbench:collect_fee", args=[listed.pk]), collect).status_code == 422
    assert (
        client.post(reverse("workbench:collect_fee", args=[listed.pk]), collect | {"amount": "380"}).status_code == 302
    )
    assert "380.00" in client.get(listed.get_absolute_url()).content.decode()


@pytest.mark.parametrize("number", [1, 40])
def test_lists_ask_the_database_no_more_for_many_rows(client, county, django_assert_max_num_queries, number):
    head = "种类,决定书文号,决定日期,相对人是否自然人,相对人,内容,结果,依据\n"
    lines = "\n".join(f"行政处罚决定,青农罚〔2024〕{each}号,2024-05-06,否,{COMPANY},案,罚,法" for each in range(number))
    services.import_records("decisions", county.bureau, (head + lines).encode(), by=who(county, Role.INFO_OFFICER))
    Decision.objects.update(state="released", released_at=timezone.now(), released_by=county.person(Role.FOI_OFFICER))
    with django_assert_max_num_queries(8):
        assert client.get(reverse("portal:public_decisions", args=[county.bureau.code])).status_code == 200
    signed_in(client, county.person(Role.FOI_OFFICER))
    with django_assert_max_num_queries(12):
        assert client.get(reverse("workbench:decisions")).status_code == 200
