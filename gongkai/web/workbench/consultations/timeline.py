"""What happened to a consultation or survey, in words."""

from __future__ import annotations

import json
from typing import Any

from gongkai.engagement.consultations.kinds import title_of
from gongkai.engagement.consultations.moves import TABLE
from gongkai.engagement.consultations.periods import finding
from gongkai.engagement.consultations.report import VERDICTS
from gongkai.web.workbench.casework.timeline import Timeline

_NUMBERS = {"opinions": "意见", "sheets": "答卷", "paper": "其中纸质", **VERDICTS}


def _counted(value: Any) -> str:
    pairs = [each.partition("=") for each in str(value).split(",") if each]
    return "，".join(f"{_NUMBERS.get(name, name)}{number}" for name, _, number in pairs)


def _measured(value: Any) -> str:
    return finding(json.loads(str(value)))


TIMELINE = Timeline(
    TABLE,
    worded={
        "kind": title_of,
        "digest": lambda _: "",
        "measured": _measured,
        "counted": _counted,
        "version": lambda value: f"第{value}版" if value > 1 else "",
    },
    others={"read_personal_data": "查看提意见的人", "recompute_deadline": "因放假通知重新计算期限"},
)
