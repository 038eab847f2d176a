"""All changes around service, keeping and disposal. Refusals are ``NotAllowed`` and ``ValidationError`` in Chinese.

serve(application, *, by, delivery, on, posted_on=None, proofs=(), note="") -> Service     by hand: signed for as well
sign_for(application, *, by, on, proofs=(), note="") -> Service
add_proof(application, *, by, proofs) -> list[Material]
set_retention(organ, *, kind, years, since, basis, by) -> RetentionLine
ask_disposal(applications, *, by, opinion) -> list[Disposal]                               all or none
decide_disposal(disposal, *, by, approved, note="", keep_until=None) -> Disposal           by another person; erases
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.applications.retention import Period
from gongkai.applications.service_dates import BY_HAND, Service, service_of
from gongkai.web.applications.materials import add_material
from gongkai.web.applications.models import Application, Material
from gongkai.web.applications.moving import make_move
from gongkai.web.applications.personal import erase_personal_data
from gongkai.web.applications.telling import refuse_personal_data
from gongkai.web.archives.keeping import kept, periods
from gongkai.web.archives.models import Disposal, RetentionLine
from gongkai.web.casework.services import history_of
from gongkai.web.log.services import record, save

if TYPE_CHECKING:
    from gongkai.web.log.actors import Actor
    from gongkai.web.organs.models import Organ

Proof = tuple[str, bytes]
"""Name and bytes of a file that proves a service: a receipt, a mail slip, a screenshot of the delivery."""


@transaction.atomic
def serve(
    application: Application,
    *,
    by: Actor,
    delivery: str,
    on: date,
    posted_on: date | None = None,
    proofs: Sequence[Proof] = (),
    note: str = "",
    at: datetime | None = None,
) -> Service:
    """Serve the reply and keep what proves it. By hand the applicant signs at once, so the signing is noted as well."""
    facts = {"delivery": delivery} | ({"posted_on": posted_on.isoformat()} if posted_on else {})
    event = make_move(application, "serve", by=by, facts=facts, on=on, note=note, at=at)
    _keep(application, proofs, by=by, step=event.case_number, at=at)
    if delivery in BY_HAND:
        make_move(application, "sign_for", by=by, on=on, at=at)
    return _service(application)


@transaction.atomic
def sign_for(
    application: Application,
    *,
    by: Actor,
    on: date,
    proofs: Sequence[Proof] = (),
    note: str = "",
    at: datetime | None = None,
) -> Service:
    """Note when the applicant signed for the reply, from which the remedy runs, and keep what proves it."""
    served = service_of(history_of(application))
    if served is not None and on < served.timely_on:
        raise ValidationError({"on": f"签收的日期早于送达（交邮）的日期{served.timely_on:%Y-%m-%d}，请核对。"})
    event = make_move(application, "sign_for", by=by, on=on, note=note, at=at)
    _keep(application, proofs, by=by, step=event.case_number, at=at)
    return _service(application)


@transaction.atomic
def add_proof(
    application: Application, *, by: Actor, proofs: Sequence[Proof], at: datetime | None = None
) -> list[Material]:
    """Keep a proof of service that came later."""
    served = service_of(history_of(application))
    if served is None:
        raise ValidationError("这件申请还没有送达，没有送达凭证可存。")
    if not proofs:
        raise ValidationError({"proofs": "请选择送达凭证的文件。"})
    return _keep(application, proofs, by=by, step=served.signed_step or served.step, at=at)


def _keep(
    application: Application, proofs: Iterable[Proof], *, by: Actor, step: int | None, at: datetime | None
) -> list[Material]:
    role = Material.Role.SERVICE
    try:
        return [
            add_material(application, role=role, name=name, data=data, by=by, step=step, at=at) for name, data in proofs
        ]
    except ValidationError as refusal:
        raise ValidationError({"proofs": refusal.messages}) from refusal


def _service(application: Application) -> Service:
    found = service_of(history_of(application))
    if found is None:
        raise LookupError("刚刚送达的申请没有送达记录。")
    return found


@transaction.atomic
def set_retention(organ: Organ, *, kind: str, years: int | None, since: date, basis: str, by: Actor) -> RetentionLine:
    """Enter a line of the organ's own table; None for ever."""
    line = RetentionLine(organ=organ, kind=kind, years=years, since=since, basis=basis.strip())
    return save(line, "set_retention", by=by, organ=organ)


