"""The door of the workbench: signed in, with a role, in one of the organs where the person has one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from gongkai.web.holidays.calendars import asked_once
from gongkai.web.organs.authority import Denied, organs_of
from gongkai.web.organs.models import Organ

View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request whose person works in ``organ``, the organ chosen in the switch among ``organs``."""

    organ: Organ
    organs: tuple[Organ, ...]


def staff(view: View) -> View:
    """For every view of the workbench: sets ``request.organ`` and ``request.organs``; refuses a person without a role anywhere."""

    @login_required
    @wraps(view)
    def entered(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        places = organs_of(request.user)
        if not places:
            raise Denied("您的账号目前没有任何角色。请联系本机关的系统管理员。")
        chosen = request.session.get("organ")
        # 有没有下级，许多页面和菜单要问，一次带出
        below = Exists(Organ.objects.filter(parent=OuterRef("pk")))
        organs = Organ.objects.annotate(any_below=below).in_bulk(places)
        request.organs = tuple(organs[key] for key in places if key in organs)
        request.organ = organs[chosen if chosen in places else places[0]]
        if request.method not in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        with asked_once():
            return view(request, *args, **kwargs)

    return entered
