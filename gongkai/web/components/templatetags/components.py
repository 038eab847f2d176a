"""Template tags for the components; every page takes its pieces from here (they are built in: no ``load`` needed)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import timezone

from gongkai.web.components import wording
from gongkai.web.components.charts import Chart
from gongkai.web.components.deadlines import Badge, badge
from gongkai.web.holidays.calendars import calendar_now

register = template.Library()

MESSAGE_TONES = {"debug": "info", "success": "good", "warning": "warn", "error": "bad"}


@register.filter
def zh_date(value: Any) -> str:
    """A day as people write it: 2024年9月25日; nothing for no day."""
    return wording.date_words(value)


@register.filter
def zh_moment(value: Any) -> str:
    """A moment in Beijing time to the minute; nothing for none."""
    return wording.moment_words(value)


@register.filter
def zh_number(value: Any, decimals: int | None = None) -> str:
    """A number in plain digits, with so many decimals if given; “—” for none."""
    return wording.number_words(value, decimals)


@register.filter
def zh_wan(value: Any, decimals: int | None = None) -> str:
    """An amount that is given in 万元, with its unit; “—” for none."""
    said = wording.number_words(value, decimals)
    return said if said == wording.MISSING else f"{said}万元"


@register.filter
def plain(value: Any) -> str:
    """A length for SVG: no exponent, no needless zeros."""
    return f"{value:.1f}".removesuffix(".0")


@register.simple_tag
def change(now: Any, before: Any, unit: str = "件", decimals: int | None = None) -> str:
    """How a year's number stands to that of the year before."""
    return wording.change_words(now, before, unit, decimals)


@register.inclusion_tag("components/status.html")
def status(label: str, tone: str = "neutral") -> dict[str, Any]:
    """A word about a state. ``tone``: neutral, info, good, warn, bad; it never speaks alone."""
    return {"label": label, "tone": tone}


@register.inclusion_tag("components/notice.html")
def notice(tone: str, title: str, text: str = "") -> dict[str, Any]:
    """A message on the page. ``tone``: info, good, warn, bad, or the level of one of Django's messages."""
    return {"tone": MESSAGE_TONES.get(tone, tone), "title": title, "text": text}


@register.inclusion_tag("components/message_list.html")
def message_list(messages: Any) -> dict[str, Any]:
    """What the last step came to: Django's messages, each shown once."""
    return {"messages": messages}


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


@register.inclusion_tag("components/tabs.html")
def tabs(label: str, tabs: Any) -> dict[str, Any]:
    """Links among pages of one kind: triples of title, address and whether it is this page."""
    return {"label": label, "tabs": tabs}


@register.inclusion_tag("components/steps.html")
def steps(steps: Any) -> dict[str, Any]:
    """How far something has come: pairs of label and state (done, now, next)."""
    return {"steps": steps}


@register.inclusion_tag("components/facts.html")
def facts(facts: Any) -> dict[str, Any]:
    """Pairs of name and value; those without a value are left out."""
    return {"facts": facts}


@register.inclusion_tag("components/search_box.html")
def search_box(address: str, label: str, value: str = "", name: str = "q") -> dict[str, Any]:
    """A box to look for something by words."""
    return {"address": address, "label": label, "value": value, "name": name}


@register.inclusion_tag("components/page_links.html", takes_context=True)
def page_links(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Links to the other pages of a list; the query's other parts are kept."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode(), "range": page.paginator.get_elided_page_range(page.number)}


@register.inclusion_tag("components/facets.html")
def facets(facets: Any, label: str = "筛选") -> dict[str, Any]:
    """By what a list can be narrowed: each with ``title``, ``any_query``, ``chosen`` and ``choices`` (title, query, count, chosen)."""
    return {"facets": facets, "label": label}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Any) -> dict[str, Any]:
    """What happened, newest last: each with ``at``, ``title``, ``who``, ``note``."""
    return {"events": events}


@register.inclusion_tag("components/chart.html", takes_context=True)
def chart(context: template.Context, chart: Chart) -> dict[str, Any]:
    """A drawing of ``components.charts`` with its table. The same one twice on a page keeps its ids apart."""
    kept: Any = context.get("request") or chart
    number = getattr(kept, "_charts_drawn", 0) + 1
    if kept is not chart:
        kept._charts_drawn = number
    return {"chart": chart, "key": f"{chart.key}-{number}"}


@register.inclusion_tag("components/deadline.html", takes_context=True)
def deadline(context: template.Context, case: Any, today: date | None = None, *, days: bool = False) -> dict[str, Any]:
    """How much time a case has: ``due_on``, ``due_provisional``, ``clock_status``, ``ended`` of it. The calendar is asked once a page.

    ``days``: its deadline runs in calendar days.
    """
    kept: Any = context.get("request") or case
    if not hasattr(kept, "_calendar"):
        kept._calendar = calendar_now()
    shown: Badge = badge(
        case.due_on,
        today or timezone.localdate(),
        kept._calendar,
        provisional=case.due_provisional,
        status=case.clock_status,
        ended=case.ended,
        days=days,
    )
    return {"words": shown.words, "tone": shown.tone, "due_on": shown.due_on, "provisional": shown.provisional}
