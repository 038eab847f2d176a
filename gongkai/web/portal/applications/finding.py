"""What is public already about what somebody is about to apply for."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongkai.applications.similar import gist
from gongkai.web.organs.models import Organ
from gongkai.web.portal.search.limits import SUGGESTIONS_A_MINUTE, too_often
from gongkai.web.search import services

SHOWN = 5
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that is public: its title, where it is, whose it is."""

    title: str
    url: str
    organ: str


def public_hits(text: str, organ: Organ | None = None) -> list[Hit]:
    """Public items that may be what a description asks for, of the organ first; the words are thinned out until something is found."""
    words = gist(text)[:LONGEST]
    if len(words) < 2:
        return []
    page = services.search(words, organ=organ or "", size=SHOWN, fragments=False)
    if not page.total and organ is not None:
        page = services.search(words, size=SHOWN, fragments=False)
    if not page.total:
        for tried, *_ in services.advice(words).queries[:1]:
            if len(tried) > len(words) // 3:
                page = services.search(tried, size=SHOWN, fragments=False)
    return [Hit(str(each.item), each.item.get_absolute_url(), each.item.organ.name) for each in page.hits]


@never_cache
@require_POST
def find(request: HttpRequest) -> JsonResponse:
    """The hits as ``{"hits": [{"title", "url", "organ"}]}``, for the form while it is filled in. The words are sent in the body, not in the address."""
    if too_often(request, "find", SUGGESTIONS_A_MINUTE):
        return JsonResponse({"hits": []}, status=429)
    organ = Organ.objects.filter(code=request.POST.get("organ", "").replace("\x00", "")[:60]).first()
    found = public_hits(request.POST.get("q", "").replace("\x00", "")[:500], organ)
    told = [{"title": each.title, "url": each.url, "organ": each.organ} for each in found]
    return JsonResponse({"hits": told}, json_dumps_params={"ensure_ascii": False})
