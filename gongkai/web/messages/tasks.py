"""Work of messages that takes too long for a page."""

from __future__ import annotations

import math

from django_tasks import task

from gongkai.web.accounts.models import Person
from gongkai.web.messages.importing import go_on
from gongkai.web.messages.models import ImportRun
from gongkai.web.organs.authority import acting


@task()
def import_in_background(run: int, person: int) -> int:
    """Go on with an import until it is done or somebody stops it; how far it has come. What was cut off is gone on with by hand."""
    found = ImportRun.objects.select_related("organ").get(pk=run)
    if found.state != ImportRun.State.RUNNING:
        return found.done_lines
    return go_on(found, by=acting(Person.objects.get(pk=person), found.organ), seconds=math.inf).done_lines
