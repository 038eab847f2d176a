"""Opening containers that may be damaged or meant to do harm."""

from __future__ import annotations

import io
import zipfile

import pytest
from office_files import zip_of

from gongkai.documents import archives
from gongkai.documents.archives import open_archive, parse_xml
from gongkai.documents.model import Unreadable


def code_of(call) -> str:
    with pytest.raises(Unreadable) as refusal:
        call()
    assert refusal.value.message.endswith("。")
    return refusal.value.code


def test_entries_are_found_by_name_whatever_case_or_slash():
    archive = open_archive(zip_of({"Word\\document.xml": "甲"}), what="文件")
    assert archive.names == ("Word/document.xml",)
    assert archive.read("/word/Document.xml").decode() == "甲"
    assert archive.get("word/other.xml") is None


def test_names_that_lead_outside_the_container_are_left_out():
    archive = open_archive(
        zip_of({"../a": "1", "b/../../c": "1", "C:/d": "1", "e\x07": "1", "f/../g": "1"}), what="文件"
    )
    assert archive.names == ("f/../g",)


def test_an_entry_without_a_name_and_folders_are_left_out():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr("a/", "")
        target.writestr("b", "1")
        target.writestr("xyz", "1")
    assert open_archive(stream.getvalue().replace(b"xyz", b"\0yz"), what="文件").names == ("b",)


def test_a_small_entry_that_unpacks_to_very_much_is_refused():
    archive = open_archive(zip_of({"a": b"0" * 20_000_000}), what="文件")
    assert code_of(lambda: archive.read("a")) == "too-large"


def test_all_entries_together_have_a_limit(monkeypatch):
    monkeypatch.setattr(archives, "MAX_TOTAL", 2500)
    archive = open_archive(zip_of({name: bytes(1000) for name in "abc"}), what="文件")
    archive.read("a")
    archive.read("b")
    assert code_of(lambda: archive.read("c")) == "too-large"


def test_the_size_that_the_header_claims_is_not_believed():
    data = bytearray(zip_of({"a": b"0" * 20_000_000}))
    true, false = (20_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    archive = open_archive(bytes(data.replace(true, false)), what="文件")
    assert code_of(lambda: archive.read("a")) in ("too-large", "damaged")


def test_too_many_entries_are_refused(monkeypatch):
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    assert code_of(lambda: open_archive(zip_of(dict.fromkeys("abcd", "1")), what="文件")) == "too-large"


def test_a_name_that_stands_twice_with_different_content_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target, pytest.warns(UserWarning):
        target.writestr("a", "1")
        target.writestr("a", "2")
    assert code_of(lambda: open_archive(stream.getvalue(), what="文件").read("a")) == "damaged"


def test_an_encrypted_entry_is_refused_as_such():
    data = bytearray(zip_of({"a": "甲" * 10}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert code_of(lambda: open_archive(bytes(data), what="文件").read("a")) == "encrypted"


def test_a_missing_or_damaged_entry_is_refused():
    data = zip_of({"a": "甲" * 10})
    assert code_of(lambda: open_archive(data, what="文件").read("b")) == "damaged"
    broken = (
        data.replace("甲".encode(), b"\x00\x00\x00", 1) if "甲".encode() in data else data[:33] + b"\xff" + data[34:]
    )
    assert code_of(lambda: open_archive(broken, what="文件").read("a")) == "damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_xml_with_a_document_type_is_refused(encoding):
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
    )
    assert code_of(lambda: parse_xml(text.encode(encoding))) in ("unsafe", "damaged")


def test_xml_that_would_take_too_much_memory_is_refused():
    assert code_of(lambda: parse_xml(b"<a>" + b"<b/>" * archives.MAX_NODES + b"</a>")) == "too-large"


@pytest.mark.parametrize(
    "data", [b"", b"<a>", b"<a><b></a></b>", b"<a>" * 300 + b"</a>" * 300, b"<a>\xff</a>", b"<a>&b;</a>"]
)
def test_xml_that_is_not_well_formed_or_too_deep_is_refused(data):
    assert code_of(lambda: parse_xml(data)) == "damaged"
