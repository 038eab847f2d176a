"""Keeping uploaded files: told by content, named safely, kept once, gone when the transaction is undone."""

from __future__ import annotations

import struct
import zlib
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from office_files import docx_of_body, zip_of
from pdf_files import pdf

from gongkai.organs.roles import Role
from gongkai.web.files.keeping import bytes_of, damaged, sweep
from gongkai.web.files.models import StoredFile
from gongkai.web.files.services import extract, keep
from gongkai.web.log.models import Event
from tests.web.publishing_walks import who

DOCX = docx_of_body("<w:p><w:r><w:t>申请条件：年满十八周岁。</w:t></w:r></w:p>")


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }


def kept(county, name="通知.docx", data=DOCX, organ=None):
    organ = organ or county.bureau
    return keep(organ, by=who(county, Role.INFO_OFFICER, organ), name=name, data=data)


def refusal(county, name, data):
    with pytest.raises(ValidationError) as caught:
        kept(county, name, data)
    assert not StoredFile.objects.exists()
    return "".join(caught.value.messages)


def stored_names():
    found = []
    for folder in default_storage.listdir("uploads")[0] if default_storage.exists("uploads") else ():
        found += default_storage.listdir(f"uploads/{folder}")[1]
    return found


def png(width=2, height=2, *chunks):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(b"".join(b"\0" + b"\x7f" * 3 * width for _ in range(height))) if width < 99 else b"x"
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    middle = b"".join(chunk(name, data) for name, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + middle + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg_with_place():
    """A picture whose Exif has an owner's place (GPS) and says that it lies on its side."""
    entries = struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) + struct.pack(">HHII", 0x8825, 4, 1, 64)
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">H", 2) + entries + b"\0\0\0\0" + b"N30 E120"
    exif = b"Exif\0\0" + tiff
    app1 = b"\xff\xe1" + struct.pack(">H", 2 + len(exif)) + exif
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 30, 40, 1) + b"\1\x11\0"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\1\1\0\0\x3f\0" + b"\x12\xff\x00\x34"
    return b"\xff\xd8" + app1 + frame + scan + b"\xff\xd9" + b"PK\x03\x04 hidden behind the end"


