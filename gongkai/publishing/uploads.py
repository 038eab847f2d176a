"""What may be uploaded: kinds told by content, names that are safe to show and to save. Data in ``uploads.yaml``."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.documents.sniff import sniff
from gongkai.law.loader import DataError, Reader, load

_FILE = Path(__file__).with_name("uploads.yaml")
_FAMILIES = ("document", "picture", "media")
_PREVIEWS = ("pages", "text", "picture", "media", "none")

_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"L\0\0\0\x01\x14\x02\0",
)
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")  # fmt: skip
_SVG = re.compile(rb"<(?:[a-z]+:)?svg[\s>/]", re.IGNORECASE)
_MP4 = {
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"M4VH",
    b"M4VP",
    b"dash",
    b"MSNV",
}
_TIFF = (b"II*\0", b"MM\0*")
_OLE = b"\xd0\xcf\x11\xe0"

_INNER = re.compile(
    r"\.(?=(?:exe|com|scr|bat|cmd|msi|js|jse|vbs|vbe|wsf|ps1|sh|py|jar|lnk|hta|html?|xhtml|svg|php|jspx?|aspx?|docm|xlsm|pptm|"
    r"zip|rar|7z|pdf|docx?|xlsx?|pptx?|ofd|wps|et|txt|csv|png|jpe?g|gif|webp|mp[34])(?:[.\s]|$))",
    re.IGNORECASE,
)
_NOT_IN_NAMES = re.compile(r"[<>:\"|?*]")
_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)", re.IGNORECASE)


class Refused(Exception):
    """A file that is not taken; ``key`` is for programs, the text a Chinese sentence saying what it is and what to do."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken. The first of ``endings`` is the usual one; ``hint`` is told to who uploads it."""

    key: str
    title: str
    family: str
    endings: tuple[str, ...]
    media_type: str
    inline: bool
    preview: str
    hint: str
    basis: str


@dataclass(frozen=True, slots=True)
class Upload:
    """What was taken: the bytes to keep (pictures without the place where they were taken), a clean name, its kind."""

    data: bytes
    name: str
    kind: Kind
    media_type: str
    facts: dict[str, Any] = field(default_factory=dict)


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by key, in the order of the file. Raises ``DataError`` for a file that breaks its rules."""
    found: dict[str, Kind] = {}
    for each in _part("kinds"):
        row = Reader(each, _FILE.name)
        kind = Kind(
            row.take("key", str),
            row.take("title", str),
            row.take("family", str),
            row.strings("endings"),
            row.take("media_type", str),
            row.take("inline", bool),
            row.take("preview", str),
            row.take("hint", str, ""),
            row.take("basis", str),
        )
        row.done()
        if kind.key in found or kind.family not in _FAMILIES or kind.preview not in _PREVIEWS or not kind.basis:
            raise DataError(f"{row.where}：格式重复、类别不对或者没有依据：{kind.key}")
        found[kind.key] = kind
    return found


@cache
def refusals() -> Mapping[str, tuple[str, str]]:
    """Kinds that are not taken: what people call them, and what to do instead."""
    found: dict[str, tuple[str, str]] = {}
    for each in _part("refused"):
        row = Reader(each, _FILE.name)
        found[row.take("key", str)] = (row.take("title", str), row.take("advice", str))
        row.take("basis", str)
        row.done()
    return found


@cache
def limits() -> Mapping[str, int]:
    """The limits by name."""
    found: dict[str, int] = {}
    top = Reader(load(_FILE), _FILE.name)
    for name, each in top.take("limits", dict).items():
        if isinstance(each, dict):
            row = Reader(each, _FILE.name)
            found[name] = row.take("value", int)
            row.take("basis", str)
            row.done()
    return found


def _part(name: str) -> list[Any]:
    top = Reader(load(_FILE), _FILE.name)
    found: list[Any] = top.take(name, list)
    for other in {"limits", "kinds", "refused"} - {name}:
        top.take(other, (list, dict))
    top.done()
    return found


def accepted_endings() -> str:
    """For the file field of a form: ``.pdf,.ofd,…``."""
    return ",".join(f".{ending}" for kind in kinds().values() for ending in (*kind.endings, *_turned_into(kind.key)))


def refuse(key: str, name: str = "") -> Refused:
    """The refusal of a kind, with the file's name where there is one."""
    title, advice = refusals()[key]
    return Refused(key, f"“{name}”是{title}。{advice}" if name else f"这是{title}。{advice}")


def kind_of(data: bytes) -> str:
    """The key of a kind or of a refusal, by content alone.

    >>> kind_of(b"%PDF-1.7 ..."), kind_of(b"MZ..."), kind_of(b"<svg onload=x()></svg>")
    ('pdf', 'program', 'svg')
    """
    head = data[:65_536]
    if not head.strip(b"\0\t\r\n\f \xef\xbb\xbf"):
        return "empty"
    if head.startswith(_PROGRAMS):
        return "program"
    if head.startswith(_ARCHIVES):
        return "archive"
    start = head.lstrip(b"\xef\xbb\xbf\r\n\t ")
    if start.startswith(b"<") and _SVG.search(head):
        return "svg"
    if head[4:8] == b"ftyp":
        return "mp4" if head[8:12] in _MP4 else "unknown"
    if head.startswith(b"ID3") or (len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2):
        return "mp3"
    return _documented(data, sniff(data))


