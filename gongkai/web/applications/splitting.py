"""One application made into several (一事一申请), and several of one applicant into one, with a trace both ways.

split(application, parts, *, by, reason, at=None) -> list[Application]     the first part stays, each other becomes an application
merge(application, into, *, by, reason, at=None) -> Event                  ends in 其他, counted once in table 3
ties_of(application) -> list[Tied]

A part keeps the day and the channel of the paper it stood in, so that no limit becomes longer by splitting; nor by merging: only into
the application that was received first. A merge is the move ``merge`` however it is made, from its page or from the case's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.applications.details import LONGEST_DESCRIPTION
from gongkai.applications.items import composed, items_of
from gongkai.web.applications.beginning import begin_part
from gongkai.web.applications.materials import add_material, bytes_of
from gongkai.web.applications.models import Application, Material, Tie
from gongkai.web.applications.moving import make_move
from gongkai.web.applications.personal import details_of
from gongkai.web.applications.telling import fresh_of, refuse_personal_data
from gongkai.web.log.actors import Actor
from gongkai.web.log.models import Event
from gongkai.web.log.services import record, save

SPLITTABLE = ("submitted", "received", "registered", "under_review")
MERGEABLE = ("received", "registered", "under_review")
MOST = 30


@dataclass(frozen=True, slots=True)
class Tied:
    """Another application that this one hangs together with, and how, seen from this one."""

    application: Application
    how: str


@transaction.atomic
def split(
    application: Application, parts: Sequence[str], *, by: Actor, reason: str, at: datetime | None = None
) -> list[Application]:
    """Make each part an application of its own; the first stays in this one. Raises ``ValidationError``, ``NotAllowed``."""
    fresh, now = fresh_of(application), at or timezone.now()
    given = [each.strip() for each in parts if each.strip()]
    if fresh.state not in SPLITTABLE or fresh.erased_at:
        raise ValidationError(f"这件申请目前“{fresh.state_title}”，不能再拆分。拆分要在拟定答复、告知补正以前办理。")
    if len(given) < 2:
        raise ValidationError({"parts": "请至少分成两件，每件写明一项信息。"})
    if len(given) > MOST:
        raise ValidationError({"parts": f"一次最多拆成{MOST}件。"})
    if any(len(each) > LONGEST_DESCRIPTION for each in given):
        raise ValidationError({"parts": f"每件最多写{LONGEST_DESCRIPTION}个字。"})
    if not reason.strip():
        raise ValidationError({"reason": "请写明拆分的理由，例如“申请人在一件申请里提出三项互不相关的信息”。"})
    refuse_personal_data(fresh, {"reason": reason}, "")
    details = details_of(fresh)
    papers = list(fresh.materials.filter(role__in=(Material.Role.REQUEST, Material.Role.IDENTITY), erased_at=None))
    made = []
    for text in given[1:]:
        part = begin_part(fresh, replace(details, description=text), by=by, at=now)
        for paper in papers:
            add_material(part, role=paper.role, name=paper.name, data=bytes_of(paper), by=by, step=1, at=now)
        if fresh.section_id or fresh.officer_id:
            part.section, part.officer = fresh.section, fresh.officer
            save(part, "assign", by=by, organ=part.organ, at=now)
        Tie.objects.create(kind=Tie.Kind.SPLIT, source=fresh, target=part, made_at=now)
        made.append(part)
    fresh.description = given[0]
    save(fresh, "edit_details", by=by, organ=fresh.organ, at=now)
    numbers = "、".join(each.number for each in made)
    record(fresh, "split_application", by=by, organ=fresh.organ, facts={"parts": numbers}, note=reason.strip(), at=now)
    return made


@transaction.atomic
def merge(application: Application, into: Application, *, by: Actor, reason: str, at: datetime | None = None) -> Event:
    """End an application by handling it together with another of the same applicant. Raises ``ValidationError``, ``NotAllowed``."""
    return make_move(application, "merge", by=by, facts={"into": into.number, "reason": reason}, at=at)


def check_merge(sender: Any, *, application: Application, move: str, facts: dict[str, Any], **_: Any) -> None:
    """What must be so before an application may be merged."""
    if move != "merge":
        return
    number = "".join(str(facts.get("into") or "").split()).lower()
    facts["into"] = number
    if not number:
        raise ValidationError({"into": "请填写并入哪一件申请的编号。"})
    into = Application.objects.select_for_update().filter(organ=application.organ, number=number).first()
    if into is None or into.pk == application.pk:
        raise ValidationError({"into": "本机关没有这个编号的另一件申请，请核对编号。"})
    if into.state not in MERGEABLE:
        raise ValidationError(
            {
                "into": f"申请{into.number}目前“{into.state_title}”，不能再并入别的申请。要并入的申请应当已经收到、还没有拟定答复。"
            }
        )
    same = (application.identity_index, application.name_index) == (into.identity_index, into.name_index)
    if not same or not application.name_index or application.applicant_kind != into.applicant_kind:
        raise ValidationError({"into": "两件申请的申请人不是同一人，不能合并。不同申请人的申请要分别答复。"})
    if application.received_on and into.received_on and application.received_on < into.received_on:
        raise ValidationError(
            {"into": f"申请{into.number}收到得晚。请把后收到的并入先收到的那一件，这样答复期限不会因为合并而变长。"}
        )
    if len(_together(application, into)) > LONGEST_DESCRIPTION:
        raise ValidationError({"into": f"两件的内容合起来超过{LONGEST_DESCRIPTION}个字，不能合并。"})


def note_merge(sender: Any, *, application: Application, event: Any, by: Actor, at: datetime, **_: Any) -> None:
    """The other application now asks for both, and says so; its clock runs as it ran."""
    if event.move != "merge":
        return
    into = Application.objects.select_for_update().get(
        organ=application.organ, number=event.content["event"]["facts"]["into"]
    )
    Tie.objects.create(kind=Tie.Kind.MERGED, source=application, target=into, made_at=at)
    into.description = _together(application, into)
    save(into, "edit_details", by=by, organ=into.organ, at=at)
    record(into, "take_in_application", by=by, organ=into.organ, facts={"merged": application.number}, at=at)


def _together(application: Application, into: Application) -> str:
    return composed((*items_of(into.description), *items_of(application.description)))


def ties_of(application: Application) -> list[Tied]:
    """The applications that this one was split into, comes from, was merged into or took in; with one question to the database."""
    from django.db.models import Q

    found = []
    ties = Tie.objects.filter(Q(source=application) | Q(target=application)).select_related("source", "target")
    for tie in ties:
        outward = tie.source_id == application.pk
        words = {
            (Tie.Kind.SPLIT, True): "由本件拆分出去",
            (Tie.Kind.SPLIT, False): "本件由它拆分而来",
            (Tie.Kind.MERGED, True): "本件已并入它",
            (Tie.Kind.MERGED, False): "已并入本件",
        }
        found.append(Tied(tie.target if outward else tie.source, words[Tie.Kind(tie.kind), outward]))
    return found
