"""Files that come with an application: wrong kinds, viruses, limits, encryption, change of keys."""

from __future__ import annotations

import hashlib
import io
import json
import socket
import struct
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from pdf_files import Page, pdf
from redaction_files import tiff
from test_applications_services import WANG, served, under_review, who

from gongkai.organs.roles import Role
from gongkai.web.applications import drafts, services
from gongkai.web.applications.materials import bytes_of
from gongkai.web.applications.models import Draft, DraftFile, Material
from gongkai.web.files.scanning import EICAR
from gongkai.web.operation import keys
from gongkai.web.privacy.cipher import decrypt_bytes

TOKEN = "a" * 32


def packed(content: bytes, *, name: str = "word/document.xml", flag: bool = False) -> bytes:
    """A zip with one part; ``flag``: marked as asking for a password."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    data = bytearray(stream.getvalue())
    if flag:
        for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            data[data.index(mark) + place] |= 1
    return bytes(data)


WRONG = {
    "空": ("空.pdf", b"", "空文件"),
    "virus": ("申请书.txt", EICAR, "病毒"),
    "virus within": ("材料.zip", packed(EICAR, name="a.txt"), "病毒"),
    "virus in a document": ("材料.docx", packed(b"x" * 100 + EICAR), "病毒"),
    "zip with a password": ("材料.zip", packed(b"text", name="a.txt", flag=True), "压缩包"),
    "program": ("申请书.pdf", b"MZ\x90\x00" + b"\0" * 100, "程序"),
    "page": ("申请书.html", b"<!doctype html><html><script>x()</script></html>", "网页"),
    "picture that runs": ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "SVG"),
    "broken pdf": ("申请书.pdf", b"%PDF-1.7\nnothing more", "损坏"),
    "another ending": ("申请书.png", pdf([Page()]), "扩展名"),
    "unknown": ("数据.bin", bytes(range(256)) * 4, "格式"),
}


@pytest.mark.parametrize(("name", "data", "told"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_file_is_refused_in_words_that_name_it(db, name, data, told):
    with pytest.raises(ValidationError) as refusal:
        drafts.keep_file(TOKEN, role="request", name=name, data=data)
    (sentence,) = refusal.value.messages
    assert told in sentence and name.split(".")[0] in sentence and sentence.endswith("。")
    assert DraftFile.objects.count() == 0


def test_a_pdf_with_a_password_is_refused(db, tmp_path):
    pikepdf = pytest.importorskip("pikepdf")
    plain, locked = tmp_path / "a.pdf", tmp_path / "b.pdf"
    plain.write_bytes(pdf([Page()]))
    with pikepdf.open(plain) as source:
        source.save(locked, encryption=pikepdf.Encryption(user="x", owner="y"))
    with pytest.raises(ValidationError, match="密码"):
        drafts.keep_file(TOKEN, role="request", name="申请书.pdf", data=locked.read_bytes())


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "C:\\文件\\申请.txt", "a\x00b\u202etxt.txt", "x" * 400 + ".txt", "\n.txt", ""]
)
def test_names_are_made_safe(db, name):
    kept = drafts.keep_file(TOKEN, role="request", name=name, data="申请".encode())
    assert len(kept.name) <= 130 and kept.name.endswith(".txt")
    assert not set(kept.name) & set("/\\\x00\n\u202e")


def test_files_over_the_limits_are_refused_and_the_rest_stays(db, settings):
    settings.APPLICATION_FILES = 50
    for number in range(50):
        drafts.keep_file(TOKEN, role="request", name=f"{number}.txt", data=f"第{number}份".encode())
    with pytest.raises(ValidationError, match="最多上传50个"):
        drafts.keep_file(TOKEN, role="request", name="51.txt", data=b"one more")
    assert len(drafts.files_of(TOKEN)) == 50
    settings.UPLOAD_LIMIT_MB = 0
    with pytest.raises(ValidationError, match="超过0兆字节"):
        drafts.keep_file("b" * 32, role="request", name="大.txt", data=b"x" * 10)
    settings.UPLOAD_LIMIT_MB, settings.APPLICATION_MB = 50, 0
    with pytest.raises(ValidationError, match="合计不能超过"):
        drafts.keep_file("b" * 32, role="request", name="大.txt", data=b"x" * 10)


def test_the_same_file_is_kept_once(db):
    one, two = (drafts.keep_file(TOKEN, role="identity", name=name, data=b"same") for name in ("a.txt", "b.txt"))
    assert one == two


def test_files_are_encrypted_where_they_lie_and_go_with_the_application(county, django_capture_on_commit_callbacks):
    kept = drafts.keep_file(TOKEN, role="identity", name="身份证.txt", data="王小禾".encode())
    raw = default_storage.open(kept.place).read()
    assert "王小禾".encode() not in raw and decrypt_bytes(raw) == "王小禾".encode()
    place = kept.place
    with django_capture_on_commit_callbacks(execute=True):
        application = services.submit(county.bureau, WANG, token=TOKEN)
    material = application.materials.get()
    assert (material.role, material.name, bytes_of(material)) == ("identity", "身份证.txt", "王小禾".encode())
    assert Draft.objects.count() == 0 and not default_storage.exists(place)
    again = services.submit(county.bureau, WANG, token=TOKEN)
    assert again == application and application.materials.count() == 1


def test_what_was_neither_saved_nor_handed_in_is_forgotten(db, django_capture_on_commit_callbacks):
    from datetime import timedelta

    from django.utils import timezone

    kept = drafts.keep_file(TOKEN, role="request", name="a.txt", data=b"text")
    assert drafts.forget_drafts(timezone.now()) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert drafts.forget_drafts(timezone.now() + timedelta(days=2)) == 1
    assert not default_storage.exists(kept.place)


def test_new_keys_write_the_files_of_cases_anew(
    county, settings, tmp_path, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.delenv("GONGKAI_SECRET_KEY", raising=False)
    application = under_review(county)
    kept = services.add_material(
        application, role="search", name="检索.txt", data="查档记录".encode(), by=who(county, Role.FOI_OFFICER)
    )
    drafts.keep_file(TOKEN, role="request", name="a.txt", data=b"draft")
    old_place = kept.place
    path = tmp_path / "secrets.json"
    path.write_text(
        json.dumps({"signing": "s", "privacy": list(settings.PRIVACY_KEYS), "lookup": "l"}), encoding="utf-8"
    )
    with django_capture_on_commit_callbacks(execute=True):
        keys.rotate(path)
    newest = json.loads(path.read_text(encoding="utf-8"))["privacy"][0]
    settings.PRIVACY_KEYS = (newest,)
    kept.refresh_from_db()
    assert kept.place != old_place and not default_storage.exists(old_place)
    assert bytes_of(kept) == "查档记录".encode()
    assert decrypt_bytes(default_storage.open(drafts.files_of(TOKEN)[0].place).read()) == b"draft"


@pytest.fixture
def clamd() -> Iterator[Any]:
    """A daemon that speaks INSTREAM and finds a virus where it reads the word PLAGUE."""
    server = socket.create_server(("127.0.0.1", 0))
    seen: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                link, _ = server.accept()
            except OSError:
                return
            with link:
                stream = link.makefile("rb")
                assert stream.read(10) == b"zINSTREAM\0"
                data = b""
                while size := struct.unpack("!I", stream.read(4))[0]:
                    data += stream.read(size)
                seen.append(data)
                link.sendall(b"stream: Test FOUND\0" if b"PLAGUE" in data else b"stream: OK\0")

    threading.Thread(target=serve, daemon=True).start()
    yield f"clamd:127.0.0.1:{server.getsockname()[1]}", seen
    server.close()


def test_the_daemon_of_clamav_is_asked(db, settings, clamd):
    settings.SCANNER, seen = clamd
    drafts.keep_file(TOKEN, role="request", name="a.txt", data=b"clean " * 30_000)
    assert seen[0] == b"clean " * 30_000
    with pytest.raises(ValidationError, match="病毒"):
        drafts.keep_file(TOKEN, role="request", name="b.txt", data=b"PLAGUE")


@pytest.mark.parametrize(("script", "told"), [("exit 1", "病毒"), ("exit 2", "没有回应"), ("kill -9 $$", "没有回应")])
def test_a_command_is_asked_and_what_was_not_looked_at_is_not_taken(db, settings, tmp_path, script, told):
    command = tmp_path / "scan"
    command.write_text(f"#!/bin/sh\ncat >/dev/null\n{script}\n", encoding="utf-8")
    command.chmod(0o755)
    settings.SCANNER = str(command)
    with pytest.raises(ValidationError, match=told):
        drafts.keep_file(TOKEN, role="request", name="a.txt", data=b"text")


@pytest.mark.parametrize(
    "scanner", ["clamd:127.0.0.1:1", "clamd:/nowhere/socket", "clamd:nonsense", "/nowhere/program"]
)
def test_a_scanner_that_is_not_there_lets_nothing_through(db, settings, scanner):
    settings.SCANNER = scanner
    with pytest.raises(ValidationError, match="没有回应"):
        drafts.keep_file(TOKEN, role="request", name="a.txt", data=b"text")


def test_destroyed_files_stay_destroyed(county, django_capture_on_commit_callbacks):
    application = served(county)
    kept = services.add_material(
        application, role="request", name="申请书.txt", data=b"text", by=who(county, Role.FOI_OFFICER)
    )
    with django_capture_on_commit_callbacks(execute=True):
        services.erase_personal_data(application, by=who(county, Role.FOI_OFFICER), why="保管期限届满")
    assert not default_storage.exists(kept.place)
    assert Material.objects.get().name == ""
    assert Path(kept.place).name


def test_a_scan_in_tiff_is_kept_as_a_pdf_of_the_same_pages(county):
    pages = [(200, 100, 1, bytes(20_000)), (200, 100, 1, bytes(range(200)) * 100)]
    application = under_review(county)
    made = services.add_material(
        application, role="source", name="扫描件.TIF", data=tiff(pages), by=who(county, Role.FOI_OFFICER), opens=True
    )
    assert (made.name, made.kind) == ("扫描件.pdf", "pdf")
    assert len(pypdfium2.PdfDocument(bytes_of(made))) == len(pages)
    assert made.facts["sha256_as_uploaded"] == hashlib.sha256(tiff(pages)).hexdigest()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("扫描件.tif", tiff([(200, 100, 1, bytes(20_000))])[:-40], "不完整"),
        ("扫描件.tif", tiff([(200, 100, 50000, bytes(20_000))]), "另存为 PDF"),
        ("扫描件.png", tiff([(200, 100, 1, bytes(20_000))]), "扩展名"),
    ],
)
def test_a_scan_that_cannot_be_taken_is_refused_with_the_way_out(db, name, data, told):
    with pytest.raises(ValidationError, match=told):
        drafts.keep_file(TOKEN, role="request", name=name, data=data)
