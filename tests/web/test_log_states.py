"""The state of every case follows from the log, and the proof says where it does not."""

from __future__ import annotations

import pytest
from django.db import connection

from gongkai.organs.roles import Role
from gongkai.web.log.actors import SYSTEM, actor
from gongkai.web.log.models import Event
from gongkai.web.log.triggers import lifted
from gongkai.web.operation.proof import verify_organ, verify_states
from gongkai.web.publishing.columns import add_column
from gongkai.web.publishing.drafting import draft_item, submit
from gongkai.web.publishing.models import Version


@pytest.fixture
def version(county):
    column = add_column(county.bureau, by=SYSTEM, code="policy", title="政策文件")
    by = actor(county.person(Role.INFO_OFFICER), frozenset({"info_officer"}))
    made = draft_item(
        county.bureau, by=by, column=column, title="关于春耕的通知", genre="work_reports", body_html="<p>正文。</p>"
    )
    submit(made, by=by)
    return Version.objects.get(pk=made.pk)


def test_states_that_follow_from_the_log_prove_right(version):
    assert verify_states(Version).findings == ()


def test_a_state_set_by_hand_is_found(version):
    Version.objects.filter(pk=version.pk).update(state="cleared")
    (found,) = verify_states(Version).findings
    assert "按日志应当是" in found


def test_a_step_taken_out_of_the_log_is_found_by_the_state(version):
    with lifted(connection):
        Event.objects.filter(subject_id=str(version.pk), move="submit").delete()
    assert verify_states(Version).findings


def test_a_case_whose_row_was_deleted_is_found(county, version):
    with lifted(connection):
        Event.objects.filter(subject_id=str(version.pk), case_number=1).update(subject_id="987654")
    assert any("数据库里没有这一件" in found for found in verify_states(Version).findings)


def test_proving_an_organ_puts_the_result_on_record(county, version):
    auditor = actor(county.person(Role.AUDITOR))
    done = verify_organ(county.bureau.chain, auditor)
    assert (done.move, done.facts["findings"], done.person) == ("verify_log", 0, auditor.person)
