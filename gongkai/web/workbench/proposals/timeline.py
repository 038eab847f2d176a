"""What happened to a proposal, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from gongkai.casework.counting import UNIT_TITLES, Unit
from gongkai.engagement.proposals.choices import title_of
from gongkai.engagement.proposals.moves import TABLE
from gongkai.web.workbench.casework.timeline import Timeline


def _length(value: Any) -> str:
    return f"{value['amount']}{UNIT_TITLES[Unit(value['unit'])]}" if isinstance(value, Mapping) else str(value)


_LISTS = {
    "kind": "kinds",
    "role": "roles",
    "stage": "stages",
    "way": "ways",
    "attitude": "attitudes",
    "attribute": "attributes",
}
_WORDED: dict[str, Callable[[Any], str]] = {name: partial(title_of, listed) for name, listed in _LISTS.items()}
_LIMITS = ("limit", "objection_limit", "opinion_limit", "publish_limit", "longer")
TIMELINE = Timeline(
    TABLE,
    worded={
        **_WORDED,
        **dict.fromkeys(_LIMITS, _length),
        "digest": lambda _: "",
        "reply": lambda value: f"第{value}稿",
    },
    unsaid=frozenset({"paper", "role", "sha256", "files"}),
    others={"read_personal_data": "查看代表、委员的联系方式", "recompute_deadline": "因放假通知重新计算期限"},
)
