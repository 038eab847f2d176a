"""``gongkai site worker``: tasks in the background, and every minute what is due. Ends with the process that started it."""

from __future__ import annotations

from gongkai.cli.parser import Arguments
from gongkai.cli.site.entry import setup


def run(options: Arguments) -> int:
    """Work until told to stop."""
    setup()
    from gongkai.web.operation.worker import work

    work(parent=options.parent)
    return 0
