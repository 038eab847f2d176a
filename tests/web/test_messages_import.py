"""Importing messages: dry run, bad rows by line, the same number once, stopped and gone on with."""

from __future__ import annotations

import json
from datetime import date
from itertools import count
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from message_walks import who

from gongkai.engagement.messages.rows import HEADINGS
from gongkai.organs.roles import Role
from gongkai.web.log.models import Event
from gongkai.web.messages import counting, importing
from gongkai.web.messages.models import Category, ImportRun, Message
from gongkai.web.messages.tasks import import_in_background
from tests.web.conftest import verified

HEAD = "来件编号,收到日期,种类,类别,标题,内容,姓名,电话,主办科室,答复日期,答复内容,满意度"


def rows(number: int, since: int = 1) -> str:
    return "\n".join(
        f"H-{each},2026-03-0{each % 9 + 1},求助,,停水{each},停水两天,周小禾,13900000000,种植业科,2026-03-1{each % 9},已恢复,满意"
        for each in range(since, since + number)
    )


def checked(county: Any, text: str, channel: str = "hotline") -> ImportRun:
    return importing.check_import(county.bureau, channel, "导出.csv", f"{HEAD}\n{text}\n".encode(), by=who(county))


def test_a_dry_run_enters_nothing_and_says_line_by_line_what_is_wrong(county):
    Category.objects.create(organ=county.bureau, name="疫情防控", since=date(2020, 1, 1))
    bad = [
        "H-1,2026-03-01,求助,疫情防控,停水,,,,,,,",
        "H-1,2026-03-01,求助,,停水,,,,,,,",
        ",2026-03-01,求助,,停水,,,,,,,",
        "H-4,三月一日,求助,,停水,,,,,,,",
        "H-5,2026-03-01,表扬,,停水,,,,,,,",
        "H-6,2026-03-05,求助,没有的类别,停水,,,,没有的科室,2026-03-01,,",
        "H-7,2999-01-01,求助,,停水,,,,,,,满意",
    ]
    run = checked(county, "\n".join(bad))
    assert (run.lines, run.good, run.bad, Message.objects.count()) == (7, 1, 6, 0)
    said = {each.line: each.text for each in run.problems.all()}
    assert set(said) == {3, 4, 5, 6, 7, 8}
    assert "第2行相同" in said[3] and "来件编号" in said[4] and "不是日期" in said[5]
    run = importing.go_on(run, by=who(county))
    assert (run.state, run.entered, run.place) == ("done", 1, "")
    assert Message.objects.get().category.name == "疫情防控"


def test_rows_are_registered_answered_and_rated_and_counted(county):
    run = importing.go_on(checked(county, rows(30)), by=who(county))
    assert (run.entered, run.known) == (30, 0)
    message = Message.objects.get(source_number="H-3")
    assert (message.state, message.received_on, message.answered_on) == (
        "answered",
        date(2026, 3, 4),
        date(2026, 3, 13),
    )
    assert (message.satisfaction, message.section, message.name, message.in_time) == (
        "satisfied",
        county.section,
        "周小禾",
        False,
    )
    year = date(2026, 1, 1), date(2026, 12, 31)
    assert counting.received_and_closed(county.bureau, *year, channel="hotline").count() == 30
    found = counting.figures(county.bureau, *year).total
    assert (found.received, found.answered, found.satisfied, found.in_time + found.late) == (30, 30, 30, 30)
    assert "周小禾" not in str(list(Event.objects.values_list("content", flat=True)))


def test_the_same_file_again_adds_nothing(county):
    importing.go_on(checked(county, rows(5)), by=who(county))
    run = importing.go_on(checked(county, rows(8)), by=who(county))
    assert (run.entered, run.known, Message.objects.count()) == (3, 5, 8)