def _documented(data: bytes, found: str) -> str:
    from gongkai.publishing.upload_containers import compound_kind, packed_kind

    if found == "image":
        for start, key in ((b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"RIFF", "webp")):
            if data.startswith(start):
                return key
        return "image"
    if data.startswith(_OLE):
        return compound_kind(data, found)
    if found in ("zip", "docx", "xlsx", "ods", "ofd"):
        return packed_kind(data, found)
    return {"markdown": "text"}.get(found, found)


def _turned_into(key: str) -> tuple[str, ...]:
    """The endings of what is taken and kept as another kind: scans in TIFF, as PDF."""
    return ("tif", "tiff") if key == "pdf" else ()


def take(data: bytes, name: str) -> Upload:
    """A file as it may be kept; a scan in TIFF becomes a PDF of the same pages. Raises ``Refused`` in words that name it."""
    from gongkai.publishing.upload_containers import check_compound, check_packed
    from gongkai.publishing.upload_pictures import check_picture

    shown = clean_name(name)
    if data.startswith(_TIFF):
        return _scanned(data, shown)
    key = kind_of(data)
    if key == "text" and _ending(shown) == "csv":
        key = "csv"
    if key not in kinds():
        raise refuse(key, shown)
    kind = kinds()[key]
    named = _named(shown, kind)
    facts: dict[str, Any] = {}
    try:
        if kind.family == "picture":
            data, facts = check_picture(data, key)
        elif key in ("docx", "xlsx", "pptx", "ofd"):
            facts = check_packed(data)
        elif key in ("doc", "xls"):
            check_compound(data)
        elif key == "mp4" and (b"\xa9xyz" in data or b"loci" in data):
            facts = {"location": "found"}
    except Refused as refusal:
        raise (refuse(refusal.key, named) if refusal.key in refusals() else refusal) from None
    return Upload(data, named, kind, _media_type(data, kind), facts)


def _scanned(data: bytes, name: str) -> Upload:
    """A scan in TIFF as PDF, its pages as they are: browsers show no TIFF. What it was is told by ``sha256_as_uploaded``."""
    from gongkai.documents.model import Unreadable
    from gongkai.redaction.tiff import tiff_as_pdf

    if _ending(name) not in ("", *_turned_into("pdf")):
        raise Refused("ending", f"“{name}”的内容是 TIFF 图像，扩展名却不是。请把扩展名改成“.tif”，再上传。")
    try:
        made = tiff_as_pdf(data)
    except Unreadable as problem:
        raise Refused(problem.code, f"“{name}”没有收下。{problem}") from problem
    stem = name.rpartition(".")[0] if _ending(name) else name
    facts = {"from_tiff": True, "sha256_as_uploaded": hashlib.sha256(data).hexdigest()}
    return Upload(made, f"{stem}.pdf", kinds()["pdf"], kinds()["pdf"].media_type, facts)


def _named(name: str, kind: Kind) -> str:
    """The name with an ending that fits. Raises ``Refused`` for one that lies."""
    ending = _ending(name)
    if not ending:
        return f"{name}.{kind.endings[0]}"
    if ending not in kind.endings:
        raise Refused(
            "ending",
            f"“{name}”的内容是{kind.title}，扩展名却是“.{ending}”。请用原来的软件打开核对，"
            f"另存为“.{kind.endings[0]}”或者您要的格式，再上传。",
        )
    return name


def _ending(name: str) -> str:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending if re.fullmatch(r"[a-z0-9]{1,8}", ending) and not ending.isdigit() else ""


def _media_type(data: bytes, kind: Kind) -> str:
    if not kind.media_type.startswith("text/"):
        return kind.media_type
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return f"{kind.media_type}; charset=utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return f"{kind.media_type}; charset=gb18030"
    return f"{kind.media_type}; charset=utf-8"


def clean_name(name: str) -> str:
    """A file name without folders, invisible signs, marks that turn its letters round, or a second ending; short.

    >>> clean_name("../../etc/passwd"), clean_name("C:\\\\名单.exe.pdf")
    ('passwd', '名单_exe.pdf')
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign if unicodedata.category(sign)[0] != "Z" else " " for sign in last)
    kept = "".join(sign for sign in kept if unicodedata.category(sign)[0] != "C")
    kept = " ".join(_NOT_IN_NAMES.sub("", kept).split()).strip(" .") or "文件"
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) > 8:
        stem, ending = kept, ""
    stem = _INNER.sub("_", stem).strip(" .") or "文件"
    if _DEVICES.fullmatch(stem):
        stem = f"_{stem}"
    room = limits()["name_characters"] - len(ending) - 1
    return f"{stem[:room]}.{ending}" if ending else stem[: room + 1]
