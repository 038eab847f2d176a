"""Everything that changes files of 规章 and 行政规范性文件. Each raises ``NotAllowed`` or ``ValidationError``.

start(organ, *, by, title, kind, need, major=False, section=None, on=None, at=None) -> NormativeDocument
make_move(document, name, *, by, facts=None, on=None, note="", at=None) -> Event     every move that asks for no more than its facts
register(document, *, by, on=None, at=None) -> Event       by the rule nearest to the organ: number given, or the outside one entered
draft_text(document, *, by, column, body_html="", at=None, **fields) -> Version; link(document, item, *, by, at=None)
enter_history(organ, *, by, title, kind, signed_on, published_on, source, item=None, document_number="", registration_number="")
evaluate(document, *, by, conclusion, reason, until=None, decision=None, on=None, at=None) -> Event
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.publishing.document_numbers import document_number as plain_document_number
from gongkai.publishing.normative import BY_SYSTEM, CONCLUSIONS, KINDS, NORMATIVE, YES_NO
from gongkai.publishing.normative_limits import consultation_limit, earliest_end
from gongkai.publishing.registration_numbers import number_key, read_registration_number
from gongkai.web.casework.services import act
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.log.actors import Actor
from gongkai.web.log.models import Event
from gongkai.web.log.services import save
from gongkai.web.normative.following import follow
from gongkai.web.normative.models import NormativeDocument
from gongkai.web.normative.numbering import next_registration_number
from gongkai.web.normative.rules import limit_of, rule_of
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing import relating
from gongkai.web.publishing import services as publishing
from gongkai.web.publishing.models import Item, Relation, SiteColumn, Version

OWN_SERVICES = ("start", "register", "register_elsewhere", "enter_history", "evaluate", *BY_SYSTEM)


@transaction.atomic
def start(
    organ: Organ,
    *,
    by: Actor,
    title: str,
    kind: str,
    need: str,
    major: bool = False,
    section: Section | None = None,
    on: date | None = None,
    at: datetime | None = None,
) -> NormativeDocument:
    """Begin the file of a document to be made."""
    if section is not None and section.organ_id != organ.pk:
        raise ValidationError({"section": "这个科室不属于所选的机关，请另选。"})
    made = _new(organ, title, kind, section=section, major=major)
    facts = {"title": made.title, "kind": kind, "need": need, "major": "yes" if major else "no"}
    act(made, "start", by=by, facts=facts, on=on, at=at)
    return made


@transaction.atomic
def make_move(
    document: NormativeDocument,
    name: str,
    *,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    on: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Event:
    """Make a move that asks for no more than its facts."""
    if name in OWN_SERVICES:
        raise ValueError(f"“{NORMATIVE.move_of[name].title}”另有办法办理。")
    given = dict(facts or {})
    if name == "consult":
        _check_consultation(document, given)
    if name == "check_competition" and given.get("market") not in YES_NO:
        raise ValidationError({"market": "请选择是否涉及经营主体经济活动。"})
    if name == "sign" and given.get("document_number"):
        given["document_number"] = plain_document_number(str(given["document_number"]))
    return act(document, name, by=by, facts=given, on=on, note=note, at=at)


@transaction.atomic
def register(
    document: NormativeDocument,
    *,
    by: Actor,
    number: str = "",
    registrar: str = "",
    on: date | None = None,
    at: datetime | None = None,
) -> Event:
    """Register a signed document (三统一): the rule in force gives the number, or one that was given elsewhere is entered."""
    rule = rule_of(document.organ, document.signed_on or on or timezone.localdate(at))
    if rule is None or rule.mode == "not_kept":
        raise ValidationError(
            "本机关还没有写明由谁统一登记、编号。请先在“三统一和期限的设定”里写明，或者不经登记直接公布。"
        )
    if rule.mode == "elsewhere":
        return _register_elsewhere(document, by, number, registrar or rule.registrar.name, on, at)
    if rule.registrar_id != document.organ_id and "supervising_office" not in by.roles:
        raise ValidationError(f"这份文件由{rule.registrar}统一登记、编号，请由它的“上级政务公开办”办理。")
    given = next_registration_number(rule, (on or timezone.localdate(at)).year)
    facts = {"registration_number": given, "registrar": rule.registrar.name}
    return act(document, "register", by=by, facts=facts, on=on, at=at)


@transaction.atomic
def draft_text(
    document: NormativeDocument,
    *,
    by: Actor,
    column: SiteColumn,
    at: datetime | None = None,
    **fields: Any,
) -> Version:
    """Begin the text as an item; it goes through the ordinary review. Numbers and days come from the file."""
    if document.item_id is not None:
        raise ValidationError("这份文件已经有正文，请在那一件信息里修改。")
    given = {
        "title": document.title,
        "genre": document.kind,
        "document_number": document.document_number,
        "registration_number": document.registration_number,
        "signed_on": document.signed_on,
    }
    version = publishing.draft_item(
        document.organ, by=by, column=column, section=document.section, at=at, **(given | fields)
    )
    link(document, version.item, by=by, at=at)
    return version


@transaction.atomic
def link(document: NormativeDocument, item: Item, *, by: Actor, at: datetime | None = None) -> NormativeDocument:
    """Say which item is the text of a file."""
    document = NormativeDocument.objects.select_for_update(of=("self",)).select_related("organ").get(pk=document.pk)
    if document.item_id is not None:
        raise ValidationError("这份文件已经连到一件信息，不能再连另一件。")
    if item.organ_id != document.organ_id or item.genre != document.kind:
        raise ValidationError({"item": f"要选本机关体裁是“{document.kind_title}”的信息。"})
    if NormativeDocument.objects.filter(item=item).exists():
        raise ValidationError({"item": "这件信息已经是另一份文件的正文。"})
    document.item = item
    save(document, "link_item", by=by, organ=document.organ, at=at)
    if item.current_id is not None:
        follow(document, at=at)
    return document


@transaction.atomic
def enter_history(
    organ: Organ,
    *,
    by: Actor,
    title: str,
    kind: str,
    signed_on: date,
    published_on: date,
    source: str,
    item: Item | None = None,
    document_number: str = "",
    registration_number: str = "",
    at: datetime | None = None,
) -> NormativeDocument:
    """Enter a document that was published before its file was kept here, with its days as they were."""
    problems = {}
    today = timezone.localdate(at)
    if signed_on > today or published_on > today:
        problems["published_on"] = "以前的文件，日期不能在今天以后。"
    elif published_on < signed_on:
        problems["published_on"] = "公布日期早于成文日期，请核对。"
    rule = rule_of(organ, signed_on)
    if rule is not None and rule.mode == "here":
        problems["signed_on"] = f"从{rule.since:%Y-%m-%d}起签发的文件要在本系统登记、编号，不能作为以前的文件录入。"
    if problems:
        raise ValidationError(problems)
    made = _new(organ, title, kind)
    facts: dict[str, Any] = {
        "title": made.title,
        "kind": kind,
        "signed_on": signed_on.isoformat(),
        "published_on": published_on.isoformat(),
        "source": source,
    }
    if document_number:
        facts["document_number"] = plain_document_number(document_number)
    if registration_number.strip():
        facts["registration_number"] = _outside_number(made, registration_number)
    act(made, "enter_history", by=by, facts=facts, at=at)
    made.refresh_from_db()
    if item is not None:
        made = link(made, item, by=by, at=at)
    return made


@transaction.atomic
def evaluate(
    document: NormativeDocument,
    *,
    by: Actor,
    conclusion: str,
    reason: str,
    until: date | None = None,
    decision: Item | None = None,
    on: date | None = None,
    at: datetime | None = None,
) -> Event:
    """Record the evaluation before a term ends. ``decision`` is the item by which it is published: its publication takes effect.

    继续有效 sets a new term ``until``, 废止 repeals, 修改 amends, 到期失效 leaves the term as it is.
    """
    if conclusion not in CONCLUSIONS:
        raise ValidationError({"conclusion": "请选择评估的结论。"})
    item = document.item
    day = on or timezone.localdate(at)
    if conclusion == "continue":
        ends = item.expires_on if item is not None else None
        if until is None or until <= day or (ends is not None and until <= ends):
            raise ValidationError({"until": "继续有效的，请填写新的有效期，要晚于今天，也要晚于原来的有效期。"})
    elif until is not None:
        raise ValidationError({"until": "只有继续有效的才填写新的有效期。"})
    facts: dict[str, Any] = {"conclusion": CONCLUSIONS[conclusion], "reason": reason}
    if until is not None:
        facts["until"] = until.isoformat()
    if decision is not None:
        facts["basis"] = relating.ground_of(decision) if decision.is_public else decision.title
    event = act(document, "evaluate", by=by, facts=facts, on=on, at=at)
    if item is not None and item.expires_on is not None:
        NormativeDocument.objects.filter(pk=document.pk).update(evaluated_for=item.expires_on)
        document.evaluated_for = item.expires_on
    kinds = {"continue": Relation.Kind.SETS_TERM, "repeal": Relation.Kind.REPEALS, "amend": Relation.Kind.AMENDS}
    if decision is not None and conclusion in kinds:
        if item is None:
            raise ValidationError({"decision": "这份文件还没有连到公开的信息，请先连上再写明由哪份决定公布。"})
        relating.relate(decision, kinds[conclusion], by=by, target=item, until=until, at=at)
    return event


def _new(organ: Organ, title: str, kind: str, **fields: Any) -> NormativeDocument:
    problems = {}
    title = " ".join(title.split())
    if not title or len(title) > 200:
        problems["title"] = "请填写标题，最多200字。"
    if kind not in KINDS:
        problems["kind"] = "请选择文件种类。"
    if problems:
        raise ValidationError(problems)
    return NormativeDocument(organ=organ, title=title, kind=kind, **fields)


def _check_consultation(document: NormativeDocument, facts: dict[str, Any]) -> None:
    """Local periods, in working days; what the law itself sets is in the table of moves."""
    try:
        start, end = (date.fromisoformat(str(facts.get(name, ""))) for name in ("starts_on", "ends_on"))
    except ValueError:
        return
    limit = consultation_limit(document.kind, document.major, start)
    local = limit_of(document.organ, limit.name, start)
    earliest = earliest_end(start, local, calendar_now())
    if end < earliest and not str(facts.get("shortened_reason", "")).strip():
        told = f"公开征求意见一般不少于{local.length}（{local.basis}），最早到{earliest:%Y-%m-%d}截止。"
        raise ValidationError({"ends_on": f"{told}确需缩短的，请填写缩短时间的理由。"})


def _register_elsewhere(
    document: NormativeDocument, by: Actor, number: str, registrar: str, on: date | None, at: datetime | None
) -> Event:
    if not number.strip():
        raise ValidationError({"registration_number": f"请填写{registrar}给的统一编号。"})
    facts = {"registration_number": _outside_number(document, number), "registrar": registrar}
    return act(document, "register_elsewhere", by=by, facts=facts, on=on, at=at)


def _outside_number(document: NormativeDocument, number: str) -> str:
    found = read_registration_number(number)
    if found is None:
        raise ValidationError(
            {"registration_number": "认不出这个统一编号，请写成 HCDR-2024-0040001 或者 青规〔2024〕1号 的样子。"}
        )
    others = NormativeDocument.objects.filter(organ=document.organ, registration_key=number_key(number)[:60])
    if others.exclude(pk=document.pk).exists():
        raise ValidationError({"registration_number": "这个统一编号已经登记在另一份文件上，请核对。"})
    return found.plain
