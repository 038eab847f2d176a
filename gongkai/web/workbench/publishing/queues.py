"""What is to be done here, for the first page of the workbench."""

from __future__ import annotations

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue


def queues(person: Person, organ: Organ) -> list[Queue]:
    """Nothing yet."""
    return []
