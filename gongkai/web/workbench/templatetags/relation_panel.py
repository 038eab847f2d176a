"""相关文件 on the page of an item in the workbench, with the file of a normative document; asks for itself what it shows."""

from __future__ import annotations

from typing import Any

from django import template

from gongkai.publishing.normative import KINDS
from gongkai.web.normative.models import NormativeDocument
from gongkai.web.publishing.access import ITEM_POLICY
from gongkai.web.publishing.links import relations_of
from gongkai.web.publishing.models import Item

register = template.Library()


@register.inclusion_tag("workbench/normative/panel.html", takes_context=True)
def relation_panel(context: template.Context, item: Item) -> dict[str, Any]:
    """The relations of the item in both directions, and the way to add one for whoever may."""
    request = context["request"]
    file = NormativeDocument.objects.filter(item=item).first() if item.genre in KINDS else None
    return {
        "item": item,
        "relations": relations_of(item),
        "file": file,
        "may_relate": ITEM_POLICY.holds(request.user, "relate", item),
    }
