"""How a concern begins: noticed by the organ itself, or handed over by another."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.engagement.concerns.choices import limit_of, severities, titles
from gongkai.engagement.concerns.numbers import number_of
from gongkai.web.casework import services as casework
from gongkai.web.concerns.models import Concern
from gongkai.web.concerns.telling import one_line, refuse_personal_data, tidy
from gongkai.web.log.actors import Actor
from gongkai.web.organs.models import Organ


@transaction.atomic
def register(
    organ: Organ,
    title: str,
    *,
    source: str,
    severity: str,
    found_at: datetime,
    by: Actor,
    summary: str = "",
    where_seen: str = "",
    reference: str = "",
    token: str = "",
    at: datetime | None = None,
) -> Concern:
    """A concern that the organ learned of at ``found_at``; the same ``token`` gives the first one back. Raises ``NotAllowed``, ``ValidationError``."""
    Organ.objects.select_for_update().get(pk=organ.pk)
    known = Concern.objects.filter(submission_token=token).first() if token else None
    if known is not None:
        return known
    now = at or timezone.now()
    texts = {"title": one_line(title), "where_seen": one_line(where_seen), "reference": one_line(reference)}
    texts["summary"] = tidy(summary)
    found = _problems(organ, texts["title"], source, severity, found_at, now)
    if found:
        raise ValidationError(found)
    refuse_personal_data(texts)
    # 迟补登的，编号仍排在知道它的那一年
    year = timezone.localtime(found_at).year
    last = Concern.objects.filter(organ=organ, year=year).aggregate(last=Max("serial"))["last"] or 0
    made = Concern(
        organ=organ,
        number=number_of(organ.code, year, last + 1),
        year=year,
        serial=last + 1,
        submission_token=token or None,
        **texts,
    )
    made.full_clean(exclude=["organ", "section", "severity", "source", "state"])
    move = "register_major" if severities()[severity].major else "register"
    facts: dict[str, Any] = {"source": source, "severity": severity, "found_at": plain(found_at)}
    if texts["reference"]:
        facts["reference"] = texts["reference"]
    casework.act(made, move, by=by, facts=facts | ruled(severity, found_at), at=at, note=made.number)
    return made


def ruled(severity: str, since: datetime) -> dict[str, Any]:
    """The limit of the law for that grade on that day, with its ground; nothing before the first rule."""
    found = limit_of(severity, timezone.localdate(since))
    if found is None:
        return {}
    return {"limit": {"amount": found.amount, "unit": str(found.unit)}, "rule": found.basis}


def plain(moment: datetime) -> str:
    """A moment as facts keep it, in Beijing."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _problems(
    organ: Organ, title: str, source: str, severity: str, found_at: datetime, now: datetime
) -> dict[str, str]:
    found = {}
    if not organ.exists_now:
        found["title"] = "这个机关已经撤销，请由承接其职能的机关登记。"
    elif not title:
        found["title"] = "请写明公众关注什么，例如“某路口连续积水”。"
    if source not in titles("sources"):
        found["source"] = "请选择从哪里来。"
    if severity not in severities():
        found["severity"] = "请选择等级。"
    if found_at > now:
        found["found_at"] = "知道的时刻还没有到，请核对。"
    return found