@transaction.atomic
def ask_disposal(
    applications: Sequence[Application], *, by: Actor, opinion: str, at: datetime | None = None
) -> list[Disposal]:
    """Ask to dispose of files whose period is over: all of them or none."""
    if by.person is None:
        raise ValueError("销毁要由人提请。")
    if not opinion.strip():
        raise ValidationError({"opinion": "请写明鉴定意见，例如“保管期限届满，没有继续保存的价值”。"})
    if not applications:
        raise ValidationError("请选择要提请销毁的案卷。")
    today = timezone.localdate(at)
    rows = Application.objects.select_related("organ").select_for_update(of=("self",))
    made = []
    known: dict[int, dict[str, Period]] = {}
    for fresh in rows.filter(pk__in=[each.pk for each in applications]).order_by("pk"):
        refuse_personal_data(fresh, {"opinion": opinion}, "")
        if fresh.organ_id not in known:
            known[fresh.organ_id] = periods(fresh.organ, today)
        found = kept(fresh, known[fresh.organ_id])
        if fresh.state != "archived":
            raise ValidationError(f"{fresh.number}目前“{fresh.state_title}”，归档以后期满才能提请销毁。")
        if fresh.erased_at:
            raise ValidationError(f"{fresh.number}的内容已经删除，不用再销毁。")
        if found.due_on is None:
            raise ValidationError(f"{fresh.number}永久保管，不能销毁。")
        if not found.is_due(today):
            raise ValidationError(f"{fresh.number}的保管期限到{found.due_on:%Y-%m-%d}才满，现在不能提请销毁。")
        later = Disposal.objects.filter(application=fresh, keep_until__gt=today).first()
        if later is not None:
            raise ValidationError(f"{fresh.number}经决定继续保管到{later.keep_until:%Y-%m-%d}。")
        disposal = Disposal(
            organ=fresh.organ,
            application=fresh,
            kind=found.kind,
            period=found.period.length,
            due_on=found.due_on,
            opinion=opinion.strip(),
            asked_by=by.person,
            asked_at=at or timezone.now(),
        )
        made.append(save(disposal, "ask_disposal", by=by, organ=fresh.organ, at=at))
    return made


@transaction.atomic
def decide_disposal(
    disposal: Disposal,
    *,
    by: Actor,
    approved: bool,
    note: str = "",
    keep_until: date | None = None,
    at: datetime | None = None,
) -> Disposal:
    """Approve, and erase what identifies anybody with the bytes of all materials; or keep the file until a day. By another person."""
    fresh = Disposal.objects.select_for_update(of=("self",)).select_related("organ").get(pk=disposal.pk)
    if by.person is None:
        raise ValueError("销毁要由人批准。")
    if fresh.state != Disposal.State.ASKED:
        raise ValidationError(f"这件案卷“{fresh.get_state_display()}”，已经决定过。")
    if fresh.asked_by_id == by.person.pk:
        raise ValidationError("提请销毁的人不能自己批准，请由另一人决定。")
    application = (
        Application.objects.select_for_update(of=("self",)).select_related("organ").get(pk=fresh.application_id)
    )
    refuse_personal_data(application, {"note": note}, "")
    if not approved:
        if not note.strip():
            raise ValidationError({"note": "请写明继续保管的理由。"})
        if keep_until is None or keep_until <= timezone.localdate(at):
            raise ValidationError({"keep_until": "请填写继续保管到哪一天，应当在今天以后。"})
        fresh.keep_until = keep_until
    elif application.state != "archived":
        raise ValidationError(f"{application.number}提请以后又重新办理，目前“{application.state_title}”，不能销毁。")
    fresh.state = Disposal.State.DONE if approved else Disposal.State.REFUSED
    fresh.decided_by, fresh.decided_at, fresh.note = by.person, at or timezone.now(), note.strip()
    save(fresh, "approve_disposal" if approved else "refuse_disposal", by=by, organ=fresh.organ, note=fresh.note, at=at)
    if approved:
        why = f"保管期限（{fresh.period}）于{fresh.due_on:%Y-%m-%d}届满，经批准销毁"
        erase_personal_data(application, by=by, why=why, at=at)
    return fresh


def note_contents_read(application: Application, *, by: Actor) -> None:
    """Record that somebody read the list of contents with the names of the files. Call it before they are shown."""
    record(application, "read_contents", by=by, organ=application.organ)
