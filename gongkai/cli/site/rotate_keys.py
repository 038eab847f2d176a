"""``gongkai site rotate-keys``: a new key for personal data, and everything written anew with it."""

from __future__ import annotations

from gongkai.cli.parser import Arguments
from gongkai.cli.site.entry import Refused, setup


def run(options: Arguments) -> int:
    """Make the key, re-encrypt, and drop the old ones when all is done."""
    setup()
    from gongkai.web.operation.keys import CannotRotate, rotate

    try:
        fields, values = rotate()
    except CannotRotate as refusal:
        raise Refused(str(refusal)) from refusal
    print(
        f"已换成新密钥，重新加密了 {fields} 个字段里的 {values} 个值。请马上重启网站并作一次备份："
        "换密钥以前的备份仍要用它自己的 secrets.json。"
    )
    return 0
