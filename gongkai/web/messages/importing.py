"""Importing messages from another platform: looked at first, entered in portions, stopped and gone on with; the same number once.

check_import(organ, channel, name, data, *, by) -> ImportRun      what each line would do; nothing is entered
go_on(run, *, by, seconds=…) -> ImportRun                          enters for some seconds; call again until it is done
stop(run, *, by) · drop(run, *, by)

What a request does not finish goes on in the background (``tasks.import_in_background``), portion by portion, until it is stopped.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.engagement.messages.channels import channels
from gongkai.engagement.messages.rows import HEADINGS, Reading, Row, read_rows
from gongkai.organs.importing.table import UnreadableList
from gongkai.publishing.uploads import clean_name
from gongkai.web.casework.services import act_many
from gongkai.web.files.sealing import destroy, seal
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record, save
from gongkai.web.messages.beginning import Letter, beginning_of, built, facts_of, next_serial
from gongkai.web.messages.models import ImportProblem, ImportRun, Message, Reply, Voice
from gongkai.web.messages.moving import digest_of
from gongkai.web.messages.settings import categories_of, entered_rules
from gongkai.web.organs.models import Organ, Section

PORTION = 200
SECONDS = 6.0
"""How long one request goes on."""
State = ImportRun.State


@transaction.atomic
def check_import(
    organ: Organ, channel: str, name: str, data: bytes, *, by: Actor, at: datetime | None = None
) -> ImportRun:
    """Look at every line. Raises ``ValidationError`` for what is no list at all."""
    if by.person is None:
        raise ValueError("导入要由人办理。")
    if channel not in channels():
        raise ValidationError({"channel": "请选择来件渠道。"})
    now = at or timezone.now()
    try:
        lines = _Lines(organ, channel, data, now)
    except UnreadableList as problem:
        raise ValidationError({"file": str(problem)}) from problem
    if not len(lines):
        raise ValidationError({"file": "文件里没有留言。"})
    rows = lines.part(0, len(lines))
    problems = [ImportProblem(line=row.line, text=text[:400]) for row in rows for text in row.errors]
    bad = sum(bool(row.errors) for row in rows)
    run = ImportRun(
        organ=organ, channel=channel, name=clean_name(name), kind="csv", media_type="application/octet-stream", size=len(data),
        sha256=hashlib.sha256(data).hexdigest(), place=seal(organ.pk, data), made_by=by.person, made_at=now,
        lines=len(rows), good=len(rows) - bad, bad=bad,
    )  # fmt: skip
    save(run, "check_message_import", by=by, organ=organ, at=at)
    for each in problems:
        each.run = run
    ImportProblem.objects.bulk_create(problems, batch_size=1000)
    return run


def go_on(
    run: ImportRun, *, by: Actor, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic
) -> ImportRun:
    """Enter the lines that are right, for some seconds. What was cut off goes on where it stopped. Raises ``ValidationError``."""
    _begin(run, by)
    end = clock() + seconds
    lines = _Lines(run.organ, run.channel, run.read(), run.made_at)
    while _portion(run.pk, lines, by):
        if clock() >= end:
            break
    run.refresh_from_db()
    return run


@transaction.atomic
def stop(run: ImportRun, *, by: Actor) -> ImportRun:
    """Enter nothing more until somebody goes on; what was entered stays."""
    fresh = _locked(run.pk)
    if fresh.state != State.RUNNING:
        raise ValidationError(f"这一批{fresh.get_state_display()}，没有在导入。")
    fresh.state = State.STOPPED
    return save(fresh, "stop_message_import", by=by, organ=fresh.organ)


@transaction.atomic
def drop(run: ImportRun, *, by: Actor) -> ImportRun:
    """Give the rest up; what was entered stays, the file is destroyed."""
    fresh = _locked(run.pk)
    if fresh.state not in (State.CHECKED, State.STOPPED):
        raise ValidationError(f"这一批{fresh.get_state_display()}，不能放弃。正在导入的请先暂停。")
    destroy(fresh.place)
    fresh.state, fresh.place, fresh.finished_at = State.DROPPED, "", timezone.now()
    fresh.save()
    record(fresh, "drop_message_import", by=by, organ=fresh.organ, facts={"done": fresh.done_lines})
    return fresh


def template() -> bytes:
    """A file to fill in."""
    return ("﻿" + ",".join(HEADINGS.values()) + "\r\n").encode()


class _Lines:
    """The lines of a file, each checked when it is asked for; the same number a second time in the file is wrong."""

    def __init__(self, organ: Organ, channel: str, data: bytes, now: datetime) -> None:
        self.cells = list(read_rows(data))
        self.reading = Reading(
            channel,
            timezone.localdate(now),
            {each.name: each.pk for each in categories_of(organ)},
            {each.name: each.pk for each in Section.objects.filter(organ=organ)},
        )
        self.first: dict[str, int] = {}
        for line, cells in self.cells:
            self.first.setdefault(cells.get("source_number", ""), line)

    def __len__(self) -> int:
        return len(self.cells)

    def part(self, since: int, until: int) -> list[Row]:
        """Some of them, read and checked."""
        found = []
        for line, cells in self.cells[since:until]:
            row = self.reading.row(line, cells)
            number = row.values["source_number"]
            if number and self.first[number] != line:
                row.errors.append(f"来件编号和第{self.first[number]}行相同。")
            found.append(row)
        return found


@transaction.atomic
def _begin(run: ImportRun, by: Actor) -> None:
    fresh = _locked(run.pk)
    if fresh.state == State.RUNNING:
        return
    if fresh.state not in (State.CHECKED, State.STOPPED):
        raise ValidationError(f"这一批{fresh.get_state_display()}，不能再导入。")
    if not fresh.good:
        raise ValidationError("没有可以导入的行，请改好文件重新上传。")
    fresh.state = State.RUNNING
    save(fresh, "begin_message_import", by=by, organ=fresh.organ)


@transaction.atomic
def _portion(key: int, lines: _Lines, by: Actor) -> bool:
    """Enter the next lines, whole or not at all; whether there are more."""
    run = _locked(key)
    if run.state != State.RUNNING:
        return False
    part = lines.part(run.done_lines, run.done_lines + PORTION)
    good = [row for row in part if not row.errors]
    if good:
        _enter(run, good, by)
    run.done_lines += len(part)
    if run.done_lines < len(lines):
        run.save(update_fields=["done_lines", "entered", "known"])
        return True
    destroy(run.place)
    run.state, run.place, run.finished_at = State.DONE, "", timezone.now()
    run.save()
    record(run, "finish_message_import", by=by, organ=run.organ, facts={"done": run.entered, "refused": run.bad})
    return False


def _enter(run: ImportRun, rows: list[Row], by: Actor) -> None:
    organ = Organ.objects.select_for_update().get(pk=run.organ_id)
    numbers = [row.values["source_number"] for row in rows]
    known = set(
        Message.objects.filter(organ=organ, channel=run.channel, source_number__in=numbers).values_list(
            "source_number", flat=True
        )
    )
    new = [row for row in rows if row.values["source_number"] not in known]
    run.known += len(rows) - len(new)
    run.entered += len(new)
    if not new:
        return
    rules, serials, made, facts = entered_rules(organ), dict[int, int](), [], []
    for row in new:
        given, year = row.values, row.values["received_on"].year
        serials[year] = serials[year] + 1 if year in serials else next_serial(organ, year)
        letter = Letter(given["title"], given["content"], given["name"], given["phone"], "", given["kind"]).tidy()
        message = built(organ, letter, run.channel, year, serials[year], source_number=given["source_number"])
        message.category_id, message.section_id = given["category"], given["section"]
        made.append(message)
        facts.append(facts_of(message, given["received_on"], rules))
    act_many(made, beginning_of(run.channel), by=by, facts=facts)
    entered = list(zip(made, new, facts, strict=True))
    waiting = [(message, row) for message, row, _ in entered if message.section_id and not row.values["answered_on"]]
    act_many(
        [message for message, _ in waiting],
        "assign",
        by=by,
        facts=[{"section": row.values["section_name"]} for _, row in waiting],
    )
    _answers([each for each in entered if each[1].values["answered_on"]], by)


def _answers(answered: list[tuple[Message, Row, dict[str, Any]]], by: Actor) -> None:
    """The answers that were given on the other platform, and what was thought of them."""
    if not answered:
        return
    replies, steps = [], []
    for message, row, ruled in answered:
        told = {"answered_on": row.values["answered_on"].isoformat(), "way": "platform", "window": ruled["window"]}
        if row.values["answer"]:
            digest = digest_of(row.values["answer"])
            replies.append(Reply(message=message, number=1, body=row.values["answer"], digest=digest, author=by.person))
            told |= {"reply": 1, "digest": digest}
        steps.append(told)
    Reply.objects.bulk_create(replies)
    act_many([message for message, _, _ in answered], "record_answer", by=by, facts=steps)
    rated = [(message, row.values["score"]) for message, row, _ in answered if row.values["score"]]
    if rated:
        act_many([message for message, _ in rated], "call_back", by=by, facts=[{"score": score} for _, score in rated])
        now = timezone.now()
        Voice.objects.bulk_create(
            [Voice(message=message, kind=Voice.Kind.CALL_BACK, score=score, at=now) for message, score in rated]
        )


def _locked(key: int) -> ImportRun:
    return ImportRun.objects.select_for_update(of=("self",)).select_related("organ").get(pk=key)
