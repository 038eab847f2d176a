"""What happened to an application, in words."""

from __future__ import annotations

from gongkai.applications.channels import channels
from gongkai.applications.intake import title_of
from gongkai.applications.letters import letter_kinds
from gongkai.applications.moves import TABLE
from gongkai.applications.outcomes import outcome_title
from gongkai.web.workbench.casework.timeline import Timeline


def _channel(value: str) -> str:
    return channels()[value].title if value in channels() else value


def _kind(value: str) -> str:
    return letter_kinds().kinds[value].title if value in letter_kinds().kinds else value


TIMELINE = Timeline(
    TABLE,
    worded={
        "outcome": outcome_title,
        "channel": _channel,
        "applicant_kind": lambda value: title_of("applicant_kinds", value),
        "delivery": lambda value: title_of("deliveries", value),
        "kind": _kind,
        "reply_digest": lambda value: f"{value[:12]}…",
    },
    unsaid=frozenset({"letter", "material", "digest", "sha256"}),
    others={
        "assign": "交办",
        "edit_details": "填写补正的内容",
        "edit_description": "改写所需政府信息的描述",
        "read_personal_data": "查看申请人的信息",
        "erase_personal_data": "删除个人信息",
        "recompute_deadline": "因放假通知重新计算期限",
    },
    labels={("compose_letter", "kind"): "文书", ("compose_letter", "number"): "文号"},
)
