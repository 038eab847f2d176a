"""404: what a reader may have looked for at an address that is not there, by the organ in it, a number, its words."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.publishing.document_numbers import document_number
from gongkai.publishing.index_numbers import read_index_number
from gongkai.web.operation import errors
from gongkai.web.organs.models import Organ
from gongkai.web.portal.lists.words import in_titles, matching
from gongkai.web.publishing.models import Item
from gongkai.web.publishing.queries import public_items

STAFF = ("/workbench/", "/account/", "/sign-in/", "/static/", "/api/")
"""Below these addresses nothing of the portal is looked for."""
MOST = 8
"""How many items are offered."""
_log = logging.getLogger("gongkai.errors")
_CHINESE = re.compile(r"[\u3400-\u9fff]{2,30}")
_NUMBER = re.compile(r"[\w-]+/\d{4}[-‐-―－]\d{1,9}")
_DOCUMENT = re.compile(r"[\u3400-\u9fff]+\s*[\[(（［【〔]\s*\d{4}\s*[\])）］】〕]\s*\d+\s*号?")
_SUFFIX = re.compile(r"\.(s?html?|jspx?|aspx?|php)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hits:
    """The organ whose address it began with, the words looked for, and the items found by them."""

    organ: Organ | None
    words: str
    items: list[Item]


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404; with what the words and numbers in the address find, and a box to look for more."""
    if request.path.startswith(STAFF):
        return errors.not_found(request, exception)
    try:
        return render(request, "portal/not_found.html", {"hits": look_for(request.path)}, status=404)
    except Exception:
        # 帮人找页面的这一步不能自己再出错：数据库不通，就只说没有这个页面
        _log.exception("looking for what a lost reader meant failed")
        return errors.not_found(request, exception)


def look_for(path: str) -> Hits:
    """What may have been meant by an address. Only numbers and Chinese words are looked for: old systems' codes say nothing."""
    text = _SUFFIX.sub("", unquote(path)[:300].replace("\x00", ""))
    parts = [part for part in text.split("/") if part]
    organ = Organ.objects.filter(code=parts[0][:40]).first() if parts else None
    number = _NUMBER.search(text)
    document = _DOCUMENT.search(text)
    words = " ".join(dict.fromkeys(_CHINESE.findall(text)))[:60]
    plain = read_index_number(number[0]) if number else None
    items: list[Item] = []
    if plain or document:
        wanted = Q(index_number__iexact=plain) if plain else Q(document_number=document_number(document[0]))  # type: ignore[index]
        items = list(public_items().filter(wanted)[:MOST])
    if not items and words:
        found = public_items(organ)
        items = list(in_titles(found, words)[:MOST]) or list(matching(found, words)[:MOST])
    return Hits(organ, document[0] if document else words, items)
