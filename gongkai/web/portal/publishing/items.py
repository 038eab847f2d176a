"""The page of an item: its particulars, its text, its validity, what belongs to it; a note where something was withdrawn."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from gongkai.publishing.audiences import audience_titles
from gongkai.publishing.categories import categories
from gongkai.publishing.cleaning import clean_html, plain_text
from gongkai.publishing.elements import Element, elements_of
from gongkai.publishing.index_numbers import read_index_number
from gongkai.publishing.themes import theme_title
from gongkai.publishing.validity import Validity
from gongkai.web.portal import kept
from gongkai.web.portal.item_urls import item_url
from gongkai.web.portal.meta import article_meta, column_meta
from gongkai.web.publishing import queries
from gongkai.web.publishing.attaching import listed
from gongkai.web.publishing.column_queries import beside
from gongkai.web.publishing.links import relations_shown
from gongkai.web.publishing.models import Item, SiteColumn
from gongkai.web.publishing.prepared import Given, Prepared

TONES = {Validity.IN_FORCE: "good", Validity.NOT_YET: "info", Validity.AMENDED: "warn"}
GONE = 410
SHOWN_OF_ITEM = (
    "organ_id", "column_id", "current_id", "index_number", "state", "title", "genre", "document_number", "registration_number", "theme",
    "audience", "issuer", "signed_on", "effective_on", "expires_on", "earlier_published_on", "published_at", "revised_at", "withdrawn_at",
    "withdrawn_why", "repealed_on", "repealed_by", "amended_on", "amended_by",
)  # fmt: skip
SHOWN_OF_WORDING = ("body_html", "details", "content_source", "keywords", "summary", "files_sha256")
"""What the page, the paper and the note of a withdrawal say; anything else of them would be asked for by itself."""
_PICTURE = re.compile(r'<img[^>]*\ssrc="(/files/[^"]+)"')


def item(request: HttpRequest, index_number: str) -> HttpResponse:
    """What was published under an index number; however it is written, the address is the plain one."""
    stamp = kept.stamp_of(request)
    found = at_number(index_number, stamp)
    if found.index_number != index_number:
        return redirect(found, permanent=True)
    if not found.is_public:
        return _withdrawn(request, found, stamp)
    return _shown(request, found, stamp)


def at_number(index_number: str, stamp: str = "") -> Item:
    """The item that is or was public under a number, however it is written; anything else is not there. ``stamp``: see ``kept``."""
    plain = read_index_number(index_number)
    if plain is None:
        raise Http404
    found = _EXACTLY(number=plain) or _once_public().filter(index_number__iexact=plain)[:1]
    if not found:
        raise Http404
    item: Item = found[0]
    item.organ = kept.organ_of(stamp, item.organ_id)
    item.column = kept.columns_of(stamp, item.organ)[item.column_id]
    return item


def _once_public() -> QuerySet[Item]:
    # 导入的草稿也有索引号，不能让它挡住只差大小写的一件
    found = Item.objects.filter(current__isnull=False).select_related("current__review__wording")
    return found.only(
        *SHOWN_OF_ITEM, "current__review_id", *(f"current__review__wording__{name}" for name in SHOWN_OF_WORDING)
    )


_EXACTLY = Prepared(lambda: _once_public().filter(index_number=Given("number")))


def particulars(found: Item) -> dict[str, Any]:
    """What the page and the paper both say of a public item."""
    assert found.current is not None
    wording = found.current.wording
    validity = found.validity
    return {
        "organ": found.organ,
        "item": found,
        "here": item_url(found.index_number),
        "print_url": item_url(found.index_number, "item_print"),
        "qr_url": item_url(found.index_number, "item_qr"),
        "wording": wording,
        # 存的时候已经清理过；显示时再清理一遍，绕过服务写进来的也不会执行
        "body": mark_safe(clean_html(wording.body_html)),  # noqa: S308
        "validity": validity,
        "validity_tone": TONES.get(validity, "bad"),
        "category": categories().get(found.column.category),
        "theme": theme_title(found.theme) if found.theme else "",
        "audience": audience_titles().get(found.audience, ""),
        "attachments": listed(wording),
        "elements": elements_shown(found.genre, wording.details or {}),
        "source": wording.content_source or found.organ.name,
        "keywords": keywords(wording.keywords),
        "issuer": found.issuer or found.organ.name,
    }


def elements_shown(genre: str, details: dict[str, str]) -> list[tuple[Element, list[str]]]:
    """The elements of the genre that were filled in, each with its lines; choices by their titles."""
    return [
        (each, [line for line in each.choices.get(said, said).split("\n") if line])
        for each in elements_of(genre)
        if (said := str(details.get(each.key, "")))
    ]


def _shown(request: HttpRequest, found: Item, stamp: str) -> HttpResponse:
    context = particulars(found)
    wording = context["wording"]
    older, newer = beside(found)
    column = _columns(found, stamp)[-1]
    picture = _PICTURE.search(wording.body_html)
    context |= {
        "versions": queries.public_versions(found),
        "relations": relations_shown(found),
        "older": _neighbour(older),
        "newer": _neighbour(newer),
        "column": column,
        "crumbs": _crumbs(found, "正文", stamp),
        "meta": article_meta(
            found.title,
            published_at=found.published_at,
            source=context["source"],
            url=context["here"],
            column=column.title,
            keywords=context["keywords"],
            author=context["issuer"],
            description=wording.summary or plain_text(wording.body_html),
            image=picture[1] if picture else "",
        ),
    }
    return render(request, "portal/publishing/item.html", context)


def _neighbour(item: Item | None) -> tuple[str, str] | None:
    """Its title and address."""
    return (item.title, item_url(item.index_number)) if item is not None else None


def _withdrawn(request: HttpRequest, found: Item, stamp: str) -> HttpResponse:
    """The note that stays; without the title, which may be why it was withdrawn."""
    context = {
        "organ": found.organ,
        "item": found,
        "crumbs": _crumbs(found, "已撤下", stamp),
        "meta": column_meta("已撤下的信息"),
    }
    return render(request, "portal/publishing/withdrawn.html", context, status=GONE)


def _columns(found: Item, stamp: str) -> list[SiteColumn]:
    """The columns down to the one that shows the item, that one last."""
    known = kept.columns_of(stamp, found.organ)
    keys = [int(part) for part in found.column.path.strip("/").split("/")]
    return [known[key] for key in keys if key in known and known[key].merged_into_id is None]


def _crumbs(found: Item, last: str, stamp: str) -> list[tuple[str, str | None]]:
    organ = found.organ

    def above() -> list[tuple[str, str | None]]:
        return [
            ("首页", "/"),
            (organ.name, organ.get_absolute_url()),
            ("法定主动公开内容", reverse("portal:catalogue", args=[organ.code])),
            *((each.title, each.get_absolute_url()) for each in _columns(found, stamp)),
        ]

    return [*kept.keep(stamp, ("crumbs", found.column_id), above), (last, None)]


def keywords(written: str) -> list[str]:
    """Words written in a row, however they are set apart.

    >>> keywords("农业、粮食；收购")
    ['农业', '粮食', '收购']
    """
    return [word for word in re.split(r"[\s、,，;；]+", written) if word]
