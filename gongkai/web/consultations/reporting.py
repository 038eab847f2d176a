"""The outcome: composed from what came, edited, reviewed by another person, published with its counts."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from gongkai.applications.details import needless_personal_data
from gongkai.casework.events import told
from gongkai.engagement.consultations.report import Group, as_json, composed, counts_of
from gongkai.web.casework import services as casework
from gongkai.web.consultations.answering import destroy_addresses
from gongkai.web.consultations.models import Consultation, Opinion
from gongkai.web.consultations.models.consultation import LONGEST_TEXT
from gongkai.web.consultations.moving import locked
from gongkai.web.consultations.results import results_of
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record

if TYPE_CHECKING:
    from gongkai.web.log.models import Event


def groups_of(consultation: Consultation) -> list[Group]:
    """The groups with how many opinions each has, for the report."""
    rows = consultation.groups.annotate(number=Count("opinions")).order_by("id")
    return [Group(each.summary, each.verdict, each.answer, each.number) for each in rows]


def composed_result(consultation: Consultation) -> str:
    """The text that an outcome begins with."""
    period = ""
    if consultation.opened_on and consultation.closes_on:
        period = f"从{told(consultation.opened_on)}到{told(consultation.closes_on)}"
    if not consultation.is_survey:
        return composed(consultation.title, period, groups_of(consultation))
    found = results_of(consultation)
    how = f"，其中纸质{found.paper}份" if found.paper else ""
    lines = [f"“{consultation.title}”{period}进行，共收到答卷{found.sheets}份{how}。"]
    for each in found.outcomes:
        said = f"{each.question.place}. {each.question.text}：{each.answered}人回答"
        if each.mean is not None:
            said += f"，平均{each.mean}分"
        most = max((option.count for option in each.options), default=0)
        first = [option for option in each.options if option.count == most]
        if most and each.mean is None and len(first) < len(each.options):
            said += f"，选择最多的是{'、'.join(f'“{one.label}”' for one in first)}（{most}人，{first[0].share}%）"
        lines.append(f"{said}。")
    return "\n".join(lines)


def counts_now(consultation: Consultation) -> dict[str, int]:
    """What the outcome says in numbers: opinions by verdict, or sheets."""
    if consultation.is_survey:
        found = results_of(consultation)
        return {"sheets": found.sheets, "paper": found.paper}
    return {"opinions": consultation.opinions.count(), **counts_of(groups_of(consultation))}


@transaction.atomic
def draft_result(consultation: Consultation, text: str, *, by: Actor, at: datetime | None = None) -> Event:
    """Hand the outcome to review, once all opinions are sorted. Raises ``NotAllowed``, ``ValidationError``."""
    found = locked(consultation)
    told_ = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(told_) < 10:
        raise ValidationError({"text": f"请写{found.kind_of.report_title}。"})
    if len(told_) > LONGEST_TEXT:
        raise ValidationError({"text": f"最多{LONGEST_TEXT}个字，现在有{len(told_)}个。"})
    if not found.is_survey and (left := found.opinions.filter(group=None).count()):
        raise ValidationError(f"还有{left}条意见没有归并，采纳情况要逐条有交代，请先归并。")
    _refuse_persons(found, told_)
    counts = counts_now(found)
    digest = hashlib.sha256(told_.encode()).hexdigest()
    event = casework.act(found, "draft_result", by=by, facts={"digest": digest, "counted": as_json(counts)}, at=at)
    found.result, found.result_counts = told_, counts
    found.save(update_fields=["result", "result_counts"])
    destroy_addresses(found, by=by, at=at)
    consultation.refresh_from_db()
    return event


@transaction.atomic
def publish_result(consultation: Consultation, *, by: Actor, opinion: str = "", at: datetime | None = None) -> Event:
    """Publish what another person drafted. Raises ``NotAllowed``; ``ValidationError`` where the numbers have moved since."""
    found = locked(consultation)
    if found.state == "result_review" and counts_now(found) != found.result_counts:
        raise ValidationError("拟定结果以后又登记、归并过意见或者答卷，件数对不上。请退回，按现在的件数重新拟定。")
    facts: dict[str, Any] = {"opinion": opinion.strip()} if opinion.strip() else {}
    event = casework.act(found, "publish_result", by=by, facts=facts, at=at)
    record(
        found,
        "write_result",
        by=by,
        organ=found.organ,
        facts={"counted": as_json(found.result_counts)},
        at=at or timezone.now(),
    )
    consultation.refresh_from_db()
    return event


def _refuse_persons(found: Consultation, text: str) -> None:
    """No personal data that a machine sees, and no name of who gave an opinion."""
    if kinds := needless_personal_data(text):
        raise ValidationError({"text": f"这里有{'、'.join(kinds)}，公布以前请删去或者隐去。"})
    plain = "".join(text.split())
    for opinion in Opinion.objects.filter(consultation=found).only("name", "contact").iterator(500):
        for value in (opinion.name, opinion.contact):
            secret = "".join(value.split())
            if len(secret) > 1 and secret in plain:
                raise ValidationError(
                    {"text": "这里写了提意见的人的称呼或者联系方式，公布以前请删去，改写成“有意见提出”。"}
                )
