"""All changes of 信息报送. Each does one thing whole: the rule, the record, the event, in one transaction.

    set_rules(organ, *, by, since, channels, combining, ties, tie_break, urgent_hours, handle_workdays, series, basis) -> RuleVersion
    submit(organ, *, source, by, title, kind, ...) -> Submission
    send_back(submission, *, by, reason), resubmit(submission, *, by, **fields), decline(submission, *, by, reason)
    adopt(submission, *, by, channel, on, evidence="", item=None) -> Adoption
    strike(adoption, *, by, reason) -> Adoption

Circulars: see ``circulars``. Refusals: ``ValidationError`` in Chinese.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.assessment.submissions.rules import WrongRules, channels_of
from gongkai.casework.events import told
from gongkai.web.accounts.models import Person
from gongkai.web.files.services import keep
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.models import Item
from gongkai.web.submissions.counting import rules_of
from gongkai.web.submissions.models import Adoption, RuleVersion, Submission
from gongkai.workdays.counting import last_day

State = Submission.State
CHANGEABLE = frozenset({"title", "author", "kind", "body", "urgent", "happened_at"})
"""What may be changed when a piece is submitted again."""
LEAST_REASON = 4


@transaction.atomic
def set_rules(
    organ: Organ, *, by: Actor, since: date, channels: list[dict[str, str]], basis: str, **choices: Any
) -> RuleVersion:
    """Decide the score rules from a day on; what was adopted before keeps its points. Raises ``ValidationError``."""
    try:
        channels_of(channels)
    except WrongRules as problem:
        raise ValidationError({"channels": str(problem)}) from problem
    Organ.objects.select_for_update().get(pk=organ.pk)
    newest = RuleVersion.objects.filter(organ=organ).first()
    if newest is not None and since <= newest.since:
        raise ValidationError({"since": f"已有从{told(newest.since)}起的办法，新的办法要从它以后的一天起。"})
    adopted = Adoption.objects.filter(submission__organ=organ, on__gte=since, struck_at=None).order_by("-on").first()
    if adopted is not None:
        raise ValidationError(
            {"since": f"{told(adopted.on)}已经登记过采用并计了分，新的办法要从它以后的一天起，已经计的分不改。"}
        )
    made = RuleVersion(organ=organ, since=since, channels=channels, basis=basis, made_by=by.person, **choices)
    made.made_at = timezone.now()
    return save(made, "set_submission_rules", by=by, organ=organ)


@transaction.atomic
def submit(
    organ: Organ,
    *,
    source: Organ,
    by: Actor,
    title: str,
    kind: str,
    section: Section | None = None,
    author: str = "",
    body: str = "",
    file: tuple[str, bytes | BinaryIO] | None = None,
    urgent: bool = False,
    happened_at: datetime | None = None,
    came_at: datetime | None = None,
    wanted_on: date | None = None,
) -> Submission:
    """Submit a piece to the office of ``organ``. Raises ``ValidationError``."""
    person, now = _person(by), timezone.now()
    day, rules = timezone.localdate(now), None
    Organ.objects.select_for_update().get(pk=organ.pk)
    rules = rules_of(organ, day)
    made = Submission(
        organ=organ,
        source=source,
        section=section,
        number=_next_number(organ, day.year),
        title=title,
        kind=kind,
        author=author.strip() or person.name,
        body=body,
        urgent=urgent,
        happened_at=happened_at,
        came_at=came_at or now,
        wanted_on=wanted_on,
        submitted_on=timezone.localdate(came_at or now),
        submitted_by=person,
        submitted_at=now,
    )
    if file is not None:
        made.file = keep(source, by=by, name=file[0], data=file[1])
    made.clean()
    made.late = _late(made, rules.urgent_hours)
    if rules.handle_workdays:
        made.due_on = last_day(made.submitted_on, rules.handle_workdays, calendar_now()).on
    return save(made, "submit_piece", by=by, organ=source)


def _next_number(organ: Organ, year: int) -> str:
    prefix = f"{organ.code}-xx-{year}-"
    numbers = Submission.objects.filter(organ=organ, number__startswith=prefix).order_by("-id")
    last = numbers.values_list("number", flat=True).first()
    serial = int(last.removeprefix(prefix)) + 1 if last else 1
    return f"{prefix}{serial:04d}"


def _late(piece: Submission, urgent_hours: int | None) -> bool:
    """Whether an urgent piece came too long after the event, or a piece asked for after its day."""
    if piece.delay is not None and urgent_hours and piece.delay.total_seconds() > urgent_hours * 3600:
        return True
    return piece.wanted_on is not None and piece.submitted_on > piece.wanted_on


@transaction.atomic
def send_back(submission: Submission, *, by: Actor, reason: str) -> Submission:
    """Return a piece with what is to be done about it. Raises ``ValidationError``."""
    found = _locked(submission, State.SUBMITTED)
    found.reason = _reason(reason, "请写明退回的原因和要补充什么，报送的人照着改。")
    found.state, found.returned_times, found.handled_at = State.RETURNED, found.returned_times + 1, timezone.now()
    return save(found, "return_piece", by=by, organ=found.organ)


@transaction.atomic
def resubmit(
    submission: Submission, *, by: Actor, file: tuple[str, bytes | BinaryIO] | None = None, **fields: Any
) -> Submission:
    """Submit a returned piece again; it keeps its number and the day on which it first came. Raises ``ValidationError``."""
    found = _locked(submission, State.RETURNED)
    for name in CHANGEABLE & set(fields):
        setattr(found, name, fields[name])
    if file is not None:
        found.file = keep(found.source, by=by, name=file[0], data=file[1])
    found.clean()
    day = timezone.localdate()
    rules = rules_of(found.organ, day)
    found.late = _late(found, rules.urgent_hours)
    found.state, found.handled_at = State.SUBMITTED, None
    found.due_on = last_day(day, rules.handle_workdays, calendar_now()).on if rules.handle_workdays else None
    return save(found, "resubmit_piece", by=by, organ=found.source)


@transaction.atomic
def decline(submission: Submission, *, by: Actor, reason: str) -> Submission:
    """Say that a piece is not adopted, and why. Raises ``ValidationError``."""
    found = _locked(submission, State.SUBMITTED)
    found.reason = _reason(reason, "请写明不采用的原因，报送的人可以看到。")
    found.state, found.handled_at = State.DECLINED, timezone.now()
    return save(found, "decline_piece", by=by, organ=found.organ)


@transaction.atomic
def adopt(
    submission: Submission, *, by: Actor, channel: str, on: date, evidence: str = "", item: Item | None = None
) -> Adoption:
    """Note that a channel adopted a piece; its score follows. Raises ``ValidationError``."""
    person, found = _person(by), _locked(submission, State.SUBMITTED, State.ADOPTED, State.DECLINED)
    rules = rules_of(found.organ, on)
    known = rules.channels.get(channel)
    if known is None:
        raise ValidationError({"channel": f"{told(on)}的计分办法里没有这个渠道。请另选，或者先在计分办法里加上它。"})
    if item is not None and item.organ_id not in (found.organ_id, found.source_id):
        raise ValidationError({"item": "这条信息不是本机关或者报送单位发布的，请另选。"})
    made = Adoption(
        submission=found,
        channel=known.title,
        level=known.level,
        on=on,
        evidence=evidence,
        item=item,
        points=known.points,
        recorded_by=person,
        recorded_at=timezone.now(),
    )
    save(made, "adopt_piece", by=by, organ=found.organ)
    _scored(found, by)
    return made


@transaction.atomic
def strike(adoption: Adoption, *, by: Actor, reason: str) -> Adoption:
    """Take back an adoption that was noted wrongly; the record stays. Raises ``ValidationError``."""
    piece = _locked(adoption.submission, State.ADOPTED)
    found = Adoption.objects.select_for_update().get(pk=adoption.pk)
    if found.struck_at is not None:
        raise ValidationError("这条采用的登记已经撤销了。")
    found.struck_why = _reason(reason, "请写明为什么撤销。")
    found.struck_at = timezone.now()
    # 日期、出处当时查过，撤销不再查：采用的规则也许已经变了
    save(found, "strike_adoption", by=by, organ=piece.organ)
    _scored(piece, by)
    return found


def _scored(piece: Submission, by: Actor) -> None:
    """Keep up state and score with the adoptions that stand. Several count as the rules of the day of submission say."""
    points = list(piece.adoptions.filter(struck_at=None).values_list("points", flat=True))
    piece.score = rules_of(piece.organ, piece.submitted_on).score(points)
    piece.state = State.ADOPTED if points else State.SUBMITTED
    piece.handled_at = timezone.now() if points else None
    if points:
        piece.reason = ""
    save(piece, "score_piece", by=by, organ=piece.organ)


def _locked(submission: Submission, *states: str) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",)).select_related("organ", "source", "section", "file")
    found = rows.get(pk=submission.pk)
    if found.state not in states:
        raise ValidationError(f"这篇信息现在是“{found.get_state_display()}”，不能这样办，可能别人刚刚办过。")
    return found


def _reason(text: str, ask: str) -> str:
    text = text.strip()
    if len(text) < LEAST_REASON:
        raise ValidationError({"reason": ask})
    return text


def _person(by: Actor) -> Person:
    if by.person is None:
        raise ValueError("这一步要由人办理。")
    return by.person
