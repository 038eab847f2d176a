"""Leading the links of a page that is written as a file: what a file can answer stays, the rest goes to the application.

Only attributes inside tags are touched: in text a ``<`` is always escaped, so words that look like a link stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import unquote, urljoin, urlsplit

DYNAMIC = (
    "/search/", "/applications/", "/workbench/", "/api/", "/sign-in/", "/sign-out/", "/account/", "/help/comfort/",
    "/components/", "/healthz", "/metrics",
)  # fmt: skip
"""Addresses that only the application answers."""
_OWN = re.compile(r"^/[a-z0-9-]+/apply/$|^/items/.+/print/$")
_TAG = re.compile(r"<(a|link|form|img|script|source|iframe|object)\b[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'(\s(?:href|src|action|data)=")([^"]*)(")', re.IGNORECASE)
_PAGE = re.compile(r"page=([1-9]\d{0,5})")
_FIELD = re.compile(r'<form\b(?![^<>]*\saction=)(?=[^<>]*\smethod="get")', re.IGNORECASE)
_CSS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")


def is_dynamic(path: str) -> bool:
    """Whether only the application answers at a path: search, applications, staff, interface, forms, the page for paper."""
    return path.startswith(DYNAMIC) or bool(_OWN.match(path))


def page_address(path: str, number: int) -> str:
    """Where a further page of a list is as a file. No slug has a point in it, so nothing else is there.

    >>> page_address("/nongye/catalogue/", 3)
    '/nongye/catalogue/page.3/'
    """
    return path if number == 1 else f"{path}page.{number}/"


def asked_of(address: str) -> tuple[str, str]:
    """Path and query that the application is asked for to make the file of an address; the opposite of ``page_address``."""
    found = re.fullmatch(r"(.*/)page\.(\d+)/", address)
    return (found[1], f"page={found[2]}") if found else (address, "")


@dataclass(slots=True)
class Leading:
    """``application``: where the application is (empty: at the same host). ``pages``: how many pages of a list are files."""

    application: str = ""
    pages: int = 5
    found: set[str] = field(default_factory=set)
    """Addresses of this site that the page names and files may answer."""

    def page(self, html: str, address: str) -> str:
        """The page with its links led; forms that look for words go to the application."""
        path, _ = asked_of(address)
        form = f'<form action="{escape(self.application + path)}"'
        return _TAG.sub(lambda tag: self._tag(_FIELD.sub(form, tag[0]), path), html)

    def style(self, css: str, address: str) -> None:
        """Notes what a stylesheet names."""
        for given in _CSS.findall(css):
            whole = urljoin(address, given)
            if whole.startswith("/static/"):
                self.found.add(urlsplit(whole).path)

    def _tag(self, tag: str, path: str) -> str:
        def lead(at: re.Match[str]) -> str:
            return at[1] + escape(self._led(unescape(at[2]), path)) + at[3]

        return _ATTRIBUTE.sub(lead, tag)

    def _led(self, given: str, path: str) -> str:
        if not given.startswith(("/", "?")) or given.startswith("//"):
            return given
        parts = urlsplit(given)
        target = parts.path or path
        if is_dynamic(unquote(target)):
            return self.application + target + (f"?{parts.query}" if parts.query else "")
        if parts.query:
            number = _PAGE.fullmatch(parts.query)
            if number is None or int(number[1]) > self.pages:
                return f"{self.application}{target}?{parts.query}"
            target = page_address(target, int(number[1]))
        self.found.add(unquote(target))
        return target + (f"#{parts.fragment}" if parts.fragment else "")
