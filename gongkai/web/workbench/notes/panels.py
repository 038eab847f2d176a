"""Notes and following on the page of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.applications.models import Application
from gongkai.web.casework.models import Case
from gongkai.web.log.services import kind_of
from gongkai.web.notes.models import Note, Watch
from gongkai.web.notes.sight import notes_of, watch_of
from gongkai.web.workbench.applications.panels import CasePage, Panel
from gongkai.web.workbench.notes.forms import TextForm

TEMPLATE = "workbench/notes/panel.html"


@dataclass(frozen=True, slots=True)
class Line:
    """A note as the person sees it: whether it may be struck, and whether it waits to be seen."""

    note: Note
    may_strike: bool
    unseen: bool


def asked(person: Person) -> dict[str, Any]:
    """Whether there are notes on an application, and when who follows it last looked, asked with the application itself."""
    about = {"kind": Application._meta.label_lower, "case": OuterRef("pk")}
    return {
        "any": Exists(Note.objects.filter(**about)),
        "looked_at": Subquery(Watch.objects.filter(**about, person=person).values("looked_at")),
    }


def panel(page: CasePage) -> Panel | None:
    """For the page of an application."""
    lines = lines_of(page.application, page.person) if page.known("notes", "any") else []
    return _panel(page.application, lines, page.known("notes", "looked_at"))


def panel_of(case: Case, person: Person) -> Panel:
    """The notes of any case that the person reads, a form for one more, and following it. Two questions."""
    watch = watch_of(person, case)
    return _panel(case, lines_of(case, person), watch.looked_at if watch else None)


def _panel(case: Case, lines: list[Line], looked_at: datetime | None) -> Panel:
    where = {"kind": kind_of(case), "pk": case.pk}
    return Panel(
        "办理备注和关注",
        template=TEMPLATE,
        anchor="notes",
        context={
            "lines": lines,
            "form": None if getattr(case, "erased_at", None) else TextForm(),
            "looked_at": looked_at,
            "write_url": reverse("workbench:case_notes", kwargs=where),
            "watch_url": reverse("workbench:watch_case", kwargs=where),
            "looked_url": reverse("workbench:looked_at_case", kwargs=where),
        },
    )


def lines_of(case: Case, person: Person) -> list[Line]:
    """The notes of a case."""
    return [
        Line(
            each,
            may_strike=each.author_id == person.pk and not each.struck_at and not each.erased_at,
            unseen=each.addressee_id == person.pk and not (each.seen_at or each.struck_at or each.erased_at),
        )
        for each in notes_of(case)
    ]
