"""Handing out a file: the right type and name, nothing executed, parts on demand, unchanged files not sent again."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase

from gongkai.web.files.models import StoredFile

log = logging.getLogger(__name__)
PIECE = 1 << 16
SANDBOX = "sandbox; default-src 'none'"
SANDBOX_OF = {
    # Chromium 的 PDF 阅读器在 sandbox 里、没有行内样式时打不开（crbug.com/271452，新版已修，办公电脑上多是旧版）；
    # 媒体类型由内容定，又不许猜，PDF 和影音不会当作网页执行
    "application/pdf": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "video/mp4": "default-src 'none'; media-src 'self'; frame-ancestors 'none'",
    "audio/mpeg": "default-src 'none'; media-src 'self'; frame-ancestors 'none'",
}
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def served(request: HttpRequest, stored: StoredFile, *, cache: str, download: bool = False) -> HttpResponseBase:
    """The file, or the part of it that was asked for. ``cache`` is the header Cache-Control; ``download``: never inline."""
    etag = f'"{stored.sha256}"'
    headers = _headers(stored, cache, etag, download)
    if _matches(request.headers.get("If-None-Match", ""), etag):
        return _with(HttpResponseNotModified(), headers, without=("Content-Type",))
    asked = request.headers.get("Range", "") if request.headers.get("If-Range", etag) == etag else ""
    start, end = 0, stored.size - 1
    if asked and (found := _RANGE.fullmatch(asked.replace(" ", ""))) and any(found.groups()):
        start, end = _bounds(found, stored.size)
        if start > end:
            refusal = HttpResponse(status=416)
            refusal["Content-Range"] = f"bytes */{stored.size}"
            return _with(refusal, {"Cache-Control": "no-store"})
        headers["Content-Range"] = f"bytes {start}-{end}/{stored.size}"
    headers["Content-Length"] = str(end - start + 1)
    status = 206 if "Content-Range" in headers else 200
    if request.method == "HEAD":
        return _with(HttpResponse(status=status), headers)
    try:
        stream = default_storage.open(stored.place)
    except OSError as problem:
        log.error("bytes of a file are missing", extra={"place": stored.place})
        raise Http404 from problem
    return _with(StreamingHttpResponse(_pieces(stream, start, end - start + 1), status=status), headers)


def _headers(stored: StoredFile, cache: str, etag: str, download: bool) -> dict[str, str]:
    inline = stored.kind_of_file.inline and not download
    ascii_name = re.sub(r"[^A-Za-z0-9._-]", "_", stored.name)
    way = "inline" if inline else "attachment"
    return {
        "Content-Type": stored.media_type,
        "Content-Disposition": f"{way}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(stored.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": SANDBOX_OF.get(stored.media_type, SANDBOX) if inline else SANDBOX,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": cache,
        "ETag": etag,
        "Accept-Ranges": "bytes",
    }


def _with(response: Any, headers: dict[str, str], without: tuple[str, ...] = ()) -> Any:
    for name, value in headers.items():
        if name not in without:
            response[name] = value
    return response


def _matches(given: str, etag: str) -> bool:
    return given.strip() == "*" or etag in (each.strip().removeprefix("W/") for each in given.split(","))


def _bounds(found: re.Match[str], size: int) -> tuple[int, int]:
    """First and last byte; the first beyond the last when there is nothing to give."""
    first, last = found.groups()
    if not first:
        return (max(size - int(last), 0), size - 1) if int(last) else (1, 0)
    end = min(int(last), size - 1) if last else size - 1
    return (int(first), end) if int(first) < size else (1, 0)


def _pieces(stream: Any, start: int, left: int) -> Iterator[bytes]:
    with stream:
        stream.seek(start)
        while left > 0 and (piece := stream.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
