"""Letters of cases and templates of organs: made in the step that sends them, numbered without gap, read with a record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from test_applications_pages import CONSULT, clock, decided, post_move, words  # noqa: F401 - clock is a fixture
from test_applications_services import JUNE_1, go, moment, under_review, who
from web.conftest import signed_in, verified

from gongkai.applications.decision import Decision, Item
from gongkai.applications.grounds import rules
from gongkai.applications.letters import letter_kinds
from gongkai.applications.outcomes import outcomes
from gongkai.casework import NotAllowed, read
from gongkai.casework.events import told
from gongkai.documents.docx import read_docx
from gongkai.organs.roles import Role
from gongkai.web.applications import services
from gongkai.web.applications.letters import compose, rendered
from gongkai.web.applications.models import Application, Letter
from gongkai.web.applications.previewing import preview_move
from gongkai.web.casework.services import counting_now, history_of
from gongkai.web.letters.models import LetterSettings, TemplateVersion
from gongkai.web.letters.services import settings_of, wording_of, write_template
from gongkai.web.log.models import Event
from gongkai.web.log.services import save

KINDS = letter_kinds().kinds
CORRECTION = {"items": "请写明项目的名称", "workdays": 10}
JUNE_2, JUNE_3 = date(2026, 6, 2), date(2026, 6, 3)


def ask(county: Any, application: Application, on: date = JUNE_2) -> Event:
    return go(county, application, "ask_correction", on, CORRECTION)


def full(ground: str) -> Decision:
    given = rules().grounds[ground]
    return Decision((Item("2025年度验收结论", ground, {each.key: each.example for each in given.needs}),))


def draft(county: Any, application: Application, decision: Decision, move: str = "draft", on: date = JUNE_2) -> None:
    role = Role.INFO_OFFICER if move == "draft" else Role.FOI_OFFICER
    services.make_move(application, move, by=who(county, role), decision=decision, at=moment(on))


def test_the_letter_of_a_step_is_made_from_the_case_and_cited_in_its_record(county):
    application = under_review(county)
    event = ask(county, application)
    letter = application.letters.get()
    assert letter.number == "业农村局公告〔2026〕1号" and letter.step == event.case_number
    assert event.facts["letter"] == f"政府信息公开申请补正告知书（{letter.number}）"
    assert (
        letter.addressee == "王小禾：" and "请写明项目的名称" in letter.body and "补正期限为10个工作日" in letter.body
    )
    assert (letter.values["items"], letter.values["workdays"]) == ("请写明项目的名称", "10")
    assert letter.is_intact
    noted = Event.objects.get(move="compose_letter")
    assert noted.content["event"]["facts"]["digest"] == letter.digest
    assert "王小禾" not in str(noted.content)


def test_a_letter_tells_the_limit_that_its_step_leaves(county):
    application = under_review(county)
    facts = {"workdays": 10, "reason": "需要查找档案"}
    go(county, application, "extend", date(2026, 6, 12), facts)
    application.refresh_from_db()
    due = application.due_on
    assert f"将在{due.year}年{due.month}月{due.day}日以前答复" in application.letters.get().body


def test_the_notice_of_correction_names_the_day_after_which_the_application_lapses(county):
    application = under_review(county)
    ask(county, application)
    history = history_of(application)
    last = read(history, "correction", counting_now(), JUNE_2).due.day
    body = application.letters.get().body
    assert f"请在{told(last)}以前（含当日）补正" in body
    with pytest.raises(NotAllowed, match="还没有届满"):
        go(county, application, "lapse_correction", last, {})
    go(county, application, "lapse_correction", last + timedelta(days=1), {})
    assert application.state == "deemed_abandoned"


def test_numbers_run_without_gap_and_are_never_given_twice(county):
    one, two, three = (under_review(county) for _ in range(3))
    ask(county, one)
    with pytest.raises(NotAllowed):
        ask(county, one)
    shown = preview_move(two, "ask_correction", by=who(county, Role.FOI_OFFICER), facts=CORRECTION, at=moment(JUNE_2))
    assert shown and shown.number.endswith("〔2026〕2号")
    with pytest.raises(ValidationError, match="说明理由的期限"):
        services.make_move(
            two, "ask_reasons", by=who(county, Role.FOI_OFFICER), asked={"excess": "46件"}, at=moment(JUNE_2)
        )
    ask(county, two)
    services.make_move(
        three,
        "consult_third_party",
        by=who(county, Role.FOI_OFFICER),
        facts={"third_party": "青石县某某建设有限公司"},
        asked={"concerning": "单价"},
        at=moment(JUNE_2),
    )
    numbers = [each.number for each in Letter.objects.order_by("pk")]
    assert numbers == ["业农村局公告〔2026〕1号", "业农村局公告〔2026〕2号", "业农村局公征〔2026〕1号"]
    again = Letter.objects.first()
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_a_preview_changes_nothing_and_hides_the_applicant(county):
    application = under_review(county)
    before = (Event.objects.count(), Letter.objects.count(), application.state)
    shown = preview_move(
        application, "ask_correction", by=who(county, Role.FOI_OFFICER), facts=CORRECTION, at=moment(JUNE_2)
    )
    application.refresh_from_db()
    assert (Event.objects.count(), Letter.objects.count(), application.state) == before
    assert shown and "王小禾" not in shown.addressee and "请写明项目的名称" in shown.body


def test_the_third_party_is_named_in_its_letter_and_nowhere_in_the_record(county):
    application = under_review(county)
    event = services.make_move(
        application,
        "consult_third_party",
        by=who(county, Role.FOI_OFFICER),
        facts={"third_party": "青石县某某建设有限公司"},
        asked={"concerning": "合同中的单价"},
        at=moment(JUNE_2),
    )
    letter = application.letters.get()
    assert letter.addressee == "青石县某某建设有限公司：" and "15个工作日" in letter.body
    assert "王小禾" not in letter.body, "the third party is not told who applied"
    assert event.facts["third_party"] == "第三方1"


@pytest.mark.parametrize("ground", sorted(rules().grounds))
def test_letter_fields_and_row_agree_for_every_way_of_deciding(county, ground):
    decision = full(ground)
    row = decision.outcome.key
    application = under_review(county)
    move = {"unavailable.still_unclear": "find_still_unclear", "not_processed.excessive": "refuse_excessive"}.get(row)
    if move == "find_still_unclear":
        ask(county, application)
    elif move == "refuse_excessive":
        go(county, application, "ask_reasons", JUNE_2, {}, asked={"excess": "46件", "reasons_by": "10个工作日内"})
    draft(county, application, decision, move or "draft")
    for step in ("review_secrecy", "approve", "serve"):
        go(county, application, step, JUNE_3)
    application.refresh_from_db()
    reply = application.replies.get()
    letter = reply.letter
    assert application.outcome == row == reply.outcome and letter.kind == f"reply.{row}"
    assert letter.values["outcome"] == outcomes()[row].full_title
    assert letter.body == reply.body and letter.is_intact and reply.is_intact
    assert decision.told() in letter.body and letter.values["remedy"] in letter.body
    first = "应当先自收到本答复之日起" in letter.body
    assert first == (decision.remedy.key == "reconsideration_first")
    assert "行政复议机关是青石县人民政府" in letter.body
    assert letter.number == "业农村局公复〔2026〕1号" and letter.dated == JUNE_3
    text = "".join(block.text for block in read_docx(rendered(letter, "docx")).blocks).replace(" ", "")
    assert letter.number in text and "王小禾：" in text and "2026年6月3日" in text


@pytest.mark.parametrize(
    ("move", "told"), [("lapse_correction", "本机关于2026年6月2日告知您补正"), ("withdraw", "撤回")]
)
def test_an_end_without_an_answer_has_its_notice_or_note(county, move, told):
    application = under_review(county)
    if move == "lapse_correction":
        ask(county, application)
        go(county, application, move, date(2026, 7, 6), {})
    else:
        go(county, application, move, JUNE_2, {}, asked={"withdrawn_how": "当面提交书面撤回申请"})
    letter = application.letters.order_by("-pk").first()
    assert letter.kind == f"end.{move}" and told in letter.body


def test_a_decision_that_lacks_findings_is_refused_and_nothing_is_kept(county):
    application = under_review(county)
    with pytest.raises(ValidationError) as refusal:
        draft(county, application, Decision((Item("结论", "not_existing"),)))
    assert "检索记录" in refusal.value.message_dict["items.0.search"][0]
    assert application.replies.count() == 0 and application.state == "under_review"


def test_a_step_whose_letter_lacks_something_leaves_the_case_where_it_was(county):
    application = under_review(county)
    with pytest.raises(ValidationError, match="涉及的内容"):
        go(county, application, "consult_third_party", JUNE_2, {"third_party": "青石县某某建设有限公司"})
    assert application.state == "under_review" == Application.objects.get().state
    assert Letter.objects.count() == 0 and Event.objects.filter(move="consult_third_party").count() == 0


def test_letters_that_go_with_no_step_are_made_where_they_may_be(county):
    application = under_review(county)
    by = who(county, Role.FOI_OFFICER)
    receipt = compose(application, KINDS["receipt"], by=by, at=moment(JUNE_1))
    assert receipt.number == "" and application.number in receipt.body and "2026年6月30日届满" in receipt.body
    form = compose(application, KINDS["registration_form"], by=by, at=moment(JUNE_1))
    assert "| 申请人 | 王小禾 |" in form.body and "11010519491231002X" in form.body
    with pytest.raises(ValidationError, match="请填写“协办事项”"):
        compose(application, KINDS["help_request"], asked={"help_section": "档案室"}, by=by, at=moment(JUNE_1))
    with pytest.raises(ValidationError, match="现在不能开出"):
        compose(application, KINDS["correction"], asked=CORRECTION, by=by, at=moment(JUNE_1))


def test_without_a_legality_review_nothing_is_approved_where_the_organ_asks_for_it(county):
    settings = LetterSettings(organ=county.bureau, mark="青农", legality_review=True)
    save(settings, "edit_letter_settings", by=who(county, Role.FOI_OFFICER), organ=county.bureau)
    application = under_review(county)
    draft(county, application, full("provided"))
    go(county, application, "review_secrecy", JUNE_2)
    with pytest.raises(ValidationError, match="要作合法性审核"):
        go(county, application, "approve", JUNE_2)
    legal = who(county, Role.LEGAL_REVIEWER)
    services.make_move(application, "review_legality", by=legal, facts={"review": "适用条款正确"}, at=moment(JUNE_2))
    go(county, application, "approve", JUNE_2)
    assert application.letters.get().number == "青农公复〔2026〕1号"


def test_a_template_is_changed_in_versions_and_letters_remember_theirs(county):
    kind, by = KINDS["correction"], who(county, Role.FOI_OFFICER)
    one, two = under_review(county), under_review(county)
    ask(county, one)
    body = kind.body + "地址在县政务服务中心二楼。\n"
    with pytest.raises(ValidationError) as refusal:
        write_template(
            county.bureau, kind, title=kind.title, addressee="{申请者}：", body=body, what_changed="补地址", by=by
        )
    assert "没有“{申请者}”" in refusal.value.message_dict["addressee"][0]
    made = write_template(
        county.bureau, kind, title=kind.title, addressee=kind.addressee, body=body, what_changed="补地址", by=by
    )
    assert wording_of(county.bureau, kind).version == made and wording_of(county.other, kind).version is None
    ask(county, two)
    assert one.letters.get().template is None and two.letters.get().template == made
    assert "县政务服务中心" in two.letters.get().body and "县政务服务中心" not in one.letters.get().body
    with pytest.raises(ValidationError, match="没有改动"):
        write_template(
            county.bureau, kind, title=kind.title, addressee=kind.addressee, body=body, what_changed="补地址", by=by
        )


def test_erasing_personal_data_leaves_numbers_and_digests_of_letters(county):
    application = under_review(county)
    draft(county, application, full("provided"))
    for step in ("review_secrecy", "approve", "serve"):
        go(county, application, step, JUNE_3)
    before = application.letters.get()
    services.erase_personal_data(application, by=who(county, Role.FOI_OFFICER), why="保管期限届满")
    letter, reply = application.letters.get(), application.replies.get()
    assert (letter.body, letter.addressee, letter.fields, reply.findings, reply.addressee) == ("",) * 5
    assert (letter.number, letter.digest) == (before.number, before.digest)
    with pytest.raises(ValidationError, match="随个人信息删除"):
        rendered(letter, "docx")


# 页面


def test_a_letter_is_read_and_downloaded_with_a_record_and_by_whom_it_concerns(county, clock):  # noqa: F811
    application = under_review(county)
    ask(county, application, JUNE_1)
    letter = application.letters.get()
    officer = verified(Client(), county.person(Role.FOI_OFFICER))
    page = officer.get(letter.get_absolute_url())
    assert "王小禾：" in words(page) and "这次查看已经记录" in words(page)
    for to in ("docx", "pdf"):
        answer = officer.get(reverse("workbench:letter_file", args=[application.number, letter.pk, to]))
        assert answer.status_code == 200 and answer.content[:2] == {"docx": b"PK", "pdf": b"%P"}[to]
    assert Event.objects.filter(move="read_letter").count() == 3
    assert officer.get(reverse("workbench:letter_file", args=[application.number, letter.pk, "exe"])).status_code == 404
    stranger = verified(Client(), county.person(Role.FOI_OFFICER, county.other))
    assert stranger.get(letter.get_absolute_url()).status_code == 404
    auditor = signed_in(Client(), county.person(Role.AUDITOR))
    assert auditor.get(letter.get_absolute_url()).status_code == 403
    case = words(officer.get(application.get_absolute_url()))
    assert letter.number in case and "开出不属于步骤的文书" in case


def test_a_step_with_a_letter_is_shown_before_it_is_taken(county, clock):  # noqa: F811
    application = under_review(county)
    asked = {"items": "请写明项目的名称", "workdays": "10"}
    shown = post_move(county, Role.FOI_OFFICER, application.number, "ask_correction", JUNE_1, step="preview", **asked)
    assert shown.status_code == 200 and "文书预览" in words(shown) and Letter.objects.count() == 0
    seen = shown.context["shown"].digest
    changed = post_move(
        county,
        Role.FOI_OFFICER,
        application.number,
        "ask_correction",
        JUNE_1,
        step="confirm",
        previewed=seen,
        items="另一项",
        workdays="10",
    )
    assert "内容与刚才预览的不同" in words(changed) and Letter.objects.count() == 0
    done = post_move(
        county, Role.FOI_OFFICER, application.number, "ask_correction", JUNE_1, step="confirm", previewed=seen, **asked
    )
    assert done.status_code == 302 and Letter.objects.count() == 1


def test_nothing_typed_is_lost_while_a_decision_is_written(county, clock):  # noqa: F811
    application = under_review(county)
    services.assign(application, by=who(county, Role.FOI_OFFICER), section=county.section)

    def post(step: str, **given: str) -> Any:
        return post_move(county, Role.INFO_OFFICER, application.number, "draft", JUNE_1, step=step, **given)

    first = post("choose", **decided("not_existing", text="验收结论"))
    assert first.status_code == 200 and "检索记录" in words(first)
    lacking = post("preview", **decided("not_existing", text="验收结论"))
    assert lacking.status_code == 422 and "请填写“检索记录”" in words(lacking) and "验收结论" in words(lacking)
    typed = decided("provided", text="验收结论", search="查了2019年以后的档案")
    other = post("choose", **typed)
    assert 'name="items-0-search" value="查了2019年以后的档案"' in other.content.decode()
    two = post("add", **decided("provided", text="验收结论", provided="一份"))
    assert two.content.decode().count("<fieldset>") == 2 and "一份" in words(two)
    both = decided("provided", text="验收结论", provided="一份") | {
        "items": "2",
        "items-1-text": "会议记录",
        "items-1-ground": "deliberative",
        "items-1-why": "属于讨论记录",
        "items-1-discretion": "影响坦率讨论",
        "items-1-no_duty": "没有规定应当公开",
    }
    shown = post("preview", **both)
    text = words(shown)
    assert shown.status_code == 200 and "部分公开" in text and "（二）关于“会议记录”" in text
    assert "应当先自收到本答复之日起60日内申请行政复议" in text and application.replies.count() == 0
    less = post("remove-0", **both)
    assert less.content.decode().count("<fieldset>") == 1 and "会议记录" in words(less)
    done = post("draft", previewed=shown.context["shown"].digest, **both)
    assert done.status_code == 302
    application.refresh_from_db()
    assert application.drafted_outcome == "partly_granted" and application.replies.get().kind == "reply.mixed"


def test_wrong_input_to_a_template_is_told_and_nothing_is_lost(county, clock):  # noqa: F811
    officer = verified(Client(), county.person(Role.FOI_OFFICER))
    url = reverse("workbench:letter_template", args=["correction"])
    assert "政府信息公开申请补正告知书" in words(officer.get(url))
    kind = KINDS["correction"]
    given = {"title": kind.title, "addressee": kind.addressee, "body": kind.body + "{手机号}", "what_changed": "试"}
    page = officer.post(url, given | {"step": "save"})
    assert page.status_code == 422 and "没有“{手机号}”" in words(page) and "{补正事项}、" in words(page)
    assert TemplateVersion.objects.count() == 0
    shown = officer.post(url, given | {"body": kind.body + "另附说明。", "step": "preview"})
    assert shown.status_code == 200 and "还没有保存" in words(shown) and TemplateVersion.objects.count() == 0
    assert officer.post(url, given | {"body": kind.body + "另附说明。", "step": "save"}).status_code == 302
    assert TemplateVersion.objects.get().number == 1
    assert officer.get(reverse("workbench:letter_template", args=["nothing"])).status_code == 404
    assert "第1版" in words(officer.get(reverse("workbench:letter_templates")))
    head = verified(Client(), county.person(Role.LEADING_GROUP))
    assert head.post(url, given).status_code == 403


def test_the_settings_of_letters_are_kept(county, clock):  # noqa: F811
    officer = verified(Client(), county.person(Role.FOI_OFFICER))
    url = reverse("workbench:letter_settings")
    assert "青石县人民政府" in words(officer.get(url))
    assert officer.post(url, {"mark": "青农", "superior": "", "online": "https://fuyi.example.cn"}).status_code == 302
    assert settings_of(county.bureau).mark == "青农"
