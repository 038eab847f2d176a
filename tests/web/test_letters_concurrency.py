"""Many letters at once: no number twice and none left out. On a database that threads really share."""

from __future__ import annotations

import pytest
from test_applications_services import JUNE_1, moment, under_review, who
from test_publishing_concurrency import WRITERS, shared  # noqa: F401 - a fixture

from gongkai.applications.letters import letter_kinds
from gongkai.organs.roles import Role
from gongkai.web.applications.letters import compose
from gongkai.web.applications.models import Application

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = {"help_section": "档案室", "help_wanted": "请检索项目档案"}


def test_letters_made_at_once_get_numbers_without_gap(county, shared):  # noqa: F811
    number, by = under_review(county).number, who(county, Role.FOI_OFFICER)
    kind = letter_kinds().kinds["help_request"]

    def make() -> int | None:
        application = Application.objects.get(number=number)
        return compose(application, kind, asked=ASKED, by=by, at=moment(JUNE_1)).serial

    assert sorted(shared(make)) == list(range(1, WRITERS + 1))
