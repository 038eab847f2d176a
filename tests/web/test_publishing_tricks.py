"""Tricks with what is written, pasted and uploaded: nothing that runs, turns letters round or hides gets into what others read."""

from __future__ import annotations

import re
import struct
import zlib

import pytest
from conftest import verified
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from office_files import docx_of_body, zip_of
from publishing_walks import drafted

from gongkai.organs.roles import Role
from gongkai.web.files.models import StoredFile
from gongkai.web.publishing.models import Item
from tests.web.test_files_keeping import _own_storage, png  # noqa: F401

RUNS = re.compile(
    r"<script|<svg|<style|<iframe|<[^>]*\son\w+\s*=|<[^>]*(?:href|src)=[\"']?\s*(?:javascript|data|vbscript):", re.I
)
PASTED = (
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<p><a href="java\tscript:alert(1)">x</a><a href="JaVaScript&colon;alert(1)">z</a><a href="data:text/html,x">d</a></p>',
    '<p style="background:url(javascript:1)">x<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+"></p>',
    "<xmp><img src=x onerror=1></xmp><plaintext><img src=x onerror=1>",
)
LINK = (
    '<w:p xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:hyperlink r:id="rId9">'
    "<w:r><w:t>点此</w:t></w:r></w:hyperlink><w:r><w:t>正文</w:t></w:r></w:p>"
)
TARGET = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
    'Target="javascript:alert(1)" TargetMode="External"/></Relationships>'
)
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def writer(county):
    return verified(Client(), county.person(Role.INFO_OFFICER))


@pytest.mark.parametrize("text", PASTED)
def test_nothing_pasted_runs(county, text):
    answer = writer(county).post(reverse("workbench:new_paste"), {"html": text})
    assert answer.status_code == 200 and not RUNS.search(answer.json()["html"])


def upload(county, name, data):
    version = drafted(county)
    address = reverse("workbench:item_files", args=[version.item_id])
    return writer(county).post(address, {"uploads": SimpleUploadedFile(name, data)})


def test_a_file_is_what_its_content_says_and_its_name_breaks_nothing(county):
    upload(county, "..\\..\\a%0d%0aX-Evil: 1\u202egnp.exe\u2028.png", png())
    stored = StoredFile.objects.get()
    assert stored.media_type == "image/png"
    assert not re.search(r"[\r\n\u202e/\\]|\.\.", stored.name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("图.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("页.html", b"<html><script>alert(1)</script></html>"),
        ("图.gif", b"GIF89a/*<script>*/=1;"),
        ("说明.pdf", b"MZ\x90\x00" + b"%PDF-1.4"),
    ],
)
def test_what_runs_is_not_kept_whatever_it_is_called(county, name, data):
    upload(county, name, data)
    assert not StoredFile.objects.exists()


def test_a_picture_of_enormous_size_is_refused_in_words(county):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    huge = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")
    picture = SimpleUploadedFile("大.png", huge)
    answer = writer(county).post(reverse("workbench:new_pictures"), {"picture": picture, "alt": "地图"})
    assert answer.status_code == 422 and "。" in "".join(answer.json()["told"])
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        docx_of_body(LINK, parts={"word/_rels/document.xml.rels": TARGET}),
        zip_of({"word/document.xml": ENTITY + b"<x>&e;</x>", "[Content_Types].xml": b"<Types/>"}),
        zip_of({"../../../tmp/leaks-evil": b"x", "word/document.xml": b"<x/>"}),
    ],
    ids=["link", "entity", "path"],
)
def test_a_document_with_tricks_becomes_plain_text_or_is_refused(county, data):
    answer = writer(county).post(reverse("workbench:item_from_file"), {"file": SimpleUploadedFile("件.docx", data)})
    assert answer.status_code in (200, 302, 422)
    assert "root:" not in answer.content.decode()
    for item in Item.objects.all():
        assert not RUNS.search(item.versions.get().wording.body_html)


def test_characters_that_turn_or_hide_are_not_kept(county):
    version = drafted(
        county, title="通知\u202exe.fdp", body_html="<p>电话138&#8203;0013\u20608000。</p>", summary="甲\u2066乙"
    )
    assert version.wording.title == "通知xe.fdp" and version.wording.summary == "甲乙"
    assert "13800138000" in version.wording.body_html
