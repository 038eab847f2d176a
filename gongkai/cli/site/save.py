"""``gongkai site backup``."""

from __future__ import annotations

from pathlib import Path

from gongkai.cli.parser import Arguments
from gongkai.cli.site.entry import Refused, setup
from gongkai.cli.site.passphrases import new_passphrase


def run(options: Arguments) -> int:
    """Save everything into one file, and say what is in it."""
    setup()
    from gongkai.web.operation.backup.saving import Exists, save_to
    from gongkai.web.operation.backup.tables import CannotLoad

    target = Path(options.output)
    passphrase = new_passphrase(options)
    try:
        saved = save_to(target, passphrase)
    except Exists:
        raise Refused(f"“{target}”已经存在，没有覆盖。请换一个文件名，例如带上日期。") from None
    except CannotLoad as problem:
        raise Refused(str(problem)) from problem
    print(f"已备份到 {target}（{saved.bytes / 2**20:.1f} MB）：数据库 {saved.rows} 行，文件 {saved.files} 个。")
    if saved.files_elsewhere:
        print(f"文件在 {saved.files_elsewhere}，不在这份备份里，请用对象存储自己的办法备份。")
    if saved.with_secrets and not passphrase:
        print("备份里有密钥，没有加密：谁拿到它都能读出申请人的个人信息。请妥善保管，或者加 --encrypt 用口令加密。")
    if not saved.with_secrets:
        print("密钥由环境变量给出，不在这份备份里，请另行保存。")
    return 0
