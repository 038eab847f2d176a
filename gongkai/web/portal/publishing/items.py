"""The page of an item: its particulars, its text, its validity; a note where something was withdrawn."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from gongkai.publishing.categories import categories
from gongkai.publishing.cleaning import clean_html, plain_text
from gongkai.publishing.index_numbers import read_index_number
from gongkai.publishing.validity import Validity
from gongkai.web.portal.meta import article_meta, column_meta
from gongkai.web.publishing import queries
from gongkai.web.publishing.models import Item

TONES = {Validity.IN_FORCE: "good", Validity.NOT_YET: "info", Validity.AMENDED: "warn"}
GONE = 410


def item(request: HttpRequest, index_number: str) -> HttpResponse:
    """What was published under an index number; however it is written, the address is the plain one."""
    plain = read_index_number(index_number)
    if plain is None:
        raise Http404
    rows = Item.objects.select_related("organ", "column__parent", "column__organ", "current__review__wording")
    found = rows.filter(index_number=plain).first() or rows.filter(index_number__iexact=plain).first()
    if found is None or found.current is None:
        raise Http404
    if found.index_number != index_number:
        return redirect(found, permanent=True)
    if not found.is_public:
        return _withdrawn(request, found)
    return _shown(request, found)


def _shown(request: HttpRequest, found: Item) -> HttpResponse:
    assert found.current is not None
    wording = found.current.wording
    validity = found.validity
    category = categories().get(found.column.category)
    text = plain_text(wording.body_html)
    context = {
        "organ": found.organ,
        "item": found,
        "wording": wording,
        # 存的时候已经清理过；显示时再清理一遍，绕过服务写进来的也不会执行
        "body": mark_safe(clean_html(wording.body_html)),  # noqa: S308
        "validity": validity,
        "validity_tone": TONES.get(validity, "bad"),
        "category": category,
        "versions": list(queries.public_versions(found)),
        "source": wording.content_source or found.organ.name,
        "keywords": keywords(wording.keywords),
        "crumbs": _crumbs(found, "正文"),
        "meta": article_meta(
            found.title,
            published_at=found.published_at,
            source=wording.content_source or found.organ.name,
            url=found.get_absolute_url(),
            column=found.column.title,
            keywords=keywords(wording.keywords),
            description=wording.summary or text,
        ),
    }
    return render(request, "portal/publishing/item.html", context)


def _withdrawn(request: HttpRequest, found: Item) -> HttpResponse:
    """The note that stays; without the title, which may be why it was withdrawn."""
    context = {
        "organ": found.organ,
        "item": found,
        "crumbs": _crumbs(found, "已撤下"),
        "meta": column_meta("已撤下的信息"),
    }
    return render(request, "portal/publishing/withdrawn.html", context, status=GONE)


def _crumbs(found: Item, last: str) -> list[tuple[str, str | None]]:
    organ, column = found.organ, found.column
    above = [column.parent, column] if column.parent else [column]
    return [
        ("首页", "/"),
        (organ.name, organ.get_absolute_url()),
        ("法定主动公开内容", f"/{organ.code}/catalogue/"),
        *((each.title, f"/{organ.code}/catalogue/{each.code}/") for each in above),
        (last, None),
    ]


def keywords(written: str) -> list[str]:
    """Words written in a row, however they are set apart.

    >>> keywords("农业、粮食；收购")
    ['农业', '粮食', '收购']
    """
    return [word for word in re.split(r"[\s、,，;；]+", written) if word]
