"""Organs as a tree, with one query however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.organs.levels import OrganKind
from gongkai.web.organs.models import Organ


@dataclass(slots=True)
class Node:
    """An organ with those below it. ``depth`` is 0 for the topmost of those asked for."""

    organ: Organ
    depth: int = 0
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Itself and all below, each above its own."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree(organs: QuerySet[Organ]) -> list[Node]:
    """The topmost of ``organs`` with those below them. Who is above an organ but not among them is passed over."""
    nodes = {organ.pk: Node(organ) for organ in organs}
    roots: list[Node] = []
    for node in nodes.values():
        above = [int(key) for key in node.organ.path.split("/") if key][:-1]
        parent = next((nodes[key] for key in reversed(above) if key in nodes), None)
        (parent.children if parent else roots).append(node)
    for root in roots:
        _deepen(root, 0)
    return roots


def subordinate_units(organ: Organ, on: date) -> QuerySet[Organ]:
    """The subordinate units (所属事业单位) below an organ on a day; those without a day of founding have always been there."""
    return Organ.objects.filter(
        Q(established_on=None) | Q(established_on__lte=on),
        Q(dissolved_on=None) | Q(dissolved_on__gt=on),
        path__startswith=organ.path,
        kind=OrganKind.SUBORDINATE_UNIT,
    ).exclude(pk=organ.pk)


def _deepen(node: Node, depth: int) -> None:
    node.depth = depth
    for child in node.children:
        _deepen(child, depth + 1)
