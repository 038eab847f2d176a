"""Several ticks at once over one batch: each case is dealt with once, whoever comes first. Asks for a database with connections."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from test_applications_services import WANG, who
from test_log_concurrency import at_once  # noqa: F401

from gongkai.applications.bulk import works
from gongkai.organs.roles import Role
from gongkai.web.applications import services
from gongkai.web.applications.models import Letter
from gongkai.web.batches import planning, running
from gongkai.web.batches.models import Batch


@pytest.mark.django_db(transaction=True)
def test_several_ticks_at_once_deal_with_each_case_once(county: Any, at_once: Any) -> None:  # noqa: F811
    office = who(county, Role.FOI_OFFICER)
    cases = [services.submit(county.bureau, WANG) for _ in range(6)]
    for case in cases:
        services.make_move(case, "receive", by=office, facts={"evidence": "电话确认"})
    dry = planning.dry_run(office.person, county.bureau, works()["letter.receipt"], {}, cases)
    asked = planning.opened(planning.seal(dry), office.person, county.bureau)
    batch = planning.plan(asked, by=office, verified=False, wait=timedelta(0))
    assert at_once(lambda _: running.run(batch.pk), 4) == []
    assert Letter.objects.filter(kind="receipt").count() == 6
    assert Batch.objects.get().state == "done" and timezone.now() >= Batch.objects.get().ended_at
