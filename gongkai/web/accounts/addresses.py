"""From where a request comes. Only as many proxies as ``GONGKAI_PROXIES`` says are believed; anyone can write a header."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of the person's computer; that of the peer when no proxy stands in front or its header is no address.

    With n proxies each adds its peer at the end of ``X-Forwarded-For``, so the n-th from the end is the last that was not
    written by whoever sent the request.
    """
    peer = str(request.META.get("REMOTE_ADDR") or "")
    if settings.PROXIES:
        steps = [step.strip() for step in request.headers.get("X-Forwarded-For", "").split(",") if step.strip()]
        if len(steps) >= settings.PROXIES:
            peer = steps[-settings.PROXIES]
    try:
        return str(ipaddress.ip_address(peer.strip("[]").partition("%")[0]))
    except ValueError:
        return "0.0.0.0"  # noqa: S104 (an address that is nobody's, not one to listen on)


_BROWSERS = (("Edg", "Edge"), ("QQBrowser", "QQ 浏览器"), ("MicroMessenger", "微信"), ("UBrowser", "UC 浏览器"),
             ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("Windows", "Windows"), ("Android", "安卓"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"),
            ("Kylin", "银河麒麟"), ("UOS", "统信 UOS"), ("Linux", "Linux"))  # fmt: skip


def browser_of(request: HttpRequest) -> str:
    """The browser as its owner would name it, such as “Chrome（Windows）”; nothing when it does not say."""
    said = request.headers.get("User-Agent", "")
    browser = next((title for mark, title in _BROWSERS if mark in said), "")
    system = next((title for mark, title in _SYSTEMS if mark in said), "")
    if browser and system:
        return f"{browser}（{system}）"
    return browser or system or said[:60]
