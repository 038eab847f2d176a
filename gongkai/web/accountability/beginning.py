"""How a complaint begins: written on the portal, registered by the organ that decides, or handed over from another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.applications.numbers import new_query_code, tidy_number
from gongkai.assessment.accountability.choices import listed
from gongkai.assessment.accountability.limits import limit_on, plain
from gongkai.assessment.accountability.numbers import complaint_number
from gongkai.web.accountability.competence import decider
from gongkai.web.accountability.models import Complaint, Paper
from gongkai.web.accountability.papers import PAPERS
from gongkai.web.accountability.telling import problems, refuse_personal_data
from gongkai.web.applications.models import Application
from gongkai.web.casework import services as casework
from gongkai.web.log.actors import PUBLIC, Actor
from gongkai.web.organs.models import Organ
from gongkai.web.privacy.cipher import blind_index

Arriving = tuple[str, bytes | BinaryIO]
"""A file that came with a complaint: its name and bytes."""
FILES = 5
"""How many files may come with a complaint written on the portal."""
TEXTS = ("title", "content", "application_number", "name", "phone", "email", "address")


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody complains of."""

    title: str = ""
    content: str = ""
    application_number: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    kind: str = ""

    def tidy(self) -> Letter:
        """Without spaces around; the content keeps its lines."""
        lines = {name: " ".join(getattr(self, name).replace("\x00", "").split()) for name in TEXTS if name != "content"}
        return replace(self, **lines, content=self.content.replace("\r\n", "\n").replace("\x00", "").strip())

    @property
    def texts(self) -> dict[str, str]:
        """The texts by field."""
        return {name: getattr(self, name) for name in TEXTS}


@transaction.atomic
def submit(
    about: Organ,
    letter: Letter,
    receiver: str = "department",
    *,
    token: str = "",
    files: Sequence[Arriving] = (),
    at: datetime | None = None,
) -> Complaint:
    """A complaint from the portal. The same ``token`` a second time gives the first one back. Raises ``ValidationError``."""
    if receiver not in listed("receivers"):
        raise ValidationError({"receiver": "请选择向谁投诉。"})
    organ = decider(about, receiver)
    if organ is None or not about.exists_now:
        raise ValidationError({"about": "这个机关的投诉不在本站受理，请向它的上一级机关或者主管部门提出。"})
    Organ.objects.select_for_update().get(pk=organ.pk)
    known = Complaint.objects.filter(submission_token=token).first() if token else None
    if known is not None:
        return known
    if len(files) > FILES:
        raise ValidationError({"papers": f"附件最多{FILES}个，请合并或者删减。"})
    made = _begin(
        organ, letter, "submit", "website", by=PUBLIC, about=about, received_on=timezone.localdate(at),
        receiver=receiver, token=token, at=at, lenient=False,
    )  # fmt: skip
    for name, data in files:
        try:
            PAPERS.add(made, role=Paper.Role.SENT, name=name, data=data, by=PUBLIC, at=at)
        except ValidationError as refusal:
            raise ValidationError({"papers": refusal.messages}) from refusal
    return made


@transaction.atomic
def register(
    organ: Organ,
    letter: Letter,
    channel: str,
    *,
    by: Actor,
    received_on: date,
    about: Organ | None = None,
    about_named: str = "",
    origin: str = "",
    came_from: Complaint | None = None,
    query_code: str = "",
    at: datetime | None = None,
) -> Complaint:
    """A complaint that came another way on that day. ``about_named``: of an organ that the site does not have."""
    if channel not in listed("channels") or (listed("channels")[channel].flag and came_from is None):
        raise ValidationError({"channel": "请选择怎样来的。网上提交的由投诉人自己填写。"})
    if about is not None and not about.is_below(organ):
        refusal = "不能由被投诉的机关自己处理" if about.pk == organ.pk else f"{about.name}不是{organ.name}的下级"
        raise ValidationError({"about": f"{refusal}，要向它的上一级机关或者主管部门提出（《条例》第五十一条）。"})
    if about is None and not about_named.strip():
        raise ValidationError({"about": "请选择被投诉的机关；不在本系统的，写明名称，再转有权处理的机关。"})
    Organ.objects.select_for_update().get(pk=organ.pk)
    more = {"came_from": came_from, **({"query_code": query_code} if query_code else {})}
    return _begin(
        organ, letter, "register", channel, by=by, about=about, about_named=about_named, received_on=received_on,
        origin=origin, at=at, lenient=True, more=more,
    )  # fmt: skip


def _begin(
    organ: Organ,
    letter: Letter,
    move: str,
    channel: str,
    *,
    by: Actor,
    about: Organ | None,
    received_on: date,
    lenient: bool,
    about_named: str = "",
    receiver: str = "",
    token: str = "",
    origin: str = "",
    more: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> Complaint:
    tidy = letter.tidy()
    found = problems(tidy.texts, lenient=lenient)
    if tidy.kind not in listed("kinds"):
        found["kind"] = "请选择投诉什么。"
    if received_on > timezone.localdate(at):
        found["received_on"] = "收到的日期还没有到，请核对。"
    if found:
        raise ValidationError(found)
    last = Complaint.objects.filter(organ=organ, year=received_on.year).aggregate(last=Max("serial"))["last"]
    serial = (last or 0) + 1
    named = about.name if about is not None else " ".join(about_named.split())[:120]
    given = {"query_code": new_query_code(), **(more or {})}
    made = Complaint(
        organ=organ,
        number=complaint_number(organ.code, received_on.year, serial),
        year=received_on.year,
        serial=serial,
        submission_token=token or None,
        about=about,
        about_named=named,
        receiver=receiver,
        application=_application(about, tidy.application_number),
        phone_index=blind_index(tidy.phone),
        channel=channel,
        kind=tidy.kind,
        **tidy.texts,
        **given,
    )
    made.full_clean(exclude=["organ", "about", "came_from", "application"])
    facts = {"channel": channel, "kind": tidy.kind, "received_on": received_on.isoformat(), "about": named}
    facts |= {"receiver": receiver} if receiver else {}
    facts |= {"origin": " ".join(origin.split())} if origin.strip() else {}
    refuse_personal_data(made, facts)
    casework.act(made, move, by=by, facts=facts | _ruled(received_on), at=at, note=made.number)
    return made


def _ruled(on: date) -> dict[str, Any]:
    """What the limits of the day say; the record keeps them, the limits may change."""
    decide = limit_on("decide", on)
    return {
        "accept_limit": plain(limit_on("accept", on).length),
        "limit": plain(decide.length),
        "longest": plain(limit_on("extension", on).length),
        "rule": decide.basis,
    }


def _application(about: Organ | None, number: str) -> Application | None:
    """The application of that number, where it is one to the organ complained about; nobody is told whether it is."""
    if about is None or not number:
        return None
    return Application.objects.filter(organ=about, number=tidy_number(number)[:80]).first()
