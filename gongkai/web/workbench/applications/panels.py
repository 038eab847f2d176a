"""What other subjects put on the page of a case: a small panel with rows, links and, if need be, a piece of a template.

A subject of ``SUBJECTS`` has a module ``panels`` in its package of the workbench with

    def panel(page: CasePage) -> Panel | None

None leaves it out: where there is nothing to say, or the person may not know. It is called once each time a case page is shown, so it
asks the database as little as can be (the page has twelve questions in all): what it can know of the case by an expression, such as
whether there is anything at all, the module names in ``asked() -> dict[str, expression]`` (``asked(person)`` where it depends on who looks), with ``OuterRef("pk")`` for the
application; the answers come with the application itself and are read as ``page.known("fees", "any")``. ``Panel.template`` is included with ``panel`` and
``application`` in its context, for forms and tables that rows cannot show; what it needs beyond that is given as ``Panel.context`` and read as ``panel.context.…``.

    return Panel("收费", rows=(("应缴", "100元"),), links=(Link("收费通知", reverse("workbench:fee", args=[page.application.number])),))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gongkai.web.accounts.models import Person
from gongkai.web.applications.models import Application, Letter
from gongkai.web.applications.queries import CaseFile
from gongkai.web.log.actors import Actor

SUBJECTS = ("batches", "intake", "letters", "redaction", "fees", "archives", "disputes", "reminders", "notes")
"""Whose panels there may be, in the order in which they stand."""


@dataclass(frozen=True, slots=True)
class CasePage:
    """The page that is being shown: the case as replayed, who looks at it, and whether personal data is shown in full."""

    application: Application
    person: Person
    by: Actor
    case: CaseFile
    revealed: bool = False
    letters: Sequence[Letter] = ()

    def known(self, subject: str, name: str) -> Any:
        """What a subject's ``asked`` was answered."""
        return getattr(self.application, _name(subject, name))


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a panel; ``quiet`` ones are not the thing to do next."""

    title: str
    url: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A section of the page: a heading, a status in words, rows of label and text, links. ``tone`` as of the tag ``status``."""

    title: str
    rows: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    status: str = ""
    tone: str = "neutral"
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    anchor: str = ""


def panels_of(page: CasePage) -> list[Panel]:
    """The panels of all subjects for this page."""
    found = (module.panel(page) for module in _modules().values())
    return [each for each in found if each is not None]


def asked(person: Person) -> dict[str, Any]:
    """What the panels want to know of the case, to be annotated to the question that fetches it."""
    found = dict(_always_asked())
    for subject, module in _modules().items():
        if _asks_for_whom(module):
            found |= {_name(subject, name): expression for name, expression in module.asked(person).items()}
    return found


@cache
def _always_asked() -> dict[str, Any]:
    """What is asked whoever looks; made once, for making the expressions takes longer than asking them."""
    return {
        _name(subject, name): expression
        for subject, module in _modules().items()
        if hasattr(module, "asked") and not _asks_for_whom(module)
        for name, expression in module.asked().items()
    }


@cache
def _asks_for_whom(module: Any) -> bool:
    return hasattr(module, "asked") and bool(signature(module.asked).parameters)


def any_of(rows: QuerySet[Any]) -> Exists:
    """For ``asked``: whether there is any of these rows with the application."""
    return Exists(rows.filter(application=OuterRef("pk")))


def number_of(rows: QuerySet[Any], by: str = "application") -> Coalesce:
    """For ``asked``: how many of these rows there are with the application."""
    counted = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def _name(subject: str, name: str) -> str:
    return f"asked_{subject}_{name}"


@cache
def _modules() -> dict[str, Any]:
    """Imported late: the modules take ``Panel`` from here."""
    names = {subject: f"gongkai.web.workbench.{subject}.panels" for subject in SUBJECTS}
    return {subject: import_module(name) for subject, name in names.items() if find_spec(name)}
