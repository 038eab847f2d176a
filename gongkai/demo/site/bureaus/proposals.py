"""Proposals handed over to a bureau: the register comes as a file, the replies are recorded together, the forms come back."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from io import StringIO
from typing import Any

from gongkai.demo.site.bureaus.plan import Bureau
from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.engagement.proposals.choices import titles
from gongkai.engagement.proposals.lists import REGISTER
from gongkai.web.casework.services import act_many
from gongkai.web.proposals import services
from gongkai.web.proposals.models import Proposal
from gongkai.web.proposals.moving import recorded_facts
from gongkai.web.proposals.settings import ruled

REPLIED_AFTER = timedelta(days=70)


def enter(bureau: Bureau, diary: Diary) -> None:
    """Enter what the plan has of proposals: handed over in spring, replied to within the three months."""
    # 在九点以前，理由见 messages.py
    for each in bureau.plan.get("proposals", ()):
        handed = each["handed"]
        diary.at(handed, partial(_hand_over, bureau, each), 8, 35)
        diary.at(handed + REPLIED_AFTER, partial(_reply, bureau, each), 8, 35)
        diary.at(handed + REPLIED_AFTER + timedelta(days=14), partial(_rate, bureau, each), 8, 35)


def _hand_over(bureau: Bureau, each: dict[str, Any]) -> None:
    words: Sequence[str] = load("bureaus/words.yaml")["proposals"]
    file, kind = StringIO(), titles("kinds")[each["kind"]]
    writer = csv.DictWriter(file, REGISTER.headings)
    writer.writeheader()
    for place in range(each["number"]):
        subject = words[place % len(words)]
        title = f"关于{subject}的{'建议' if each['kind'] == 'deputy_proposal' else '提案'}（{place // len(words) + 1}）"
        writer.writerow(
            {"种类": kind, "届次": each["session"], "编号": str(each["from"] + place), "标题": title, "代表、委员": f"演示人员{place + 1}",
             "交办日期": each["handed"].isoformat(), "承办方式": ("独办", "主办", "分办")[place % 3], "交办单位": "市政府办公厅",
             "承办科室": bureau.section.name}
        )  # fmt: skip
    services.import_register(bureau.organ, file.getvalue().encode(), by=bureau.acting())


def _reply(bureau: Bureau, each: dict[str, Any]) -> None:
    """One meeting with the proposers; the replies were signed on paper and are recorded."""
    found, rules, on = _found(bureau, each), ruled(bureau.organ), each["handed"] + REPLIED_AFTER
    services.contact_many(found, "during", "meeting", "逐件说明了办理的打算，听取了意见。", by=bureau.acting(".writer"))
    facts = [recorded_facts(proposal, on, "B", "full", rules=rules) for proposal in found]
    act_many(found, "record_reply", by=bureau.acting(), facts=facts)


def _rate(bureau: Bureau, each: dict[str, Any]) -> None:
    found = _found(bureau, each)
    returned: date = each["handed"] + REPLIED_AFTER + timedelta(days=13)
    told = {"attitude": "satisfied", "returned_on": returned.isoformat()}
    act_many(found, "rate", by=bureau.acting(), facts=[told] * len(found))


def _found(bureau: Bureau, each: dict[str, Any]) -> list[Proposal]:
    rows = Proposal.objects.filter(organ=bureau.organ, kind=each["kind"], session=each["session"])
    return list(rows.select_related("organ").order_by("id"))
