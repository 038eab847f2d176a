"""``gongkai site seal-log``: number and digest of the newest event of each chain, to keep elsewhere."""

from __future__ import annotations

import json

from gongkai.cli.parser import Arguments
from gongkai.cli.site.entry import setup


def run(options: Arguments) -> int:
    """One JSON object a line; ``verify-log --seals`` reads them."""
    setup()
    from gongkai.web.log.proof import seals_now

    for each in seals_now():
        print(json.dumps(each, ensure_ascii=False))
    return 0
