"""Making a move of a proposal: sections, co-handlers, talks, drafts, the reply, what the proposers say of it; amending one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.casework.workday_calendar import law_limits
from gongkai.engagement.proposals.choices import kinds, titles
from gongkai.engagement.proposals.local import plain
from gongkai.web.casework import services as casework
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record, save
from gongkai.web.organs.models import Section
from gongkai.web.proposals.beginning import begun, set_section
from gongkai.web.proposals.models import Contact, Proposal, Reply
from gongkai.web.proposals.settings import Ruled, ruled
from gongkai.web.proposals.telling import digest_of, refuse_personal_data, told

if TYPE_CHECKING:
    from gongkai.web.log.models import Event

BY_THEMSELVES = (
    "hand_over", "assign", "resume", "ask_co_handler", "hear_co_handler", "drop_co_handler", "contact", "extend", "draft",
    "draft_opinion", "give_opinion", "record_reply", "redo", "publish", "withhold", "take_down",
)  # fmt: skip
"""Moves that have a service of their own, as more than a step belongs to them."""
EDITABLE = ("title", "proposers", "group", "body", "main_body", "contact", "content")


@transaction.atomic
def make_move(
    proposal: Proposal,
    move: str,
    *,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    on: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Event:
    """Make one of the other moves of the table. Raises ``NotAllowed``, ``ValidationError``."""
    if move in BY_THEMSELVES:
        raise ValidationError("这一步要从它自己的页面办理。")
    given = dict(facts or {})
    if move == "reply":
        given |= _publish_limit(ruled(proposal.organ), on or timezone.localdate(at))
    _not_before(proposal, given, at)
    return step(proposal, move, given, by=by, on=on, note=note, at=at)


def step(
    proposal: Proposal,
    move: str,
    facts: Mapping[str, Any],
    *,
    by: Actor,
    on: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Event:
    """A step without personal data in its record. Call it within the transaction of what belongs to it."""
    refuse_personal_data(proposal, facts, note)
    return casework.act(proposal, move, by=by, facts=facts, on=on, at=at, note=note)


@transaction.atomic
def assign(
    proposal: Proposal,
    section: Section,
    *,
    by: Actor,
    note: str = "",
    on: date | None = None,
    at: datetime | None = None,
) -> Event:
    """Hand a proposal to the section that deals with it."""
    if section.organ_id != proposal.organ_id or section.closed_on is not None:
        raise ValidationError({"section": "请选择本机关现有的科室。"})
    event = step(proposal, "assign", {"section": section.name}, by=by, on=on, note=note, at=at)
    set_section([proposal], section)
    return event


@transaction.atomic
def resume(proposal: Proposal, handed_on: date, role: str, *, by: Actor, at: datetime | None = None) -> Event:
    """Take on again what was sent back: the limits begin anew with the day of the new hand-over."""
    if role not in titles("roles"):
        raise ValidationError({"role": "请选择承办方式。"})
    if proposal.handed_on and handed_on < proposal.handed_on:
        raise ValidationError({"handed_on": "重新交办的日期早于原来的交办日期，请核对。"})
    rules = ruled(proposal.organ)
    limit, basis = rules.answer(proposal.kind, role, handed_on)
    return step(proposal, "resume", {"role": role, **begun(limit, basis, handed_on, rules)}, by=by, at=at)


@transaction.atomic
def contact(
    proposal: Proposal,
    stage: str,
    way: str,
    text: str = "",
    *,
    by: Actor,
    on: date | None = None,
    at: datetime | None = None,
) -> Event:
    """Note a talk with the proposers on a day (today unless given); what was said is kept encrypted, the step has its digest."""
    plain_text, day = text.replace("\x00", "").strip()[:4000], on or timezone.localdate(at)
    facts = {"stage": stage, "way": way, "talked_on": day.isoformat()}
    _not_before(proposal, facts, at)
    event = step(proposal, "contact", facts | ({"digest": digest_of(plain_text)} if plain_text else {}), by=by, at=at)
    Contact.objects.create(proposal=proposal, stage=stage, way=way, on=day, text=plain_text, by=by.person)
    return event


@transaction.atomic
def contact_many(
    proposals: Sequence[Proposal],
    stage: str,
    way: str,
    text: str = "",
    *,
    by: Actor,
    on: date | None = None,
    at: datetime | None = None,
) -> None:
    """Note one talk with the proposers of several proposals of an organ, as at a meeting; all or none."""
    plain_text, day = text.replace("\x00", "").strip()[:4000], on or timezone.localdate(at)
    facts = {"stage": stage, "way": way, "talked_on": day.isoformat()}
    for each in proposals:
        _not_before(each, facts, at)
        refuse_personal_data(each, facts)
    more = {"digest": digest_of(plain_text)} if plain_text else {}
    casework.act_many(proposals, "contact", by=by, facts=[facts | more] * len(proposals), at=at)
    Contact.objects.bulk_create(
        Contact(proposal=each, stage=stage, way=way, on=day, text=plain_text, by=by.person) for each in proposals
    )


@transaction.atomic
def extend(proposal: Proposal, reason: str, noticed_on: date, *, by: Actor, at: datetime | None = None) -> Event:
    """Give a hard one the law's longer limit, approved and told to the proposers; counted from the hand-over."""
    if noticed_on > timezone.localdate(at):
        raise ValidationError({"noticed_on": "告知代表、委员的日期还没有到，请先告知。"})
    day = proposal.handed_on or timezone.localdate(at)
    longest = law_limits(kinds()[proposal.kind].hard, day)
    if longest is None:
        raise ValidationError("那时的规定没有更长的期限。")
    facts = {"longer": plain(longest), "reason": reason.strip(), "noticed_on": noticed_on.isoformat()}
    _not_before(proposal, facts, at)
    return step(proposal, "extend", facts, by=by, at=at)


