"""``gongkai site migrate``: the database as this version of the program needs it."""

from __future__ import annotations

from gongkai.cli.parser import Arguments
from gongkai.cli.site.entry import setup


def run(options: Arguments) -> int:
    """Apply what is not applied yet, and say how much that was."""
    setup()
    from gongkai.web.operation.preparing import migrate

    count = migrate()
    print(f"数据库已升级，执行了 {count} 项变更。" if count else "数据库已经是最新的。")
    return 0
