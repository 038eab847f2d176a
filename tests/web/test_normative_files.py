"""Files of normative documents: registration, the gate before the reviewers, following what is public, clean-up rounds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.casework import NotAllowed
from gongkai.organs.levels import OrganKind
from gongkai.organs.roles import Role
from gongkai.web.normative import cleaning_up
from gongkai.web.normative import services as files
from gongkai.web.normative.following import follow_due
from gongkai.web.normative.models import NormativeDocument
from gongkai.web.normative.numbering import next_registration_number
from gongkai.web.normative.queries import (
    due_for_evaluation,
    interpretations,
    interpretations_by_form,
    synchrony,
    uninterpreted,
    without_interpretation,
)
from gongkai.web.normative.rules import add_rule, add_setting, limit_of, rule_of
from gongkai.web.organs.authority import acting
from gongkai.web.publishing import queries, services
from gongkai.web.publishing.models import Item
from gongkai.web.publishing.relating import relate
from tests.web.conftest import make_organ
from tests.web.publishing_walks import column_of, drafted, published, reviewed, who

ROW = "normative_documents"
SINCE = date(2024, 1, 1)
BASIS = "青石县行政规范性文件管理办法第二十条"


def kept_here(county, **fields):
    by = who(county, Role.FOI_OFFICER, county.government)
    given = {"covers": county.government, "since": SINCE, "mode": "here", "prefix": "QSDR", "unit": "004", "width": 4}
    return add_rule(county.government, by=by, basis=BASIS, **(given | fields))


def signed(county, **fields) -> NormativeDocument:
    """A file that was drafted, reviewed, decided and signed."""
    drafter, head = who(county, Role.INFO_OFFICER), who(county, Role.LEADING_GROUP)
    given = {"title": "青石县秋粮收购管理办法", "kind": ROW, "need": "贯彻上位法", "section": county.section}
    made = files.start(county.bureau, by=drafter, **(given | fields))
    files.make_move(made, "not_consult", by=drafter, facts={"reason": "上位文件的细化"})
    files.make_move(made, "check_competition", by=drafter, facts={"market": "no", "finding": "不涉及"})
    files.make_move(made, "send_to_legal", by=drafter)
    files.make_move(made, "pass_legal", by=who(county, Role.LEGAL_REVIEWER), facts={"opinion": "合法"})
    files.make_move(made, "decide", by=head, facts={"meeting": "第12次局务会议，通过"})
    files.make_move(made, "sign", by=head, facts={"document_number": "青农发[2024]12号"})
    return made


def supervisor(county):
    return acting(county.person(Role.SUPERVISING_OFFICE, county.government), county.bureau)


def test_a_document_is_registered_by_the_office_above_and_then_published(county):
    kept_here(county)
    made = signed(county)
    assert made.document_number == "青农发〔2024〕12号"
    with pytest.raises(ValidationError, match="统一登记、编号，请由"):
        files.register(made, by=who(county, Role.FOI_OFFICER))
    files.register(made, by=supervisor(county))
    year = timezone.localdate().year
    assert made.registration_number == f"QSDR-{year}-0040001"
    by = who(county, Role.INFO_OFFICER)
    version = files.draft_text(made, by=by, column=column_of(county), body_html="<p>第一条</p>")
    made.refresh_from_db()
    services.submit(version, by=by)
    services.publish(reviewed(county, version), by=who(county, Role.FOI_OFFICER))
    made.refresh_from_db()
    assert (made.state, made.published_on) == ("published", timezone.localdate())
    assert made.item.registration_number == made.registration_number


def test_no_text_goes_before_the_reviewers_without_its_registered_file(county):
    by = who(county, Role.INFO_OFFICER)
    kept_here(county)
    loose = drafted(county, signed_on=date(2024, 9, 20))
    with pytest.raises(ValidationError, match="要先由青石县人民政府统一登记、编号"):
        services.submit(loose, by=by)
    services.submit(drafted(county, signed_on=date(2023, 9, 20)), by=by)
    services.submit(drafted(county, genre="other_documents"), by=by)
    made = signed(county)
    version = files.draft_text(made, by=by, column=column_of(county), body_html="<p>第一条</p>")
    with pytest.raises(ValidationError, match="登记、编号以后才能送审"):
        services.submit(version, by=by)
    made.refresh_from_db()
    files.register(made, by=supervisor(county))
    with pytest.raises(ValidationError, match=made.registration_number):
        services.submit(version, by=by)
    services.edit_draft(version, by=by, registration_number=made.registration_number.replace("-", "—"))
    services.submit(version, by=by)


def test_where_registration_is_kept_elsewhere_its_number_must_be_given(county):
    by = who(county, Role.INFO_OFFICER)
    kept_here(county, mode="elsewhere", prefix="", unit="", width=0)
    version = drafted(county)
    with pytest.raises(ValidationError, match="要有青石县人民政府给的统一编号"):
        services.submit(version, by=by)
    services.edit_draft(version, by=by, registration_number="HFGS—2024—9")
    services.submit(version, by=by)
    made = signed(county)
    with pytest.raises(ValidationError, match="请填写"):
        files.register(made, by=who(county, Role.FOI_OFFICER))
    files.register(made, by=who(county, Role.FOI_OFFICER), number="HFGS—2024—10")
    assert made.registration_number == "HFGS-2024-10"


def test_numbers_are_given_one_after_the_other_and_never_again(county):
    rule = kept_here(county)
    given = [next_registration_number(rule, 2024) for _ in range(3)]
    assert given == ["QSDR-2024-0040001", "QSDR-2024-0040002", "QSDR-2024-0040003"]
    assert next_registration_number(rule, 2025) == "QSDR-2025-0040001"
    stranger = make_organ("linxian", "临县人民政府", OrganKind.GOVERNMENT)
    with pytest.raises(ValidationError, match="已经在用"):
        add_rule(
            stranger, by=who(county, Role.FOI_OFFICER), covers=stranger, since=SINCE, mode="here",
            prefix="QSDR", unit="004", width=4, basis=BASIS,
        )  # fmt: skip


def test_the_nearest_and_latest_rule_holds_and_law_cannot_be_set_otherwise(county):
    by, day = who(county, Role.FOI_OFFICER), date(2024, 6, 1)
    kept_here(county)
    assert rule_of(county.bureau, day).mode == "here"
    assert rule_of(county.bureau, date(2023, 6, 1)) is None
    with pytest.raises(ValidationError, match="下级机关不能另定"):
        add_rule(county.bureau, by=by, covers=county.bureau, since=SINCE, mode="not_kept", basis=BASIS)
    add_rule(county.government, by=by, covers=county.bureau, since=SINCE, mode="elsewhere", basis=BASIS)
    assert (rule_of(county.bureau, day).mode, rule_of(county.other, day).mode) == ("elsewhere", "here")
    add_setting(county.government, by=by, key="interpret", amount=5, since=SINCE, basis=BASIS)
    assert limit_of(county.bureau, "interpret", day).length == "5个工作日"
    with pytest.raises(ValidationError, match="不能另定"):
        add_setting(county.bureau, by=by, key="interpret", amount=90, since=SINCE, basis=BASIS)
    for wrong in ({"key": "consult_major_decision", "amount": 3}, {"key": "interpret"}, {"key": "moon", "amount": 1}):
        with pytest.raises(ValidationError):
            add_setting(county.government, by=by, since=date(2024, 2, 1), basis=BASIS, **wrong)


def test_a_local_consultation_period_counts_working_days_and_may_be_shortened_with_a_reason(county):
    by = who(county, Role.INFO_OFFICER)
    made = files.start(county.bureau, by=by, title="某办法", kind=ROW, need="需要")
    asked = {"starts_on": "2024-09-25", "ends_on": "2024-10-08", "channel": "网站"}
    with pytest.raises(ValidationError, match="7个工作日"):
        files.make_move(made, "consult", by=by, facts=asked)
    files.make_move(made, "consult", by=by, facts=asked | {"shortened_reason": "防汛紧急需要"})
    assert made.consulted_until == date(2024, 10, 8)


def test_a_document_from_before_is_entered_with_its_days_and_follows_its_item(county):
    by = who(county, Role.FOI_OFFICER)
    item = published(county, signed_on=date(2020, 1, 6), expires_on=date(2024, 12, 31))
    given = {"title": item.title, "kind": ROW, "signed_on": date(2020, 1, 6), "published_on": date(2020, 1, 10)}
    made = files.enter_history(county.bureau, by=by, source="公报2020年第1期", item=item, **given)
    assert (made.state, made.published_on) == ("expired", date(2020, 1, 10))
    assert list(queries.issued(county.bureau, ROW, date(2020, 1, 1), date(2020, 12, 31))) == [item]
    assert queries.in_force(county.bureau, ROW, date(2022, 6, 30)).count() == 1
    with pytest.raises(ValidationError, match="早于成文日期"):
        files.enter_history(county.bureau, by=by, source="公报", **(given | {"published_on": date(2019, 1, 1)}))
    kept_here(county)
    with pytest.raises(ValidationError, match="不能作为以前的文件录入"):
        files.enter_history(
            county.bureau, by=by, source="公报", **(given | {"signed_on": SINCE, "published_on": SINCE})
        )


def test_files_follow_expiry_repeal_and_a_repeal_taken_back(county):
    by, today = who(county, Role.FOI_OFFICER), timezone.localdate()
    item = published(county, signed_on=date(2020, 1, 6), expires_on=today + timedelta(days=30))
    given = {"kind": ROW, "signed_on": date(2020, 1, 6), "published_on": date(2020, 1, 10), "source": "公报"}
    made = files.enter_history(county.bureau, by=by, title=item.title, item=item, **given)
    later = timezone.now() + timedelta(days=31)
    assert (follow_due(), follow_due(later), follow_due(later)) == (0, 1, 0)
    made.refresh_from_db()
    assert made.state == "expired"
    other = published(county, title="另一份", document_number="青农发〔2024〕13号", signed_on=date(2020, 1, 6))
    made = files.enter_history(county.bureau, by=by, title=other.title, item=other, **given)
    new = published(county, title="新办法", document_number="青农发〔2025〕1号")
    relate(new, "supersedes", by=by, target=other, on=today)
    made.refresh_from_db()
    assert made.state == "superseded"


def test_evaluation_is_asked_for_before_the_end_and_continues_by_a_published_decision(county):
    by, today = who(county, Role.FOI_OFFICER), timezone.localdate()
    ends = today + timedelta(days=100)
    item = published(county, signed_on=date(2022, 1, 6), expires_on=ends)
    made = files.enter_history(
        county.bureau, by=by, title=item.title, kind=ROW, signed_on=date(2022, 1, 6), published_on=date(2022, 1, 10),
        source="公报", item=item,
    )  # fmt: skip
    assert due_for_evaluation(county.bureau, today) == [item]
    assert due_for_evaluation(county.bureau, today - timedelta(days=200)) == []
    decision = published(
        county, title="关于继续执行的决定", genre="other_documents", document_number="青农发〔2026〕2号"
    )
    with pytest.raises(ValidationError, match="要晚于今天"):
        files.evaluate(made, by=by, conclusion="continue", reason="需要", until=ends)
    until = ends + timedelta(days=365)
    files.evaluate(made, by=by, conclusion="continue", reason="仍有需要", until=until, decision=decision)
    item.refresh_from_db()
    assert item.expires_on == until
    assert due_for_evaluation(county.bureau, today) == []


def test_policies_without_interpretation_are_listed_until_one_is_public(county):
    by, today = who(county, Role.FOI_OFFICER), timezone.localdate()
    at = datetime(2024, 9, 25, 2, tzinfo=UTC)
    policy = published(county, at=at)
    told = uninterpreted(without_interpretation(county.bureau), county.bureau, date(2024, 10, 1))
    assert [(each.item, each.days, each.due_on, each.late) for each in told] == [(policy, 6, date(2024, 9, 29), True)]
    words = {"genre": "interpretations", "document_number": "", "details": {"form": "infographic"}}
    draft = drafted(county, title="一图读懂", **words)
    relate(draft.item, "interprets", by=by, target=policy)
    assert without_interpretation(county.bureau).count() == 1
    services.submit(draft, by=who(county, Role.INFO_OFFICER))
    services.publish(reviewed(county, draft), by=by)
    assert without_interpretation(county.bureau).count() == 0
    year = (date(today.year, 1, 1), today)
    assert interpretations_by_form(county.bureau, *year)["infographic"] == 1
    assert interpretations(county.government, *year, form="infographic", branch=True).count() == 1
    stages = synchrony(policy, Item.objects.get(pk=draft.item_id)).stages
    assert [each.title for each in stages] == ["起草", "审批", "发布"]
    assert not any(each.same_day for each in stages)


def test_a_clean_up_decision_is_carried_out_on_all_documents_or_on_none(county):
    government = county.government
    by = who(county, Role.FOI_OFFICER, government)
    titles = ("留用的", "要改的", "废止的", "失效的")
    old = [
        published(county, title=title, document_number=f"青农发〔2020〕{number}号", signed_on=date(2020, 1, 6))
        for number, title in enumerate(titles, 1)
    ]
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="不能在今天以后"):
        cleaning_up.begin(government, by=by, title="清理", as_of=today + timedelta(days=1))
    made = cleaning_up.begin(government, by=by, title="2026年行政规范性文件清理", as_of=today)
    entries = list(made.entries.all())
    assert [entry.item for entry in entries] == old
    with pytest.raises(ValidationError, match="还有4份"):
        cleaning_up.finish(made, by=by)
    for entry, conclusion in zip(entries, ("continue", "amend", "repeal", "lapse"), strict=True):
        cleaning_up.conclude(entry, by=by, conclusion=conclusion, reason="<b>上位法</b>已经修改")
    made = cleaning_up.finish(made, by=by)
    with pytest.raises(ValidationError, match="公开以后才能执行"):
        cleaning_up.apply(made, by=by)
    drafter = who(county, Role.INFO_OFFICER, government)
    version = cleaning_up.draft_decision(made, by=drafter, column=column_of(county, government))
    assert "废止的" in version.wording.body_html and "<b>" not in version.wording.body_html
    services.submit(version, by=drafter)
    services.publish(reviewed(county, version), by=by)
    made = cleaning_up.apply(made, by=by)
    for item in old:
        item.refresh_from_db()
    assert [item.repealed_on for item in old] == [None, None, today, None]
    assert "关于公布2026年行政规范性文件清理结果的决定" in old[2].repealed_by
    assert old[3].expires_on == today - timedelta(days=1)
    assert set(queries.in_force(county.bureau, ROW, today)) == set(old[:2])
    assert queries.in_force(county.bureau, ROW, today - timedelta(days=1)).count() == 0
    with pytest.raises(ValidationError, match="已经执行"):
        cleaning_up.apply(made, by=by)
    text = ZipFile(BytesIO(cleaning_up.written(made, "docx"))).read("word/document.xml").decode()
    assert all(words in text for words in ("继续有效的文件（1件）", "废止的", "失效的"))


def test_moves_out_of_turn_are_refused_with_what_can_be_done(county):
    made = files.start(county.bureau, by=who(county, Role.INFO_OFFICER), title="某办法", kind=ROW, need="需要")
    with pytest.raises(NotAllowed, match="不能“主要负责人签发”"):
        files.make_move(made, "sign", by=who(county, Role.LEADING_GROUP))
    with pytest.raises(ValueError, match="另有办法"):
        files.make_move(made, "publish", by=who(county, Role.FOI_OFFICER))
