"""An item on paper, and its address as a picture that a telephone reads."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from gongkai.web.portal.kept import stamp_of
from gongkai.web.portal.publishing.items import GONE, at_number, particulars
from gongkai.web.publishing.models import Item


def printed(request: HttpRequest, index_number: str) -> HttpResponse:
    """The item without navigation, with its address and the day on which it was printed."""
    found = at_number(index_number, stamp_of(request))
    if found.index_number != index_number:
        return redirect("portal:item_print", found.index_number, permanent=True)
    if not found.is_public:
        return redirect(found)
    context = particulars(found) | {"today": timezone.localdate(), "address": address_of(found)}
    return render(request, "portal/publishing/print.html", context)


def qr(request: HttpRequest, index_number: str) -> HttpResponse:
    """The address of the item as a QR code in SVG."""
    found = at_number(index_number, stamp_of(request))
    if found.index_number != index_number:
        return redirect("portal:item_qr", found.index_number, permanent=True)
    if not found.is_public:
        return HttpResponse("这件信息已经撤下。", status=GONE, content_type="text/plain; charset=utf-8")
    drawn = io.BytesIO()
    segno.make(address_of(found), error="m", micro=False).save(drawn, kind="svg", scale=4, border=4, light="white")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


def address_of(item: Item) -> str:
    """The whole address of an item, as it is copied, printed and drawn."""
    if item.index_number is None:
        raise Http404
    return f"{settings.SITE_URL}{item.get_absolute_url()}"
