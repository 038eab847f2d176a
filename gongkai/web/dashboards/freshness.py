"""How fresh the columns are on a day, as the check of the website judges them; columns that consist of others are not counted twice."""

from __future__ import annotations

from datetime import date

from gongkai.assessment.freshness.judging import ORDER, Colour
from gongkai.web.dashboards.measures import Scope
from gongkai.web.inspection.columns import ColumnState
from gongkai.web.inspection.survey import Survey
from gongkai.web.organs.models import Organ


def columns(scope: Scope, on: date) -> list[ColumnState]:
    """The columns of the scope on a day, the most pressing first."""
    organs = Organ.objects.filter(path__startswith=scope.organ.path) if scope.below else [scope.organ]
    return [each for each in Survey(tuple(organs), on).columns if not each.parts]


def counted(rows: list[ColumnState]) -> dict[Colour, int]:
    """How many of each colour, the most pressing first."""
    return {colour: sum(each.standing.colour is colour for each in rows) for colour in ORDER}
