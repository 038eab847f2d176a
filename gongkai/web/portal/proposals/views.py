"""建议提案办理 on the portal: the published replies by year and kind, each with a page of its own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gongkai.engagement.proposals.choices import kinds, titles
from gongkai.web.organs.models import Organ
from gongkai.web.portal.applications.pages import crumbs
from gongkai.web.proposals.queries import public_replies, public_years

PAGE = 20
TITLE = "建议提案办理"


@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """Published replies; of one organ (``?organ=``), year and kind."""
    organ = Organ.objects.filter(code=request.GET.get("organ", "").replace("\x00", "")[:60]).first()
    text, kind = request.GET.get("year", ""), request.GET.get("kind", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
    kind = kind if kind in kinds() else ""
    of_organ = {"organ": organ.code} if organ else {}
    context: dict[str, Any] = {
        "page": Paginator(public_replies(organ, year=year, kind=kind).defer("summary", "body"), PAGE).get_page(
            request.GET.get("page")
        ),
        "organ": organ,
        "year": year,
        "kind": kind,
        "by_year": [("全部年度", _address(of_organ | _of(kind=kind)), year is None)]
        + [(f"{each}年", _address(of_organ | _of(kind=kind, year=each)), each == year) for each in public_years(organ)],
        "by_kind": [("全部", _address(of_organ | _of(year=year)), not kind)]
        + [
            (title, _address(of_organ | _of(kind=key, year=year)), key == kind)
            for key, title in titles("kinds").items()
        ],
        "crumbs": crumbs(("互动交流", reverse("portal:messages")), (TITLE, None)),
    }
    return render(request, "portal/proposals/proposals.html", context)


@require_GET
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: the summary first, then the full text."""
    # 建议、提案本身的内容和联系方式不取
    found = (
        public_replies()
        .select_related("proposal")
        .defer("proposal__content", "proposal__contact")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    context = {
        "reply": found,
        "crumbs": crumbs(
            ("互动交流", reverse("portal:messages")), (TITLE, reverse("portal:proposals")), (found.title, None)
        ),
    }
    return render(request, "portal/proposals/proposal.html", context)


def _of(**given: Any) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value}


def _address(given: dict[str, Any]) -> str:
    return f"?{urlencode(given)}" if given else reverse("portal:proposals")
