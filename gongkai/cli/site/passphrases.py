"""The passphrase of a backup: from a file, from the environment, or asked for."""

from __future__ import annotations

import os
import sys
from getpass import getpass
from pathlib import Path

from gongkai.cli.parser import Arguments
from gongkai.cli.site.entry import Refused

VARIABLE = "GONGKAI_BACKUP_PASSPHRASE"
SHORTEST = 12


def given_passphrase(options: Arguments) -> str:
    """What was given by file or environment; empty when nothing was."""
    if options.passphrase_file:
        try:
            text = Path(options.passphrase_file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise Refused(f"口令文件“{options.passphrase_file}”读不出来。") from None
        if not text:
            raise Refused(f"口令文件“{options.passphrase_file}”是空的。")
        return text
    return os.environ.get(VARIABLE, "")


def new_passphrase(options: Arguments) -> str:
    """For a backup; asked for twice when it should be encrypted. Empty: not encrypted."""
    text = given_passphrase(options)
    if not text and options.encrypt:
        text = _asked("备份的加密口令：")
        if text != _asked("再输入一次："):
            raise Refused("两次输入的口令不一样，没有备份。")
    if text and len(text) < SHORTEST:
        raise Refused(f"口令至少要有 {SHORTEST} 个字符，没有备份。")
    return text


def known_passphrase(options: Arguments) -> str:
    """For restoring an encrypted backup."""
    return given_passphrase(options) or _asked("备份的口令：")


def _asked(text: str) -> str:
    if not sys.stdin.isatty():
        raise Refused(f"需要口令。请用 --passphrase-file 或者环境变量 {VARIABLE} 给出。")
    return getpass(text)
