"""What the frame of the portal needs: the organ's columns and the tags for machines."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse

from gongkai.web.organs.models import Organ
from gongkai.web.portal.columns import ColumnLink, columns_of
from gongkai.web.portal.meta import PageMeta, site_tags

register = template.Library()


@register.simple_tag
def organ_columns(organ: Organ | None) -> tuple[ColumnLink, ...]:
    """The prescribed columns of an organ that have a page here; none for no organ."""
    return tuple(column for column in columns_of(organ) if column.url) if organ else ()


@register.inclusion_tag("portal/meta.html", takes_context=True)
def meta_tags(context: template.Context) -> dict[str, Any]:
    """The tags of the site, then those that the view gave as ``meta``."""
    site_organ = context.get("site_organ")
    name, code = (site_organ.name, site_organ.site_code) if site_organ else ("政府信息公开", "")
    given = context.get("meta")
    meta = given if isinstance(given, PageMeta) else None
    return {
        "tags": (*site_tags(name, code), *(meta.tags if meta else ())),
        "description": meta.description if meta else "",
    }


@register.simple_tag
def filings() -> dict[str, str]:
    """The numbers under which the site is filed: ``icp`` and ``police``; empty where none was given."""
    return {"icp": settings.ICP, "police": settings.POLICE_RECORD}


@register.simple_tag
def search_address() -> str:
    """Where words are looked for: the search page, or the list of everything public where there is none."""
    for name in ("portal:search", "portal:items"):
        with suppress(NoReverseMatch):
            return reverse(name)
    return "/"
