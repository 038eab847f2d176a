"""Covering: processor time and size of a released page, made and let through the gate.

    .venv/bin/python benchmarks/redaction.py [pages]

The source is a full page of Chinese text, over and over, with two boxes on each page.
"""

from __future__ import annotations

import resource
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).resolve().parent)]
# 路径设好以后才找得到的，只能在它后面导入（E402）

from pdf_files import Page, pdf  # noqa: E402
from timing import machine  # noqa: E402

from gongkai.redaction import burning, gate  # noqa: E402
from gongkai.redaction.grounds import limits  # noqa: E402
from gongkai.redaction.marks import Marks, box  # noqa: E402

DAY = date(2026, 11, 22)
LINE = "项目建设内容全部完成，质量合格，同意通过验收。受益面积1.2万亩，投资860万元。"


def main(pages: int) -> None:
    """One line for docs/performance.md."""
    sheet = Page()
    for row in range(40):
        sheet.text(72, 80 + 16 * row, LINE, 11)
    source, marks = pdf([sheet] * pages), Marks()
    for number in range(1, pages + 1):
        marks = marks.with_page(
            number, [box(0.1, 0.1, 0.3, 0.05, "trade_secret"), box(0.5, 0.5, 0.3, 0.05, "deliberative")]
        )
    print(machine("pypdfium2", "typst"))
    given, dpi = marks.as_json(), limits()["dpi"]
    start = time.process_time()
    made = burning.make(source, given, DAY, datetime.now(UTC), dpi)
    between = time.process_time()
    findings = gate.inspect(made, source, given, DAY, dpi)
    end = time.process_time()
    each = (1000 * (between - start) / pages, 1000 * (end - between) / pages, len(made) / pages / 1024)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("| 页数 | 精度 | 制作 ms/页 | 核验 ms/页 | KB/页 | 内存 MB | 核验 |\n|--:|--:|--:|--:|--:|--:|---|")
    print(
        f"| {pages} | {dpi} | {each[0]:.0f} | {each[1]:.0f} | {each[2]:.0f} | {memory:.0f} | {''.join(findings) or '通过'} |"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
