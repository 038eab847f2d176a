"""``gongkai site check``: whether the installation is as it should be. 0 good, 1 when something is wrong."""

from __future__ import annotations

from gongkai.cli.parser import Arguments
from gongkai.cli.site.entry import setup
from gongkai.cli.terminal import say

_SIGN = {"good": ("正常", "green"), "warn": ("注意", "yellow"), "bad": ("有误", "red")}


def run(options: Arguments) -> int:
    """Print every result; what warns only does not make the check fail."""
    setup()
    from gongkai.web.operation.checks import check_all

    worst = 0
    for result in check_all():
        say(_SIGN[result.tone], f"　{result.title}：{result.text}", indent=6)
        worst = max(worst, result.tone == "bad")
    return worst
