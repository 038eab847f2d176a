"""Addresses of items for long lists: what ``reverse`` gives, without its search for every row."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.http import RFC3986_SUBDELIMS

_PLACE = "0"
_SAFE = RFC3986_SUBDELIMS + "/~:@"
"""As ``reverse`` leaves them."""


def item_url(index_number: str | None, page: str = "item") -> str:
    """The address of an item by its index number; ``page`` names another address of the portal made of it alone, such as ``item_print``.

    >>> item_url("004222201/2024-0000001")
    '/items/004222201/2024-0000001/'
    """
    front, back = _around(page, get_script_prefix(), get_urlconf())
    return f"{front}{quote(index_number or '', safe=_SAFE)}{back}"


@lru_cache(maxsize=64)
def _around(page: str, prefix: str, urlconf: str | None) -> tuple[str, str]:
    front, _, back = reverse(f"portal:{page}", urlconf, args=[_PLACE]).removeprefix(prefix).partition(_PLACE)
    return prefix + front, back
