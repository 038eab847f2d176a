"""The section of an item's page about the channels it was released through."""

from __future__ import annotations

from typing import Any

from django import template

from gongkai.web.releases.access import POLICY
from gongkai.web.releases.queries import releases_of

register = template.Library()


@register.inclusion_tag("workbench/releases/of_item.html", takes_context=True)
def item_releases(context: template.Context, item: Any) -> dict[str, Any]:
    """Every channel of an item, and the way to record another for whoever may."""
    person = context["request"].user
    released = item.published_at is not None
    return {
        "item": item,
        "releases": list(POLICY.visible(person, releases_of(item))) if released else [],
        "may_record": released and item.is_public and POLICY.may_in(person, "record", item.organ),
    }
