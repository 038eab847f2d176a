"""``gongkai site demo``: the demonstration county in an empty data folder. Built whole, or built again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from gongkai.cli.parser import Arguments
from gongkai.cli.site.entry import Refused, setup

DONE, BEGUN = "demonstration", "demonstration.unfinished"


def run(options: Arguments) -> int:
    """Build it in this process; ``make_ready`` calls the command so that settings are read anew afterwards."""
    from gongkai.web.environment import data_folder

    home = data_folder()
    if (home / DONE).exists():
        print("演示县已经建好。")
        return 0
    if (home / BEGUN).exists():
        if not options.force:
            raise Refused("上一次没有建完。请加上 --force，清掉没建完的内容重建。")
        _clear(home)
    os.environ["GONGKAI_DEMO"] = "1"
    os.environ.setdefault("GONGKAI_LOG_LEVEL", "WARNING")
    setup()
    from gongkai.web.operation.preparing import migrate
    from gongkai.web.organs.models import Organ

    migrate()
    if Organ.objects.exists():
        raise Refused(
            f"数据文件夹“{home}”里已经有机关和数据，不在里面建演示县。请用环境变量 GONGKAI_HOME 另指一个空文件夹，"
            "或者不加 --demo 启动。"
        )
    try:
        from gongkai.demo.site import build
    except ImportError as problem:
        raise Refused(
            "这个版本没有带演示县的数据。可以不加 --demo 启动，从 gongkai site create-admin 开始。"
        ) from problem
    (home / BEGUN).write_text("", encoding="ascii")
    print("正在建演示县……", flush=True)
    build(home, with_bureaus=not options.county_only)  # 最后一步写下 DONE：登录页要显示的登录名和口令
    (home / BEGUN).unlink()
    print("演示县已建好。", flush=True)
    return 0


def make_ready(*, county_only: bool = False) -> None:
    """Before a start with ``--demo``: the demonstration is there and whole."""
    from gongkai.web.environment import data_folder

    if not (data_folder() / DONE).exists():
        command = [sys.executable, "-m", "gongkai.cli.main", "site", "demo", "--force"]
        command += ["--county-only"] if county_only else []
        status = subprocess.run(command, check=False).returncode  # noqa: S603
        if status != 0:
            raise Refused("演示县没有建成，网站没有启动。")
    os.environ["GONGKAI_DEMO"] = "1"


def _clear(home: Path) -> None:
    """Take away what an interrupted build left. Only what this command itself may have made is touched."""
    if os.environ.get("DATABASE_URL"):
        raise Refused("上一次没有建完，而数据库由 DATABASE_URL 指定。请先清空那个数据库，再重建演示县。")
    for name in ("gongkai.sqlite3", "gongkai.sqlite3-wal", "gongkai.sqlite3-shm"):
        (home / name).unlink(missing_ok=True)
    shutil.rmtree(home / "files", ignore_errors=True)
    (home / BEGUN).unlink()
