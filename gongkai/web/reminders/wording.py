"""A reminder as a sentence."""

from __future__ import annotations

from gongkai.casework.reminding import rules
from gongkai.web.reminders.models import Reminder


def title_of(rule: str) -> str:
    """What a rule is called; one of earlier rules by its key."""
    return next((each.title for each in rules() if each.key == rule), rule)


def sentence(reminder: Reminder) -> str:
    """What is due when, and whether this comes late, as after an outage."""
    day = f"{reminder.due_on.year}年{reminder.due_on.month}月{reminder.due_on.day}日"
    if reminder.left > 0:
        said = f"还有{reminder.left}个工作日，最后一日是{day}"
    elif reminder.left == 0:
        said = f"今天（{day}）是最后一日"
    else:
        said = f"最后一日是{day}，已经逾期{-reminder.left}个工作日"
    expected = reminder.expected_on
    late = f"（这条提醒本应在{expected.month}月{expected.day}日发出，补发）" if reminder.after_outage else ""
    return f"{reminder.name}：{said}。{late}"


def tone_of(reminder: Reminder) -> str:
    """How pressing it is, as a tone."""
    return "bad" if reminder.left < 0 else "warn" if reminder.left <= 2 else "info"
