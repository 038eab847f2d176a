"""What happened to a concern, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from gongkai.casework.counting import UNIT_TITLES, Unit
from gongkai.engagement.concerns.choices import title_of
from gongkai.engagement.concerns.conditions import told_moment
from gongkai.engagement.concerns.moves import TABLE
from gongkai.web.workbench.casework.timeline import Timeline


def _length(value: Any) -> str:
    return f"{value['amount']}{UNIT_TITLES[Unit(value['unit'])]}" if isinstance(value, Mapping) else str(value)


def _moment(value: Any) -> str:
    return told_moment(datetime.fromisoformat(str(value)))


def _ways(value: Any) -> str:
    return "、".join(title_of("ways", str(each)) for each in value)


TIMELINE = Timeline(
    TABLE,
    worded={
        "source": partial(title_of, "sources"),
        "severity": partial(title_of, "severities"),
        "limit": _length,
        "ways": _ways,
        **dict.fromkeys(("found_at", "known_at", "responded_at", "held_at"), _moment),
        **dict.fromkeys(("digest", "meeting"), lambda _: ""),
        "draft": lambda value: f"第{value}稿",
        "response": lambda value: f"第{value}次",
    },
    others={"recompute_deadline": "因放假通知重新计算期限"},
)
