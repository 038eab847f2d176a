"""``gongkai site``: installed, saved and proved by commands; mistakes are Chinese sentences with status 2."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest


def gongkai(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    surroundings = kept | {"GONGKAI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "gongkai.web.settings"}
    command = [sys.executable, "-m", "gongkai.cli.main", *arguments]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, stdin=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """An installation with one organ and its administrator."""
    folder = tmp_path_factory.mktemp("site")
    made = gongkai(
        folder, "site", "create-admin", "--organ", "青石县人民政府", "--code", "qingshi", "--level", "县级",
        "--username", "admin.wang", "--name", "王明",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert "一次性密码：" in made.stdout
    return folder


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["site"], "还缺少：命令"),
        (["site", "nothing"], "不在可选的范围内"),
        (["site", "run", "--port", "0"], "端口应是 1 到 65535"),
        (["site", "run", "--port", "abc"], "端口应是 1 到 65535"),
        (["site", "run", "--workers", "0"], "应是 1 到 256"),
        (["site", "run", "--host", "203.0.113.9"], "不是这台机器的地址"),
        (["site", "backup"], "还缺少：-o/--output"),
        (["site", "restore", "none.tar.gz", "--into", "x"], "没有找到备份文件"),
        (["site", "restore", "/", "--into", "x"], "是一个文件夹"),
        (["site", "verify-log", "--file", "none"], "没有找到文件"),
        (["site", "verify-log", "--seals", "none"], "没有找到封签文件"),
        (["site", "export-log", "-o", "x", "--since", "昨天"], "不是日期"),
        (["site", "create-admin"], "还缺少：机关全称"),
        (["site", "tick"], "数据库还没有建立"),
        (["site", "verify-log"], "数据库还没有建立"),
    ],
)
def test_a_mistake_is_one_chinese_sentence_without_a_traceback(tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    done = gongkai(tmp_path / "home", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert [each.name for each in tmp_path.iterdir() if each.name != "home"] == []


def test_a_taken_port_is_told_before_anything_is_done(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = gongkai(tmp_path / "home", "site", "run", "--port", str(taken.getsockname()[1]))
    assert (done.returncode, "已经被别的程序占用" in done.stderr) == (2, True)
    assert not (tmp_path / "home").exists()


def test_reading_and_checking_reports_still_need_no_django(tmp_path):
    lines = "import sys; from gongkai.cli.main import main; main(['demo', '--help'])"
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", lines], capture_output=True, text=True)
    assert "django" not in done.stderr
    assert "gongkai.cli.site" not in done.stderr


def test_the_log_is_proved_exported_and_proved_again_without_a_database(home, tmp_path):
    sealed = gongkai(home, "site", "seal-log")
    (tmp_path / "seals").write_text(sealed.stdout, encoding="utf-8")
    assert gongkai(home, "site", "verify-log", "--seals", str(tmp_path / "seals")).returncode == 0
    target = tmp_path / "log.jsonl"
    assert gongkai(home, "site", "export-log", "--organ", "qingshi", "-o", str(target)).returncode == 0
    proved = gongkai(
        tmp_path / "nowhere", "site", "verify-log", "--file", str(target), "--seals", str(tmp_path / "seals")
    )
    assert (proved.returncode, "核验通过" in proved.stdout) == (0, True)
    assert not (tmp_path / "nowhere").exists()
    target.write_text(target.read_text(encoding="utf-8").replace("王明", "李明"), encoding="utf-8")
    proved = gongkai(tmp_path, "site", "verify-log", "--file", str(target))
    assert (proved.returncode, "被改动过" in proved.stdout) == (1, True)
    assert gongkai(home, "site", "export-log", "-o", str(target)).returncode == 2


def test_a_second_organ_or_person_of_the_same_name_is_refused_in_words(home):
    done = gongkai(
        home, "site", "create-admin", "--organ", "青石县人民政府", "--code", "qingshi", "--level", "县级",
        "--username", "admin.wang", "--name", "王明",
    )  # fmt: skip
    assert done.returncode == 2
    assert "已经有人用了" in done.stderr


def test_keys_are_changed_and_the_rest_goes_on(home):
    assert gongkai(home, "site", "rotate-keys").returncode == 0
    assert gongkai(home, "site", "tick").returncode == 0
    assert gongkai(home, "site", "migrate").stdout == "数据库已经是最新的。\n"


def test_djangos_own_commands_are_passed_through(home):
    assert gongkai(home, "site", "django", "--version").stdout.startswith("5.")
