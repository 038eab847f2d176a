"""Many writers at once: no index number twice, nothing published twice. On a database that threads really share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone
from publishing_walks import cleared, published, who

from gongkai.organs.roles import Role
from gongkai.web.publishing import services
from gongkai.web.publishing.models import Item
from gongkai.web.publishing.numbering import next_index_number

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 6


@pytest.fixture
def shared(county, tmp_path) -> Iterator[Callable[[Callable[[], Any]], list[Any]]]:
    """Runs something in many threads at once; for SQLite over a copy of the database in a file."""
    settings = connections.databases["default"]
    name = settings["NAME"]
    if connection.vendor == "sqlite":
        path = tmp_path / "shared.sqlite3"

        def copy() -> None:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(path)])
            settings["NAME"] = str(path)

    else:

        def copy() -> None:
            return None

    def run(work: Callable[[], Any]) -> list[Any]:
        copy()
        together = Barrier(WRITERS)

        def one(_: int) -> Any:
            try:
                together.wait()
                return work()
            finally:
                connection.close()

        with ThreadPoolExecutor(WRITERS) as pool:
            return list(pool.map(one, range(WRITERS)))

    yield run
    settings["NAME"] = name


def test_no_index_number_is_given_twice(county, shared):
    year = timezone.localdate().year
    taken = shared(lambda: [next_index_number(county.bureau, year) for _ in range(5)])
    numbers = sorted(number for each in taken for number in each)
    assert numbers == [f"nongye/{year}-{serial:05d}" for serial in range(1, WRITERS * 5 + 1)]


def test_what_is_due_is_published_once_by_many_ticks(county, shared):
    version = cleared(county)
    soon = timezone.now() + timedelta(seconds=1)
    services.schedule(version, by=who(county, Role.FOI_OFFICER), publish_at=soon)
    made = shared(lambda: len(services.publish_due(soon + timedelta(minutes=1))))
    assert sum(made) == 1


def test_a_number_is_not_given_again_after_its_item_was_withdrawn(county):
    first = published(county)
    services.withdraw(first, by=who(county, Role.FOI_OFFICER), reason="有误")
    second = published(county, title="另一份")
    assert [first.index_number[-5:], second.index_number[-5:]] == ["00001", "00002"]
    assert Item.objects.count() == 2
