"""Handing out bytes that are kept encrypted: whole, never kept by a browser or a proxy, nothing executed."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.http import HttpResponse

from gongkai.publishing.uploads import Kind
from gongkai.web.files.serving import SANDBOX, SANDBOX_OF


def handed(data: bytes, *, name: str, media_type: str, kind: Kind | None = None, download: bool = True) -> HttpResponse:
    """The bytes under their name; shown in the browser only what its kind allows, unless ``download``."""
    inline = kind is not None and kind.inline and not download
    response = HttpResponse(data, content_type=media_type)
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    way = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX_OF.get(media_type, SANDBOX) if inline else SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
