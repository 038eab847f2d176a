"""What waits with files, for the first page of the workbench: disposals to be decided."""

from __future__ import annotations

from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.archives.models import Disposal
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue


def queues(person: Person, organ: Organ) -> list[Queue]:
    """The disposals that wait for a decision, for who may decide them."""
    if Role.LEADING_GROUP not in roles_in(person, organ):
        return []
    waiting = Disposal.objects.filter(organ=organ, state=Disposal.State.ASKED).count()
    if not waiting:
        return []
    address = f"{reverse('workbench:archives')}?tab=asked"
    return [Queue("待批准销毁的案卷", address, waiting, "info", "提请的人不能自己批准；批准以后内容不能恢复。")]
