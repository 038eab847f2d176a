"""Covering on a case: begun, marked in versions, released by another person, and no reply served without it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.redaction.marks import Marks, box
from gongkai.web.applications import services as applications
from gongkai.web.applications.materials import add_material, bytes_of
from gongkai.web.applications.models import Material
from gongkai.web.log.models import Event
from gongkai.web.log.services import events_of
from gongkai.web.redaction import marking, releasing
from gongkai.web.redaction.models import Release
from gongkai.web.redaction.telling import sentences, summary, unreleased
from tests.web.redaction_walks import COVERED, SECRET, begun, go, marked, source_of, two_pages, who

ONE = Marks().with_page(1, [box(0.1, 0.1, 0.8, 0.03, "personal_information")])
pytestmark = pytest.mark.django_db


def made(county, redaction, role: Role = Role.FOI_OFFICER) -> Release:
    by = who(county, role)
    asked = releasing.ask_release(redaction, version=marking.latest(redaction).number, by=by)
    return releasing.make(asked, by=by)


def test_the_released_file_is_a_file_of_the_case_without_what_was_covered(county):
    redaction = begun(county)
    marked(county, redaction)
    done = made(county, redaction)
    assert done.state == Release.State.RELEASED, done.told
    data = releasing.released_bytes(done)
    assert (done.material.role, done.material.application) == (Material.Role.RELEASED, redaction.application)
    assert done.pages == 2 and data.startswith(b"%PDF")
    assert SECRET.encode() not in data and COVERED.encode() not in data
    assert COVERED.encode("utf-16-be") not in data


def test_who_marked_does_not_release(county):
    redaction = begun(county)
    marked(county, redaction, role=Role.FOI_OFFICER)
    with pytest.raises(ValidationError, match="标注的人不能核验"):
        releasing.ask_release(redaction, version=1, by=who(county, Role.FOI_OFFICER))
    marked(county, redaction, ONE)
    with pytest.raises(ValidationError, match="标注的人不能核验"):
        releasing.ask_release(redaction, version=2, by=who(county, Role.FOI_OFFICER))
    assert made(county, redaction, Role.LEADING_GROUP).state == Release.State.RELEASED


def test_nothing_marked_is_not_released(county):
    redaction = begun(county)
    with pytest.raises(ValidationError, match="还没有标注遮盖"):
        releasing.ask_release(redaction, version=0, by=who(county, Role.FOI_OFFICER))


def test_two_who_mark_at_once_do_not_overwrite_each_other(county):
    redaction = begun(county)
    marked(county, redaction)
    with pytest.raises(ValidationError, match="保存过新的标注"):
        marking.mark(redaction, ONE, based_on=0, by=who(county, Role.FOI_OFFICER))
    assert marking.marks_of(redaction).count == 2


def test_a_version_marked_after_the_reviewer_looked_is_not_released(county):
    redaction = begun(county)
    marked(county, redaction)
    marked(county, redaction, ONE)
    with pytest.raises(ValidationError, match="又有新的标注"):
        releasing.ask_release(redaction, version=1, by=who(county, Role.FOI_OFFICER))


def test_what_is_marked_while_the_file_is_made_voids_the_file(county):
    redaction = begun(county)
    marked(county, redaction)
    by = who(county, Role.FOI_OFFICER)
    asked = releasing.ask_release(redaction, version=1, by=by)
    marked(county, redaction, ONE)
    done = releasing.make(asked, by=by)
    assert done.state == Release.State.REFUSED and "又保存了新的标注" in done.told[0]
    assert not Material.objects.filter(role=Material.Role.RELEASED).exists()


def test_going_back_goes_back_one_saving_each_time(county):
    redaction = begun(county)
    by = who(county, Role.INFO_OFFICER)
    three = [ONE, ONE.with_withheld(2, "trade_secret"), Marks().with_withheld(1, "state_secret")]
    for each in three:
        marked(county, redaction, each)
    for number, expected in ((3, three[1]), (4, three[0])):
        marking.undo(redaction, based_on=number, by=by)
        assert marking.marks_of(redaction).digest == expected.digest
    marked(county, redaction, three[2])
    marking.undo(redaction, based_on=6, by=by)
    assert marking.marks_of(redaction).digest == three[0].digest
    marking.undo(redaction, based_on=7, by=by)
    assert not marking.marks_of(redaction)
    with pytest.raises(ValidationError, match="没有可以退回"):
        marking.undo(redaction, based_on=8, by=by)


def test_a_reply_with_marked_sources_is_not_served_before_the_file_is_released(county):
    redaction = begun(county)
    marked(county, redaction)
    application = redaction.application
    on = timezone.localdate()
    go(county, application, "draft", on, {"outcome": "partly_granted"})
    go(county, application, "review_secrecy", on)
    go(county, application, "approve", on)
    with pytest.raises(ValidationError, match="还没有生成通过核验的文件，不能送达"):
        go(county, application, "serve", on)
    assert unreleased(application) == [redaction]
    redaction.refresh_from_db()
    assert made(county, redaction).state == Release.State.RELEASED
    go(county, application, "serve", on)
    application.refresh_from_db()
    assert application.state == "served"


def test_an_approved_reply_is_not_marked_any_more(county):
    redaction = begun(county)
    on = timezone.localdate()
    for move in ("draft", "review_secrecy", "approve"):
        go(county, redaction.application, move, on)
    redaction.refresh_from_db()
    with pytest.raises(ValidationError, match="不能再改。要改的，请先退回修改"):
        marked(county, redaction)


def test_what_only_the_public_is_shown_holds_up_no_reply(county):
    redaction = begun(county, layer="public")
    marked(county, redaction)
    assert unreleased(redaction.application) == []
    assert summary(redaction.application) == [] and len(summary(redaction.application, "public")) == 2


def test_the_letter_lists_pages_grounds_and_counts(county):
    redaction = begun(county)
    marked(
        county,
        redaction,
        Marks()
        .with_page(1, [box(0.1, top, 0.5, 0.02, "trade_secret") for top in (0.1, 0.2)])
        .with_withheld(2, "deliberative"),
    )
    assert summary(redaction.application) == [
        ("第1页", "《条例》第十五条（商业秘密）", "2处"),
        ("第2页", "《条例》第十六条第二款（过程性信息）", "整页"),
    ]
    assert sentences(redaction.application)[0] == "依据《条例》第十五条（商业秘密），遮盖第1页2处。"


def test_events_say_nothing_personal(county):
    redaction = begun(county)
    marked(county, redaction)
    marking.propose(redaction, by=who(county, Role.INFO_OFFICER))
    made(county, redaction)
    told = json.dumps([each.content for each in Event.objects.all()], ensure_ascii=False)
    for secret in (SECRET, COVERED, "王小禾", "13912345678", "验收结论.pdf"):
        assert secret not in told
    assert [each.move for each in events_of(redaction)] == [
        "begin_redaction", "mark_redaction", "propose_redaction", "ask_release", "release_redaction",
    ]  # fmt: skip


def test_reading_a_page_is_recorded_once_an_hour(county):
    redaction = begun(county)
    by = who(county, Role.INFO_OFFICER)
    for page in (1, 1, 2):
        assert marking.read_page(redaction, page, by=by).startswith(b"\x89PNG")
    assert events_of(redaction).filter(move="read_redaction_page").count() == 2


def test_the_working_copy_is_encrypted_and_goes_with_the_personal_data(county, django_capture_on_commit_callbacks):
    redaction = begun(county)
    place = redaction.place
    with default_storage.open(place) as stream:
        assert not stream.read().startswith(b"%PDF")
    on = timezone.localdate()
    go(county, redaction.application, "withdraw", on)
    with django_capture_on_commit_callbacks(execute=True):
        applications.erase_personal_data(redaction.application, by=who(county, Role.FOI_OFFICER), why="保管期限届满")
    redaction.refresh_from_db()
    assert not default_storage.exists(place) and redaction.erased_at
    with pytest.raises(ValidationError, match="已经销毁"):
        marking.working_copy(redaction)


def test_a_source_that_cannot_be_opened_is_refused_in_words(county):
    from pdf_files import Page, pdf

    from tests.redaction_files import encrypted

    redaction = begun(county)
    application = redaction.application
    by = who(county, Role.FOI_OFFICER)
    for data, said in ((encrypted(), "密码"), (pdf([Page()])[:200], "损坏|不完整|打不开")):
        source = source_of(county, application, data)
        with pytest.raises(ValidationError, match=said):
            marking.begin(application, source, "applicant", by=by)
    other = add_material(application, role=Material.Role.SOURCE, name="说明.txt", data="说明".encode(), by=by)
    with pytest.raises(ValidationError, match="另存（导出）为 PDF"):
        marking.begin(application, other, "applicant", by=by)
    letter = add_material(application, role=Material.Role.LETTER, name="文书.pdf", data=two_pages(), by=by)
    with pytest.raises(ValidationError, match="请选择这件申请的一份原件"):
        marking.begin(application, letter, "applicant", by=by)


def test_the_same_source_is_covered_once_for_each_recipient(county):
    redaction = begun(county)
    by = who(county, Role.INFO_OFFICER)
    assert marking.begin(redaction.application, redaction.source, "applicant", by=by) == redaction
    assert marking.begin(redaction.application, redaction.source, "third_party", by=by) != redaction


def test_a_file_that_the_gate_refuses_is_not_kept(county, monkeypatch):
    from gongkai.redaction import engine

    def leaky(*given, **more):
        raise engine.NotReleased(["第1页还有文字。"])

    redaction = begun(county)
    marked(county, redaction)
    monkeypatch.setattr(engine, "release", leaky)
    done = made(county, redaction)
    assert (done.state, done.told, done.material) == (Release.State.REFUSED, ["第1页还有文字。"], None)
    with pytest.raises(ValidationError, match="没有通过核验的文件不能取出"):
        releasing.released_bytes(done)


def test_someone_without_a_person_releases_nothing(county):
    redaction = begun(county)
    marked(county, redaction)
    nobody = replace(who(county, Role.FOI_OFFICER), person=None)
    with pytest.raises(ValidationError, match="另一位有权限的同事"):
        releasing.ask_release(redaction, version=1, by=nobody)


def test_a_source_that_was_covered_stays_as_it_was(county):
    redaction = begun(county)
    before = bytes_of(redaction.source)
    marked(county, redaction)
    made(county, redaction)
    assert bytes_of(redaction.source) == before
    assert redaction.begun_at.date() >= date(2026, 1, 1)


def test_a_file_too_large_for_the_case_is_refused_with_what_to_do(county, settings):
    redaction = begun(county)
    marked(county, redaction)
    settings.UPLOAD_LIMIT_MB = 0
    done = made(county, redaction)
    assert done.state == Release.State.REFUSED and "请把原件拆成几份" in done.told[0]


def test_the_reply_lists_what_was_covered_and_is_not_approved_when_the_marks_changed(county):
    redaction = begun(county)
    marked(county, redaction)
    application, on = redaction.application, timezone.localdate()
    go(county, application, "draft", on, {"outcome": "partly_granted"})
    body = application.replies.get().body
    assert "依据《条例》第十五条（商业秘密），遮盖第1页1处。" in body
    go(county, application, "review_secrecy", on)
    redaction.refresh_from_db()
    marked(county, redaction, ONE)
    with pytest.raises(ValidationError, match="答复书列出的与标注不一致"):
        go(county, application, "approve", on)
    go(county, application, "send_back", on, {"reason": "遮盖有改动"})
    go(county, application, "draft", on, {"outcome": "partly_granted"})
    go(county, application, "review_secrecy", on)
    go(county, application, "approve", on)
    assert "商业秘密" not in application.replies.order_by("number").last().body


def test_of_two_makings_only_the_later_counts(county):
    redaction = begun(county)
    marked(county, redaction)
    by = who(county, Role.FOI_OFFICER)
    first = releasing.ask_release(redaction, version=1, by=by)
    second = releasing.ask_release(redaction, version=1, by=by)
    assert releasing.make(first, by=by).state == Release.State.REFUSED
    assert releasing.make(second, by=by).state == Release.State.RELEASED
    assert Material.objects.filter(role=Material.Role.RELEASED).count() == 1
