"""The file of a case as one ZIP that proves itself: a bag (BagIt, RFC 8493) with a SHA-256 for every file in it.

Inside the one folder: ``bagit.txt``, ``bag-info.txt``, ``manifest-sha256.txt`` (each file under ``data/``), ``tagmanifest-sha256.txt`` (the
three before). Any tool for bags, or ``sha256sum -c``, can check it; ``gongkai archive verify`` also says what it means.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

FORMAT = "gongkai-archive/1"
DATA = "data/"
MANIFEST, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
CASE, LOG, CONTENTS = "案件.json", "日志/日志摘录.jsonl", "卷内目录"
BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_STORED = (".pdf", ".zip", ".docx", ".xlsx", ".ofd", ".jpg", ".jpeg", ".png", ".mp4", ".mp3")


@dataclass(frozen=True, slots=True)
class Paper:
    """One file of the bundle: its path below ``data/``, what it is called in the list of contents, its bytes."""

    path: str
    title: str
    data: bytes


def write_bag(target: BinaryIO, folder: str, papers: Iterable[Paper], info: Mapping[str, str], at: datetime) -> str:
    """Write the bag; the SHA-256 of its manifest, which stands for all of it. ``at`` is the time given to every entry."""
    lines, size, count = [], 0, 0
    seen: set[str] = set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for paper in papers:
            if paper.path in seen:
                raise ValueError(f"档案包里有两份文件叫“{paper.path}”。")
            seen.add(paper.path)
            lines.append(f"{hashlib.sha256(paper.data).hexdigest()}  {escaped(DATA + paper.path)}\n")
            size, count = size + len(paper.data), count + 1
            _put(archive, f"{folder}/{DATA}{paper.path}", paper.data, at)
        manifest = "".join(lines).encode()
        given = {**info, "Bagging-Date": f"{at:%Y-%m-%d}", "Payload-Oxum": f"{size}.{count}"}
        tags = {
            "bagit.txt": BAGIT.encode(),
            "bag-info.txt": "".join(f"{name}: {_one_line(text)}\n" for name, text in given.items()).encode(),
            MANIFEST: manifest,
        }
        tags[TAGS] = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in tags.items()).encode()
        for name, data in tags.items():
            _put(archive, f"{folder}/{name}", data, at)
    return hashlib.sha256(manifest).hexdigest()


def escaped(path: str) -> str:
    """A path as a manifest writes it (RFC 8493 §2.1.3)."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def unescaped(path: str) -> str:
    """The path that a manifest means."""
    return path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


def _put(archive: zipfile.ZipFile, name: str, data: bytes, at: datetime) -> None:
    entry = zipfile.ZipInfo(name, (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type = zipfile.ZIP_STORED if name.lower().endswith(_STORED) else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


def _one_line(text: str) -> str:
    return " ".join(text.split())
