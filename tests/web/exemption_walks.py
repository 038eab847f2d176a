"""Answering the questions on a draft, and walking an item to being withheld, by services only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from publishing_walks import GIVEN, drafted, reviewed, who

from gongkai.organs.roles import Role
from gongkai.publishing.exemptions import Answer
from gongkai.web.exemptions import services
from gongkai.web.exemptions.models import Assessment
from gongkai.web.publishing import services as publishing
from gongkai.web.publishing.models import Version

PUBLIC = {
    "government_information": "yes", "responsible": "yes", "archived": "no", "state_secret": "no", "forbidden_by_law": "no",
    "security_stability": "no", "third_party": "no", "internal_affairs": "no", "deliberative": "no", "enforcement_file": "no",
    "own_regime": "no", "listed": "yes",
}  # fmt: skip
"""Answers that lead to 主动公开."""
PROCESS = PUBLIC | {"deliberative": "yes", "must_be_public": "no", "severance": "no"}
SECRET = PUBLIC | {"state_secret": "yes", "severance": "no"}


def assessed(
    county: Any,
    version: Version,
    options: Mapping[str, str],
    *,
    reason: str = "决定还没有作出",
    at: datetime | None = None,
) -> Assessment:
    """Answer the questions for a draft; every answer that asks for a reason gets ``reason``."""
    answers = {key: Answer(option, reason) for key, option in options.items()}
    by = who(county, Role.INFO_OFFICER, version.organ)
    return services.assess(version, by=by, answers=answers, at=at)


def withheld(county: Any, at: datetime | None = None, **fields: Any) -> Version:
    """An item assessed as withheld and decided so by the office."""
    version = drafted(county, at=at, **({"document_number": "", "genre": "announcements"} | fields))
    services.adopt(assessed(county, version, PROCESS, at=at), by=who(county, Role.INFO_OFFICER), at=at)
    publishing.submit(version, by=who(county, Role.INFO_OFFICER), at=at)
    reviewed(county, version, upto="office_review", at=at)
    publishing.review(version, by=who(county, Role.FOI_OFFICER), conclusion="withheld", at=at, **GIVEN)
    version.refresh_from_db()
    return version
