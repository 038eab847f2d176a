"""Working days: the calendar with 调休, the last day of a limit, pauses, restarts and extensions, and the proof.

    from gongkai.law.limits import limit
    from gongkai.workdays import counted_from, national_calendar, proof

    reply = counted_from(limit("reply_to_application", received_on), received_on)
    reply.last_day(national_calendar())     # the day, and whether it is provisional
    proof(reply, national_calendar())       # day by day, with the notice behind each day

Terms: a *notice* says which days a government gives off and which weekend days are worked; a year without one is
*unannounced*, and what reaches it is *provisional*. How it is used by an office: docs/how-to/holidays.md; the
readings of the law: docs/decisions/0010.
"""

from gongkai.law.notice_text import ReadNotice, read_notice
from gongkai.law.notices import Notice, NoticeError, NoticeKind, Off, Shifted, notice_from
from gongkai.workdays.calendar import Calendar
from gongkai.workdays.calendars import calendar_of, calendar_with, changed_days, national_calendar
from gongkai.workdays.counting import (
    LastDay,
    is_workday,
    last_day,
    last_day_of_days,
    last_day_of_months,
    next_workday,
    workdays_between,
)
from gongkai.workdays.course import Course, Deadline, Extension, Period, Restart, consultation, counted_from
from gongkai.workdays.day import Day, DayKind
from gongkai.workdays.errors import CannotCount
from gongkai.workdays.proof import ProofDay, Reason, proof
from gongkai.workdays.recompute import Change, recomputed
from gongkai.workdays.rendering import as_markdown, as_text, explanation
from gongkai.workdays.spans import Span, Spans, StillStopped

__all__ = [
    "Calendar",
    "CannotCount",
    "Change",
    "Course",
    "Day",
    "DayKind",
    "Deadline",
    "Extension",
    "LastDay",
    "Notice",
    "NoticeError",
    "NoticeKind",
    "Off",
    "Period",
    "ProofDay",
    "ReadNotice",
    "Reason",
    "Restart",
    "Shifted",
    "Span",
    "Spans",
    "StillStopped",
    "as_markdown",
    "as_text",
    "calendar_of",
    "calendar_with",
    "changed_days",
    "consultation",
    "counted_from",
    "explanation",
    "is_workday",
    "last_day",
    "last_day_of_days",
    "last_day_of_months",
    "national_calendar",
    "next_workday",
    "notice_from",
    "proof",
    "read_notice",
    "recomputed",
    "workdays_between",
]
