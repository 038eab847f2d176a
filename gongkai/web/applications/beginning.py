"""How an application begins: handed in on the portal, or registered by the office for every other channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.applications.channels import MESSAGE, ONLINE, THAT_DAY, channels
from gongkai.applications.details import Details, problems
from gongkai.applications.numbers import new_query_code, number_of
from gongkai.web.applications.drafts import hand_over
from gongkai.web.applications.materials import add_material
from gongkai.web.applications.models import Application
from gongkai.web.applications.moving import make_move
from gongkai.web.applications.telling import check_section, index_applicant, raise_problems, refuse_personal_data
from gongkai.web.casework import services as casework
from gongkai.web.casework.services import history_of
from gongkai.web.log.actors import PUBLIC, Actor
from gongkai.web.organs.models import Organ, Section

Arriving = tuple[str, str, bytes | BinaryIO]
"""A file that came with an application: its role, name and bytes."""


@transaction.atomic
def submit(organ: Organ, details: Details, *, token: str = "", at: datetime | None = None) -> Application:
    """An application from the portal (《条例》第二十九条). The same ``token`` a second time gives the first application back."""
    # 先锁机关这一行再查凭据：同时到的两次提交也只有一件
    Organ.objects.select_for_update().get(pk=organ.pk)
    if token:
        known = Application.objects.filter(submission_token=token).first()
        if known is not None:
            return known
    made = _begin(organ, details, ONLINE, by=PUBLIC, token=token, at=at, lenient=False)
    if token:
        hand_over(token, made, by=PUBLIC, at=at or timezone.now())
    return made


@transaction.atomic
def transfer_in(
    organ: Organ, details: Details, *, by: Actor, origin: str, written_on: date, at: datetime | None = None
) -> Application:
    """An application that was found in a message (咨询、来信): the day of the message stays, ``origin`` says which it was.

    Its receipt is settled when the office has confirmed with the applicant that an application is meant.
    """
    if not origin.strip():
        raise ValidationError({"origin": "请写明由哪一件来信、留言转来，例如来信的编号。"})
    return register_other_channel(organ, details, MESSAGE, by=by, on=written_on, origin=origin, at=at)


@transaction.atomic
def register_other_channel(
    organ: Organ,
    details: Details,
    channel: str,
    *,
    by: Actor,
    on: date,
    received_on: date | None = None,
    evidence: str = "",
    late: str = "",
    tracking: str = "",
    origin: str = "",
    token: str = "",
    files: Sequence[Arriving] = (),
    section: Section | None = None,
    at: datetime | None = None,
) -> Application:
    """An application that came otherwise on the day ``on``; with ``received_on`` its receipt is settled at once.

    What is handed in personally or signed for is received on that very day (《条例》第三十一条第一项、第二项). ``late`` says why a day that lies back was
    not recorded then; ``tracking`` is the number of the mail, ``origin`` where the application comes from (a message, another
    application); ``files`` are scans of what came; with ``token`` those
    that the form kept, and the same token a second time gives the first application back.
    """
    found = channels().get(channel)
    if found is None:
        raise ValidationError({"channel": "请选择收到申请的渠道。"})
    check_section(organ, section)
    Organ.objects.select_for_update().get(pk=organ.pk)
    known = Application.objects.filter(submission_token=token).first() if token else None
    if known is not None:
        return known
    application = _begin(
        organ,
        details,
        channel,
        by=by,
        at=at,
        on=on,
        lenient=True,
        section=section,
        token=token,
        told={"tracking": tracking, "origin": origin},
    )
    if token:
        hand_over(token, application, by=by, at=at or timezone.now())
    for role, name, data in files:
        add_material(application, role=role, name=name, data=data, by=by, step=1, at=at, opens=True)
    if found.rule in THAT_DAY:
        received_on = received_on or on
    if received_on is not None:
        facts = {name: text for name, text in (("evidence", evidence), ("late", late)) if text}
        make_move(application, "receive", by=by, facts=facts, on=received_on, at=at)
    return application


def begin_part(whole: Application, details: Details, *, by: Actor, at: datetime) -> Application:
    """A part of an application as one of its own: of the same day and channel, received when the whole was."""
    history = history_of(whole)
    submitted, settled = history.last("submit"), history.last("receive")
    if submitted is None:
        raise LookupError("没有提交的申请不能拆分。")
    origin = f"由{whole.number}拆分"
    part = _begin(
        whole.organ,
        details,
        whole.channel,
        by=by,
        at=at,
        on=submitted.on,
        lenient=True,
        told={"origin": origin, "tracking": str(submitted.facts.get("tracking") or "")},
    )
    if settled is not None:
        evidence = str(settled.facts.get("evidence") or f"{origin}，收到日期相同")
        make_move(part, "receive", by=by, facts={"evidence": evidence, "late": origin}, on=settled.on, at=at)
        if whole.state in ("registered", "under_review"):
            make_move(part, "register", by=by, at=at)
        if whole.state == "under_review":
            make_move(part, "begin_review", by=by, at=at)
    return part


def _begin(
    organ: Organ,
    details: Details,
    channel: str,
    *,
    by: Actor,
    lenient: bool,
    token: str = "",
    on: date | None = None,
    section: Section | None = None,
    at: datetime | None = None,
    told: Mapping[str, str] | None = None,
) -> Application:
    now = at or timezone.now()
    day = on or timezone.localdate(now)
    if not organ.exists_now:
        raise ValidationError("这个机关已经撤销，请向承接其职能的机关提出申请。")
    tidy = details.tidy()
    raise_problems(problems(tidy, lenient=lenient))
    # 编号按机关、年度依次给出：锁住机关这一行，两件申请不会拿到同一个号
    Organ.objects.select_for_update().get(pk=organ.pk)
    year = day.year
    last = Application.objects.filter(organ=organ, year=year).order_by("-serial").values_list("serial", flat=True)
    serial = (last.first() or 0) + 1
    application = Application(
        organ=organ,
        number=number_of(organ.code, year, serial),
        year=year,
        serial=serial,
        query_code=new_query_code(),
        submission_token=token or None,
        channel=channel,
        submitted_at=now if timezone.localdate(now) == day else timezone.make_aware(datetime.combine(day, time())),
        section=section,
        **asdict(tidy),
    )
    index_applicant(application)
    application.full_clean(exclude=["organ"])
    given = {name: " ".join(text.split()) for name, text in (told or {}).items() if text.strip()}
    refuse_personal_data(application, given, "")
    facts = {"channel": channel, "applicant_kind": tidy.applicant_kind, **given}
    casework.act(application, "submit", by=by, facts=facts, on=day, at=now, note=application.number)
    return application
