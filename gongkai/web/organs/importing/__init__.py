"""Filling in organs, sections and people from lists: a plan of what would change, and carrying out exactly that plan."""

from gongkai.web.organs.importing.applying import Applied, PlanOutdated, apply_import
from gongkai.web.organs.importing.files import confirm_file, keep_file
from gongkai.web.organs.importing.plan import Change, Plan, PlannedLine, plan_import

__all__ = [
    "Applied",
    "Change",
    "Plan",
    "PlanOutdated",
    "PlannedLine",
    "apply_import",
    "confirm_file",
    "keep_file",
    "plan_import",
]
