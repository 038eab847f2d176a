"""Pages for what goes wrong: what is the matter, what can be done, whom to tell."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost, PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode

_log = logging.getLogger("gongkai.errors")
_BARE = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head>'
    "<body><main><h1>{title}</h1><p>{text}</p><p>编号：{number}</p><p>{contact}</p></main></body></html>"
)


def _page(request: HttpRequest, status: int, title: str, text: str, *, tell: bool = False) -> HttpResponse:
    told = {"title": title, "text": text, "status": status, "tell": tell, "contact": settings.CONTACT}
    number = getattr(request, "number", "")
    return render(request, "operation/error.html", told | {"request_number": number}, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400; a wrong name of the site is most often a setting forgotten, so the page names the setting."""
    if isinstance(exception, DisallowedHost):
        text = "本网站不以这个网址提供服务，请核对网址。网站管理员请检查设置 GONGKAI_HOSTS 里有没有这个域名。"
        return _page(request, 400, "网址不对", text)
    if isinstance(exception, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE >> 20
        text = f"提交的文字超过{most}兆字节，没有保存。请返回上一页，填写的内容还在；把长表格、名单另存成文件作附件，正文写要点。"
        return _page(request, 413, "提交的内容太大", text)
    return _page(request, 400, "请求的内容有误", "浏览器发来的内容不完整，没有办理。请返回上一页重试。")


def forbidden(request: HttpRequest, exception: PermissionDenied | None = None) -> HttpResponse:
    """403; who only lacks the second factor is asked for it."""
    if getattr(exception, "second_factor", False):
        # 提交的内容不能跟着跳转：回到表单所在的页面，并说明刚才那一步没有办理
        looked = request.method in ("GET", "HEAD")
        back = request.get_full_path() if looked else request.headers.get("Referer", "")
        return redirect(f"{reverse('second_factor')}?{urlencode({'next': back} | ({} if looked else {'again': '1'}))}")
    if getattr(exception, "moved_on", False):
        again = "刚才填写的没有保存。请返回上一页，把要留的内容抄下，再打开这一件看看现在能办什么。"
        return _page(request, 403, "现在不能办理", f"{exception}{again}")
    return _page(request, 403, "没有办理这件事的权限", str(exception or "") or "请联系本机关的系统管理员。", tell=True)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404."""
    return _page(request, 404, "没有这个页面", "地址可能写错了，或者内容已经移走。可以从首页或者网站地图查找。")


def not_allowed(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """405, as a page: an address that only takes forms was opened, as by reloading or after signing in again."""
    text = "这个网址只接收表单，不能直接打开，没有办理任何事。请打开要办的那一件，再按页面上的按钮。"
    page = _page(request, 405, "请从页面上办理", text)
    page["Allow"] = refused["Allow"]
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    """500; the number on it is in the log. When not even the page can be made (no database), a bare one."""
    title = "程序出错了"
    text = "刚才的操作没有完成，已经保存的内容不受影响。错误已经记录，请把下面的编号告诉系统管理员。"
    try:
        return _page(request, 500, title, text, tell=True)
    except Exception:
        _log.exception("error page failed")
        number, contact = escape(getattr(request, "number", "")), escape(settings.CONTACT)
        return HttpResponse(_BARE.format(title=title, text=text, number=number, contact=contact), status=500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer holds: nothing was done. A view with ``when_stale`` gives back what was typed by itself."""
    carried = getattr(request.resolver_match and request.resolver_match.func, "when_stale", None)
    if carried is not None and request.method == "POST":
        answer: HttpResponse = carried(request)
        return answer
    return _page(
        request, 403, "这个页面放得太久了", "为了安全，表单已经失效，刚才的提交没有办理。请返回上一页，刷新后再提交。"
    )
