"""``gongkai site bake``: the public site as static files. 0 done (or as it is), 1 some pages could not be made or ``--check`` found differences."""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path
from typing import Any

from gongkai.cli.parser import Arguments
from gongkai.cli.site.entry import Refused, setup

_EVERY = 5.0
"""Seconds between two lines of progress."""


def run(options: Arguments) -> int:
    """Write, or only compare, and say what was done."""
    setup()
    from django.conf import settings

    from gongkai.web.operation.preparing import collect_static
    from gongkai.web.portal.baking.folder import Folder, Unusable
    from gongkai.web.portal.baking.run import Way, bake
    from gongkai.web.portal.baking.workers import workers

    if settings.DEBUG:
        raise Refused("正在开发方式下运行（GONGKAI_DEBUG=1），静态文件没有带校验值的名字。请去掉这项设置再生成。")
    logging.getLogger("gongkai.request").setLevel(logging.WARNING)
    collect_static()
    way = Way(_address(options.application), options.pages, options.full, options.check)
    begun = time.monotonic()
    try:
        place = Folder(Path(options.folder).absolute())
        with place.opened(writing=not options.check) as folder, workers(options.workers) as many:
            outcome = bake(folder, way, many=many, tell=_teller())
    except Unusable as problem:
        raise Refused(str(problem)) from None
    for address, status in outcome.failed[:20]:
        sys.stderr.write(f"没有做成：{address}（{status}）\n")
    taken = time.monotonic() - begun
    if options.check:
        print(f"只核对，没有写：要写 {outcome.written} 个文件，要删 {outcome.removed} 个，{outcome.left} 个不变。")
        return int(outcome.differs or bool(outcome.failed))
    print(
        f"写了 {outcome.written} 个文件，删了 {outcome.removed} 个，{outcome.left} 个不变；"
        f"撤下说明 {outcome.withdrawn} 页；用了 {taken:.1f} 秒。"
    )
    if outcome.changed_meanwhile:
        print("做的时候内容又有变化，请再运行一次（定时运行的，下一次会补上）。")
    if outcome.failed:
        sys.stderr.write(f"有 {len(outcome.failed)} 页没有做成，原来的文件没有动。请看运行日志，改好后再运行一次。\n")
    return int(bool(outcome.failed))


def _address(given: str) -> str:
    address = given.rstrip("/")
    if address and not address.startswith(("http://", "https://")):
        raise Refused("--application 应当是 http 或者 https 开头的地址，例如 https://app.qingshi.gov.cn。")
    return address


def _teller() -> Any:
    last = [time.monotonic()]

    def tell(outcome: Any) -> None:
        if time.monotonic() - last[0] > _EVERY:
            last[0] = time.monotonic()
            print(f"已做 {outcome.asked} 页，写了 {outcome.written} 个文件。", flush=True)

    return tell
