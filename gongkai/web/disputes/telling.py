"""What may stand in the record of a dispute, and what may not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.disputes.outcomes import titles
from gongkai.web.applications.telling import refuse_personal_data as refuse_of_application
from gongkai.web.disputes.models import Dispute

_CHOICES = {"hearing": "hearings", "appellant": "appellants"}


def refuse_personal_data(dispute: Dispute, facts: Mapping[str, Any], note: str) -> None:
    """Events cannot be erased, so they must not say who complains, applied or is a third party."""
    given = {name: value for name, value in facts.items() if isinstance(value, str)} | ({"note": note} if note else {})
    name = "".join(dispute.complainant.split())
    for field, text in given.items():
        if len(name) > 1 and name in "".join(text.split()):
            raise ValidationError(
                {field: "这里写了复议申请人、原告的姓名或者名称。办理记录不能删改，请写成“申请人”“原告”。"}
            )
    if dispute.application is not None:
        refuse_of_application(dispute.application, given, "")


def check_choices(given: Mapping[str, Any]) -> None:
    """What is chosen from a list stands in it."""
    for name, value in given.items():
        if name in _CHOICES and value not in titles(_CHOICES[name]):
            raise ValidationError({name: "请从列出的选项里选择。"})
