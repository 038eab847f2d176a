"""The kinds of cases that can be noted on and followed, each with the policy that says who may read one.

A subject names its own in ``AppConfig.ready``; nothing here knows any subject:

    from gongkai.web.notes.kinds import register
    register(Application, POLICY, told={"assign": "交办"})
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from gongkai.web.casework.models import Case
from gongkai.web.organs.authority import Policy


@dataclass(frozen=True, slots=True)
class Kind:
    """``told`` are happenings besides the steps that followers hear of: the move as the log names it, and its title."""

    model: type[Case]
    policy: Policy
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """As events and notes name it, such as ``applications.application``."""
        return str(self.model._meta.label_lower)

    @property
    def records(self) -> QuerySet[Any]:
        """All of the kind, with the organ that access asks for."""
        return self.model._default_manager.select_related("organ")

    def title_of(self, move: str) -> str:
        """What a step or happening is called; empty for what followers are not told."""
        step = self.model.table.move_of.get(move)
        return step.title if step else self.told.get(move, _OF_ALL.get(move, ""))


_OF_ALL = {
    "amend": "更正办理记录",
    "strike": "撤销一步的记录",
    "recompute_deadline": "因放假通知重新计算期限",
}
_known: dict[str, Kind] = {}


def register(model: type[Case], policy: Policy, *, told: Mapping[str, str] | None = None) -> None:
    """Let cases of ``model`` be noted on and followed by whoever ``policy`` lets read them."""
    kind = Kind(model, policy, told or {})
    _known[kind.label] = kind


def kinds() -> tuple[Kind, ...]:
    """Every kind that was registered."""
    return tuple(_known.values())


def kind_named(label: str) -> Kind:
    """The kind of a label. Raises ``LookupError`` for one that was not registered."""
    if label not in _known:
        raise LookupError(f"“{label}”没有登记，不能写备注或者关注。")
    return _known[label]


def case_for(person: Any, label: str, key: int) -> Case:
    """The case, when the person may read it. Raises ``Http404`` for strangers and for kinds that are not known."""
    try:
        kind = kind_named(label)
    except LookupError:
        raise Http404 from None
    found: Case = kind.policy.get(person, kind.records, pk=key)
    return found
