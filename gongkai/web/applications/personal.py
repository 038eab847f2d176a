"""The persons behind a case: who works on it, who the applicant is, who read that, and its erasure."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.applications.details import Details, problems
from gongkai.web.applications.models import Application
from gongkai.web.applications.signals import erasing
from gongkai.web.applications.telling import (
    check_section,
    fresh_of,
    index_applicant,
    raise_problems,
    refuse_personal_data,
)
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record, save
from gongkai.web.notes.services import erase_notes
from gongkai.web.organs.models import Section

if TYPE_CHECKING:
    from gongkai.web.accounts.models import Person


@transaction.atomic
def assign(
    application: Application,
    *,
    by: Actor,
    section: Section | None,
    officer: Person | None = None,
    at: datetime | None = None,
) -> Application:
    """Give the case to a section, and to a person in it."""
    check_section(application.organ, section)
    fresh = fresh_of(application)
    fresh.section, fresh.officer = section, officer
    return save(fresh, "assign", by=by, organ=fresh.organ, at=at)


@transaction.atomic
def edit_details(application: Application, details: Details, *, by: Actor, at: datetime | None = None) -> Application:
    """Enter what the applicant corrected. The kind of applicant is amended with the step (``amend_step``), not here."""
    fresh = fresh_of(application)
    if fresh.erased_at:
        raise ValidationError("这件申请的个人信息已经删除，不能再填写。")
    tidy = details.tidy()
    raise_problems(problems(tidy, lenient=True))
    before = fresh.description
    for name, value in asdict(tidy).items():
        if name != "applicant_kind":
            setattr(fresh, name, value)
    index_applicant(fresh)
    if fresh.description != before:
        record(fresh, "edit_description", by=by, organ=fresh.organ, at=at)
    return save(fresh, "edit_details", by=by, organ=fresh.organ, at=at)


def details_of(application: Application) -> Details:
    """What the applicant wrote, as it stands now."""
    return Details(**{each.name: str(getattr(application, each.name)) for each in fields(Details)})


def read_personal_data(application: Application, *, by: Actor) -> None:
    """Note that somebody reads who the applicant is. Call it before the data is shown."""
    record(application, "read_personal_data", by=by, organ=application.organ)


@transaction.atomic
def erase_personal_data(application: Application, *, by: Actor, why: str, at: datetime | None = None) -> Application:
    """Erase what identifies the applicant and third parties, with all wordings. Figures, events and digests stay."""
    fresh = fresh_of(application)
    if not fresh.ended:
        raise ValidationError("这件申请还没有办结，办理和送达还要用申请人的信息，现在不能删除。")
    if not why.strip():
        raise ValidationError({"why": "请写明删除的依据或者理由，例如“保管期限届满，经批准销毁”。"})
    if fresh.erased_at:
        return application
    refuse_personal_data(fresh, {}, why)
    for name in Application.PERSONAL:
        setattr(fresh, name, "")
    fresh.identity_kind = fresh.description = fresh.name_index = fresh.identity_index = ""
    fresh.erased_at = at or timezone.now()
    fresh.save()
    fresh.replies.update(body="")
    fresh.parties.update(name="", name_index="")
    erase_notes(fresh, by=by, at=fresh.erased_at)
    erasing.send(Application, application=fresh, by=by, at=fresh.erased_at)
    record(fresh, "erase_personal_data", by=by, organ=fresh.organ, note=why, at=at)
    return fresh
