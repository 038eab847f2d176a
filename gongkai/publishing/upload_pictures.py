"""Uploaded pictures: their size in pixels, and their bytes without what a camera wrote into them (place, owner, serial number).

JPEG (ITU-T T.81, Exif 2.32), PNG (ISO/IEC 15948) and WebP (RFC 9649) are taken apart into segments and put together again
without those that hold metadata or come after the end; the picture itself is not coded anew. Which way up a JPEG is stays.
"""

from __future__ import annotations

import struct
import zlib
from typing import Any

from gongkai.publishing.uploads import Refused, limits, refuse

_EXIF, _XMP = b"Exif\0\0", b"http://ns.adobe.com/xap"
_GPS_TAG, _ORIENTATION_TAG = 0x8825, 0x0112
_DROPPED_SEGMENTS = (0xE1, 0xED, 0xFE)
"""APP1 (Exif, XMP), APP13 (IPTC), comment."""
_KEPT_CHUNKS = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"hIST", b"pHYs",
    b"sPLT", b"acTL", b"fcTL", b"fdAT", b"cICP",
}  # fmt: skip
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}


def check_picture(data: bytes, key: str) -> tuple[bytes, dict[str, Any]]:
    """The bytes to keep, and ``width``, ``height``, ``location`` (``removed``). Raises ``Refused``."""
    facts: dict[str, Any] = {}
    try:
        if key == "jpeg":
            kept, width, height = _jpeg(data, facts)
        elif key == "png":
            kept, width, height = _png(data, facts)
        elif key == "webp":
            kept, width, height = _webp(data, facts)
        else:
            kept, (width, height) = data, struct.unpack_from("<HH", data, 6)
    except (struct.error, IndexError, ValueError) as error:
        raise refuse("damaged") from error
    if not width or not height:
        raise refuse("damaged")
    most, side = limits()["pixels"], limits()["side"]
    if width * height > most or max(width, height) > side:
        raise Refused(
            "pixels", f"图片有{width}×{height}像素，超过可以显示的大小（{most // 10_000}万像素）。请缩小以后再上传。"
        )
    return kept, {**facts, "width": width, "height": height}


def _jpeg(data: bytes, facts: dict[str, Any]) -> tuple[bytes, int, int]:
    kept, place, size = [data[:2]], 2, (0, 0)
    turned = 1
    while True:
        while data[place] == 0xFF and data[place + 1] == 0xFF:
            place += 1
        if data[place] != 0xFF:
            raise ValueError("no marker")
        marker = data[place + 1]
        if marker == 0xD9:
            kept.append(b"\xff\xd9")
            break
        (length,) = struct.unpack_from(">H", data, place + 2)
        segment = data[place : place + 2 + length]
        if length < 2 or len(segment) < 2 + length:
            raise ValueError("cut off")
        place += 2 + length
        if marker in _FRAMES:
            size = struct.unpack_from(">HH", segment, 5)[::-1]
        if marker not in _DROPPED_SEGMENTS:
            kept.append(segment)
        elif segment[4:].startswith(_EXIF):
            turned, located = _exif(segment[10:])
            _note(facts, located)
        elif segment[4:].startswith(_XMP):
            _note(facts, b"GPSLatitude" in segment)
        if marker == 0xDA:
            end = _end_of_scan(data, place)
            kept.append(data[place:end])
            place = end
    if turned in range(2, 9):
        kept.insert(1, _upright(turned))
    return b"".join(kept), size[0], size[1]


def _end_of_scan(data: bytes, place: int) -> int:
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise ValueError("no end")
        if data[place + 1] != 0 and not 0xD0 <= data[place + 1] <= 0xD7 and data[place + 1] != 0xFF:
            return place
        place += 1 if data[place + 1] == 0xFF else 2


def _exif(tiff: bytes) -> tuple[int, bool]:
    """Which way up, and whether there is a place, in the first directory of a TIFF header."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        tags = {}
        for number in range(min(count, 500)):
            tag, kind = struct.unpack_from(f"{order}HH", tiff, start + 2 + 12 * number)
            form = "H" if kind == 3 else "I"
            (tags[tag],) = struct.unpack_from(f"{order}{form}", tiff, start + 2 + 12 * number + 8)
        return tags.get(_ORIENTATION_TAG, 1), _GPS_TAG in tags
    except (KeyError, struct.error):
        return 1, False


def _upright(turned: int) -> bytes:
    """An Exif segment that says nothing but which way up the picture is."""
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, _ORIENTATION_TAG, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + len(_EXIF) + len(tiff)) + _EXIF + tiff


def _png(data: bytes, facts: dict[str, Any]) -> tuple[bytes, int, int]:
    width, height = struct.unpack_from(">II", data, 16)
    if data[12:16] != b"IHDR":
        raise ValueError("no header")
    kept, place = [data[:8]], 8
    while True:
        (length,) = struct.unpack_from(">I", data, place)
        chunk = data[place : place + 12 + length]
        if len(chunk) < 12 + length:
            raise ValueError("cut off")
        name = chunk[4:8]
        if zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            raise ValueError("damaged")
        if name in _KEPT_CHUNKS:
            kept.append(chunk)
        elif name == b"eXIf":
            _note(facts, _exif(chunk[8:-4])[1])
        else:
            _note(facts, b"GPSLatitude" in chunk)
        if name == b"IEND":
            break
        place += 12 + length
    return b"".join(kept), width, height


def _webp(data: bytes, facts: dict[str, Any]) -> tuple[bytes, int, int]:
    kept: list[bytes] = []
    place, size = 12, (0, 0)
    end = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    while place + 8 <= end:
        name = data[place : place + 4]
        (length,) = struct.unpack_from("<I", data, place + 4)
        chunk = data[place : place + 8 + length + length % 2]
        if len(chunk) < 8 + length:
            raise ValueError("cut off")
        if name == b"VP8X":
            size = (1 + int.from_bytes(chunk[12:15], "little"), 1 + int.from_bytes(chunk[15:18], "little"))
            # 去掉“含 EXIF、XMP”的标记
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        elif name == b"VP8 " and not size[0]:
            wide, high = struct.unpack_from("<HH", chunk, 14)
            size = (wide & 0x3FFF, high & 0x3FFF)
        elif name == b"VP8L" and not size[0]:
            bits = int.from_bytes(chunk[9:13], "little")
            size = (1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
        if name in (b"EXIF", b"XMP "):
            _note(facts, _exif(chunk[8:].removeprefix(_EXIF))[1] or b"GPSLatitude" in chunk)
        else:
            kept.append(chunk)
        place += len(chunk)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body, size[0], size[1]


def _note(facts: dict[str, Any], located: bool) -> None:
    if located:
        facts["location"] = "removed"
