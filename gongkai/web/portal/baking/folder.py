"""The folder of the files: each written whole or not at all, only what we wrote is removed, and a manifest tells what is there."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

OWN = ".gongkai"
"""The folder inside for the manifest; web servers do not serve names that begin with a point."""
SAVE_EVERY = 5.0
"""Seconds after which the manifest is written, so that an interrupted run is gone on with."""
LONGEST_NAME = 240
"""Bytes of a name in a folder, with room for a draft's."""


class Unusable(Exception):
    """The folder cannot be used; the text says why and what to do."""


@dataclass(slots=True)
class Made:
    """What was made for an address: from what (``of``), the digest of the file (empty: no file), its status, what it names."""

    of: str
    digest: str = ""
    status: int = 200
    links: list[str] = field(default_factory=list)


class Folder:
    """``made`` by address. Everything in the folder that is not named there belongs to somebody else and is left alone."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.made: dict[str, Made] = {}
        self.complete = ""
        self._saved = time.monotonic()

    @contextmanager
    def opened(self, *, writing: bool = True) -> Iterator[Folder]:
        """Alone in the folder, its manifest read; written again however it ends. Raises ``Unusable``."""
        if self.root.exists() and not self.root.is_dir():
            raise Unusable(f"“{self.root}”是一个文件，不是文件夹。请换一个位置。")
        if self.root.exists() and any(self.root.iterdir()) and not (self.root / OWN).is_dir():
            raise Unusable(f"“{self.root}”里已经有别的文件。请给一个空的文件夹，免得弄混或者误删。")
        if not writing:
            self._read()
            yield self
            return
        _folder(self.root / OWN)
        with (self.root / OWN / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Unusable(f"另一次生成正在写“{self.root}”。请等它做完再运行。") from None
            self._read()
            try:
                yield self
            finally:
                self.save()

    def path_of(self, address: str) -> Path | None:
        """The file of an address; None for one that no file can answer."""
        parts = address.strip("/").split("/") if address != "/" else []
        if any(not part or part.startswith(".") or "\0" in part or "\\" in part for part in parts):
            return None
        if any(len(part.encode()) > LONGEST_NAME for part in parts):
            return None
        whole = self.root.joinpath(*parts)
        if address.endswith("/"):
            return whole / "index.html"
        return whole if "." in parts[-1] else None

    def write(self, path: Path, data: bytes) -> None:
        """Write a file that a web server may read, whole or not at all."""
        _folder(path.parent)
        draft = path.with_name(f".{path.name[:60]}.{os.getpid()}")
        with draft.open("wb") as file:
            file.write(data)
        draft.chmod(0o644)
        draft.replace(path)

    def remove(self, address: str) -> None:
        """Remove the file of an address, and the folders that it leaves empty."""
        path = self.path_of(address)
        if path is not None:
            path.unlink(missing_ok=True)
            with suppress(OSError):
                for above in path.parents:
                    if above == self.root:
                        break
                    above.rmdir()
        self.made.pop(address, None)

    def put(self, name: str, text: str) -> None:
        """A file of ours besides the pages, in the own folder."""
        target = self.root / OWN / name
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            self.write(target, text.encode())

    def save_now_and_then(self) -> None:
        """Write the manifest when it is time."""
        if time.monotonic() - self._saved > SAVE_EVERY:
            self.save()

    def save(self) -> None:
        """Write the manifest."""
        made = {address: asdict(each) for address, each in self.made.items()}
        said = json.dumps({"complete": self.complete, "made": made}, ensure_ascii=False)
        self.write(self.root / OWN / "manifest.json", said.encode())
        self._saved = time.monotonic()

    def _read(self) -> None:
        target = self.root / OWN / "manifest.json"
        if not target.exists():
            return
        try:
            said: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
            self.complete = str(said["complete"])
            self.made = {address: Made(**each) for address, each in said["made"].items()}
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise Unusable(f"“{target}”读不懂，可能被改过。请删去整个文件夹“{self.root}”，再运行一次。") from problem


def digest(data: bytes) -> str:
    """What tells one content from another."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _folder(path: Path) -> None:
    """Make a folder, and those above it, so that a web server may look into it, whatever the umask."""
    missing = []
    while not path.exists():
        missing.append(path)
        path = path.parent
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        each.chmod(0o755)
