"""Closing the sign-in after too many wrong passwords: what django-axes asks of us, and trying many names from one address.

What was typed as a name is kept only when it is a person's name; anything else may be a password typed into the wrong
field, so only a keyed digest of it is kept, which suffices to count. Both kinds are counted and answered alike.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from datetime import timedelta
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest
from django.utils import timezone

from gongkai.web.accounts.addresses import address_of
from gongkai.web.accounts.models import Person


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name under which failures are counted: the sign-in name of a person, or the digest of what was typed instead."""
    given = (credentials or {}).get("username") if credentials else request.POST.get("username")
    name = str(given or "").strip().lower()
    known: dict[str, str] = request.__dict__.setdefault("_counted_names", {})
    if name not in known:
        digest = hmac.new(settings.LOOKUP_KEY.encode(), name.encode(), hashlib.sha256).hexdigest()[:40]
        known[name] = name if Person.objects.filter(username=name).exists() else f"?{digest}"
    return known[name]


def cool_off() -> timedelta:
    """How long the sign-in stays closed."""
    return get_cool_off() or timedelta(minutes=15)


def minutes_left(request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
    """In how many minutes the name (or the address) may try again; at least 1."""
    name, address = counted_name(request, credentials), address_of(request)
    attempts = AccessAttempt.objects.filter(username=name)
    if tries_from(address) >= settings.SIGN_IN_TRIES_FROM_ADDRESS:
        attempts = AccessAttempt.objects.filter(ip_address=address)
    last = attempts.aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    return max(1, math.ceil((last + cool_off() - timezone.now()).total_seconds() / 60))


def tries_from(address: str) -> int:
    """Wrong passwords from one address lately, whatever the name."""
    lately = AccessAttempt.objects.filter(ip_address=address, attempt_time__gte=timezone.now() - cool_off())
    return int(lately.aggregate(total=Sum("failures_since_start"))["total"] or 0)
