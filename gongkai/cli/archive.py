"""``gongkai archive verify``: prove the file of an application from its ZIP alone, and against an export of the log."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from gongkai.applications.archive_verify import NotABundle, Verdict, verify_bundle
from gongkai.casework.chain import Row
from gongkai.documents.model import Unreadable

SHOWN = 200
"""So many findings are written out; of a spoiled bundle there may be thousands."""


def run(options: argparse.Namespace) -> int:
    """Status 0 when every bundle is whole, 1 when one is not, 2 when a file cannot be looked at."""
    worst = 0
    for name in options.files:
        try:
            rows = _exported(Path(options.log)) if options.log else None
            verdict = verify_bundle(Path(name), rows)
        except (NotABundle, Unreadable) as problem:
            sys.stderr.write(f"{problem}\n")
            worst = 2
        except FileNotFoundError as problem:
            sys.stderr.write(f"没有这个文件：{problem.filename}\n")
            worst = 2
        except OSError as problem:
            sys.stderr.write(f"读不了“{name}”：{problem.strerror}\n")
            worst = 2
        else:
            _tell(name, verdict)
            worst = max(worst, 1 if verdict.findings else 0)
    return worst


def _tell(name: str, verdict: Verdict) -> None:
    print(
        f"{name}：申请 {verdict.number or '（不明）'}，{verdict.files} 份文件，{verdict.steps} 步办理记录，{verdict.rows} 条日志"
    )
    print(f"  清单的校验值 {verdict.manifest}")
    for each in verdict.findings[:SHOWN]:
        print(f"  不对：{each}")
    if len(verdict.findings) > SHOWN:
        print(f"  还有 {len(verdict.findings) - SHOWN} 处不对，没有列出。")
    for each in verdict.remarks:
        print(f"  说明：{each}")
    print("  结论：" + ("档案包不完整或者被改动过。" if verdict.findings else "与打包时一致，没有改动。"))


def _exported(path: Path) -> Iterator[tuple[str, Row]]:
    """The rows of an export of the log, which must itself hold."""
    from gongkai.web.log.export_files import NotAnExport, rows_of, verify_file

    try:
        broken = [finding for part in verify_file(path) for finding in part.findings]
        if broken:
            raise Unreadable("log", f"日志导出文件“{path.name}”本身核验不通过：{broken[0]}")
        return iter(list(rows_of(path)))
    except NotAnExport as problem:
        raise Unreadable("log", str(problem)) from problem
