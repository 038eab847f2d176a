"""The file itself: a gzipped tar whose last member, ``manifest.json``, names every other with its size and SHA-256."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from gongkai.web.operation.backup.envelope import MAGIC, Damaged, Opening, Sealing

FORMAT = "gongkai-backup/1"
MANIFEST = "manifest.json"


class NotABackup(Exception):
    """The file is no backup, or not one that this version reads."""


class NeedsPassphrase(Exception):
    """The backup is encrypted and no passphrase was given."""


class Writer:
    """Adds members one by one and writes the manifest at the end; memory does not grow with their size."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive, self.members = archive, dict[str, dict[str, Any]]()

    def add(self, name: str, path: Path) -> None:
        """A file as it is now; one that grows meanwhile is taken as long as it was."""
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            read = _Hashing(file, size)
            info = tarfile.TarInfo(name)
            info.size, info.mode, info.mtime = size, 0o600, int(path.stat().st_mtime)
            self._archive.addfile(info, read)  # type: ignore[arg-type]
        self.members[name] = {"bytes": size, "sha256": read.digest.hexdigest()}

    def finish(self, facts: dict[str, Any]) -> None:
        """The manifest with ``facts``, and the end."""
        data = json.dumps({"format": FORMAT, **facts, "members": self.members}, ensure_ascii=False, indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode, info.mtime = len(data), 0o600, int(time.time())
        self._archive.addfile(info, io.BytesIO(data))


class _Hashing:
    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._left, self.digest = file, size, hashlib.sha256()

    def read(self, count: int = -1) -> bytes:
        data = self._file.read(self._left if count < 0 else min(count, self._left))
        self._left -= len(data)
        self.digest.update(data)
        return data


@contextmanager
def writing(target: IO[bytes], passphrase: str = "") -> Iterator[Writer]:
    """A ``Writer`` into ``target``."""
    outer: Any = Sealing(target, passphrase) if passphrase else target
    with (
        gzip.GzipFile(fileobj=outer, mode="wb", compresslevel=6, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
    ):
        yield Writer(archive)
    if passphrase:
        outer.close()


def unpack(source: Path, into: Path, passphrase: str = "") -> dict[str, Any]:
    """Unpack into a folder, compare every checksum and give the manifest.

    Raises ``NotABackup``, ``Damaged``, ``NeedsPassphrase``, ``WrongPassphrase``. What was unpacked by then is the caller's to
    throw away.
    """
    with source.open("rb") as file:
        start = file.read(len(MAGIC))
        file.seek(0)
        if start == MAGIC:
            if not passphrase:
                raise NeedsPassphrase
            return _unpacked(io.BufferedReader(Opening(file, passphrase), 1 << 20), into)
        if start[:2] != b"\x1f\x8b":
            raise NotABackup("这不是 gongkai site backup 作的备份文件。")
        return _unpacked(file, into)


def _unpacked(stream: Any, into: Path) -> dict[str, Any]:
    seen: dict[str, dict[str, Any]] = {}
    manifest: dict[str, Any] | None = None
    try:
        with gzip.GzipFile(fileobj=stream, mode="rb") as packed, tarfile.open(fileobj=packed, mode="r|") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isreg() else None
                if content is None or manifest is not None or member.name in seen:
                    raise NotABackup("文件里有备份不会有的内容，没有恢复。")
                if member.name == MANIFEST:
                    manifest = json.loads(content.read(256 << 20))
                else:
                    seen[member.name] = _extract(content, _place(into, member.name))
            # 读到底，压缩流末尾的校验值才会核对
            while packed.read(1 << 20):
                pass
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, ValueError) as problem:
        raise Damaged("内容不完整或者被改动过") from problem
    if manifest is None:
        raise Damaged("没有清单，末尾缺了一截")
    if manifest.get("format") != FORMAT:
        raise NotABackup(f"这份备份的格式是“{manifest.get('format')}”，本版本认识的是“{FORMAT}”。")
    if seen != manifest["members"]:
        names = sorted(
            name for name in {*seen, *manifest["members"]} if seen.get(name) != manifest["members"].get(name)
        )
        raise Damaged(f"与清单不符：{'、'.join(names[:5])}")
    return manifest


def _place(into: Path, name: str) -> Path:
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\\" in name:
        raise NotABackup("文件里有指向别处的路径，没有恢复。")
    return into.joinpath(*parts)


def _extract(content: IO[bytes], target: Path) -> dict[str, Any]:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as file:
        while piece := content.read(1 << 20):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return {"bytes": size, "sha256": digest.hexdigest()}


def throw_away(folder: Path) -> None:
    """Remove a half-unpacked folder."""
    shutil.rmtree(folder, ignore_errors=True)
