"""Pictures that came along in a pasted or imported text: kept as files of the organ, and named by the text from then on.

The wording that names a picture gets it attached when it is saved (``carrying.planned``).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.publishing.cleaning import TooLong, body_of
from gongkai.publishing.pasting import Tidied, tidied
from gongkai.web.files.services import keep
from gongkai.web.log.actors import Actor
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.attaching import file_address

_ALONG = re.compile(r"<img\b[^>]*\bsrc\s*=\s*[\"']?\s*data:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Brought:
    """A cleaned text whose pictures are kept, and what was not, in sentences."""

    body: str
    told: list[str] = field(default_factory=list)


def brought_in(organ: Organ, *, by: Actor, text: str, resolve: Callable[[str], bytes | None] | None = None) -> Brought:
    """Clean a pasted text and keep its pictures. Raises ``ValidationError`` when what is left is too long."""
    return kept(organ, by=by, found=tidied(text, resolve))


@transaction.atomic
def kept(organ: Organ, *, by: Actor, found: Tidied) -> Brought:
    """Keep the pictures of a text that was tidied already; one that cannot be kept is taken out and told."""
    body, told = found.html, list(found.told)
    for number, picture in enumerate(found.pictures, 1):
        place = f'src="{picture.place}"'
        try:
            stored = keep(organ, by=by, name=picture.name, data=picture.data)
            if not stored.is_picture:
                raise ValidationError("它不是图片。")
        except ValidationError as refusal:
            told.append(f"第{number}张图片没有带过来：{''.join(refusal.messages)}")
            body = body.replace(place, "")
        else:
            body = body.replace(place, f'src="{html.escape(file_address(stored))}"')
    try:
        return Brought(body_of(body), told)
    except TooLong as problem:
        raise ValidationError({"body_html": str(problem)}) from problem


def brings_pictures(text: str) -> bool:
    """Whether a text has pictures within itself, as pasted code does."""
    return bool(_ALONG.search(text))
