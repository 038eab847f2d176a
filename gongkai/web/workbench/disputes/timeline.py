"""What happened to a dispute, in words."""

from __future__ import annotations

from typing import Any

from gongkai.casework.counting import UNIT_TITLES, Unit
from gongkai.disputes.moves import TABLE
from gongkai.disputes.outcomes import WAYS, acts, outcome_title, standings, titles
from gongkai.web.workbench.casework.timeline import Timeline


def _act(value: str) -> str:
    return acts()[value].title if value in acts() else value


def _standing(value: str) -> str:
    return standings()[value].title if value in standings() else value


def _limit(value: Any) -> str:
    return f"{value['amount']}{UNIT_TITLES[Unit(value['unit'])]}" if isinstance(value, dict) else f"{value}个工作日"


TIMELINE = Timeline(
    TABLE,
    worded={
        "outcome": outcome_title,
        "act": _act,
        "standing": _standing,
        "way": lambda value: WAYS.get(value, value),
        "hearing": lambda value: titles("hearings").get(value, value),
        "appellant": lambda value: titles("appellants").get(value, value),
        "limit": _limit,
    },
    unsaid=frozenset({"paper", "role", "sha256", "files"}),
    others={
        "read_personal_data": "查看复议申请人、原告的信息",
        "recompute_deadline": "因放假通知重新计算期限",
    },
)
