"""What happened to a message, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from gongkai.casework.counting import UNIT_TITLES, Unit
from gongkai.engagement.messages.channels import title_of
from gongkai.engagement.messages.moves import TABLE
from gongkai.web.workbench.casework.timeline import Timeline


def _length(value: Any) -> str:
    return f"{value['amount']}{UNIT_TITLES[Unit(value['unit'])]}" if isinstance(value, Mapping) else str(value)


_LISTS = {
    "channel": "channels",
    "kind": "kinds",
    "score": "scores",
    "way": "ways",
    "ground": "invalid_grounds",
    "where": "destinations",
}
_WORDED: dict[str, Callable[[Any], str]] = {name: partial(title_of, listed) for name, listed in _LISTS.items()}
TIMELINE = Timeline(
    TABLE,
    worded={
        **_WORDED,
        **dict.fromkeys(("limit", "longest", "longer"), _length),
        "window": lambda _: "",
        "digest": lambda _: "",
        "reply": lambda value: f"第{value}稿",
    },
    unsaid=frozenset({"paper", "role", "sha256", "files"}),
    others={"read_personal_data": "查看留言人的信息", "recompute_deadline": "因放假通知重新计算期限"},
)
