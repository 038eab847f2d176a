"""The letters of a case: composed from it in the step that sends them, numbered without gap, read with a record.

    begin(application, move, facts, asked, by=, on=, at=) -> Pending | None     before the step: takes the number, cites it in ``facts``
    finish(pending, event) -> Letter                                            after it: the letter is made from what the step left
    compose(application, kind, *, asked, by, on=None, at=None) -> Letter        one that goes with no step: 登记表, 回执, 协办函 …
    issue(reply, event, *, by, on, at) -> Letter                                 the answer, when it was approved
    read_letter(letter, *, by), rendered(letter, to) -> bytes                   DOCX or PDF; the same letter gives the same bytes

All raise ``ValidationError`` beside the field that is missing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai import letters
from gongkai.applications.letters import cited, document_number, letter_kinds
from gongkai.applications.moves import TABLE
from gongkai.applications.outcomes import Remedy, outcomes
from gongkai.applications.remedies import remedy_told
from gongkai.casework.chain import commitment, new_salt
from gongkai.casework.events import told
from gongkai.letters.kinds import LetterKind
from gongkai.letters.templates import blocks_of, fill
from gongkai.web.applications.letter_values import Source, standing_of, values_of
from gongkai.web.applications.models import Application, Letter, Reply
from gongkai.web.applications.signals import composing
from gongkai.web.casework.services import counting_now, history_of
from gongkai.web.letters.models import TemplateVersion
from gongkai.web.letters.services import settings_of, wording_of
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record
from gongkai.web.organs.models import Organ

if TYPE_CHECKING:
    from gongkai.web.log.models import Event

ISSUING = "approve"
"""The step that makes the drafted reply a letter."""
FILE = "file"
"""The recipient of what is only put on file: a note may be of an earlier day."""
ONLINE_ROUTES = ("portal", "email")
"""The routes by which a reply goes to the applicant by the internet."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that was taken; empty for a kind without one."""

    series: str = ""
    year: int | None = None
    serial: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Pending:
    """A letter whose step is being taken."""

    application: Application
    kind: LetterKind
    number: Number
    given: dict[str, Any]
    by: Actor
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Composed:
    """What a letter says."""

    kind: LetterKind
    title: str
    addressee: str
    body: str
    values: dict[str, str]
    template: TemplateVersion | None


def next_number(organ: Organ, kind: LetterKind, on: date) -> Number:
    """The next number of the organ in the kind's series and year. Numbers are never given twice, and none is left out."""
    if not kind.series:
        return Number()
    Organ.objects.select_for_update().get(pk=organ.pk)
    known = Letter.objects.filter(organ=organ, series=kind.series, year=on.year)
    serial = (known.aggregate(last=Max("serial"))["last"] or 0) + 1
    mark = settings_of(organ).mark or organ.short_name
    return Number(kind.series, on.year, serial, document_number(mark, kind.series, on.year, serial))


def hold(application: Application, move: str) -> None:
    """Lock what a step that sends a letter will need: the case, the organ's numbers, and only then (by others) the log.

    Every letter is made in this order, so that two of them never wait for each other.
    """
    if move == ISSUING or letter_kinds().of_move(move) is not None:
        Application.objects.select_for_update().get(pk=application.pk)
        Organ.objects.select_for_update().get(pk=application.organ_id)


def begin(
    application: Application,
    move: str,
    facts: dict[str, Any],
    asked: Mapping[str, Any] | None,
    *,
    by: Actor,
    on: date | None,
    at: datetime,
) -> Pending | None:
    """The letter that the step sends, if it sends one. What is registered with a letter written elsewhere keeps that one."""
    kind = letter_kinds().of_move(move)
    if kind is None or facts.get("letter"):
        return None
    day = on or timezone.localdate(at)
    _check_dated(kind, day, at)
    number = next_number(application.organ, kind, day)
    if "letter" in TABLE.move_of[move].fields:
        facts["letter"] = cited(wording_of(application.organ, kind).title, number.text)
    given = {**dict(asked or {}), **facts}
    return Pending(application, kind, number, given, by, day, at)


def finish(pending: Pending, event: Event) -> Letter:
    """Make the letter after its step was taken, so that the limits in it are those that the step left."""
    composed = composed_of(pending.application, pending.kind, pending.given, on=pending.on)
    return _keep(
        pending.application,
        composed,
        pending.number,
        by=pending.by,
        on=pending.on,
        at=pending.at,
        step=event.case_number,
    )


@transaction.atomic
def compose(
    application: Application,
    kind: LetterKind,
    *,
    asked: Mapping[str, Any] | None = None,
    by: Actor,
    on: date | None = None,
    at: datetime | None = None,
) -> Letter:
    """A letter that goes with no step of its own."""
    fresh = (
        Application.objects.select_for_update(of=("self",)).select_related("organ", "section").get(pk=application.pk)
    )
    if fresh.state not in kind.states:
        raise ValidationError(f"这件申请目前“{fresh.state_title}”，现在不能开出《{kind.title}》。")
    now = at or timezone.now()
    day = on or timezone.localdate(now)
    composed = composed_of(fresh, kind, dict(asked or {}), on=day)
    return _keep(fresh, composed, next_number(fresh.organ, kind, day), by=by, on=day, at=now)


