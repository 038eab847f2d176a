"""What the frame of the portal needs: the organ's columns, the tags for machines, and the parts that stay the same for a while."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Parser, Token
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from gongkai.web.organs.models import Organ
from gongkai.web.portal.columns import ColumnLink, columns_of
from gongkai.web.portal.kept import keep, site_organ, stamp_of
from gongkai.web.portal.lists.rows import lines
from gongkai.web.portal.meta import PageMeta, site_tags

register = template.Library()


class Kept(template.Node):
    """See ``kept_part``."""

    def __init__(self, nodes: template.NodeList, name: str, varies: list[FilterExpression]) -> None:
        self.nodes, self.name, self.varies = nodes, name, varies

    def render(self, context: template.Context) -> SafeString:
        key = (self.name, *(each.resolve(context) for each in self.varies))
        return keep(_stamp(context), key, lambda: self.nodes.render(context))


@register.tag("kept")
def kept_part(parser: Parser, token: Token) -> Kept:
    """A part of a page that is made once while nothing public changes (``portal.kept``), for each value of what it varies by.

    ``{% kept "footer" first second %} … {% endkept %}``. Name all that it depends on besides what is public; nothing of it may
    come from who asks. Where there is no stamp (signed-in readers) it is made like any other part.
    """
    _, name, *varies = token.split_contents()
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodes, name.strip("\"'"), [parser.compile_filter(each) for each in varies])


def _stamp(context: template.Context) -> str:
    request = context.get("request")
    return stamp_of(request) if request is not None else ""


@register.simple_tag(takes_context=True)
def site_host(context: template.Context) -> Organ | None:
    """The organ whose site this is."""
    return site_organ(_stamp(context))


@register.simple_tag(takes_context=True)
def organ_columns(context: template.Context, organ: Organ | None) -> tuple[ColumnLink, ...]:
    """The prescribed columns of an organ that have a page here; none for no organ."""
    if not organ:
        return ()
    made = lambda: tuple(column for column in columns_of(organ) if column.url)  # noqa: E731
    return keep(_stamp(context), ("prescribed", organ.pk), made)


register.filter("lines", lines)


@register.filter
def at_one_of(path: str, columns: tuple[ColumnLink, ...]) -> str:
    """The path, if it is the first page or that of one of the columns; else nothing."""
    return path if path == "/" or any(column.url == path for column in columns) else ""


@register.filter
def as_key(steps: Iterable[tuple[str, str | None]]) -> tuple[tuple[str, str | None], ...]:
    """Pairs of label and address as something by which a part can be kept."""
    return tuple((str(label), address) for label, address in steps)


@register.simple_tag(takes_context=True)
def meta_tags(context: template.Context) -> SafeString:
    """The tags of the site, then those that the view gave as ``meta``."""
    site_organ = context.get("site_organ")
    name, code = (site_organ.name, site_organ.site_code) if site_organ else ("政府信息公开", "")
    given = context.get("meta")
    meta = given if isinstance(given, PageMeta) else None
    tags = [*site_tags(name, code), *(meta.tags if meta else ())]
    if meta and meta.description:
        tags.append(("description", meta.description))
    return format_html_join("", '<meta name="{}" content="{}">\n', tags)


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
