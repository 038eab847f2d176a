"""Making a move of a complaint: accepting, asking the organ complained about, finding, deciding, telling, and leading it elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.assessment.accountability.choices import listed
from gongkai.assessment.accountability.complaint_moves import BEGINNINGS, RESPONDENT
from gongkai.assessment.accountability.limits import limit_on, plain
from gongkai.casework import read
from gongkai.web.accountability.beginning import TEXTS, Letter, register
from gongkai.web.accountability.models import Account, Complaint, Finding, Paper
from gongkai.web.accountability.papers import PAPERS
from gongkai.web.accountability.telling import problems, refuse_personal_data, told
from gongkai.web.casework import services as casework
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record, save
from gongkai.web.organs.models import Organ
from gongkai.web.privacy.cipher import blind_index

if TYPE_CHECKING:
    from gongkai.web.log.models import Event

BY_THEMSELVES = (
    *BEGINNINGS, "hand_over", "ask_account", "give_account", "waive_account", "propose", "decide", "order_rectification",
)  # fmt: skip
"""Moves that have a service of their own, as more than a step belongs to them."""
READ_BY_OTHERS = "被投诉机关会看到，不能让它知道是谁投诉的"


@transaction.atomic
def make_move(
    complaint: Complaint,
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
    if move == "withdraw" and by.person is not None and not str(given.get("reason") or "").strip():
        raise ValidationError(
            {"reason": "请写明投诉人什么时候、怎样要求撤回的。投诉只能由投诉人撤回，这里是代为登记。"}
        )
    if move == "extend" and isinstance(given.get("longer"), int):
        given["longer"] = {"amount": given["longer"], "unit": "calendar_days"}
    event = _step(complaint, move, given, by=by, on=on, note=note, at=at)
    if complaint.ended:
        # 投诉不再办理，被投诉机关也不用再说明
        complaint.accounts.filter(state=Account.State.ASKED).update(state=Account.State.WAIVED)
    return event


@transaction.atomic
def ask_account(
    complaint: Complaint, question: str, *, by: Actor, limit: int | None = None, at: datetime | None = None
) -> Account:
    """Ask the organ complained about for an account within so many working days (by the rule of the day unless given)."""
    asked = told(question, "question", "请写明要被投诉机关说明哪些事项。")
    refuse_personal_data(complaint, {"question": asked}, READ_BY_OTHERS)
    if complaint.about is None:
        raise ValidationError("被投诉的机关不在本系统，请书面联系，收到的说明作为材料存入。")
    length = plain(limit_on("account", timezone.localdate(at)).length)
    if limit is not None:
        length["amount"] = limit
    _step(complaint, "ask_account", {"account_limit": length, "digest": _digest(asked)}, by=by, at=at)
    reading = read(casework.history_of(complaint), "account", casework.counting_now(), timezone.localdate(at))
    return Account.objects.create(
        complaint=complaint,
        organ=complaint.about,
        question=asked,
        due_on=reading.due.day if reading.due else None,
        asked_at=at or timezone.now(),
    )


@transaction.atomic
def give_account(account: Account, text: str, *, by: Actor, at: datetime | None = None) -> Event:
    """What the organ complained about has to say; also what came on paper, when the organ that decides enters it."""
    fresh = Account.objects.select_for_update(of=("self",)).select_related("complaint__organ").get(pk=account.pk)
    said = told(text, "text", "请写明情况。")
    who = by
    if by.person is not None and _belongs(by, fresh.organ_id) and not _belongs(by, fresh.complaint.organ_id):
        who = replace(by, roles=frozenset({RESPONDENT}))
    event = _step(fresh.complaint, "give_account", {"digest": _digest(said)}, by=who, at=at)
    fresh.text, fresh.state, fresh.given_by, fresh.given_at = said, Account.State.GIVEN, by.person, at or timezone.now()
    fresh.save()
    return event


@transaction.atomic
def waive_account(complaint: Complaint, reason: str, *, by: Actor, at: datetime | None = None) -> Event:
    """Wait no longer for the account."""
    event = _step(complaint, "waive_account", {"reason": reason.strip()}, by=by, at=at)
    complaint.accounts.filter(state=Account.State.ASKED).update(state=Account.State.WAIVED)
    return event


@transaction.atomic
def propose(complaint: Complaint, outcome: str, body: str, *, by: Actor, at: datetime | None = None) -> Event:
    """What was found and what follows from it, as it will be told to who complained."""
    said = told(body, "body", "请写明查明的事实、处理意见和依据。")
    if outcome not in listed("outcomes"):
        raise ValidationError({"outcome": "请选择处理结果。"})
    event = _step(complaint, "propose", {"outcome": outcome, "digest": _digest(said)}, by=by, at=at)
    last = complaint.findings.order_by("-number").values_list("number", flat=True).first()
    Finding.objects.create(
        complaint=complaint,
        number=(last or 0) + 1,
        outcome=outcome,
        body=said,
        digest=_digest(said),
        author=by.person,
        written_at=at or timezone.now(),
    )
    return event


@transaction.atomic
def decide(complaint: Complaint, *, by: Actor, opinion: str = "", at: datetime | None = None) -> Event:
    """Decide as proposed, by another person than who proposed."""
    finding = complaint.findings.order_by("-number").first()
    outcome = finding.outcome if finding is not None else ""
    given = {"outcome": outcome} | ({"opinion": opinion.strip()} if opinion.strip() else {})
    return _step(complaint, "decide", given, by=by, at=at)


@transaction.atomic
def hand_over(
    complaint: Complaint,
    reason: str,
    *,
    by: Actor,
    organ: str = "",
    to: Organ | None = None,
    at: datetime | None = None,
) -> Event:
    """Hand a complaint to who is competent; an organ of this site gets it with the day and the code kept, never the organ itself."""
    given = {"organ": to.name if to is not None else " ".join(organ.split()), "reason": reason.strip()}
    if to is not None and to.pk == complaint.organ_id:
        raise ValidationError({"to": "这件投诉已经在本机关，请选择别的机关。"})
    if to is not None and to.pk == complaint.about_id:
        raise ValidationError({"to": "不能转给被投诉的机关自己处理（《条例》第五十一条）。"})
    event_facts, made = given, None
    if to is not None and complaint.received_on is not None:
        about = complaint.about if complaint.about is not None and complaint.about.is_below(to) else None
        if complaint.about is not None and about is None:
            raise ValidationError({"to": f"{to.name}不是{complaint.about.name}的上级，不能处理这件投诉。"})
        letter = Letter(**{name: getattr(complaint, name) for name in TEXTS}, kind=complaint.kind)
        made = register(
            to,
            letter,
            "organ",
            # 转来的一步由转出的人替接收机关登记：日期和查询码照原来的
            by=replace(by, roles=by.roles | {"foi_officer"}),
            received_on=complaint.received_on,
            about=about,
            about_named=complaint.about_named,
            origin=f"由{complaint.organ.name}的{complaint.number}转来",
            came_from=complaint,
            query_code=complaint.query_code,
            at=at,
        )
        event_facts = given | {"into": made.number}
    event = _step(complaint, "hand_over", event_facts, by=by, at=at)
    if made is not None:
        for paper in complaint.papers.filter(erased_at=None):
            PAPERS.add(made, role=paper.role, name=paper.name, data=paper.read(), by=by, at=at)
    return event


@transaction.atomic
def amend_step(
    complaint: Complaint,
    number: int,
    *,
    by: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str,
    at: datetime | None = None,
) -> Event:
    """Amend what was recorded as a step. Raises ``NotAllowed``, ``ValidationError``."""
    given = dict(changes or {})
    for name, of in (("channel", "channels"), ("kind", "kinds"), ("way", "ways")):
        if name in given and given[name] not in listed(of):
            raise ValidationError({name: "请从列出的选项里选择。"})
    refuse_personal_data(complaint, {**given, "reason": reason})
    return casework.amend_step(complaint, number, by=by, changes=given or None, reason=reason, at=at)


@transaction.atomic
def edit(complaint: Complaint, changes: Mapping[str, Any], *, by: Actor, at: datetime | None = None) -> Complaint:
    """Change what was entered of a complaint; what the person wrote on the portal stays as it was written."""
    fresh = Complaint.objects.select_for_update(of=("self",)).select_related("organ").get(pk=complaint.pk)
    if fresh.erased_at:
        raise ValidationError("这件投诉里的个人信息已经删除，不能再改。")
    for name, value in changes.items():
        if name not in TEXTS:
            raise ValidationError(f"“{name}”不能这样改。")
        if name in fresh.own_words and value.strip() != getattr(fresh, name).strip():
            raise ValidationError({name: "投诉人在网上自己写的，不能改。补充的事实请写进核查情况。"})
        setattr(fresh, name, value.strip())
    found = problems({name: getattr(fresh, name) for name in TEXTS}, lenient=True)
    if found:
        raise ValidationError(found)
    fresh.phone_index = blind_index(fresh.phone)
    return save(fresh, "edit_complaint", by=by, organ=fresh.organ, at=at)


def read_personal_data(complaint: Complaint, *, by: Actor) -> None:
    """Note that somebody reads who complained. Call it before the data is shown."""
    record(complaint, "read_personal_data", by=by, organ=complaint.organ)


def read_account_paper(account: Account, paper: Paper, *, by: Actor) -> bytes:
    """A file that the organ complained about handed in itself, for it to see again; noted in its own log."""
    if paper.complaint_id != account.complaint_id or paper.role != Paper.Role.ACCOUNT:
        raise ValidationError("这份材料不属于这次说明。")
    record(account, "read_account_paper", by=by, organ=account.organ, facts={"paper": paper.pk})
    return paper.read()


@transaction.atomic
def erase(complaint: Complaint, *, by: Actor, at: datetime | None = None) -> Complaint:
    """Forget what was written and by whom, once the complaint is over; what is counted stays."""
    fresh = Complaint.objects.select_for_update(of=("self",)).select_related("organ").get(pk=complaint.pk)
    now = at or timezone.now()
    if not fresh.ended:
        raise ValidationError("这件投诉还在办理，不能删除个人信息。")
    if fresh.erased_at:
        raise ValidationError("这件投诉里的个人信息已经删除。")
    for name in fresh.PERSONAL:
        setattr(fresh, name, "")
    fresh.phone_index, fresh.erased_at = "", now
    fresh.save()
    fresh.accounts.update(text="", question="")
    fresh.findings.update(body="")
    for paper in fresh.papers.filter(erased_at=None):
        paper.erase(now)
    record(fresh, "erase_complaint", by=by, organ=fresh.organ, at=now)
    return fresh


def _step(
    complaint: Complaint,
    move: str,
    facts: Mapping[str, Any],
    *,
    by: Actor,
    on: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Event:
    refuse_personal_data(complaint, {**facts, "note": note})
    return casework.act(complaint, move, by=by, facts=facts, on=on, at=at, note=note)


def _belongs(by: Actor, organ: int) -> bool:
    from gongkai.web.organs.authority import organs_of

    return organ in organs_of(by.person)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
