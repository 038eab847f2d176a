"""Helper processes that read files one after the other, for callers that cannot fork: threads, macOS, Windows.

A helper is a fresh interpreter and costs the start of one (about a tenth of a second); it is kept for the files that follow,
ended and replaced when one overruns its limits, and renewed now and then so that leaks of a parser do not add up.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Any

from gongkai.documents.isolation import CRASHED, MAX_ANSWER, TOO_HEAVY, Limits, answer_of, silence, take_on
from gongkai.documents.model import Unreadable

FILES_EACH = 200
"""Files a helper reads before it is renewed."""
_HEAD = struct.Struct(">Q")
_START = "from gongkai.documents.isolation_helper import serve; serve()"

_idle: list[Helper] = []
_guard = threading.Lock()


def in_helper(function: Callable[..., Any], arguments: tuple[Any, ...], limits: Limits) -> bytes:
    """The answer of a helper that is free, or of a new one."""
    with _guard:
        helper = _idle.pop() if _idle else None
    if helper is None or not helper.usable:
        helper = Helper()
    answer = helper.run(function, arguments, limits)
    with _guard:
        if helper.usable and len(_idle) < (os.cpu_count() or 1):
            _idle.append(helper)
            return answer
    helper.close()
    return answer


class Helper:
    """One helper process."""

    def __init__(self) -> None:
        self._files = 0
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter, our own code
            [sys.executable, "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            start_new_session=os.name == "posix",
        )

    @property
    def usable(self) -> bool:
        return self._files < FILES_EACH and self._process.poll() is None

    def run(self, function: Callable[..., Any], arguments: tuple[Any, ...], limits: Limits) -> bytes:
        """Let the helper answer; ``Unreadable`` when it overran its time or died."""
        self._files += 1
        call = (
            function.__module__,
            function.__qualname__,
            arguments,
            (limits.seconds, limits.megabytes, limits.confined),
        )
        late = threading.Event()
        clock = threading.Timer(limits.seconds, self._end, (late,))
        clock.daemon = True
        clock.start()
        try:
            assert self._process.stdin is not None and self._process.stdout is not None
            _send(self._process.stdin, pickle.dumps(call, protocol=5))
            return _receive(self._process.stdout)
        except (OSError, EOFError, ValueError) as error:
            self.close()
            if late.is_set() or self._process.returncode in (-signal.SIGKILL, -getattr(signal, "SIGXCPU", 0)):
                raise Unreadable("too-heavy", TOO_HEAVY) from error
            raise Unreadable("crashed", CRASHED) from error
        except BaseException:
            self.close()
            raise
        finally:
            clock.cancel()

    def _end(self, late: threading.Event) -> None:
        late.set()
        self._kill()

    def _kill(self) -> None:
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        elif self._process.poll() is None:
            self._process.kill()

    def close(self) -> None:
        """End the helper and all that it started."""
        self._kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if stream is not None:
                    stream.close()


@atexit.register
def close_all() -> None:
    """End the helpers that are waiting."""
    with _guard:
        while _idle:
            _idle.pop().close()


def serve() -> None:
    """In the helper: answer calls until nobody asks any more."""
    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    silence()
    while True:
        try:
            module, name, arguments, limits = pickle.loads(_receive(calls))  # noqa: S301 - comes from the caller itself
        except EOFError:
            return
        take_on(Limits(*limits))
        found: Any = importlib.import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
        _send(answers, answer_of(found, arguments))
        del arguments, found


def _send(stream: IO[bytes], content: bytes) -> None:
    stream.write(_HEAD.pack(len(content)))
    stream.write(content)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    (size,) = _HEAD.unpack(head)
    if size > MAX_ANSWER:
        raise ValueError(size)
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content
