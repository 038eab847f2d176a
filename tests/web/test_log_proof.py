"""Proving the log in the database and from an export finds every way of tampering with it."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from gongkai.casework.chain import Seal
from gongkai.organs.roles import Role
from gongkai.web.log.actors import SYSTEM, actor
from gongkai.web.log.export_files import NotAnExport, verify_file
from gongkai.web.log.exports import export_to
from gongkai.web.log.models import Chain, Event
from gongkai.web.log.proof import columns_that_differ, seals_now, verify_chain, verify_chains
from gongkai.web.log.services import record
from gongkai.web.log.triggers import lifted


@pytest.fixture
def chain(county):
    for number in range(5):
        record(county.bureau, "edit_organ", by=SYSTEM, organ=county.bureau, note=f"第{number}次")
    return Chain.objects.get(organ=county.bureau)


def findings(chain, seals=()):
    return verify_chain(chain, seals).findings


def test_a_log_as_written_proves_whole(chain):
    assert findings(chain) == ()
    assert all(not part.findings for part in verify_chains())


def test_an_altered_content_is_found_by_its_number(chain):
    row = Event.objects.get(chain=chain, number=3)
    with lifted(connection):
        Event.objects.filter(pk=row.pk).update(content=row.content | {"actor": "别人"})
    assert "第3条记录的内容、编号或者校验值被改动过。" in findings(chain)


def test_a_removed_event_is_found(chain):
    with lifted(connection):
        Event.objects.filter(chain=chain, number=3).delete()
    assert "缺少第3条记录，它曾经存在。" in findings(chain)


def test_events_cut_off_at_the_end_are_found(chain):
    with lifted(connection):
        Event.objects.filter(chain=chain, number=chain.length).delete()
    assert f"缺少第{chain.length}条记录，它曾经存在。" in findings(chain)


def test_an_inserted_event_is_found(chain):
    with lifted(connection):
        copy = Event.objects.get(chain=chain, number=2)
        copy.pk, copy.number = None, chain.length + 1
        copy.save(force_insert=True)
    assert any("后来插入的" in each for each in findings(chain))


def test_two_events_that_changed_places_are_found(chain):
    first, second = (Event.objects.get(chain=chain, number=number) for number in (2, 3))
    with lifted(connection):
        Event.objects.filter(pk=second.pk).update(number=10**6)
        Event.objects.filter(pk=first.pk).update(number=3)
        Event.objects.filter(pk=second.pk).update(number=2)
    assert findings(chain)


@pytest.mark.parametrize(
    ("column", "value", "title"),
    [
        ("move", "appoint", "事项"),
        ("subject_id", "999", "对象编号"),
        ("by", "person:1", "办理人"),
        ("on", "2001-01-01", "日期"),
    ],
)
def test_a_column_that_says_otherwise_than_the_content_is_found(chain, column, value, title):
    with lifted(connection):
        Event.objects.filter(chain=chain, number=2).update(**{column: value})
    (found,) = findings(chain)
    assert found.startswith("第2条记录的")
    assert title in found


def test_a_chain_written_anew_from_the_middle_is_found_by_a_seal_kept_elsewhere(county, chain):
    kept = Seal(chain.length, chain.head)
    with lifted(connection):
        Event.objects.filter(chain=chain, number__gte=3).delete()
    keep = Event.objects.get(chain=chain, number=2)
    Chain.objects.filter(pk=chain.pk).update(length=2, head=keep.digest)
    for _ in range(8):
        record(county.bureau, "edit_organ", by=SYSTEM, organ=county.bureau, note="重写")
    chain.refresh_from_db()
    assert findings(chain) == ()
    assert findings(chain, [kept])


def test_the_columns_of_what_a_person_did_agree_with_its_content(county):
    event = record(county.bureau, "edit_organ", by=actor(county.person(Role.AUDITOR)), organ=county.bureau)
    assert columns_that_differ(Event.objects.get(pk=event.pk)) == []


def test_an_export_proves_whole_without_a_database_and_is_itself_an_event(county, chain, tmp_path):
    target = tmp_path / "log.jsonl"
    count, digest = export_to(target, organ=county.bureau, since=None, by=SYSTEM)
    assert count == chain.length
    assert (tmp_path / "log.jsonl.sha256").read_text() == f"{digest}  log.jsonl\n"
    assert [part.findings for part in verify_file(target)] == [()]
    assert Event.objects.filter(chain=chain).last().move == "export_log"


def test_an_export_from_a_day_on_proves_as_a_part_of_the_chain(county, chain, tmp_path):
    from django.utils import timezone

    target = tmp_path / "log.jsonl"
    export_to(target, organ=None, since=timezone.localdate(), by=SYSTEM)
    assert all(not part.findings for part in verify_file(target))


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda lines: lines[:-1], id="cut off"),
        pytest.param(lambda lines: [*lines[:3], *lines[4:]], id="a line taken out"),
        pytest.param(lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]], id="two lines exchanged"),
        pytest.param(lambda lines: [*lines[:4], lines[3], *lines[4:]], id="a line twice"),
        pytest.param(lambda lines: [each.replace("第2次", "第9次") for each in lines], id="a word changed"),
    ],
)
def test_every_harm_to_an_export_is_found(county, chain, tmp_path, harm):
    target = tmp_path / "log.jsonl"
    export_to(target, organ=county.bureau, since=None, by=SYSTEM)
    target.write_text("".join(harm(target.read_text(encoding="utf-8").splitlines(keepends=True))), encoding="utf-8")
    assert any(part.findings for part in verify_file(target))


@pytest.mark.parametrize("content", ["", "不是日志", '{"a": 1}', "[1]\n"])
def test_a_file_that_is_no_export_is_answered_by_a_sentence(tmp_path, content):
    target = tmp_path / "other.txt"
    target.write_text(content, encoding="utf-8")
    if not content:
        assert any(part.findings for part in verify_file(target))
        return
    with pytest.raises(NotAnExport, match="不是日志的导出文件"):
        verify_file(target)


def test_seals_name_every_chain_with_its_end(county, chain):
    seals = {each["chain"]: each for each in seals_now()}
    assert seals[chain.key]["number"] == chain.length
    assert json.dumps(seals[chain.key], ensure_ascii=False)
