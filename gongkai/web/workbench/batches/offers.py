"""Which bulk work a person is offered in an organ, and which cases were picked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from gongkai.applications.bulk import Work, works
from gongkai.web.applications.access import POLICY as CASES
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import HEAPS, heap, search
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ

GROUPS = {"": "交办", "move": "办理步骤", "letter": "开出文书"}


def offered(person: Any, organ: Organ) -> Mapping[str, Work]:
    """The kinds of work for which the person holds a role here, if need be after giving the second factor."""
    held = roles_in(person, organ)
    return {
        key: work
        for key, work in works().items()
        if any(role.value in held for each in CASES.granted.get(work.action, ()) for role in each.roles)
    }


def choices(person: Any, organ: Organ) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same, in groups, as a select shows them; nothing for who is offered nothing."""
    found: dict[str, list[tuple[str, str]]] = {}
    for key, work in offered(person, organ).items():
        group = GROUPS["move" if work.move else "letter" if work.letter else ""]
        found.setdefault(group, []).append((key, work.letter.title if work.letter else work.title))
    return list(found.items())


@dataclass(frozen=True, slots=True)
class Picked:
    """The cases that were picked, in their order. ``left_out``: so many more lie in the heap, or cannot be seen by the person."""

    cases: tuple[Application, ...]
    left_out: int = 0
    unseen: int = 0

    @property
    def keys(self) -> str:
        """As the pages carry them on."""
        return ",".join(str(each.pk) for each in self.cases)

    @property
    def limit_words(self) -> str:
        """That the heap holds more."""
        return f"这里共有{len(self.cases) + self.left_out}件，一批最多{len(self.cases)}件，先选了排在前面的。其余{self.left_out}件请另安排一批。"


def picked(request: Any) -> Picked:
    """What the form sent: check boxes, the keys carried on, or all that a heap or a search holds, up to the limit."""
    rows = Application.objects.select_related("organ", "section", "officer")
    mine = CASES.visible(request.user, rows)
    sent = request.POST
    if sent.get("all"):
        here = mine.filter(organ=request.organ)
        name = sent.get("heap", "open")
        found = search(here, sent["q"][:80]) if sent.get("q") else heap(here, name if name in HEAPS else "open")
        most = settings.BATCH_CASES
        taken = tuple(found[:most])
        return Picked(taken, left_out=max(found.count() - most, 0) if len(taken) == most else 0)
    keys = _keys([*sent.getlist("case"), *sent.get("cases", "").split(",")])
    known = mine.in_bulk(keys)
    cases = tuple(known[key] for key in keys if key in known)
    return Picked(cases, unseen=len(keys) - len(cases))


def _keys(texts: list[str]) -> list[int]:
    found = (int(each) for each in texts if each.isascii() and each.isdigit() and len(each) < 16)
    return list(dict.fromkeys(found))[: settings.BATCH_CASES * 20]
