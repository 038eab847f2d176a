"""What the reply says was covered and why, and the case's moves as far as covering has a word in them.

summary(application, layer="applicant") -> list of (page, ground, count), in words
sentences(application, layer="applicant") -> the same as sentences for a letter
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.redaction.grounds import grounds, layers
from gongkai.web.applications.models import Application
from gongkai.web.files.sealing import destroy
from gongkai.web.redaction.marking import marks_of
from gongkai.web.redaction.models import Marking, Redaction
from gongkai.web.redaction.releasing import released

PROVIDING = ("granted", "partly_granted")
LISTING, FIELD = "reply.partly_granted", "redacted_parts"
"""The letter that lists what was covered, and its field."""


def summary(application: Application, layer: str = "applicant") -> list[tuple[str, str, str]]:
    """Page, ground and how many places, each in words, by source and page; empty where nothing is covered."""
    found = []
    day = timezone.localdate()
    redactions = list(_of(application, layer))
    several = len(redactions) > 1
    for index, each in enumerate(redactions, 1):
        for page, ground, count in marks_of(each).lines():
            where = f"材料{index}第{page}页" if several else f"第{page}页"
            found.append((where, grounds()[ground].told(day), f"{count}处" if count else "整页"))
    return found


def sentences(application: Application, layer: str = "applicant") -> list[str]:
    """One sentence for each ground: where it was covered, in the order of the pages."""
    by_ground: dict[str, list[str]] = {}
    for where, ground, count in summary(application, layer):
        by_ground.setdefault(ground, []).append(f"{where}{count}")
    return [f"依据{ground}，遮盖{'、'.join(places)}。" for ground, places in by_ground.items()]


def _of(application: Application, layer: str) -> Any:
    marked = Marking.objects.filter(redaction__application=application).values("redaction")
    return Redaction.objects.filter(application=application, layer=layer, pk__in=marked)


def unreleased(application: Application) -> list[Redaction]:
    """Coverings that the reply must not be served without: marked, but no file of the last version passed the gate."""
    found = []
    for each in Redaction.objects.filter(application=application).select_related("source"):
        if layers()[each.layer].must_serve and marks_of(each) and released(each) is None:
            found.append(each)
    return found


def before_move(sender: Any, *, application: Application, move: str, facts: Mapping[str, Any], **_: Any) -> None:
    """Refuse an approval when the reply lists other coverings than were marked, and to serve without the released file.

    The ground is 《条例》第三十七条: what is covered is told with its reason, the rest is provided.
    """
    if application.drafted_outcome not in PROVIDING:
        return
    if move == "approve":
        _check_listed(application)
    missing = unreleased(application) if move == "serve" else []
    if missing:
        raise ValidationError(
            f"有{len(missing)}份原件标注了遮盖，但是还没有生成通过核验的文件，不能送达。"
            "请由标注人以外的人到“遮盖”里核验并生成；不需要遮盖的，请把标注去掉。"
        )


def _check_listed(application: Application) -> None:
    reply = application.replies.order_by("-number").first()
    if reply is None or reply.kind != LISTING or not reply.values:
        return
    if json.loads(reply.values).get(FIELD, "") != "".join(sentences(application)):
        raise ValidationError(
            "拟稿以后遮盖的标注又有改动，答复书列出的与标注不一致，不能批准。请退回修改，重新拟稿后再批准。"
        )


def complete_letter(sender: Any, *, application: Application, kind: str, fields: dict[str, str], **_: Any) -> None:
    """Say in the reply what was covered and why."""
    if kind == LISTING and not fields.get(FIELD) and (told := sentences(application)):
        fields[FIELD] = "".join(told)


def erase(sender: Any, *, application: Application, at: datetime, **_: Any) -> None:
    """Destroy the working copies of the case's sources once the transaction is committed; the marks hold no words and stay."""
    for each in Redaction.objects.filter(application=application, erased_at=None):
        destroy(each.place)
        each.place, each.erased_at = "", at
        each.save()
