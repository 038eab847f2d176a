"""The addresses of the interface."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from gongkai.web.api import items, organs, registers
from gongkai.web.api.interface import api

api.add_router("", items.router)
api.add_router("", organs.router)
api.add_router("", registers.router)


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address that the interface does not have: told as programs read it."""
    message = "开放接口没有这个地址，请看 /api/v1/openapi.json。"
    return JsonResponse(
        {"code": "not_found", "message": message}, status=404, json_dumps_params={"ensure_ascii": False}
    )


urlpatterns = [path("", api.urls), path("<path:rest>", nothing, name="nothing_there")]
