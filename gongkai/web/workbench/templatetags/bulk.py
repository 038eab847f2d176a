"""What the list of applications offers to be done with many at once."""

from __future__ import annotations

from typing import Any

from django import template

from gongkai.web.workbench.batches.offers import choices

register = template.Library()


@register.simple_tag(takes_context=True)
def bulk_choices(context: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of bulk work that the person may do in the chosen organ, in groups; nothing for who may none."""
    request = context["request"]
    return choices(request.user, request.organ)
