"""Zip containers and the XML inside them (DOCX, XLSX, ODS, OFD), opened without trusting what they say of themselves.

Entries are unpacked one at a time, in chunks, and counted while they come: the sizes in a zip's headers are the sender's
claims. Nothing is ever written to disk. XML is parsed without document types, entities and network.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING

from gongkai.documents.model import Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_ENTRIES = 20_000
MAX_ENTRY = 64 << 20
"""Bytes one entry may unpack to."""
MAX_TOTAL = 256 << 20
"""Bytes all entries read from one container may unpack to together."""
MAX_RATIO = 300
"""How many times its packed size an entry may unpack to, once it is past ``RATIO_FREE`` bytes."""
RATIO_FREE = 4 << 20
MAX_NODES = 2_000_000
"""Tags and attributes one XML part may have; each takes some hundred bytes of memory."""
CHUNK = 1 << 16

_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_FAILURES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    OverflowError,
)


class Archive:
    """The entries of a container by name; read them with ``read`` or ``get``.

    Names use ``/``, have no leading one, and are found whatever their case (part names of OPC are not case sensitive).
    Entries whose names lead outside the container are left out.
    """

    def __init__(self, source: zipfile.ZipFile, what: str) -> None:
        self.what = what
        self._source = source
        self._unpacked = 0
        self._entries: dict[str, list[zipfile.ZipInfo]] = {}
        names: dict[str, str] = {}
        for info in source.infolist():
            name = _plain(info.filename)
            if not name or name.endswith("/"):
                continue
            names.setdefault(name.casefold(), name)
            self._entries.setdefault(name.casefold(), []).append(info)
        self.names: tuple[str, ...] = tuple(names.values())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _key(name) in self._entries

    def get(self, name: str) -> bytes | None:
        """The content of ``name``, or None when there is no such entry."""
        return self.read(name) if name in self else None

    def read(self, name: str) -> bytes:
        """The content of ``name``; ``Unreadable`` when it is missing, damaged, encrypted or too large.

        A name that stands twice with different content is refused: two programs would show two different files.
        """
        entries = self._entries.get(_key(name))
        if entries is None:
            raise Unreadable(
                "damaged", f"这个{self.what}不完整，缺少“{name}”部分。请用原来的软件打开，另存一份后再试。"
            )
        content = self._unpack(entries[0])
        if any(self._unpack(other) != content for other in entries[1:]):
            raise Unreadable(
                "damaged",
                f"这个{self.what}里有两个同名而内容不同的“{name}”部分，不能判断以哪个为准。请用原来的软件打开，另存一份后再试。",
            )
        return content

    def _unpack(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & 0x1:
            raise encrypted(self.what)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged(self.what)
        limit = min(MAX_ENTRY, max(RATIO_FREE, MAX_RATIO * info.compress_size))
        chunks: list[bytes] = []
        size = 0
        try:
            with self._source.open(info) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    self._unpacked += len(chunk)
                    if size > limit or self._unpacked > MAX_TOTAL:
                        raise too_large(self.what)
                    chunks.append(chunk)
        except RuntimeError as error:
            raise (encrypted if "encrypted" in str(error) else damaged)(self.what) from error
        except _FAILURES as error:
            raise damaged(self.what) from error
        return b"".join(chunks)


def open_archive(data: bytes, *, what: str) -> Archive:
    """Open a zip container; ``what`` names it in sentences, such as ``DOCX 文件``.

    Refuses what is no zip container, is damaged, or has more than ``MAX_ENTRIES`` entries.
    """
    try:
        source = zipfile.ZipFile(io.BytesIO(data))
        entries = len(source.infolist())
    except (*_FAILURES, RuntimeError) as error:
        raise damaged(what) from error
    if entries > MAX_ENTRIES:
        raise too_large(what)
    return Archive(source, what)


def parse_xml(data: bytes, *, what: str = "文件") -> _Element:
    """The root element of an XML part; comments and processing instructions are left out.

    Refused: XML that is not well-formed, has a document type (and so could have entities), is nested more than 256
    deep, or has more than ``MAX_NODES`` tags and attributes.
    """
    from lxml import etree

    if len(data) > MAX_ENTRY or data.count(b"<") + data.count(b"=") > MAX_NODES:
        raise too_large(what)
    if any(mark in data for mark in _DOCTYPES):
        raise _doctype(what)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(what) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(what)
    return root


def damaged(what: str) -> Unreadable:
    """The refusal of a file that does not hold together."""
    return Unreadable(
        "damaged", f"这个{what}已损坏或者没有传完，无法读取。请重新下载，或用原来的软件打开后另存一份再试。"
    )


def encrypted(what: str) -> Unreadable:
    """The refusal of a file that asks for a password."""
    return Unreadable("encrypted", f"这个{what}设有打开密码，无法读取。请用原来的软件取消密码，另存一份后再试。")


def too_large(what: str) -> Unreadable:
    """The refusal of a file that would take more memory than any report needs."""
    return Unreadable(
        "too-large",
        f"这个{what}展开后的内容远远超过一份年度报告的篇幅，为安全起见没有读取。请核对文件，只保留年度报告的内容后再试。",
    )


def _doctype(what: str) -> Unreadable:
    return Unreadable(
        "unsafe", f"这个{what}里有外部引用的定义（DTD），办公软件不会这样写，为安全起见没有读取。请另存一份后再试。"
    )


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _plain(name: str) -> str | None:
    """The entry's name with ``/``, or None when it leads outside the container or holds control characters."""
    name = name.replace("\\", "/").lstrip("/")
    if not name.isprintable() or posixpath.normpath(name).startswith("..") or name[1:2] == ":":
        return None
    return name
