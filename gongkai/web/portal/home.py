"""The first page of the portal and the page of an organ."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from gongkai.web.organs.models import Organ


def home(request: HttpRequest) -> HttpResponse:
    """The organs of the site."""
    return render(request, "portal/home.html", {"organs": Organ.objects.filter(dissolved_on=None)})


def organ(request: HttpRequest, code: str) -> HttpResponse:
    """One organ: what it is, how to reach it, its columns."""
    return render(request, "portal/organ.html", {"organ": get_object_or_404(Organ, code=code)})