@transaction.atomic
def draft(
    proposal: Proposal,
    body: str,
    result: str,
    attribute: str,
    ground: str = "",
    *,
    by: Actor,
    at: datetime | None = None,
) -> Event:
    """Write the reply with the class of its result and how it is to be published, for another to review."""
    facts = _resulting(proposal, result) | _openness(attribute, ground)
    reply = _written(proposal, body, by=by, at=at)
    return step(proposal, "draft", {"reply": reply.number, "digest": reply.digest, **facts}, by=by, at=at)


@transaction.atomic
def draft_opinion(proposal: Proposal, body: str, *, by: Actor, at: datetime | None = None) -> Event:
    """Write the co-handler's opinion, for another to review."""
    reply = _written(proposal, body, by=by, at=at)
    return step(proposal, "draft_opinion", {"reply": reply.number, "digest": reply.digest}, by=by, at=at)


@transaction.atomic
def record_reply(
    proposal: Proposal,
    replied_on: date,
    result: str,
    attribute: str,
    ground: str = "",
    document: str = "",
    *,
    by: Actor,
    note: str = "",
    at: datetime | None = None,
) -> Event:
    """Note a reply that was signed and sent outside the system, before it was used."""
    facts = recorded_facts(proposal, replied_on, result, attribute, ground, document)
    _not_before(proposal, facts, at)
    return step(proposal, "record_reply", facts, by=by, note=note, at=at)


def recorded_facts(
    proposal: Proposal,
    replied_on: date,
    result: str,
    attribute: str,
    ground: str = "",
    document: str = "",
    *,
    rules: Ruled | None = None,
) -> dict[str, Any]:
    """What the step of a reply made before records; ``rules`` are the organ's, where they are at hand."""
    known = rules or ruled(proposal.organ)
    more = {"document": document.strip()} if document.strip() else {}
    return {
        "replied_on": replied_on.isoformat(),
        **_resulting(proposal, result, known),
        **_openness(attribute, ground),
        **more,
        **_publish_limit(known, replied_on),
    }


@transaction.atomic
def redo(proposal: Proposal, returned_on: date, reason: str = "", *, by: Actor, at: datetime | None = None) -> Event:
    """The proposers are not satisfied: take the matter up again, with the limit of the region."""
    rule = ruled(proposal.organ).limit("redo", returned_on)
    if rule is None:
        raise ValidationError({"returned_on": "没有那一天的期限规定，请核对日期。"})
    facts = {"returned_on": returned_on.isoformat(), "limit": plain(rule.limit), "rule": rule.basis}
    _not_before(proposal, facts, at)
    return step(proposal, "redo", facts | ({"reason": reason.strip()} if reason.strip() else {}), by=by, at=at)


@transaction.atomic
def amend_step(
    proposal: Proposal,
    number: int,
    *,
    by: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str,
    at: datetime | None = None,
) -> Event:
    """Amend or strike out what was recorded as a step; the columns follow. Raises ``NotAllowed``."""
    given = dict(changes or {})
    for name, listed in (("role", "roles"), ("stage", "stages"), ("way", "ways"), ("attitude", "attitudes")):
        if name in given and given[name] not in titles(listed):
            raise ValidationError({name: "请从列出的选项里选择。"})
    given.pop("result_title", None)
    if "result" in given:
        given |= _resulting(proposal, str(given["result"]))
    refuse_personal_data(proposal, given, reason)
    return casework.amend_step(proposal, number, by=by, changes=given or None, reason=reason, at=at)


