"""Uploaded containers (zip of OOXML and OFD, compound files of Word 97–2003): what is in them, before anybody opens them.

Entries are unpacked in chunks and counted while they come; nothing is written to disk. The sizes in a zip's headers are the
sender's claims and are not believed.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from typing import Any

from gongkai.documents.archives import CHUNK, MAX_ENTRIES, MAX_ENTRY, MAX_RATIO, MAX_TOTAL, RATIO_FREE
from gongkai.publishing.uploads import Refused, refuse

DEEPEST = 3
"""Containers within containers: a table in a document is one, more is not what an office writes."""
_FAILURES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError, OverflowError, RuntimeError)  # fmt: skip
_PROGRAMS_WITHIN = (b"MZ", b"\x7fELF")
_MACROS = re.compile(r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml|macrosheets/|activeX/|ctrlProps/)", re.IGNORECASE)
_MACRO_TYPES = (b"macroEnabled", b"vbaProject", b"ms-office.activeX")
_EMBEDDED = re.compile(r"/embeddings/[^/]+$", re.IGNORECASE)
_OUTSIDE = re.compile(rb'Type="[^"]*/attachedTemplate"[^>]*Target="(?:https?:|\\\\)', re.IGNORECASE)


def packed_kind(data: bytes, found: str) -> str:
    """The kind of a zip container, of which ``found`` is the first guess."""
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except _FAILURES:
        return "damaged" if found != "zip" else "archive"
    if any(name.lower() == "ppt/presentation.xml" for name in names):
        found = "pptx"
    if found in ("docx", "xlsx", "pptx") and any(_MACROS.search(name) for name in names):
        return "macros"
    return {"zip": "archive"}.get(found, found)


def compound_kind(data: bytes, found: str) -> str:
    """The kind of a compound file, of which ``found`` is the first guess."""
    names = _streams(data)
    if names is None:
        return "damaged"
    if "encryptedpackage" in names:
        return "encrypted"
    if any("vba" in name.split("/") or "_vba_project" in name for name in names):
        return "macros"
    if "powerpoint document" in names:
        return "ppt"
    return found if found in ("doc", "xls") else "unknown"


def check_compound(data: bytes) -> None:
    """Refuse a Word or Excel file of before 2007 whose password is asked for."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        if ole.exists("WordDocument"):
            head = ole.openstream("WordDocument").read(12)
            # FIB.fEncrypted（[MS-DOC] 2.5.2）
            if len(head) == 12 and head[11] & 0x01:
                raise refuse("encrypted")


def check_packed(data: bytes) -> dict[str, Any]:
    """Facts about a container's parts. Raises ``Refused`` for bombs, macros, programs, passwords, damage."""
    facts: dict[str, Any] = {}
    _Unpacking(facts).look_into(data, 1)
    return facts


class _Unpacking:
    """One file being unpacked to nowhere; ``left`` is what all its parts together may still unpack to."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.facts, self.left, self.entries = facts, MAX_TOTAL, 0

    def look_into(self, data: bytes, depth: int) -> None:
        if depth > DEEPEST:
            raise Refused("bomb", "")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for info in archive.infolist():
                    self._entry(archive, info, depth)
        except _FAILURES as error:
            raise Refused("encrypted" if "encrypted" in str(error) else "damaged", "") from error

    def _entry(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, depth: int) -> None:
        self.entries += 1
        if self.entries > MAX_ENTRIES:
            raise Refused("bomb", "")
        name = info.filename.replace("\\", "/")
        if info.flag_bits & 0x1:
            raise Refused("encrypted", "")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or _leads_out(name):
            raise Refused("damaged", "")
        if _MACROS.search(name):
            raise Refused("macros", "")
        content = self._unpacked(archive, info)
        if content.startswith(_PROGRAMS_WITHIN):
            raise Refused("program", "")
        if name == "[Content_Types].xml" and any(mark in content for mark in _MACRO_TYPES):
            raise Refused("macros", "")
        if name.endswith(".rels") and _OUTSIDE.search(content):
            self.facts["outside_template"] = True
        if _EMBEDDED.search(name):
            self.facts["embedded"] = self.facts.get("embedded", 0) + 1
        if content.startswith(b"PK\x03\x04"):
            self.look_into(content, depth + 1)

    def _unpacked(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
        """The content, counted while it comes."""
        limit = min(MAX_ENTRY, max(RATIO_FREE, MAX_RATIO * info.compress_size), self.left)
        chunks: list[bytes] = []
        size = 0
        with archive.open(info) as stream:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > limit:
                    raise Refused("bomb", "")
                chunks.append(chunk)
        self.left -= size
        return b"".join(chunks)


def _leads_out(name: str) -> bool:
    return posixpath.normpath(name.lstrip("/")).startswith("..") or name[1:2] == ":"


def _streams(data: bytes) -> set[str] | None:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return {"/".join(path).lower() for path in ole.listdir()}
    except Exception:  # olefile raises whatever a damaged directory leads it to
        return None
