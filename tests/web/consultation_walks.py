"""Ways through a consultation that several tests take."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.consultations import services
from gongkai.web.consultations.models import Consultation, Question
from gongkai.web.log.actors import Actor
from gongkai.web.organs.authority import acting
from tests.web.conftest import County

DRAFT = {"draft": "第一条　为了发展农机，制定本办法。", "explanation": "为了落实上级文件，起草了本办法。"}


def who(county: County, role: Role) -> Actor:
    return acting(county.person(role), county.bureau)


def begun(
    county: County, kind: str = "other", title: str = "青石县农机补贴办法（征求意见稿）", **fields: Any
) -> Consultation:
    given = {"about_year": 2025} if kind == "public_appraisal" else {}
    is_survey = kind in ("survey", "public_appraisal")
    return services.start(
        county.bureau, kind, title, by=who(county, Role.INFO_OFFICER), section=county.section,
        **({} if is_survey else DRAFT) | given | fields,
    )  # fmt: skip


def approved(county: County, found: Consultation) -> Consultation:
    services.make_move(found, "submit", by=who(county, Role.INFO_OFFICER))
    services.make_move(found, "pass_review", by=who(county, Role.SECTION_HEAD))
    services.make_move(found, "pass_secrecy", by=who(county, Role.SECRECY_REVIEWER), facts={"opinion": "不涉密。"})
    return found


def opened(county: County, kind: str = "other", days: int = 30, **fields: Any) -> Consultation:
    found = approved(county, begun(county, kind, **fields))
    closes = timezone.localdate() + timedelta(days=days)
    services.open_up(found, by=who(county, Role.FOI_OFFICER), closes_on=closes)
    return found


def surveyed(county: County, days: int = 30, kind: str = "survey") -> tuple[Consultation, dict[str, Question]]:
    """An open survey with a question of each form."""
    found = begun(county, kind, "农技服务满意度调查")
    by = who(county, Role.INFO_OFFICER)
    asked = {
        "single": {"form": "single", "text": "您是", "options": ["种植户", "合作社"], "required": True, "other": True},
        "multiple": {"form": "multiple", "text": "需要哪些服务", "options": ["选种", "植保", "农机"]},
        "scale": {
            "form": "scale",
            "text": "总体评价",
            "required": True,
            "steps": 5,
            "low": "很不满意",
            "high": "很满意",
        },
        "short": {"form": "short", "text": "所在乡镇"},
        "long": {"form": "long", "text": "还有什么建议"},
    }
    questions = {key: services.add_question(found, by=by, **each) for key, each in asked.items()}
    approved(county, found)
    services.open_up(found, by=who(county, Role.FOI_OFFICER), closes_on=timezone.localdate() + timedelta(days=days))
    return found, questions
