"""``gongkai site restore``."""

from __future__ import annotations

from pathlib import Path

from gongkai.cli.parser import Arguments
from gongkai.cli.site.entry import Refused
from gongkai.cli.site.passphrases import given_passphrase, known_passphrase


def run(options: Arguments) -> int:
    """Restore into an empty folder and say what to do next."""
    from gongkai.web.operation.backup.archive import NeedsPassphrase, NotABackup
    from gongkai.web.operation.backup.envelope import Damaged, WrongPassphrase
    from gongkai.web.operation.backup.restoring import CannotRestore, restore

    source, home = Path(options.file), Path(options.into).expanduser().resolve()
    if not source.exists():
        raise Refused(f"没有找到备份文件“{source}”。")
    try:
        try:
            done = restore(source, home, given_passphrase(options))
        except NeedsPassphrase:
            done = restore(source, home, known_passphrase(options))
    except IsADirectoryError:
        raise Refused(f"“{source}”是一个文件夹，请给出备份文件。") from None
    except WrongPassphrase:
        raise Refused("口令不对，或者文件已经损坏。没有恢复任何内容。") from None
    except Damaged as problem:
        raise Refused(f"备份文件已经损坏：{problem}。没有恢复任何内容，请用另一份备份。") from problem
    except (NotABackup, CannotRestore) as problem:
        raise Refused(str(problem)) from problem
    made = done.manifest
    rows, files = sum(made["counts"].values()), sum(name.startswith("files/") for name in made["members"])
    print(f"已恢复到 {home}：{made['made_at']} 的备份，数据库 {rows} 行，文件 {files} 个，日志核验通过。")
    if done.migrated:
        print(f"备份来自 gongkai {made['gongkai']}，数据库已升级到本版本（{done.migrated} 项变更）。")
    if made["files"] != "included":
        print(f"文件在 {made['files']}，不在备份里，请另行恢复，并设好 GONGKAI_FILES。")
    print(f"启动：GONGKAI_HOME={home} gongkai site run")
    return 0
