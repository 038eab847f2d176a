"""What signing in asks of a person's appointments. Who may do what is not decided here but in ``organs.authority``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from gongkai.organs.roles import SECOND_FACTOR
from gongkai.web.accounts.models import Person

if TYPE_CHECKING:
    from gongkai.web.organs.models import Organ


def appointments_of(person: Person) -> Any:
    """The appointments that hold today, first the oldest, with their organs."""
    today = timezone.localdate()
    held = person.appointments.filter(Q(until=None) | Q(until__gte=today), since__lte=today)
    return held.select_related("organ", "section").order_by("since", "id")


def home_organ(person: Person) -> Organ | None:
    """The organ on whose chain of the log a person's own events stand: that of the first appointment that holds, else of
    the first that held; none for who never had one (the events then stand on the installation's chain)."""
    held = (
        appointments_of(person).first() or person.appointments.select_related("organ").order_by("since", "id").first()
    )
    found: Organ | None = held.organ if held is not None else None
    return found


def needs_second_factor(person: Person) -> bool:
    """Whether a role is held that publishes, approves or administers."""
    return any(each.role in SECOND_FACTOR for each in appointments_of(person))
