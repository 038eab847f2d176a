"""``gongkai demo``: the demonstration reports read, checked and written, with a word on where to look."""

from __future__ import annotations

from pathlib import Path

from gongkai.annualreport.checks.engine import check
from gongkai.annualreport.model import Report, tables_json
from gongkai.annualreport.reading.reader import read_report
from gongkai.annualreport.writing import write
from gongkai.cli.findings import show_findings
from gongkai.cli.inputs import load
from gongkai.cli.output import save
from gongkai.cli.parser import FORMATS, Arguments
from gongkai.cli.show import console, show_report
from gongkai.demo import clean_report, sources


def run(options: Arguments) -> int:
    """Read and check all demonstration reports, write the clean one in every format and read it back."""
    folder = Path(options.output)
    out = console()
    out.print("[bold]一、读取一份报告[/]（gongkai read 文件）\n")
    first = load(clean_report())
    assert first.report is not None  # 随程序安装的演示文件
    show_report(first)
    out.print("\n[bold]二、核对六份报告[/]（gongkai check 文件……）\n")
    for path in sources():
        outcome = load(path)
        if outcome.report is not None:
            show_findings(outcome, check(outcome.report), None)
    out.print("[bold]三、编制并读回[/]（gongkai write 报告 -o 文件）\n")
    for to in FORMATS:
        path = folder / f"{first.report.title}.{to}"
        data = write(first.report, to)
        save(path, data, force=True)
        out.print(f"  {path}　{_read_back(first.report, data, path.name)}")
    out.print(f"\n写好的文件在 [bold]{folder}[/] 文件夹，请打开看看。核对您自己的报告：.venv/bin/gongkai check 文件")
    return 0


def _read_back(report: Report, data: bytes, name: str) -> str:
    again = read_report(data, name)
    same = tables_json(again) == tables_json(report) and again.organ == report.organ and again.year == report.year
    return "[green]读回一致[/]" if same else "[red]读回不一致[/]"
