"""What the frame of the workbench shows of the person: organs to work in, roles, menu."""

from __future__ import annotations

from dataclasses import dataclass, field

from django import template
from django.urls import NoReverseMatch, reverse

from gongkai.organs.roles import ROLE_TITLES
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Menu, menu_of

register = template.Library()


@dataclass(frozen=True, slots=True)
class Shell:
    """The organs in which the person has a role, the roles in the present one, the menu there."""

    organs: tuple[Organ, ...] = ()
    roles: str = ""
    menu: Menu = field(default_factory=Menu)
    account_url: str = ""


@register.simple_tag(takes_context=True)
def shell(context: template.Context) -> Shell:
    """The shell for the person of this request; an empty one where no organ was chosen."""
    request = context.get("request")
    organ = getattr(request, "organ", None)
    if request is None or organ is None:
        return Shell()
    held = roles_in(request.user, organ)
    roles = "、".join(title for key, title in ROLE_TITLES.items() if key in held)
    return Shell(request.organs, roles, menu_of(request.user, organ, request.path), _account_url())


def _account_url() -> str:
    try:
        return reverse("account")
    except NoReverseMatch:
        return ""
