"""What a search may mean besides pieces of information: an organ, its annual reports, its guide."""

from __future__ import annotations

import re

from django.db.models import CharField, F, Q, Value
from django.urls import reverse

from gongkai.web.annualreport.queries import published
from gongkai.web.organs.models import Organ

MOST_ORGANS, MOST_REPORTS = 3, 5
_REPORT = re.compile(r"年报|年度报告|工作报告")
_GUIDE = re.compile(r"公开指南|指南")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)(?:年度?)?")


def beside(typed: str, organ: Organ | None = None) -> list[tuple[str, str]]:
    """Titles and addresses; nothing for words that name neither an organ nor a report.

    An organ is meant whose name stands in the words, or in whose name the words stand.
    """
    words = "".join(typed.split())
    if len(words) < 2:
        return []
    plain = _YEAR.sub("", _GUIDE.sub("", _REPORT.sub("", words))).replace("政府信息公开", "").removesuffix("的")
    organs = [organ] if organ else _organs(words, plain)
    found = [(each.name, each.get_absolute_url()) for each in organs]
    if _GUIDE.search(words):
        found += [(f"{each.name}政府信息公开指南", reverse("portal:guide", args=[each.code])) for each in organs]
    if _REPORT.search(words):
        reports = published()
        if organs:
            reports = reports.filter(organ__in=organs)
        if year := _YEAR.search(words):
            reports = reports.filter(year=int(year[1]))
        found += [(each.title, each.public_url) for each in reports[:MOST_REPORTS]]
    return found


def _organs(words: str, plain: str) -> list[Organ]:
    asked = Organ.objects.annotate(words=Value(words, output_field=CharField()))
    meant = Q(words__contains=F("name")) | Q(words__contains=F("short_name"))
    if len(plain) >= 2:
        meant |= Q(name__contains=plain)
    return list(asked.filter(meant).order_by("order", "name")[:MOST_ORGANS])