def test_an_import_is_stopped_and_gone_on_with_where_it_was(county, monkeypatch):
    monkeypatch.setattr(importing, "PORTION", 10)
    ticks = count()
    run = importing.go_on(checked(county, rows(35)), by=who(county), seconds=1, clock=lambda: float(next(ticks)))
    assert (run.state, run.done_lines, Message.objects.count()) == ("running", 10, 10)
    importing.stop(run, by=who(county))
    with pytest.raises(ValidationError, match="没有在导入"):
        importing.stop(run, by=who(county))
    ticks = count()
    importing.go_on(run, by=who(county), seconds=1, clock=lambda: float(next(ticks)))
    assert Message.objects.count() == 20
    import_in_background.call(run=run.pk, person=county.person(Role.FOI_OFFICER).pk)
    run.refresh_from_db()
    assert (run.state, run.percent, Message.objects.count()) == ("done", 100, 35)
    with pytest.raises(ValidationError, match="不能再导入"):
        importing.go_on(run, by=who(county))


def test_what_is_given_up_is_destroyed_and_what_was_entered_stays(county):
    run = importing.drop(checked(county, rows(2)), by=who(county))
    assert (run.state, run.place, Message.objects.count()) == ("dropped", "", 0)


def test_json_is_read_like_csv_and_by_the_field_s_names(county):
    data = [
        {HEADINGS["source_number"]: "N-1", "收到日期": "2026-03-01", "种类": "咨询", "标题": "怎样申请"},
        {
            "source_number": "N-2",
            "received_on": "2026-03-02",
            "kind": "complaint",
            "title": "收费",
            "answered_on": "2026-03-03",
        },
    ]
    run = importing.check_import(
        county.bureau, "national_platform", "x.json", json.dumps({"messages": data}).encode(), by=who(county)
    )
    assert importing.go_on(run, by=who(county)).entered == 2


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "空"),
        (b"[1, 2]", "一组留言"),
        (b'{"messages": 3', "读不出来"),
        ("标题\n停水\n".encode(), "来件编号"),
        (b"[]", "没有留言"),
        (b"PK\x03\x04broken", ""),
        (b"\xff\xfe\x00\x00\x01", ""),
    ],
)
def test_what_is_no_list_of_messages_is_refused_in_words(county, data, told):
    with pytest.raises(ValidationError) as problem:
        importing.check_import(county.bureau, "hotline", "x.csv", data, by=who(county))
    assert told in str(problem.value)


def test_answers_to_messages_of_the_website_are_not_imported(county):
    run = checked(
        county,
        "W-1,2026-03-01,咨询,,怎样申请,,,,,2026-03-02,已答复,\nW-2,2026-03-01,咨询,,怎样申请,,,,种植业科,,,",
        "website",
    )
    assert (run.good, run.bad) == (1, 1)
    importing.go_on(run, by=who(county))
    assert Message.objects.get().state == "assigned"


def test_importing_goes_by_the_pages(client, county):
    verified(client, county.person(Role.FOI_OFFICER))
    upload = reverse("workbench:message_import_upload")
    file = SimpleUploadedFile("导出.csv", f"{HEAD}\n{rows(3)}\nX,,,,,,,,,,,\n".encode())
    shown = client.post(upload, {"channel": "hotline", "file": file}, follow=True).content.decode()
    assert "有错1行" in shown and "没有填" in shown
    run = ImportRun.objects.get()
    act = reverse("workbench:message_import_act", args=[run.pk, "go"])
    assert "已经导入完" in client.post(act, follow=True).content.decode()
    assert Message.objects.count() == 3
    assert client.post(upload, {"channel": "", "file": SimpleUploadedFile("x.csv", b"x")}).status_code == 422
    assert client.get(reverse("workbench:message_imports")).status_code == 200
    assert client.get(reverse("workbench:message_import_template")).status_code == 200
    verified(client, county.person(Role.INFO_OFFICER))
    assert client.get(reverse("workbench:message_imports")).status_code == 403
    assert client.post(act).status_code == 404
