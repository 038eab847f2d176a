"""What is wrong with what was written, by field: nothing that names a person stands in records and on public pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.applications.details import needless_personal_data


def tidy(text: str) -> str:
    """Without spaces around and without what no database takes; lines stay."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def one_line(text: str) -> str:
    """A title or a name, on one line."""
    return " ".join(text.replace("\x00", "").split())


def written(text: str, field: str, missing: str, longest: int) -> str:
    """A text that must be there. Raises ``ValidationError``."""
    told = tidy(text)
    if not told:
        raise ValidationError({field: missing})
    if len(told) > longest:
        raise ValidationError({field: f"最多{longest}个字，现在有{len(told)}个，请删减。"})
    refuse_personal_data({field: told})
    return told


def refuse_personal_data(given: Mapping[str, Any], note: str = "") -> None:
    """Records and public pages hold no numbers of identity cards, telephones and accounts of persons. Raises ``ValidationError``."""
    texts = {name: value for name, value in given.items() if isinstance(value, str)} | ({"note": note} if note else {})
    found = {}
    for name, text in texts.items():
        kinds = needless_personal_data(text)
        if kinds:
            found[name] = f"这里有{'、'.join(kinds)}，请删去。舆情记录和公开的内容里不写个人信息。"
    if found:
        raise ValidationError(found)