def composed_of(application: Application, kind: LetterKind, given: Mapping[str, Any], *, on: date) -> Composed:
    """What the letter says. Raises ``ValidationError`` beside each field that is needed and empty."""
    source = Source(application, history_of(application), counting_now(), on)
    values = values_of(source, kind, given)
    if "remedy" in {each.key for each in kind.fields.values()} and "remedy" not in values:
        values["remedy"] = remedies_of(application, outcomes()["granted"].remedy, on)
    composing.send(Application, application=application, kind=kind.key, fields=values, on=on)
    _check_needs(kind, values)
    wording = wording_of(application.organ, kind)
    named = {field.name: values.get(field.key, "") for field in kind.fields.values()}
    return Composed(
        kind,
        wording.title,
        fill(wording.addressee, named).replace("\n", "，"),
        fill(wording.body, named),
        values,
        wording.version,
    )


def remedies_of(application: Application, remedy: Remedy, on: date) -> str:
    """The sentences on remedies in an answer to this application."""
    online = application.wanted_route in ONLINE_ROUTES
    return remedy_told(remedy, standing_of(application.organ), on, online=online)


def _check_dated(kind: LetterKind, on: date, at: datetime) -> None:
    """A letter that goes out is dated when it is made: one that comes late must not look as if it had come in time."""
    today = timezone.localdate(at)
    if on < today and kind.recipient != FILE:
        raise ValidationError(
            {
                "on": f"《{kind.title}》现在才作出，日期应当是今天（{told(today)}），不能写成{told(on)}。"
                "在系统以外已经按时发出的，先照今天办理，再由另一人凭存卷的文书更正日期。"
            }
        )


def _check_needs(kind: LetterKind, values: Mapping[str, str]) -> None:
    wrong = {}
    for name in kind.needs:
        field = kind.fields[name]
        if values.get(field.key, "").strip():
            continue
        if field.source == "asked":
            wrong[field.key] = f"请填写“{name}”，《{kind.title}》里应当写明。"
        else:
            wrong[field.key] = f"《{kind.title}》里应当写明“{name}”，这件申请还没有这一项，请先补上。"
    if wrong:
        raise ValidationError(wrong)


def issue(reply: Reply, event: Event, *, by: Actor, on: date, at: datetime) -> Letter:
    """The answer as a letter, numbered and dated when it was approved, from the very wording that was reviewed."""
    application = reply.application
    kind = letter_kinds().kinds[reply.kind]
    _check_dated(kind, on, at)
    values = dict(json.loads(reply.values)) if reply.values else {}
    composed = Composed(kind, reply.title, reply.addressee, reply.body, values, reply.template)
    number = next_number(application.organ, kind, on)
    return _keep(application, composed, number, by=by, on=on, at=at, step=event.case_number, reply=reply)


def _keep(
    application: Application,
    composed: Composed,
    number: Number,
    *,
    by: Actor,
    on: date,
    at: datetime,
    step: int | None = None,
    reply: Reply | None = None,
) -> Letter:
    made = Letter(
        organ=application.organ,
        application=application,
        kind=composed.kind.key,
        series=number.series,
        year=number.year,
        serial=number.serial,
        number=number.text,
        title=composed.title,
        addressee=composed.addressee,
        body=composed.body,
        fields=json.dumps(composed.values, ensure_ascii=False, sort_keys=True),
        salt=new_salt(),
        template=composed.template,
        reply=reply,
        step=step,
        dated=on,
        made_by=by.person,
        made_at=at,
    )
    made.digest = commitment(made.said, made.salt)
    made.save()
    facts = {"letter": made.pk, "kind": made.kind, "number": made.number, "digest": made.digest}
    record(application, "compose_letter", by=by, organ=application.organ, facts=facts, at=at)
    return made


def read_letter(letter: Letter, *, by: Actor) -> None:
    """Note that somebody reads a letter, which names persons. Call it before it is shown or handed out."""
    record(letter.application, "read_letter", by=by, organ=letter.organ, facts={"letter": letter.pk})


def as_document(
    title: str, addressee: str, body: str, *, organ: Organ, number: str = "", dated: date | None = None
) -> letters.Letter:
    """A letter as it is laid out; what is put on file only is not signed."""
    form = body.lstrip().startswith("|")
    return letters.Letter(
        title,
        blocks_of(body),
        number=number,
        organ=organ.name,
        signed_by=organ.name,
        dated=dated,
        to="" if form else addressee,
    )


def document_of(letter: Letter) -> letters.Letter:
    """A kept letter as it is laid out. Raises ``ValidationError`` when its text was erased."""
    if letter.erased:
        raise ValidationError("这份文书的内容已经随个人信息删除，只留下文号和校验值。")
    return as_document(
        letter.title, letter.addressee, letter.body, organ=letter.organ, number=letter.number, dated=letter.dated
    )


def rendered(letter: Letter, to: str) -> bytes:
    """The letter as DOCX or PDF. Raises ``ValidationError``, and ``Unreadable`` where no font is there for a PDF."""
    return letters.write(document_of(letter), to)


def erase_letters(sender: Any, *, application: Application, at: datetime, **_: Any) -> None:
    """Erase the wording of a case's letters and replies; numbers, kinds and digests stay."""
    application.letters.update(addressee="", body="", fields="")
    application.replies.update(addressee="", findings="", values="")
