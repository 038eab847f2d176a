"""Consultations and surveys of a bureau in the year of its report."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.demo.site.bureaus.plan import Bureau
from gongkai.demo.site.clock import Diary
from gongkai.demo.site.consultations import Hands, Life
from gongkai.demo.site.files import load


def enter(bureau: Bureau, diary: Diary) -> None:
    """Enter what the plan has: each opened on its day, with what came of it."""
    # 在九点以前：一天的公开从九点起，一小时一环，一直记到下午，日志要按先后
    plan = bureau.plan.get("consultations", ())
    if not plan:
        return
    words = load("bureaus/words.yaml")["consultations"]
    hands = Hands(*(bureau.acting(suffix) for suffix in (".writer", ".section", ".secrecy", "")))
    for each in plan:
        survey = each["kind"] in words["surveys"]
        data: dict[str, Any] = {
            "kind": each["kind"],
            "title": each["title"],
            "days": each["days"],
            "reason": each.get("reason", ""),
            "explanation": words["explanation"],
            "result": each["result"],
        }
        if survey:
            data |= {"sheets": each["sheets"]}
        else:
            opinions = words["opinions"][: each["opinions"]]
            data |= {
                "draft": words["draft"],
                "opinions": [
                    {"after": 1 + place % each["days"], "content": text, "group": 1 + place % 2}
                    for place, text in enumerate(opinions)
                ],
                "groups": words["groups"],
            }
        on: date = each["opened"]
        Life(bureau.organ, bureau.section, hands, data, words["questions"] if survey else ()).enter(diary, on, 8)
