"""What a page shows once and nothing keeps: one-time passwords. Between two pages they are enciphered in the session."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from gongkai.web.privacy.cipher import Undecipherable, decrypt, encrypt


def keep_once(request: Any, name: str, content: dict[str, Any]) -> None:
    """Keep ``content`` for the next page."""
    request.session[name] = encrypt(json.dumps(content))


def take_once(request: Any, name: str, meant: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
    """What was kept, if it is meant for this page; it is gone afterwards."""
    token = request.session.get(name)
    if not token:
        return None
    try:
        content: dict[str, Any] = json.loads(decrypt(token))
    except (Undecipherable, ValueError):
        content = {}
    if not meant(content):
        return None
    del request.session[name]
    return content
