"""``gongkai site tick``: everything that is due, once."""

from __future__ import annotations

from gongkai.cli.parser import Arguments
from gongkai.cli.site.entry import setup


def run(options: Arguments) -> int:
    """Do what is due; 1 when something of it failed."""
    setup()
    from gongkai.web.operation.tick import run_due

    outcomes = run_due(force=options.force)
    for each in outcomes:
        print(f"{each.title}：{each.told}")
    if not outcomes:
        print("没有到期的事。")
    return 1 if any(each.failed for each in outcomes) else 0
