"""A data folder that cannot be used is told in words, before anything is started."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest

from gongkai.cli.site.entry import _told


def test_a_data_folder_that_is_a_file_is_told_in_words(tmp_path):
    taken = tmp_path / "data"
    taken.write_text("")
    given = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    said = subprocess.run(
        [sys.executable, "-m", "gongkai.cli.main", "site", "check"],
        env=given | {"GONGKAI_HOME": str(taken)},
        capture_output=True,
        text=True,
    )
    assert said.returncode == 2
    assert "已经有一个文件" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize(
    ("number", "words"), [(errno.EROFS, "只能读、不能写"), (errno.ENOSPC, "磁盘已满"), (errno.EACCES, "没有权限")]
)
def test_what_the_system_refuses_is_told_in_words(number, words):
    assert words in (_told(OSError(number, os.strerror(number), "/srv/data/x")) or "")
