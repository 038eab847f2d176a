"""The one loader of data files. A mistake in a file stops with file, line and key, as a Chinese sentence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LINE = "__line__"


class DataError(Exception):
    """A data file breaks its rules: the text names file, line and key."""


class _Lined(_Loader):  # type: ignore[misc]
    """Keeps the line of every mapping under ``__line__`` and refuses a key that stands twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"“{key}”写了两次", key_node.start_mark)
            seen.add(key)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        mapping[LINE] = node.start_mark.line + 1
        return mapping


_Lined.add_constructor("tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node, deep=True))


def load(path: Path) -> Any:
    """Read a YAML file; every mapping in it carries its line number under ``LINE``.

    Raises ``DataError`` for a file that is not YAML or has a key twice.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Lined)  # noqa: S506 - derived from the safe loader
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
