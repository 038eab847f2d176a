"""Reading and proving an export of the log: needs the file only, neither database nor settings.

The file is JSON, one object a line: first ``{"format": "gongkai-log/1", …}``; then for each chain ``{"chain": key, "title": …,
"after": {"number", "digest"}}``, its rows, and ``{"seal": {"number", "digest"}}``; at last ``{"end": rows, "sha256": …}``, the
digest of all lines before. The same digest of the whole file is in ``<file>.sha256`` beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gongkai.casework.chain import Row, Seal
from gongkai.casework.chain_verify import verify

FORMAT = "gongkai-log/1"


class NotAnExport(ValueError):
    """The file is no export of the log, or cannot be read as one; the text says where."""


@dataclass(frozen=True, slots=True)
class Part:
    """What verifying one chain (or one kind of case) gave."""

    title: str
    told: str
    findings: tuple[str, ...] = ()
    chain: str = ""


@dataclass
class _Chain:
    key: str
    title: str
    after: Seal
    rows: list[Row] = field(default_factory=list)
    seal: Seal | None = None


def verify_file(path: Path, seals: Mapping[str, Sequence[Seal]] | None = None) -> list[Part]:
    """Every chain in the file with what is wrong with it. Raises ``NotAnExport``, ``FileNotFoundError``."""
    whole, chains, closed = _read(path)
    parts = []
    if not closed:
        parts.append(Part("文件", "不完整", ("文件没有结尾，可能被截断。",)))
    elif not whole:
        parts.append(Part("文件", "校验值不符", ("文件的内容与它结尾的校验值不符，导出以后被改动过。",)))
    parts += [_verified(each, (seals or {}).get(each.key, ())) for each in chains]
    missing = sorted(set(seals or {}) - {each.key for each in chains})
    if missing:
        parts.append(
            Part("封签", f"有 {len(missing)} 条链在文件里没有", tuple(f"文件里没有日志链 {key}。" for key in missing))
        )
    return parts


def rows_of(path: Path) -> Iterator[tuple[str, Row]]:
    """All rows in the file with the key of their chain, as they stand there. Raises ``NotAnExport``, ``FileNotFoundError``."""
    for each in _read(path)[1]:
        for row in each.rows:
            yield each.key, row


def _verified(chain: _Chain, seals: Sequence[Seal]) -> Part:
    known = [*([chain.seal] if chain.seal and chain.seal.number else []), *seals]
    found = tuple(each.message for each in verify(chain.rows, known, chain.after))
    if chain.seal is None:
        found += ("这条链没有封签，末尾可能缺少记录。",)
    since = f"从第{chain.after.number + 1}条起，" if chain.after.number else ""
    return Part(chain.title, f"{since}{len(chain.rows)} 条记录", found, chain.key)


def _read(path: Path) -> tuple[bool, list[_Chain], bool]:
    digest, chains = hashlib.sha256(), list[_Chain]()
    whole = closed = False
    for number, raw, line in _lines(path):
        if number == 1:
            if line.get("format") != FORMAT:
                raise NotAnExport(f"“{path.name}”不是日志的导出文件（gongkai site export-log）。")
        elif "end" in line:
            closed, whole = True, line.get("sha256") == digest.hexdigest()
            break
        else:
            _take(chains, line, number)
        digest.update(raw)
    return whole, chains, closed


def _take(chains: list[_Chain], line: Mapping[str, Any], number: int) -> None:
    try:
        if "chain" in line:
            chains.append(_Chain(str(line["chain"]), str(line["title"]), _seal(line["after"])))
        elif "seal" in line:
            chains[-1].seal = _seal(line["seal"])
        else:
            chains[-1].rows.append(Row.from_json(line))
    except (ValueError, KeyError, TypeError, IndexError) as problem:
        raise NotAnExport(f"第{number}行不是日志的一行，文件被改动过或者不完整。") from problem


def _seal(data: Any) -> Seal:
    return Seal(int(data["number"]), str(data["digest"]))


def _lines(path: Path) -> Iterator[tuple[int, bytes, Mapping[str, Any]]]:
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            try:
                line = json.loads(raw)
            except ValueError:
                line = None
            if not isinstance(line, dict):
                if number == 1:
                    raise NotAnExport(f"“{path.name}”不是日志的导出文件（gongkai site export-log）。")
                raise NotAnExport(f"第{number}行认不出来，文件被改动过或者不完整。")
            yield number, raw, line
