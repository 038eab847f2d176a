"""A reminder as a sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from gongkai.casework.reminding import rules
from gongkai.web.reminders.models import Reminder

_OTHERS: dict[str, tuple[str, Callable[[Reminder], str] | None]] = {}


def register(rule: str, title: str, told: Callable[[Reminder], str] | None = None) -> None:
    """Let a subject remind of what is no case, under a rule of its own; ``told`` words it where the limit's sentence does not fit."""
    _OTHERS[rule] = (title, told)


def title_of(rule: str) -> str:
    """What a rule is called; one of earlier rules by its key."""
    if rule in _OTHERS:
        return _OTHERS[rule][0]
    return next((each.title for each in rules() if each.key == rule), rule)


def sentence(reminder: Reminder) -> str:
    """What is due when, and whether this comes late, as after an outage."""
    own = _OTHERS.get(reminder.rule, ("", None))[1]
    if own is not None:
        return own(reminder)
    if reminder.due_at is not None:
        end = timezone.localtime(reminder.due_at)
        over = "，已经过了" if reminder.due_at < reminder.made_at else ""
        return f"{reminder.name}：时限到{end.year}年{end.month}月{end.day}日{end:%H:%M}为止{over}。"
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
