"""The interface answers what its description says, whatever is asked within and beyond it."""

import pytest
import schemathesis
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


@pytest.mark.usefixtures("open_connection")
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
