"""Template tags for the components; every page takes its pieces from here (they are built in: no ``load`` needed)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import timezone

register = template.Library()

MESSAGE_TONES = {"debug": "info", "success": "good", "warning": "warn", "error": "bad"}


@register.filter
def zh_date(value: Any) -> str:
    """A day as people write it: 2024年9月25日; nothing for no day."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else ""


@register.filter
def zh_moment(value: Any) -> str:
    """A moment in Beijing time to the minute; nothing for none."""
    if not isinstance(value, datetime):
        return zh_date(value)
    local = timezone.localtime(value)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


@register.inclusion_tag("components/status.html")
def status(label: str, tone: str = "neutral") -> dict[str, Any]:
    """A word about a state. ``tone``: neutral, info, good, warn, bad; it never speaks alone."""
    return {"label": label, "tone": tone}


@register.inclusion_tag("components/notice.html")
def notice(tone: str, title: str, text: str = "") -> dict[str, Any]:
    """A message on the page. ``tone``: info, good, warn, bad, or the level of one of Django's messages."""
    return {"tone": MESSAGE_TONES.get(tone, tone), "title": title, "text": text}


@register.inclusion_tag("components/empty.html")
def empty(text: str) -> dict[str, Any]:
    """What stands where a list has no rows."""
    return {"text": text}


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: Any) -> dict[str, Any]:
    """All fields of a form with labels, help and errors, and a summary of the errors above them."""
    return {"form": form}


@register.inclusion_tag("components/crumbs.html")
def crumbs(steps: Any) -> dict[str, Any]:
    """Where the page stands: pairs of label and address; the last has no address."""
    return {"steps": steps}


@register.inclusion_tag("components/page_links.html", takes_context=True)
def page_links(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Links to the other pages of a list; the query's other parts are kept."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode(), "range": page.paginator.get_elided_page_range(page.number)}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Any) -> dict[str, Any]:
    """What happened, newest last: each with ``at``, ``title``, ``who``, ``note``."""
    return {"events": events}