@transaction.atomic
def edit(proposal: Proposal, changes: Mapping[str, Any], *, by: Actor, at: datetime | None = None) -> Proposal:
    """Change what was entered of a proposal. What is counted by a step is amended with the step."""
    fresh = Proposal.objects.select_for_update(of=("self",)).select_related("organ").get(pk=proposal.pk)
    if fresh.erased_at:
        raise ValidationError("这件建议、提案的联系方式和材料已经删除，不能再改。")
    for name, value in changes.items():
        if name not in EDITABLE:
            raise ValidationError(f"“{name}”不能这样改。")
        plain_text = str(value).replace("\r\n", "\n").replace("\x00", "").strip()
        setattr(fresh, name, plain_text if name == "content" else " ".join(plain_text.split()))
    return save(fresh, "edit_proposal", by=by, organ=fresh.organ, at=at)


def read_personal_data(proposal: Proposal, *, by: Actor) -> None:
    """Note that somebody reads how to reach the proposers. Call it before the data is shown."""
    record(proposal, "read_personal_data", by=by, organ=proposal.organ)


@transaction.atomic
def erase(proposal: Proposal, *, by: Actor, at: datetime | None = None) -> Proposal:
    """Forget how to reach the proposers, what was said with them and the files, once it rests; what is counted and the reply stay."""
    fresh = Proposal.objects.select_for_update(of=("self",)).select_related("organ").get(pk=proposal.pk)
    now = at or timezone.now()
    if fresh.state not in ("closed", "handed_in", "returned"):
        raise ValidationError("这件建议、提案还没有办结，不能删除。")
    if fresh.erased_at:
        raise ValidationError("联系方式和材料已经删除。")
    fresh.contact, fresh.erased_at = "", now
    fresh.save()
    fresh.contacts.update(text="")
    for paper in fresh.papers.filter(erased_at=None):
        paper.erase(now)
    record(fresh, "erase_proposal", by=by, organ=fresh.organ, at=now)
    return fresh


def results_for(proposal: Proposal) -> Mapping[str, str]:
    """The classes of results that hold for a proposal: those in force when it was handed over."""
    return ruled(proposal.organ).results(proposal.handed_on or timezone.localdate())


def _resulting(proposal: Proposal, result: str, rules: Ruled | None = None) -> dict[str, Any]:
    known = (rules or ruled(proposal.organ)).results(proposal.handed_on or timezone.localdate())
    if result not in known:
        raise ValidationError(
            {"result": f"请选择办理结果：{'、'.join(f'{key} {title}' for key, title in known.items())}。"}
        )
    return {"result": result, "result_title": known[result]}


def _openness(attribute: str, ground: str) -> dict[str, Any]:
    if attribute not in titles("attributes"):
        raise ValidationError({"attribute": "请选择公开属性。"})
    return {"attribute": attribute, **({"ground": ground.strip()} if ground.strip() else {})}


def _publish_limit(rules: Ruled, day: date) -> dict[str, Any]:
    # 国办发〔2014〕46号以前答复的没有公开的期限：照现在的一条登记
    rule = rules.limit("publish", day) or rules.limit("publish", timezone.localdate())
    if rule is None:
        raise ValidationError("没有公开答复的期限规定，请先录入。")
    return {"publish_limit": plain(rule.limit)}


def _not_before(proposal: Proposal, facts: Mapping[str, Any], at: datetime | None) -> None:
    """Days that are given lie between the hand-over and today."""
    titled = {"talked_on": "沟通", "replied_on": "答复", "returned_on": "收回反馈表", "noticed_on": "告知"}
    for name, what in titled.items():
        given = facts.get(name)
        try:
            day = date.fromisoformat(given) if isinstance(given, str) else None
        except ValueError:
            continue
        earliest = proposal.replied_on if name == "returned_on" and proposal.replied_on else proposal.handed_on
        if day is not None and day > timezone.localdate(at):
            raise ValidationError({name: f"{what}的日期还没有到，请核对。"})
        if day is not None and earliest is not None and day < earliest:
            since = "答复" if earliest != proposal.handed_on else "交办"
            raise ValidationError({name: f"{what}的日期早于{since}的日期，请核对。"})


def _written(proposal: Proposal, body: str, *, by: Actor, at: datetime | None) -> Reply:
    plain_text = told(body, "body", "请写明内容。")
    last = proposal.replies.order_by("-number").values_list("number", flat=True).first()
    return Reply.objects.create(
        proposal=proposal,
        number=(last or 0) + 1,
        body=plain_text,
        digest=digest_of(plain_text),
        author=by.person,
        written_at=at or timezone.now(),
    )
