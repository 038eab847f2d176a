"""The menu of the workbench: each subject names the pages that a person may use in an organ.

A subject's package has a module ``navigation`` with ``entries(person, organ) -> list[Entry]``; whoever may not use a page
is given no entry for it. The menu shows the groups in the order of ``GROUPS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ

SUBJECTS = (
    "applications", "letters", "fees", "redaction", "batches", "archives", "reminders", "notes", "disputes", "publishing", "screening", "exemptions", "normative", "releases", "registers", "exchange", "search", "reports",
    "messages", "concerns", "consultations", "proposals", "submissions", "inspection", "accountability", "assessment", "dashboards",
    "holidays", "organs", "log",
)  # fmt: skip
"""The subjects that may have entries, in the order of their groups; subjects of one group stand together."""

GROUPS = {
    "applications": "依申请公开",
    "letters": "依申请公开",
    "fees": "依申请公开",
    "redaction": "依申请公开",
    "batches": "依申请公开",
    "disputes": "复议和诉讼",
    "archives": "依申请公开",
    "reminders": "依申请公开",
    "notes": "依申请公开",
    "publishing": "主动公开",
    "screening": "主动公开",
    "exemptions": "主动公开",
    "normative": "主动公开",
    "releases": "渠道与登记",
    "registers": "渠道与登记",
    "exchange": "渠道与登记",
    "search": "渠道与登记",
    "reports": "年度报告",
    "messages": "互动回应",
    "concerns": "互动回应",
    "consultations": "互动回应",
    "proposals": "互动回应",
    "submissions": "监督保障",
    "inspection": "监督保障",
    "accountability": "监督保障",
    "assessment": "监督保障",
    "dashboards": "监督保障",
    "holidays": "工作日",
    "organs": "机关与人员",
    "log": "日志",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu. ``order`` sorts within its subject; ``count`` is shown beside it when work waits there."""

    title: str
    url: str
    order: int = 100
    count: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of related subjects under their title."""

    title: str
    entries: tuple[Entry, ...]

    @property
    def count(self) -> int:
        """How much work waits behind its entries."""
        return sum(each.count for each in self.entries)


@dataclass(frozen=True, slots=True)
class Menu:
    """The groups, and the addresses of the entry under which the open page stands; empty for none."""

    groups: tuple[Group, ...] = ()
    current: str = ""

    @property
    def open_group(self) -> str:
        """The title of the group in which that entry is."""
        return next((each.title for each in self.groups if any(one.url == self.current for one in each.entries)), "")


def menu_of(person: Person, organ: Organ, path: str = "") -> Menu:
    """What the person may use in the organ, by subject; subjects without an entry are left out.

    A page stands under the entry with the longest address that its own (``path``) begins with.
    """
    found = groupby(_entries(person, organ), key=lambda pair: GROUPS[pair[0]])
    groups = tuple(Group(title, tuple(entry for _, entry in pairs)) for title, pairs in found)
    above = (each.url for group in groups for each in group.entries if path.startswith(each.url.partition("?")[0]))
    return Menu(groups, max(above, key=len, default=""))


def _entries(person: Person, organ: Organ) -> Iterator[tuple[str, Entry]]:
    for subject, entries in _subjects():
        for entry in sorted(entries(person, organ), key=lambda each: each.order):
            yield subject, entry


@cache
def _subjects() -> tuple[tuple[str, Callable[[Person, Organ], list[Entry]]], ...]:
    """The subjects that name entries. Imported late: their modules take ``Entry`` from here."""
    modules = ((subject, f"gongkai.web.workbench.{subject}.navigation") for subject in SUBJECTS)
    return tuple((subject, import_module(name).entries) for subject, name in modules if find_spec(name))