def test_a_file_is_kept_under_a_name_that_nobody_can_guess_or_execute(county):
    file = kept(county)
    assert (file.kind, file.name, bytes_of(file)) == ("docx", "通知.docx", DOCX)
    assert "docx" not in file.place and "通知" not in file.place
    event = Event.objects.get(subject_kind="files.storedfile")
    assert event.move == "keep_file" and "text" not in event.after and "facts" not in event.after


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("名单.pdf", b"<html><body><script>x()</script></body></html>", "网页"),
        ("图.svg", b'<?xml version="1.0"?><svg xmlns="x"><script>x()</script></svg>', "SVG"),
        ("图.png", b"<svg onload=x()></svg>", "SVG"),
        ("通知.docx", pdf([]), "扩展名却是“.docx”"),
        ("空.pdf", b"", "空文件"),
        ("安装.exe.pdf", b"MZ\x90\0", "程序"),
        ("脚本.js", b"alert(document.cookie)", "扩展名却是“.js”"),
        ("材料.zip", zip_of({"a.txt": b"x"}), "解压"),
        ("炸弹.docx", zip_of({"word/document.xml": b"0" * (66 << 20)}), "大得异常"),
        ("套娃.docx", zip_of({"word/document.xml": "x", "a": zip_of({"b": zip_of({"c": zip_of({"d": b"x"})})})}), "大得异常"),
        ("宏.docx", zip_of({"word/document.xml": "x", "word/vbaProject.bin": b"x"}), "宏"),
        ("半截.docx", DOCX[: len(DOCX) // 2], "损坏"),
        ("巨图.png", png(60_000, 60_000), "像素"),
        ("半截.png", png()[:-20], "损坏"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_in_words_that_say_what_it_is(county, name, data, said):
    told = refusal(county, name, data)
    assert said in told and told.endswith("。")


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("../../etc/名单.docx", "名单.docx"),
        ("C:\\temp\\名单.docx", "名单.docx"),
        ("gepj\u202excod.名单.docx", "gepjxcod.名单.docx"),
        ("名单.exe.docx", "名单_exe.docx"),
        ("  .名\x00\u200b单 .docx ", "名单.docx"),
        ("CON.docx", "_CON.docx"),
        ("没有扩展名", "没有扩展名.docx"),
        ("长" * 300 + ".docx", "长" * 115 + ".docx"),
    ],
)
def test_names_lose_folders_invisible_signs_and_second_endings(county, given, clean):
    assert kept(county, given).name == clean


def test_a_file_larger_than_the_installation_takes_is_refused(county, settings):
    settings.UPLOAD_LIMIT_MB = 0
    assert "兆字节" in refusal(county, "通知.docx", DOCX)


def test_the_same_content_is_kept_once_in_an_organ(county):
    first, again, renamed = kept(county), kept(county), kept(county, "另一个名字.docx")
    assert again == first and renamed != first and renamed.place == first.place
    elsewhere = kept(county, organ=county.other)
    assert elsewhere.place != first.place
    assert len(stored_names()) == 2


@pytest.mark.django_db(transaction=True)
def test_an_undone_transaction_leaves_no_bytes(county):
    with transaction.atomic():
        stays = kept(county)
        with pytest.raises(RuntimeError), transaction.atomic():
            kept(county, "图.png", png())
            assert len(stored_names()) == 2
            raise RuntimeError
        assert len(stored_names()) == 1
    assert not damaged(stays)
    with pytest.raises(RuntimeError), transaction.atomic():
        kept(county, "图.png", png())
        raise RuntimeError
    assert len(stored_names()) == 1


def test_bytes_without_a_record_are_swept_away_after_a_week(county):
    file = kept(county)
    default_storage.save("uploads/1/orphan", ContentFile(b"x"))
    assert sweep(timezone.now()) == 0
    assert sweep(timezone.now() + timedelta(days=8)) == 1
    assert not damaged(file)


def test_a_photograph_loses_the_place_where_it_was_taken_and_stays_upright(county):
    file = kept(county, "现场.jpg", jpeg_with_place())
    data = bytes_of(file)
    assert file.facts["location"] == "removed" and (file.facts["width"], file.facts["height"]) == (40, 30)
    assert b"N30 E120" not in data and b"hidden behind" not in data
    assert struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) in data
    assert kept(county, "现场.jpg", jpeg_with_place()) == file


def test_a_png_loses_what_is_written_into_it_besides_the_picture(county):
    file = kept(county, "图.png", png(2, 2, (b"tEXt", b"Author\0zhangsan")))
    assert bytes_of(file) == png(2, 2)


def test_the_words_of_a_document_and_what_lies_hidden_in_it_are_read(county):
    body = '<w:p><w:ins w:id="1" w:author="甲"><w:r><w:t>新增</w:t></w:r></w:ins></w:p>'
    comments = '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="1"/></w:comments>'
    file = extract(kept(county, data=docx_of_body(body, parts={"word/comments.xml": comments})))
    assert (file.text_state, file.text.strip()) == ("done", "新增")
    assert {line.label for line in file.told if line.warns} == {"批注", "修订痕迹"}


def test_what_cannot_be_read_is_recorded_and_said(county):
    file = extract(kept(county, "坏.pdf", b"%PDF-1.7\nnothing more"))
    assert file.text_state == "failed" and "损坏" in file.failure
    assert Event.objects.filter(move="read_file").count() == 1
    assert extract(file).text_state == "failed" and Event.objects.filter(move="read_file").count() == 1


def test_a_backup_takes_the_files_along(county, settings, tmp_path):
    from gongkai.web.operation.backup.saving import _files

    settings.FILES = str(tmp_path)
    file = kept(county)
    assert tmp_path / file.place in list(_files())
