"""Proving the file of a case from the ZIP alone: every file by its digest, the steps by replaying them, the log by its rows.

What is said is said of files by name: which was changed, is missing, was added or renamed. With an export of the organ's log at hand
the rows are looked up there too, and the bundle itself, whose manifest was put on record when it was handed out.
Nothing is ever unpacked to disk; sizes are looked at before reading (a small file can claim to hold terabytes).
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from gongkai.applications.archive_bag import BAGIT, CASE, DATA, FORMAT, LOG, MANIFEST, TAGS, unescaped
from gongkai.applications.moves import TABLE
from gongkai.casework import Event, ImpossibleHistory, replay
from gongkai.casework.chain import Row, opens

MOST_ENTRIES = 20_000
MOST_BYTES = 8 * 1024**3
MOST_RATIO = 250
"""How many times its packed size a bundle may hold, beyond ``SMALL``: text packs ten to fifty times, a bomb a thousand."""
SMALL = 64 * 1024**2
MOST_TEXT = 64 * 1024**2
"""The largest manifest, record or log extract that is read whole."""
_PIECE = 1024**2


class NotABundle(ValueError):
    """The file is no bundle, or cannot be read as one; the text says why."""


@dataclass
class Verdict:
    """``findings``: what is wrong, nothing when the bundle is whole. ``remarks``: what the reader should know besides."""

    folder: str = ""
    number: str = ""
    files: int = 0
    steps: int = 0
    rows: int = 0
    manifest: str = ""
    findings: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def verify_bundle(path: Path, exported: Iterable[tuple[str, Row]] | None = None) -> Verdict:
    """Look at everything that the bundle can prove. ``exported``: rows of the log with the key of their chain, if they are at hand.

    Raises ``NotABundle`` and ``FileNotFoundError``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _Bundle(archive, path).verdict(exported)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as problem:
        raise NotABundle(f"“{path.name}”不是档案包，或者已经损坏，打不开。") from problem
    except IsADirectoryError as problem:
        raise NotABundle(f"“{path.name}”是文件夹，请给出档案包（ZIP 文件）。") from problem


