"""Files of the command line: folders opened, each file read by itself, one bad file never stops the rest."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gongkai.annualreport.model import Report
from gongkai.documents.model import Unreadable

_REASONS = {
    errno.ENOENT: "没有这个文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这里只能读不能写",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径里有一段是文件，不是文件夹",
    errno.EEXIST: "路径里有一段是文件，不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.ENAMETOOLONG: "文件名太长",
}

SUFFIXES = frozenset(
    [
        ".html",
        ".htm",
        ".shtml",
        ".mht",
        ".mhtml",
        ".docx",
        ".docm",
        ".doc",
        ".wps",
        ".rtf",
        ".pdf",
        ".ofd",
        ".xlsx",
        ".xls",
        ".ods",
        ".et",
        ".txt",
        ".md",
        ".markdown",
        ".json",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
    ]
)
FEW = 4
MAX_BYTES = 200 * 1024 * 1024


@dataclass(slots=True)
class Outcome:
    """What came of one file: a report, or a code and a sentence."""

    path: str
    report: Report | None = None
    code: str = ""
    message: str = ""


def expand(names: list[str]) -> list[Path]:
    """The files named, folders opened in order; ``Unreadable`` when nothing is left."""
    found: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            inside = (each for each in path.rglob("*") if each.is_file() and each.suffix.lower() in SUFFIXES)
            found.extend(sorted(each for each in inside if not each.name.startswith((".", "~$"))))
        else:
            found.append(path)
    if not found:
        raise Unreadable("no-files", "文件夹里没有可以读取的文件。")
    return found


def load(path: Path) -> Outcome:
    """Read one file, whatever happens."""
    from gongkai.annualreport.reading.reader import read_report

    try:
        return Outcome(str(path), read_report(file_bytes(path), path.name, bounded=True))
    except Unreadable as problem:
        return Outcome(str(path), None, problem.code, problem.message)
    except RecursionError:
        return Outcome(str(path), None, "too-deep", "文件的结构嵌套得太深，没有读取。")
    except MemoryError:
        return Outcome(str(path), None, "too-heavy", "读取这份文件需要的内存太多，没有读取。")


def file_bytes(path: Path) -> bytes:
    """The bytes of a file; ``Unreadable`` in words when it is missing, locked or too large."""
    try:
        if path.is_dir():
            raise Unreadable("is-folder", f"“{path}”是一个文件夹。")
        if path.stat().st_size > MAX_BYTES:
            raise Unreadable("too-large", f"“{path.name}”超过 {MAX_BYTES // 1024 // 1024} MB，不像是一份年度报告。")
        return path.read_bytes()
    except FileNotFoundError:
        raise Unreadable("no-file", f"没有找到文件“{path}”。") from None
    except PermissionError:
        raise Unreadable("no-permission", f"没有权限读取“{path}”。") from None
    except OSError as problem:
        raise Unreadable("no-file", f"“{path}”打不开：{reason(problem)}。") from None


def load_all(paths: list[Path], workers: int | None) -> Iterator[Outcome]:
    """Read every file, in order; more than a few are read in parallel, with a progress bar on a terminal."""
    count = min(workers or os.cpu_count() or 1, len(paths))
    with progress(len(paths)) as advance:
        if count == 1 or len(paths) <= FEW:
            for path in paths:
                outcome = load(path)
                advance()
                yield outcome
            return
        from concurrent.futures import ProcessPoolExecutor

        with ProcessPoolExecutor(count) as pool:
            for outcome in pool.map(load, paths, chunksize=1):
                advance()
                yield outcome


class progress:
    """A bar on standard error, only for several files and only on a terminal."""

    def __init__(self, count: int) -> None:
        self._shown = count > FEW and sys.stderr.isatty()
        self._count = count

    def __enter__(self) -> Callable[[], None]:
        if not self._shown:
            return lambda: None
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("读取"), BarColumn(), MofNCompleteColumn(), TextColumn("剩余"), TimeRemainingColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        task = self._bar.add_task("读取", total=self._count)
        return lambda: self._bar.advance(task)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._bar.stop()


def reason(problem: OSError) -> str:
    """Why the system refused a file, in Chinese."""
    return _REASONS.get(problem.errno or 0, "系统不允许这样读写")
