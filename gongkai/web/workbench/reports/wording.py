"""Refusals as sentences, and what a person lacks."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from gongkai.documents.model import Unreadable
from gongkai.web.organs.authority import Denied, Policy


def told(problem: ValidationError | Unreadable) -> list[str]:
    """What to show of a refusal."""
    return [problem.message] if isinstance(problem, Unreadable) else list(problem.messages)


def lacks_only_factor(policy: Policy, person: Any, action: str, record: Any) -> bool:
    """Whether the person may do this once the second factor is given."""
    try:
        policy.check(person, action, record)
    except Denied as refusal:
        return refusal.second_factor
    return False
