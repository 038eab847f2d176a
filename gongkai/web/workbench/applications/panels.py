"""What other subjects put on the page of a case: a small panel with rows, links and, if need be, a piece of a template.

A subject of ``SUBJECTS`` has a module ``panels`` in its package of the workbench with

    def panel(page: CasePage) -> Panel | None

None leaves it out: where there is nothing to say, or the person may not know. It is called once each time a case page is shown, so it
asks the database as little as can be (one question; the page has twelve in all). ``Panel.template`` is included with ``panel`` and
``application`` in its context, for forms and tables that rows cannot show; what it needs beyond that is given as ``Panel.context`` and read as ``panel.context.…``.

    return Panel("收费", rows=(("应缴", "100元"),), links=(Link("收费通知", reverse("workbench:fee", args=[page.application.number])),))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from gongkai.web.accounts.models import Person
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import CaseFile
from gongkai.web.log.actors import Actor

SUBJECTS = ("intake", "letters", "redaction", "fees", "archives", "disputes", "reminders")
"""Whose panels there may be, in the order in which they stand."""


@dataclass(frozen=True, slots=True)
class CasePage:
    """The page that is being shown: the case as replayed, who looks at it, and whether personal data is shown in full."""

    application: Application
    person: Person
    by: Actor
    case: CaseFile
    revealed: bool = False


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
    found = (panel(page) for panel in _subjects())
    return [each for each in found if each is not None]


@cache
def _subjects() -> tuple[Callable[[CasePage], Panel | None], ...]:
    """Imported late: the modules take ``Panel`` from here."""
    modules = (f"gongkai.web.workbench.{subject}.panels" for subject in SUBJECTS)
    return tuple(import_module(name).panel for name in modules if find_spec(name))
