"""Pictures of pasted text: our own stay, those that came along are taken out to be kept as files, the others are told."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from gongkai.publishing.pasted_tree import take_out

if TYPE_CHECKING:
    from lxml.etree import _Element

OWN = re.compile(
    r"/files/(?P<key>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/(?P<name>[^/\\\"'<>?#\s]{1,300})"
)
"""The address of a file of the site, the only source a picture may have."""
_DATA = re.compile(r"data:image/[a-z0-9.+-]+[^,]{0,80};\s*base64\s*,(.*)", re.I | re.S)
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"RIFF", "webp"),
)
LONGEST_ALT = 300
MOST = 200
"""Pictures of one text."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One that came along. ``place`` is its address in the text until it is kept, ``alt`` what the text says it shows."""

    place: str
    name: str
    data: bytes
    alt: str = ""


class Pictures:
    """Collects them; ``resolve`` gives the bytes of an address, for files that bring their pictures along."""

    def __init__(self, resolve: Callable[[str], bytes | None] | None) -> None:
        self.found: list[Picture] = []
        self._resolve = resolve
        self._away = 0
        self._strange = 0

    @property
    def told(self) -> list[str]:
        """What was not kept."""
        said = []
        if self._away:
            said.append(
                f"有{self._away}张图片没有带过来：它们不在复制的内容里（在您的电脑或者别的网站上）。请另存成文件，再用“插入图片”上传。"
            )
        if self._strange:
            said.append(f"有{self._strange}张图片的格式不能放在正文里，没有带过来。请转成 PNG 或者 JPEG 再上传。")
        return said

    def take(self, body: _Element) -> None:
        """Go through all pictures."""
        for each in list(body.iter("img")):
            alt = said(each.get("alt") or "")
            kept = self._kept((each.get("src") or "").strip(), alt)
            if not kept:
                take_out(each)
                continue
            each.attrib.clear()
            each.set("src", kept)
            each.set("alt", alt)

    def _kept(self, address: str, alt: str) -> str:
        own = OWN.fullmatch(address)
        if own or not address:
            return address
        data = _bytes_of(address) if address[:5].lower() == "data:" else self._asked(address)
        if data is None:
            if not _spacer(address):
                self._away += 1
            return ""
        kind = next((kind for start, kind in _STARTS if data.startswith(start)), "")
        if not kind or len(self.found) >= MOST:
            self._strange += 1
            return ""
        place = f"picture:{len(self.found) + 1}"
        self.found.append(Picture(place, _name(address, kind, len(self.found) + 1), data, alt))
        return place

    def _asked(self, address: str) -> bytes | None:
        return self._resolve(address) if self._resolve is not None else None


def said(alt: str) -> str:
    """An alternative text; a path or the name of a file says nothing about what is to be seen."""
    alt = " ".join(re.sub(r"[\x00-\x1f<>]", " ", alt).split())[:LONGEST_ALT]
    return (
        ""
        if re.fullmatch(r".*[\\/].*|[\w.-]+\.(?:png|jpe?g|gif|bmp|webp|emf|wmf)|(?:图片|IMG|image)[ _]?\d*", alt, re.I)
        else alt
    )


def _bytes_of(address: str) -> bytes | None:
    found = _DATA.fullmatch(address)
    if found is None:
        return b""
    try:
        return base64.b64decode(re.sub(r"\s+", "", unquote(found[1])), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _spacer(address: str) -> bool:
    """Dots and lines that pages use for layout are no pictures."""
    try:
        name = urlsplit(address).path.rsplit("/", 1)[-1].casefold()
    except ValueError:
        return False
    return bool(re.search(r"^(?:blank|spacer|space|dot|pixel|1x1)\b", name))


def _name(address: str, kind: str, number: int) -> str:
    if address[:5].lower() != "data:":
        try:
            last = unquote(urlsplit(address).path.rsplit("/", 1)[-1]).rsplit(".", 1)[0]
        except ValueError:
            last = ""
        last = re.sub(r"[^\w\u4e00-\u9fff-]", "", last)[:60]
        if last:
            return f"{last}.{kind}"
    return f"正文图片{number}.{kind}"


def addresses(body: str) -> list[tuple[str, str]]:
    """Key of the file and alternative text of each picture of a cleaned text, in its order."""
    found: list[tuple[str, str]] = []
    for tag in re.findall(r"<img\b[^>]*>", body):
        source = OWN.search(tag)
        alt: Any = re.search(r'alt="([^"]*)"', tag)
        found.append((source["key"] if source else "", alt[1] if alt else ""))
    return found
