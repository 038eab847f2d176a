"""Work of the operation that takes too long for a page."""

from __future__ import annotations

from django_tasks import task

from gongkai.web.accounts.models import Person
from gongkai.web.log.actors import actor
from gongkai.web.log.models import Chain
from gongkai.web.operation.proof import verify_organ


@task()
def verify_in_background(chain: int, person: int) -> int:
    """Prove a long chain; the number of findings, which the log keeps as well."""
    found = verify_organ(Chain.objects.get(pk=chain), actor(Person.objects.get(pk=person)))
    return int(str(found.facts["findings"]))
