"""The door of the site's commands: settings named, mistakes answered in one Chinese sentence with status 2."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from gongkai.cli.parser import Arguments

SETTINGS = "gongkai.web.settings"


class Refused(Exception):
    """The command cannot be done; the text says why and what to do."""


def run(options: Arguments) -> int:
    """Run one command of the site."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    # 数据文件夹里有密钥和数据库：新建的文件只有自己能读
    os.umask(0o077)
    module = import_module(f"gongkai.cli.site.{options.task}")
    try:
        return int(module.run(options))
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    except KeyboardInterrupt:
        raise
    except Exception as problem:
        told = _told(problem)
        if told is None:
            raise
        sys.stderr.write(f"{told}\n")
        return 2


def django(arguments: Sequence[str]) -> int:
    """Django's own commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["gongkai site django", *arguments])
    return 0


def setup() -> None:
    """Make Django ready. Raises ``Refused`` when the settings cannot be."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as problem:
        raise Refused(f"设置有误：{problem}") from problem


def _told(problem: Exception) -> str | None:
    """A sentence for what people can mend; None for a bug, which gets its traceback."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, ProgrammingError

    if isinstance(problem, ImproperlyConfigured):
        return f"设置有误：{problem}"
    if isinstance(problem, OperationalError):
        text = str(problem).strip()
        if "no such table" in text:
            return "数据库还没有建立，请先运行 gongkai site migrate。"
        if "database is locked" in text:
            return "数据库正忙，等了20秒没有轮到。请稍后再试。"
        if "disk is full" in text or "No space left" in text:
            return "磁盘已满，没有办成。请腾出空间再试。"
        if "readonly" in text or "unable to open" in text:
            return "数据库打不开或者不能写，请检查数据文件夹的权限（环境变量 GONGKAI_HOME）。"
        return f"数据库连不上，请检查 DATABASE_URL 和数据库服务。（{text.splitlines()[0]}）"
    if isinstance(problem, ProgrammingError) and "does not exist" in str(problem):
        return "数据库还没有建立或者没有升级，请先运行 gongkai site migrate。"
    if isinstance(problem, PermissionError):
        return f"没有权限读写“{problem.filename}”，请检查它的属主和权限。"
    if isinstance(problem, FileExistsError | NotADirectoryError):
        return (
            f"“{problem.filename}”要用作文件夹，那里却已经有一个文件。请检查数据文件夹的位置（环境变量 GONGKAI_HOME）。"
        )
    if isinstance(problem, OSError) and problem.errno == errno.EROFS:
        return f"“{problem.filename}”所在的地方只能读、不能写。请换一个数据文件夹（环境变量 GONGKAI_HOME）。"
    if isinstance(problem, OSError) and problem.errno == errno.ENOSPC:
        return "磁盘已满，没有办成。请腾出空间再试。"
    return None
