"""A backup made while others write is restored elsewhere, whole; a damaged one is refused whole."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

import pytest
from django.db import connection

from gongkai.web.operation.backup.archive import MANIFEST, NeedsPassphrase, NotABackup, unpack, writing
from gongkai.web.operation.backup.envelope import Damaged, Opening, Sealing, WrongPassphrase

WORDS = "竹林 slow kettle 47"


def archive_of(path: Path, contents: dict[str, bytes], passphrase: str = "") -> Path:
    made = path / "backup.tar.gz"
    with made.open("wb") as file, writing(file, passphrase) as archive:
        for name, data in contents.items():
            source = path / "source"
            source.write_bytes(data)
            archive.add(name, source)
        archive.finish({})
    return made


def unpacked(tmp_path: Path, made: Path, passphrase: str = "") -> Path:
    into = tmp_path / "into"
    into.mkdir()
    unpack(made, into, passphrase)
    return into


@pytest.mark.parametrize("passphrase", ["", WORDS])
def test_what_was_packed_is_unpacked_the_same(tmp_path, passphrase):
    contents = {"a": b"", "files/b": os.urandom(3 << 20), "database/c": "汉字".encode()}
    into = unpacked(tmp_path, archive_of(tmp_path, contents, passphrase), passphrase)
    assert {name: (into / name).read_bytes() for name in contents} == contents


@pytest.mark.parametrize("passphrase", ["", WORDS])
@pytest.mark.parametrize("place", [0.1, 0.5, 0.9, 0.999])
def test_a_changed_byte_anywhere_is_refused(tmp_path, passphrase, place):
    made = archive_of(tmp_path, {"a": os.urandom(2 << 20), "b": b"2"}, passphrase)
    data = bytearray(made.read_bytes())
    data[int(len(data) * place)] ^= 1
    made.write_bytes(data)
    with pytest.raises((Damaged, WrongPassphrase)):
        unpacked(tmp_path, made, passphrase)


@pytest.mark.parametrize("passphrase", ["", WORDS])
@pytest.mark.parametrize("left", [1, 20, 40, 1 << 20, -1, -17, -(1 << 20)])
def test_a_file_cut_off_anywhere_is_refused(tmp_path, passphrase, left):
    made = archive_of(tmp_path, {"a": os.urandom(3 << 20)}, passphrase)
    made.write_bytes(made.read_bytes()[:left])
    with pytest.raises((Damaged, WrongPassphrase, NotABackup)):
        unpacked(tmp_path, made, passphrase)


def test_a_wrong_passphrase_and_none_are_told_apart(tmp_path):
    made = archive_of(tmp_path, {"a": b"1"}, WORDS)
    with pytest.raises(WrongPassphrase):
        unpack(made, tmp_path, "another passphrase")
    with pytest.raises(NeedsPassphrase):
        unpack(made, tmp_path)
    assert WORDS.encode() not in made.read_bytes()


def test_pieces_of_an_encrypted_stream_cannot_change_places():
    kept = io.BytesIO()
    sealing = Sealing(kept, WORDS)
    sealing.write(os.urandom(3 << 20))
    sealing.close()
    data = kept.getvalue()
    head, size = 14 + 16 + 7, (1 << 20) + 16
    pieces = [data[head + at : head + at + size] for at in range(0, len(data) - head, size)]
    with pytest.raises((Damaged, WrongPassphrase)):
        io.BufferedReader(Opening(io.BytesIO(data[:head] + pieces[1] + pieces[0] + pieces[2]), WORDS)).read()


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "a/../../outside"])
def test_a_path_that_leads_elsewhere_is_refused(tmp_path, name):
    made = tmp_path / "evil.tar.gz"
    with gzip.open(made, "wb") as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        for each, data in (
            (name, b"1"),
            (MANIFEST, json.dumps({"format": "gongkai-backup/1", "members": {}}).encode()),
        ):
            info = tarfile.TarInfo(each)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    with pytest.raises(NotABackup):
        unpacked(tmp_path, made)
    assert not (tmp_path / "outside").exists()


def command(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    surroundings = kept | {"GONGKAI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "gongkai.web.settings"}
    return subprocess.run(
        [sys.executable, "-m", "gongkai.cli.main", "site", *arguments], env=surroundings, capture_output=True, text=True
    )


WRITER = (
    "import sys, django; django.setup(); from tests.web.kill_site import prepare, write; prepare(); write({number}, 1)"
)


@pytest.mark.long
def test_a_backup_made_while_others_write_restores_whole_elsewhere(tmp_path):
    home, kept, again = tmp_path / "home", tmp_path / "kept.tar.gz", tmp_path / "again"
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    surroundings |= {"GONGKAI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "gongkai.web.settings"}
    home.mkdir()
    writer = subprocess.Popen([sys.executable, "-c", WRITER.format(number=0)], env=surroundings, stdout=subprocess.PIPE)
    try:
        acknowledged = [json.loads(writer.stdout.readline()) for _ in range(5)]
        reader = threading.Thread(target=lambda: acknowledged.extend(json.loads(line) for line in writer.stdout))
        reader.start()
        (home / "files").mkdir()
        (home / "files" / "附件.pdf").write_bytes(b"%PDF")
        before = list(acknowledged)
        (tmp_path / "words").write_text(WORDS, encoding="utf-8")
        saved = command(home, "backup", "-o", str(kept), "--passphrase-file", str(tmp_path / "words"))
        assert saved.returncode == 0, saved.stderr
        assert writer.poll() is None
    finally:
        writer.kill()
        reader.join()
    restored = command(
        tmp_path, "restore", str(kept), "--into", str(again), "--passphrase-file", str(tmp_path / "words")
    )
    assert restored.returncode == 0, restored.stderr
    assert "日志核验通过" in restored.stdout
    proved = command(again, "verify-log")
    assert proved.returncode == 0, proved.stdout
    assert (again / "files" / "附件.pdf").read_bytes() == b"%PDF"
    assert (again / "secrets.json").read_bytes() == (home / "secrets.json").read_bytes()
    assert (again / "secrets.json").stat().st_mode & 0o077 == 0
    assert missing_of(again, before) == []
    # 恢复到有内容的地方、覆盖已有的备份，都不行
    refused = command(
        tmp_path, "restore", str(kept), "--into", str(again), "--passphrase-file", str(tmp_path / "words")
    )
    assert (refused.returncode, "不是空文件夹" in refused.stderr) == (2, True)
    refused = command(home, "backup", "-o", str(kept))
    assert (refused.returncode, "没有覆盖" in refused.stderr) == (2, True)
    # 损坏的备份：什么也不留下
    data = bytearray(kept.read_bytes())
    data[len(data) // 2] ^= 1
    kept.write_bytes(data)
    refused = command(
        tmp_path, "restore", str(kept), "--into", str(tmp_path / "third"), "--passphrase-file", str(tmp_path / "words")
    )
    assert (refused.returncode, "没有恢复任何内容" in refused.stderr) == (2, True)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["again", "home", "kept.tar.gz", "words"]


def missing_of(home: Path, acknowledged: list[list[object]]) -> list[object]:
    import sqlite3

    rows = dict(sqlite3.connect(home / "gongkai.sqlite3").execute("SELECT id, digest FROM log_event"))
    return [key for key, digest in acknowledged if rows.get(key) != digest]


@pytest.mark.django_db(transaction=True)
def test_a_postgresql_database_comes_back_row_for_row(county, tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("只在 PostgreSQL 上：设 DATABASE_URL，或者用 .ci/with-postgresql")
    from gongkai.web.operation.backup.tables import load_tables, snapshot

    with snapshot(tmp_path) as facts:
        pass
    before = _digest_of_everything()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    load_tables(tmp_path, facts)
    assert _digest_of_everything() == before
    from gongkai.web.log.triggers import standing
    from gongkai.web.operation.proof import verify_all

    assert standing(connection)
    assert all(not part.findings for part in verify_all())


def _digest_of_everything() -> dict[str, object]:
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT COUNT(*), MD5(STRING_AGG(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t')
            found[table] = cursor.fetchone()
    return found
