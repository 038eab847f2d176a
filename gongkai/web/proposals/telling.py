"""What may stand in the record of a proposal and in what is published of it, and what may not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.applications.details import needless_personal_data
from gongkai.web.proposals.models import Proposal

LONGEST = 20_000


def refuse_personal_data(proposal: Proposal, facts: Mapping[str, Any], note: str = "") -> None:
    """Events cannot be erased, so they must not say how to reach the proposers."""
    given = {name: value for name, value in facts.items() if isinstance(value, str)} | ({"note": note} if note else {})
    contact = "".join(proposal.contact.split())
    for field, text in given.items():
        if field == "digest":
            continue
        if (len(contact) > 3 and contact in "".join(text.split())) or needless_personal_data(text):
            raise ValidationError({field: "这里写了电话等联系方式。办理记录不能删改，请删去。"})


def refuse_in_public(proposal: Proposal, texts: Mapping[str, str]) -> None:
    """What the public reads holds no telephone numbers, identity numbers or what was entered to reach the proposers."""
    contact = "".join(proposal.contact.split())
    found: dict[str, str] = {}
    for field, text in texts.items():
        kinds = needless_personal_data(text)
        if kinds:
            found[field] = f"这里有{'、'.join(kinds)}，公开以前请删去。"
        elif len(contact) > 3 and contact in "".join(text.split()):
            found[field] = "这里有代表、委员的联系方式，公开以前请删去。"
    if found:
        raise ValidationError(found)


def told(text: str, field: str, missing: str) -> str:
    """A text as it is kept. Raises ``ValidationError`` for none, and for one that is too long."""
    plain = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not plain:
        raise ValidationError({field: missing})
    if len(plain) > LONGEST:
        raise ValidationError({field: f"最多{LONGEST}个字，现在有{len(plain)}个。长的材料请作为附件。"})
    return plain


def digest_of(text: str) -> str:
    """What a step keeps of a text."""
    return hashlib.sha256(text.encode()).hexdigest()
