"""The mark of the site where browsers look for it by themselves: beside downloads and pages of other programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The way to the mark, which is a static file whose name changes with its content."""
    return redirect(static("components/mark.svg"))