class _Bundle:
    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self.archive, self.path = archive, path
        self.found = Verdict()
        self.entries = self._entries()

    def verdict(self, exported: Iterable[tuple[str, Row]] | None) -> Verdict:
        listed = self._manifest()
        self._files(listed)
        self._tags()
        case = self._json(CASE)
        if case is not None:
            self._case(case, listed)
            rows = self._rows(case)
            self._log(case, rows, None if exported is None else list(exported))
        return self.found

    def _entries(self) -> dict[str, zipfile.ZipInfo]:
        entries = [each for each in self.archive.infolist() if not each.is_dir()]
        whole = sum(each.file_size for each in entries)
        packed = self.path.stat().st_size
        if len(entries) > MOST_ENTRIES:
            raise NotABundle(
                f"“{self.path.name}”里有{len(entries)}份文件，超过{MOST_ENTRIES}份，不像一件申请的档案，没有打开。"
            )
        if whole > MOST_BYTES or whole > SMALL + MOST_RATIO * packed:
            raise NotABundle(
                f"“{self.path.name}”展开以后会有{whole // 1024**2}兆字节，与文件大小不相称，可能是压缩炸弹，没有打开。"
            )
        found: dict[str, zipfile.ZipInfo] = {}
        roots = set()
        for each in entries:
            name = each.filename
            if each.flag_bits & 0x1:
                raise NotABundle(f"“{self.path.name}”里的“{name}”加了密码，档案包没有密码，不能核验。")
            parts = name.split("/")
            if name.startswith("/") or "\\" in name or ".." in parts or len(parts) < 2:
                self.found.findings.append(f"有一份文件放在不该放的地方：“{name}”。")
                continue
            roots.add(parts[0])
            inside = "/".join(parts[1:])
            if inside in found:
                self.found.findings.append(f"有两份文件都叫“{inside}”，打开时看到的可能不是原来的一份。")
            found[inside] = each
        if len(roots) != 1 or "bagit.txt" not in found or MANIFEST not in found:
            raise NotABundle(f"“{self.path.name}”不是本系统做的档案包：没有 bagit.txt 和 {MANIFEST}。")
        self.found.folder = roots.pop()
        return found

    def _manifest(self) -> dict[str, str]:
        data = self._bytes(MANIFEST)
        self.found.manifest = hashlib.sha256(data).hexdigest()
        return self._sums(data, MANIFEST)

    def _sums(self, data: bytes, name: str) -> dict[str, str]:
        listed: dict[str, str] = {}
        try:
            lines = data.decode().splitlines()
        except UnicodeDecodeError as problem:
            raise NotABundle(f"校验值清单“{name}”认不出来，被改动过或者损坏。") from problem
        for number, line in enumerate(lines, start=1):
            digest, _, path = line.partition("  ")
            if len(digest) != 64 or not path:
                self.found.findings.append(f"校验值清单“{name}”第{number}行认不出来，被改动过。")
            else:
                listed[unescaped(path)] = digest.lower()
        return listed

    def _files(self, listed: Mapping[str, str]) -> None:
        actual = {name: self._digest(name) for name in self.entries if name.startswith(DATA)}
        self.found.files = len(actual)
        missing = {path: digest for path, digest in listed.items() if path not in actual}
        extra = {path: digest for path, digest in actual.items() if path not in listed}
        for path, digest in missing.items():
            renamed = next((other for other, same in extra.items() if same == digest), None)
            if renamed is not None:
                del extra[renamed]
                self.found.findings.append(f"“{_told(path)}”被改名为“{_told(renamed)}”。")
            else:
                self.found.findings.append(f"缺少“{_told(path)}”。")
        self.found.findings += [f"多出“{_told(path)}”，清单里没有它。" for path in extra]
        for path, digest in listed.items():
            if path in actual and actual[path] != digest:
                why = "不能读出，已经损坏" if not actual[path] else "内容与校验值清单不符，被改动过"
                self.found.findings.append(f"“{_told(path)}”{why}。")

    def _tags(self) -> None:
        if TAGS not in self.entries:
            self.found.findings.append(f"缺少“{TAGS}”。")
            return
        for name, digest in self._sums(self._bytes(TAGS), TAGS).items():
            if name not in self.entries:
                self.found.findings.append(f"缺少“{name}”。")
            elif self._digest(name) != digest:
                self.found.findings.append(f"“{name}”与“{TAGS}”里的校验值不符，被改动过。")
        if self._bytes("bagit.txt") != BAGIT.encode():
            self.found.remarks.append("“bagit.txt”与本系统写的不同，可能由别的工具重新打过包。")

    def _case(self, case: Mapping[str, Any], listed: Mapping[str, str]) -> None:
        self.found.number = str(case.get("number", ""))
        if case.get("format") != FORMAT:
            self.found.remarks.append(
                f"“{CASE}”的格式是{case.get('format')!r}，本程序只懂{FORMAT}，没有进一步核对内容。"
            )
            return
        try:
            self._replay(case)
            self._replies(case)
            self._materials(case, listed)
        except (KeyError, TypeError, AttributeError, ValueError) as problem:
            self.found.findings.append(f"“{CASE}”缺少应有的内容，被改动过：{problem}。")

    def _replay(self, case: Mapping[str, Any]) -> None:
        try:
            history = replay(TABLE, (Event.from_json(each) for each in case["steps"]))
        except ImpossibleHistory as problem:
            self.found.findings.append(f"办理经过照步骤表重放不成立：{problem}")
            return
        except ValueError as problem:
            self.found.findings.append(f"“{CASE}”里的办理记录认不出来：{problem}")
            return
        self.found.steps = len(history.events)
        if history.state != case["case"]["state"]:
            told = TABLE.title_of(history.state)
            self.found.findings.append(f"照办理经过重放，状态应是“{told}”，“{CASE}”里写的不是。")

    def _replies(self, case: Mapping[str, Any]) -> None:
        for each in case["replies"]:
            if each["salt"] and not opens(each["digest"], each["said"], each["salt"]):
                self.found.findings.append(f"答复第{each['number']}稿的内容与办理时记下的校验值不符，被改动过。")
            path = DATA + str(each["path"])
            if path in self.entries and self._bytes(path) != each["body"].encode():
                self.found.findings.append(f"“{each['path']}”与办理时记下的答复不一致，被改动过。")
        for each in case["letters"]:
            if each["salt"] and not opens(each["digest"], each["said"], each["salt"]):
                self.found.findings.append(f"文书《{each['title']}》的内容与制作时记下的校验值不符，被改动过。")
        digests = {str(step["facts"].get("reply_digest", "")) for step in case["steps"]}
        for each in case["replies"]:
            if each["digest"] not in digests:
                self.found.findings.append(f"答复第{each['number']}稿在办理记录里没有登记，是后来放进去的。")

    def _materials(self, case: Mapping[str, Any], listed: Mapping[str, str]) -> None:
        destroyed = 0
        for each in case["materials"]:
            if each["path"] is None:
                destroyed += 1
            elif listed.get(DATA + each["path"]) != each["sha256"]:
                self.found.findings.append(f"“{each['path']}”与存入案卷时记下的校验值不符，被换过。")
        if destroyed:
            self.found.remarks.append(f"有{destroyed}份材料在打包以前已经依规定销毁，只留下校验值。")

    def _rows(self, case: Mapping[str, Any]) -> list[Row]:
        if DATA + LOG not in self.entries:
            return []
        rows = []
        for number, line in enumerate(self._bytes(DATA + LOG).splitlines(), start=1):
            try:
                rows.append(Row.from_json(json.loads(line)))
            except (ValueError, RecursionError):
                self.found.findings.append(f"“{LOG}”第{number}行不是日志的一行，被改动过。")
        return rows

    def _log(self, case: Mapping[str, Any], rows: list[Row], exported: list[tuple[str, Row]] | None) -> None:
        self.found.rows = len(rows)
        for row in rows:
            if not row.sound():
                self.found.findings.append(f"“{LOG}”里第{row.number}条日志的内容与它的校验值不符，被改动过。")
        numbers = [row.number for row in rows]
        if numbers != sorted(set(numbers)):
            self.found.findings.append(f"“{LOG}”里的日志次序不对或者重复，被改动过。")
        for before, row in pairwise(rows):
            if row.number == before.number + 1 and row.previous != before.digest:
                self.found.findings.append(f"“{LOG}”里第{row.number}条日志与前一条接不上，被改动过。")
        steps = case.get("steps")
        if isinstance(steps, list):
            self._agree(steps, rows)
        if exported is None:
            self.found.remarks.append("没有给出机关的日志导出文件，只核对了各条日志自身；要对照整本日志，请加 --log。")
        else:
            log = case.get("log")
            chain = log.get("chain") if isinstance(log, Mapping) else None
            self._against(rows, [row for key, row in exported if key == chain])

    def _agree(self, steps: list[Any], rows: list[Row]) -> None:
        in_log = [
            row.content.get("event")
            for row in rows
            if isinstance(row.content.get("subject"), Mapping) and row.content["subject"].get("kind") == _KIND
        ]
        for place, step in enumerate(steps, start=1):
            if step not in in_log:
                self.found.findings.append(f"办理经过的第{place}步与日志摘录不一致，被改动过。")

    def _against(self, rows: list[Row], exported: list[Row]) -> None:
        known = {row.number: row.digest for row in exported}
        for row in rows:
            if row.number not in known:
                self.found.findings.append(f"机关的日志里没有第{row.number}条（导出的范围要包括这件申请的全部日期）。")
            elif known[row.number] != row.digest:
                self.found.findings.append(f"第{row.number}条日志与机关的日志不一致。")
        handed_out = {
            str(row.content["event"]["facts"].get("manifest", ""))
            for row in exported
            if isinstance(row.content.get("event"), Mapping) and row.content["event"].get("move") == HANDED_OUT
        }
        if self.found.manifest not in handed_out:
            self.found.findings.append(
                "机关的日志里没有登记过这个档案包：它不是本机关的系统打的，或者打包以后清单被改过。"
            )

    def _json(self, path: str) -> Mapping[str, Any] | None:
        if DATA + path not in self.entries:
            return None
        try:
            found = json.loads(self._bytes(DATA + path))
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, Mapping):
            self.found.findings.append(f"“{path}”认不出来，被改动过或者损坏。")
            return None
        return found

    def _bytes(self, name: str) -> bytes:
        entry = self.entries[name]
        with self.archive.open(entry) as stream:
            data = stream.read(MOST_TEXT + 1)
        if len(data) > MOST_TEXT:
            raise NotABundle(f"“{name}”有{entry.file_size // 1024**2}兆字节，太大了，没有读。")
        return data

    def _digest(self, name: str) -> str:
        """The digest of a file, read piece by piece; empty where it cannot be read or is longer than it says."""
        entry, digest, left = self.entries[name], hashlib.sha256(), self.entries[name].file_size
        try:
            with self.archive.open(entry) as stream:
                while piece := stream.read(_PIECE):
                    left -= len(piece)
                    if left < 0:
                        return ""
                    digest.update(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
            return ""
        return digest.hexdigest()


_KIND = "applications.application"
HANDED_OUT = "hand_out_archive"
"""The move under which the log notes that a bundle was made, with the digest of its manifest."""


def _told(path: str) -> str:
    return path.removeprefix(DATA)
