"""The subjects of the dashboard, each with its measures, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from gongkai.web.dashboards.measures import Measure, Subject
from gongkai.web.dashboards.subjects.accountability import ACCOUNTABILITY
from gongkai.web.dashboards.subjects.applications import APPLICATIONS
from gongkai.web.dashboards.subjects.concerns import CONCERNS
from gongkai.web.dashboards.subjects.consultations import CONSULTATIONS
from gongkai.web.dashboards.subjects.disputes import DISPUTES
from gongkai.web.dashboards.subjects.messages import MESSAGES
from gongkai.web.dashboards.subjects.proposals import PROPOSALS
from gongkai.web.dashboards.subjects.publishing import PUBLISHING
from gongkai.web.dashboards.subjects.submissions import SUBMISSIONS

SUBJECTS: tuple[Subject, ...] = (
    PUBLISHING,
    APPLICATIONS,
    DISPUTES,
    MESSAGES,
    CONCERNS,
    CONSULTATIONS,
    PROPOSALS,
    SUBMISSIONS,
    ACCOUNTABILITY,
)


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure by its key, and what rates are shares of by theirs. Raises ``LookupError`` for a key that two of them have."""
    every = [each for subject in SUBJECTS for each in (*subject.measures, *subject.wholes)]
    found = {each.key: each for each in every}
    if len(found) < len(every):
        raise LookupError("看板上有两个数用了同一个名字。")
    return found


def subject_of(measure: Measure) -> Subject:
    """The subject that has it."""
    return next(each for each in SUBJECTS if measure.key in {one.key for one in each.lines})
