"""``gongkai site verify-log``: proves that the log is whole. 0 when it is, 1 with findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from gongkai.cli.parser import Arguments
from gongkai.cli.site.entry import Refused, setup


def run(options: Arguments) -> int:
    """Verify an export, or the database and the states of all cases."""
    seals = _seals(options.seals) if options.seals else {}
    if options.file:
        return _file(options.file, seals)
    setup()
    from gongkai.web.operation.proof import verify_all

    return _tell(verify_all(seals))


def _file(name: str, seals: dict[str, list[Any]]) -> int:
    from gongkai.web.log.export_files import NotAnExport, verify_file

    try:
        return _tell(verify_file(Path(name), seals))
    except NotAnExport as problem:
        raise Refused(str(problem)) from problem
    except FileNotFoundError:
        raise Refused(f"没有找到文件“{name}”。") from None


def _tell(parts: Any) -> int:
    wrong = 0
    for part in parts:
        wrong += len(part.findings)
        print(f"{part.title}：{part.told}")
        for finding in part.findings:
            print(f"  {finding}")
    print(
        f"核验发现 {wrong} 处问题。请保留现场，与最近的备份和封签比对。"
        if wrong
        else "核验通过：日志完整，未发现改动。"
    )
    return 1 if wrong else 0


def _seals(name: str) -> dict[str, list[Any]]:
    from gongkai.casework.chain import Seal

    found: dict[str, list[Any]] = {}
    try:
        for line in Path(name).read_text(encoding="utf-8").splitlines():
            if line.strip():
                given = json.loads(line)
                found.setdefault(str(given["chain"]), []).append(Seal(int(given["number"]), str(given["digest"])))
    except FileNotFoundError:
        raise Refused(f"没有找到封签文件“{name}”。") from None
    except (ValueError, KeyError, TypeError, UnicodeDecodeError):
        raise Refused(f"“{name}”不是 seal-log 打印的封签，没有核验。") from None
    return found
