"""Reading about organs: the tree, who held which role when, what became of an organ, what is in force, what is to be done."""

from gongkai.web.organs.queries.documents import former_versions, in_force, in_force_of
from gongkai.web.organs.queries.history import Happening, history_of, name_on
from gongkai.web.organs.queries.people import held_on, leading_group_on, people_by_role
from gongkai.web.organs.queries.tree import Node, subordinate_units, tree
from gongkai.web.organs.queries.work import trainings_of_year, work_points, years_of

__all__ = [
    "Happening",
    "Node",
    "former_versions",
    "held_on",
    "history_of",
    "in_force",
    "in_force_of",
    "leading_group_on",
    "name_on",
    "people_by_role",
    "subordinate_units",
    "trainings_of_year",
    "tree",
    "work_points",
    "years_of",
]
