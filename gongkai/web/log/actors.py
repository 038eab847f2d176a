"""Who did something: a person, the public (an applicant on the portal), or the system itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.web.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Actor:
    """``key`` is what events keep (``person:12``), ``name`` what people read; ``roles`` are those held in the organ concerned."""

    key: str
    name: str
    person: Person | None = field(default=None, compare=False)
    roles: frozenset[str] = frozenset()


SYSTEM = Actor("system", "系统")
PUBLIC = Actor("public", "公众", roles=frozenset({"public"}))


def actor(person: Person, roles: frozenset[str] = frozenset()) -> Actor:
    """A signed-in person as the one who acts."""
    return Actor(f"person:{person.pk}", person.name, person, roles)
