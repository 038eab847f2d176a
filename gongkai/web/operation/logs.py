"""Lines of JSON for the log of the running program: no request bodies, no names, no addresses of pages, no values.

Messages of other libraries are kept as their templates, without what they would be filled with (Django puts the address
of the page into them, which can hold the number of someone's application). Of an error the kind and the places in the
code are kept, not its text: databases and parsers put the offending value into it.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request", "taskName", "color_message"}
_DEEPEST = 40


class JsonLines(logging.Formatter):
    """One record, one line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        if _ours(record.name):
            extra = {key: value for key, value in vars(record).items() if key not in _STANDARD and key[:1] != "_"}
            line |= {key: value for key, value in extra.items() if isinstance(value, str | int | float | bool | None)}
        number = getattr(getattr(record, "request", None), "number", None)
        if number:
            line["number"] = number
        if record.exc_info and record.exc_info[1] is not None:
            line |= {"error": _names(record.exc_info[1]), "places": _places(record.exc_info[2])}
        return json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)


def _ours(name: str) -> bool:
    return name == "gongkai" or name.startswith("gongkai.")


def _message(record: logging.LogRecord) -> str:
    if _ours(record.name):
        return record.getMessage()
    if record.name.startswith("django.security"):
        # 这里的消息就是来路不明的内容本身
        return "refused"
    return record.msg if isinstance(record.msg, str) else type(record.msg).__name__


def _names(problem: BaseException) -> list[str]:
    """The kinds of the error and of what caused it."""
    found: list[str] = []
    at: BaseException | None = problem
    while at is not None and len(found) < 8:
        found.append(f"{type(at).__module__}.{type(at).__qualname__}")
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return found


def _places(stack: TracebackType | None) -> list[str]:
    """Where it happened, outermost first: file, line and function."""
    frames = traceback.extract_tb(stack)[-_DEEPEST:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
