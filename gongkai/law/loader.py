"""The one loader of data files. A mistake in a file stops with file, line and key, as a Chinese sentence."""

from __future__ import annotations

import json
import os
import sys
import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

LINE = "__line__"
FORMAT = 1  # of what is kept in the cache folder
CHECKED = ("条文", "转述", "待核")
"""How sure a basis is: read in the text of the rule, told by others, to be looked up."""


class DataError(Exception):
    """A data file breaks its rules: the text names file, line and key."""


@cache
def _lined() -> Any:
    """A safe loader that keeps the line of every mapping under ``__line__`` and refuses a key that stands twice."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    def construct(loader: Any, node: Any) -> dict[Any, Any]:
        loader.flatten_mapping(node)
        mapping: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            if key in mapping:
                raise yaml.constructor.ConstructorError(None, None, f"“{key}”写了两次", key_node.start_mark)
            mapping[key] = loader.construct_object(value_node, deep=True)
        mapping[LINE] = node.start_mark.line + 1
        return mapping

    lined = type("Lined", (base,), {})
    lined.add_constructor("tag:yaml.org,2002:map", construct)  # type: ignore[attr-defined]
    return lined


def load(path: Path) -> Any:
    """Read a YAML file; every mapping in it carries its line number under ``LINE``.

    What was parsed is kept in the user's cache folder until the file changes, since a command that checks one small file would
    spend a good part of its time on parsing. Raises ``DataError`` for a file that is not YAML or has a key twice.
    """
    kept = _kept(path)
    if kept is not None:
        try:
            return json.loads(kept.read_bytes())
        except (OSError, ValueError):
            pass
    parsed = _parse(path)
    if kept is not None:
        _keep(kept, parsed)
    return parsed


def _kept(path: Path) -> Path | None:
    """Where the parsed form of this very state of the file is kept; None when there is no place for it."""
    named = os.environ.get("XDG_CACHE_HOME")
    try:
        folder = Path(named) if named else Path.home() / ".cache"
    except RuntimeError:  # no home folder
        return None
    if not folder.is_absolute():
        return None
    state = path.stat()
    told = f"{path.resolve()}|{state.st_mtime_ns}|{state.st_size}|{sys.hexversion}|{FORMAT}"
    return folder / "gongkai" / f"{path.stem}-{zlib.crc32(told.encode()):08x}-{state.st_mtime_ns:x}.json"


def _keep(kept: Path, parsed: Any) -> None:
    part = kept.with_name(f"{kept.name}.{os.getpid()}")
    try:
        data = json.dumps(parsed, ensure_ascii=False)
        if json.loads(data) != parsed:  # keys that are no text
            return
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.write_text(data, encoding="utf-8")
        part.replace(kept)
    except (
        OSError,
        ValueError,
        TypeError,
    ):  # no home, no room, a value that JSON does not know (a date): parse again next time
        part.unlink(missing_ok=True)


def _parse(path: Path) -> Any:
    import yaml

    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_lined())  # noqa: S506 - derived from the safe loader
    except yaml.YAMLError as problem:
        raise DataError(f"{path.name}：{problem}") from problem


class Reader:
    """Takes the keys out of one mapping, strictly: what is missing, of a wrong kind or left over is an error."""

    def __init__(self, data: Any, where: str) -> None:
        if not isinstance(data, Mapping):
            raise DataError(f"{where}：这里应是一组键值")
        self.line = data.get(LINE)
        self.where = where if self.line is None else f"{where} 第{self.line}行"
        self._left = {key: value for key, value in data.items() if key != LINE}

    def take(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        """Return and strike off ``key``; ``default`` makes it optional."""
        if key not in self._left:
            if default is ...:
                raise DataError(f"{self.where}：缺少“{key}”")
            return default
        value = self._left.pop(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            raise DataError(f"{self.where}：“{key}”的类型不对：{value!r}")
        return value

    def strings(self, key: str, default: Any = ...) -> tuple[str, ...]:
        """A list of strings."""
        values = self.take(key, list, default)
        if values is None:
            return ()
        for value in values:
            if not isinstance(value, str):
                raise DataError(f"{self.where}：“{key}”里应都是文字：{value!r}")
        return tuple(values)

    def done(self) -> None:
        """Refuse what nobody took."""
        if self._left:
            keys = "、".join(str(key) for key in self._left)
            raise DataError(f"{self.where}：不认识的键：{keys}")


def grounded(given: Reader, basis: str, checked: str) -> None:
    """Refuse an entry that does not say on what it is based, or how sure that is."""
    if checked not in CHECKED or not basis.strip():
        raise DataError(f"{given.where}：basis 不能空着，checked 应是{'、'.join(CHECKED)}之一")


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


Entry = TypeVar("Entry", bound=_Keyed)


def keyed(made: Iterable[Entry], where: str) -> dict[str, Entry]:
    """Entries by their key, in their order; one that stands twice is an error."""
    found: dict[str, Entry] = {}
    for each in made:
        if each.key in found:
            raise DataError(f"{where}：“{each.key}”写了两次")
        found[each.key] = each
    return found


def titled(rows: Iterable[Any], where: str) -> dict[str, str]:
    """A list of ``key`` and ``title``: what people call each key; a key that stands twice is an error."""
    found: dict[str, str] = {}
    for each in rows:
        one = Reader(each, where)
        key, title = one.take("key", str), one.take("title", str)
        one.done()
        if key in found:
            raise DataError(f"{one.where}：“{key}”写了两次")
        found[key] = title
    return found
