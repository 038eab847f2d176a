"""Making of long files, which takes too long for a page."""

from __future__ import annotations

from django_tasks import task

from gongkai.web.accounts.models import Person
from gongkai.web.organs.authority import acting
from gongkai.web.redaction.models import Release
from gongkai.web.redaction.releasing import make


@task()
def make_in_background(release: int, person: int) -> str:
    """Make the file of a release; what became of it."""
    found = Release.objects.select_related("redaction__application__organ", "marking").get(pk=release)
    if found.state != Release.State.MAKING:
        return found.state
    return make(found, by=acting(Person.objects.get(pk=person), found.redaction.application.organ)).state
