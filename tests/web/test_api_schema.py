"""The interface answers what its description says, whatever is asked within and beyond it."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from publishing_walks import column_of, published

from gongkai.web.wsgi import application

pytestmark = pytest.mark.django_db
FEW = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def _open_connection():
    """As Django's own test client does: a request must not close the connection of the test's transaction."""
    signals = (request_started, request_finished)
    for each in signals:
        each.disconnect(close_old_connections)
    yield
    for each in signals:
        each.connect(close_old_connections)


@pytest.mark.usefixtures("_open_connection")
def test_every_answer_is_as_described(county):
    column_of(county)
    published(county)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @FEW
        @given(case=operation.as_strategy())
        def ask(case):
            answer = case.call()
            assert answer.status_code < 500
            if "csv" not in case.path:
                case.validate_response(answer, excluded_checks=[])

        ask()
        asked += 1
    assert asked >= 14
