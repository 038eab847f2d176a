"""What happened to a complaint or a rectification, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from gongkai.assessment.accountability import complaint_moves, rectification_moves
from gongkai.assessment.accountability.choices import title_of
from gongkai.casework.counting import UNIT_TITLES, Unit
from gongkai.casework.events import told
from gongkai.web.workbench.casework.timeline import Timeline


def _length(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{value['amount']}{UNIT_TITLES[Unit(value['unit'])]}"
    return told(date.fromisoformat(value)) if isinstance(value, str) else str(value)


def _unsaid(value: Any) -> str:
    return ""


TIMELINE = Timeline(
    complaint_moves.TABLE,
    worded={
        "channel": partial(title_of, "channels"),
        "kind": partial(title_of, "kinds"),
        "receiver": partial(title_of, "receivers"),
        "ground": partial(title_of, "decline_grounds"),
        "outcome": partial(title_of, "outcomes"),
        "way": partial(title_of, "ways"),
        "digest": _unsaid,
        "rule": _unsaid,
        **dict.fromkeys(("accept_limit", "limit", "longest", "longer", "account_limit"), _length),
    },
    unsaid=frozenset({"paper", "role", "sha256"}),
    others={"read_personal_data": "查看投诉人的信息", "recompute_deadline": "因放假通知重新计算期限"},
)
RECTIFICATION_TIMELINE = Timeline(
    rectification_moves.TABLE,
    worded={
        "measure": partial(title_of, "measures"),
        "source": partial(title_of, "sources"),
        "limit": _length,
    },
    unsaid=frozenset({"paper", "role", "sha256"}),
    others={"recompute_deadline": "因放假通知重新计算期限"},
)
