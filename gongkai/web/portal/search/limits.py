"""How often one address may search: enough for a person, not for a machine that leafs through everything (it has the API)."""

from __future__ import annotations

import hashlib
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from gongkai.web.accounts.addresses import address_of

SEARCHES_A_MINUTE = 60
SUGGESTIONS_A_MINUTE = 240


def too_often(request: HttpRequest, kind: str, limit: int) -> bool:
    """Count this request and say whether it is one too many in this minute. Only a hash of the address is kept, for a minute."""
    minute = int(time.time() // 60)
    told = f"{settings.LOOKUP_KEY}{minute}{address_of(request)}"
    key = f"search-{kind}-{hashlib.sha256(told.encode()).hexdigest()[:24]}"
    if cache.add(key, 1, 60):
        return limit < 1
    try:
        return bool(cache.incr(key) > limit)
    except ValueError:  # 刚好过期
        return False
