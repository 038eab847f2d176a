"""Running the reader of a file in a process of its own, bounded in time and memory.

A file from outside can make a parser run for ever, fill the memory or crash the interpreter. ``run_bounded`` lets a child do
the reading: it is killed when its time is over, cannot take more memory than it was granted, writes no file, starts no program
and opens no connection unless it may, and its death becomes an ``Unreadable``. What it sends back is taken for data only:
values, and the classes of ``documents/model.py``.

On POSIX a process with one thread is forked (some milliseconds); where that is not safe, or not possible, a helper process is
started once and kept for the files that follow. A caller who trusts the files calls the reader directly instead.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import io
import os
import pickle
import select
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any, TypeVar

from gongkai.documents.model import Unreadable

T = TypeVar("T")
MAX_ANSWER = 256 << 20
"""Bytes a child may send back."""
TOO_HEAVY = (
    "读取这份文件用的时间或者内存超过了限度，已经停止。请核对是不是年度报告，只保留年度报告的内容，或者另存一份后再试。"
)
CRASHED = "读取这份文件时程序意外中断，文件可能已经损坏。请用原来的软件打开，另存一份后再试。"
_OVERTIME = frozenset({getattr(signal, "SIGXCPU", None), getattr(signal, "SIGKILL", None)})
_CLASSES = frozenset(
    {
        ("builtins", "set"),
        ("builtins", "frozenset"),
        ("builtins", "bytearray"),
        ("decimal", "Decimal"),
        ("datetime", "date"),
        ("datetime", "datetime"),
    }
)
_MODEL = "gongkai.documents.model"


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` on the wall clock; ``megabytes`` beyond what the process holds at the start.

    ``confined``: writing a file, starting a program or opening a connection is an error (a reader that calls LibreOffice
    needs it off).
    """

    seconds: float = 30.0
    megabytes: int = 1024
    confined: bool = True


def run_bounded(
    function: Callable[..., T],
    *arguments: Any,
    seconds: float = 30.0,
    megabytes: int = 1024,
    confined: bool = True,
    preload: Iterable[str] = (),
) -> T:
    """``function(*arguments)``, run in a child process; ``Unreadable`` as the function raises it, or ``too-heavy`` or ``crashed``.

    ``preload`` names modules that the function needs: a forked child inherits them, so that many files load them once.
    The function must be found by module and name, the result be made of plain values and the classes of the model.
    """
    limits = Limits(seconds, megabytes, confined)
    if can_fork():
        for name in preload:
            importlib.import_module(name)
        answer = _in_fork(function, arguments, limits)
    else:
        from gongkai.documents.isolation_helper import in_helper

        answer = in_helper(function, arguments, limits)
    return _opened(answer)  # type: ignore[no-any-return]


def can_fork() -> bool:
    """Whether a fork is safe here: a POSIX system (not macOS, whose frameworks start threads) and one thread only."""
    if not hasattr(os, "fork") or sys.platform == "darwin" or threading.active_count() > 1:
        return False
    tasks = Path("/proc/self/task")
    return not tasks.is_dir() or len(list(tasks.iterdir())) == 1


def _in_fork(function: Callable[..., Any], arguments: tuple[Any, ...], limits: Limits) -> bytes:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os.close(reading)
            _serve_one(function, arguments, limits, writing)
        os._exit(0)
    os.close(writing)
    with contextlib.suppress(OSError):
        os.setpgid(child, child)
    try:
        answer = read_answer(reading, time.monotonic() + limits.seconds)
    finally:
        os.close(reading)
        status = _end(child)
    if answer is None or (not answer and status in _OVERTIME):
        raise Unreadable("too-heavy", TOO_HEAVY)
    return answer


def _serve_one(function: Callable[..., Any], arguments: tuple[Any, ...], limits: Limits, writing: int) -> None:
    """In the child: stand apart from the terminal, take on the limits, answer."""
    os.setpgid(0, 0)
    faulthandler.disable()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    silence()
    take_on(limits)
    answer = answer_of(function, arguments)
    with os.fdopen(writing, "wb") as stream:
        stream.write(answer)


def silence() -> None:
    """Parsers print warnings on the terminal; nobody reads them there."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def take_on(limits: Limits) -> None:
    """Set the limits of this process, where the system has any (Windows has not: there the clock alone decides)."""
    _confine(limits.confined)
    try:
        import resource
    except ImportError:
        return
    _lower(resource.RLIMIT_CORE, 0)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _lower(resource.RLIMIT_FSIZE, 0 if limits.confined else sys.maxsize)
    if hasattr(resource, "RLIMIT_AS"):
        _lower(resource.RLIMIT_AS, _held() + (limits.megabytes << 20))
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _lower(resource.RLIMIT_CPU, ceil(used + limits.seconds * (os.cpu_count() or 1)) + 1)


_confinement: list[bool] = []
_OUTSIDE = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "urllib.")


def _confine(on: bool) -> None:
    """Let Python refuse programs and connections from now on; a process keeps the hook, the last word counts."""
    if not _confinement:
        sys.addaudithook(_refuse)
    _confinement[:] = [on]


def _refuse(event: str, _: Any) -> None:
    if event.startswith(_OUTSIDE) and _confinement[0]:
        raise PermissionError(event)


def _lower(which: int, value: int) -> None:
    """Set a soft limit, never above the hard one (which stays, so that a helper can move the limit for its next file)."""
    import resource

    _, hard = resource.getrlimit(which)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(which, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _held() -> int:
    """Bytes of address space this process has now."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 1 << 30


def answer_of(function: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    """What the function gave or how it failed, as bytes."""
    try:
        return pickle.dumps(("value", function(*arguments)), protocol=5)
    except Unreadable as refusal:
        return pickle.dumps(("unreadable", refusal.code, refusal.message), protocol=5)
    except MemoryError:
        return pickle.dumps(("unreadable", "too-heavy", TOO_HEAVY), protocol=5)
    except BaseException:
        return pickle.dumps(("failed", traceback.format_exc(limit=-12)), protocol=5)


def read_answer(stream: int, deadline: float) -> bytes | None:
    """Everything that comes until the other end closes; None when the time is over or far too much comes."""
    chunks: list[bytes] = []
    size = 0
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([stream], [], [], left)
        if not ready:
            continue
        chunk = os.read(stream, 1 << 20)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)
        size += len(chunk)
        if size > MAX_ANSWER:
            return None
    return None


def _end(child: int) -> int:
    """End the child and all that it started; the signal it died of, or 0."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


class _Data(pickle.Unpickler):
    """Takes data and the classes of the model, nothing that could run code: the child may have been taken over."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _CLASSES or (module == _MODEL and name.isidentifier()):
            found = getattr(importlib.import_module(module), name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _opened(answer: bytes) -> Any:
    if not answer:
        raise Unreadable("crashed", CRASHED)
    try:
        kind, *rest = _Data(io.BytesIO(answer)).load()
    except Exception as error:
        raise Unreadable("crashed", CRASHED) from error
    if kind == "value":
        return rest[0]
    if kind == "unreadable":
        raise Unreadable(str(rest[0]), str(rest[1]))
    raise Unreadable("crashed", CRASHED) from RuntimeError(str(rest[0]))
