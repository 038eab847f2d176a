"""A county that stands for all tests of a module: what costs seconds to publish is published once, and undone at the end.

Each test runs within a savepoint of its own, as always, so what one of them changes no other sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from gongkai.organs.levels import OrganKind
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.services import save
from gongkai.web.organs.models import Section
from tests.web.conftest import County, make_organ


@contextmanager
def standing_county(blocker: Any) -> Iterator[County]:
    """The same county as the fixture's. ``blocker``: ``django_db_blocker``; ask for ``django_db_setup`` as well."""
    with blocker.unblock(), transaction.atomic():
        government = make_organ("qingshi", "青石县人民政府", OrganKind.GOVERNMENT)
        bureau = make_organ("nongye", "青石县农业农村局", OrganKind.DEPARTMENT, government)
        other = make_organ("jiaoyu", "青石县教育局", OrganKind.DEPARTMENT, government)
        section = save(Section(organ=bureau, name="种植业科"), "add_section", by=SYSTEM, organ=bureau)
        yield County(government, bureau, other, section)
        transaction.set_rollback(True)
