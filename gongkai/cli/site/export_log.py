"""``gongkai site export-log``: the log as lines of JSON, with checksum and seals, verifiable without a database."""

from __future__ import annotations

from pathlib import Path

from gongkai.cli.parser import Arguments
from gongkai.cli.site.entry import Refused, setup


def run(options: Arguments) -> int:
    """Write the file and its checksum beside it."""
    setup()
    from gongkai.web.log.actors import SYSTEM
    from gongkai.web.log.exports import export_to
    from gongkai.web.organs.models import Organ

    organ = None
    if options.organ:
        organ = Organ.objects.filter(code=options.organ).first()
        if organ is None:
            raise Refused(f"没有网址标识为“{options.organ}”的机关。")
    target = Path(options.output)
    if target.exists():
        raise Refused(f"“{target}”已经存在，没有覆盖。请换一个文件名。")
    count, digest = export_to(target, organ=organ, since=options.since, by=SYSTEM)
    print(f"导出 {count} 条日志到 {target}，校验值（SHA-256）：{digest}")
    return 0
