"""Casework: moves, clocks and events, the mechanism that all kinds of case share (see ``docs/reference/casework.md``).

A kind of case differs from another only in its ``Table``. What happened is a ``History`` of events; the state, the
clocks and who did what are rebuilt from it. Nothing here stores, asks the time or knows a date by itself.
"""

from gongkai.casework.amendments import Amendments
from gongkai.casework.clocks import Extension, Interval, Leg, Mark, Stand, Status
from gongkai.casework.counting import Calendar, Counting, Length, Limits, Reckoned, Span, Unit
from gongkai.casework.effects import EXTENDS, REPLACES, RESTARTS, RUNS, STANDS, STARTS, STOPS, Effect
from gongkai.casework.events import Event
from gongkai.casework.guards import Guard, Situation
from gongkai.casework.history import History, ImpossibleHistory, replay
from gongkai.casework.moves import BEGIN, STAYS, Field, FieldKind, Move
from gongkai.casework.reckoning import Due, Reading, due, read
from gongkai.casework.refusal import NotAllowed, Reason
from gongkai.casework.steps import Act, Option, advance, allowed, amend, matrix, step
from gongkai.casework.table import Clock, Table, TableError
from gongkai.casework.telling import explain

__all__ = [
    "BEGIN",
    "EXTENDS",
    "REPLACES",
    "RESTARTS",
    "RUNS",
    "STANDS",
    "STARTS",
    "STAYS",
    "STOPS",
    "Act",
    "Amendments",
    "Calendar",
    "Clock",
    "Counting",
    "Due",
    "Effect",
    "Event",
    "Extension",
    "Field",
    "FieldKind",
    "Guard",
    "History",
    "ImpossibleHistory",
    "Interval",
    "Leg",
    "Length",
    "Limits",
    "Mark",
    "Move",
    "NotAllowed",
    "Option",
    "Reading",
    "Reason",
    "Reckoned",
    "Situation",
    "Span",
    "Stand",
    "Status",
    "Table",
    "TableError",
    "Unit",
    "advance",
    "allowed",
    "amend",
    "due",
    "explain",
    "matrix",
    "read",
    "replay",
    "step",
]
