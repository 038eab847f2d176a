"""The format of a file is told by its content, whatever its name ends with."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from gongkai.documents.sniff import sniff

SHARED = Path(__file__).parents[1].parent / "shared" / "reports"


def container(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        if first:
            archive.writestr(*first)
        for name in names:
            archive.writestr(name, b"<x/>")
    return stream.getvalue()


ODS = container("content.xml", first=("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"))
BMP = b"BM" + struct.pack("<IHHI", 100, 0, 0, 54) + struct.pack("<I", 40) + b"\0" * 60
MHTML = b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<html></html>"
WORD_2003 = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>'
TEXT = "青石县农业农村局2023年政府信息公开工作年度报告\n一、总体情况\n全年公布信息300条。\n"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"", "a.pdf", "empty"),
        (b"\r\n \0\0", "a.txt", "empty"),
        (b"\xef\xbb\xbf", "a.txt", "empty"),
        (b"<!DOCTYPE html><html><body>1</body></html>", "a.doc", "html"),
        (b"\xef\xbb\xbf\r\n<HTML><head>", "a.xls", "html"),
        ("<html><body>公开</body></html>".encode("utf-16"), "a.wps", "html"),
        ("<html><body>公开</body></html>".encode("gb18030"), "a.pdf", "html"),
        (b"<!-- saved from url -->\n<table><tr><td>1</td></tr></table>", "a.xls", "html"),
        (
            b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN"><html>',
            "a",
            "html",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body></body></html>", "a.html", "html"),
        (b"\xe5\x89\x8d\xe6\x96\x87<p>1</p>" + b"<p>2</p><br>" * 20, "a.txt", "html"),
        (b"<p>404 Not Found</p> %PDF-1.4", "a.pdf", "html"),
        (MHTML, "a.doc", "mhtml"),
        (b"\r\n" + MHTML, "a.mht", "mhtml"),
        (WORD_2003, "a.doc", "wordxml"),
        (container("[Content_Types].xml", "word/document.xml"), "a.doc", "docx"),
        (container("[Content_Types].xml", "word/document2.xml"), "a.wps", "docx"),
        (container("[Content_Types].xml", "word\\document.xml"), "a.docx", "docx"),
        (container("xl/workbook.xml"), "a.xls", "xlsx"),
        (container("xl/workbook.bin"), "a.xlsb", "xlsx"),
        (ODS, "a.ods", "ods"),
        (container("OFD.xml", "Doc_0/Document.xml"), "a.pdf", "ofd"),
        (container("1.docx", "2.docx"), "a.zip", "zip"),
        (container("ppt/presentation.xml"), "a.docx", "zip"),
        (container("word/document.xml")[:-30], "a.docx", "docx"),
        (b"PK\x03\x04" + b"\1" * 300, "a.docx", "zip"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + container("word/document.xml"), "a.docx", "docx"),
        (b"{\\rtf1\\ansi}", "a.doc", "rtf"),
        (b"%PDF-1.7\n%\xe2\xe3", "a.doc", "pdf"),
        (b"\xef\xbb\xbf\r\n%PDF-1.4", "a.pdf", "pdf"),
        (b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n%PDF-1.4\n", "a.pdf", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "a.jpg", "image"),
        (b"\xff\xd8\xff\xe0", "a.png", "image"),
        (b"GIF89a", "a.gif", "image"),
        (b"II*\0", "a.tif", "image"),
        (b"MM\0*", "a.tif", "image"),
        (BMP, "a.bmp", "image"),
        (b"BMW\xe7\x9a\x84 report of the year, in plain words", "a.txt", "text"),
        (b'{"schema": "gongkai.report/1"}', "a.txt", "json"),
        (b'\xef\xbb\xbf\n [ {"a": 1} ]\n', "a.json", "json"),
        ('{"标题": 1}'.encode("utf-16"), "a.json", "json"),
        ("[附件] 青石县年报".encode(), "a.txt", "text"),
        (TEXT.encode(), "a.pdf", "text"),
        (TEXT.encode("gb18030"), "a.docx", "text"),
        (TEXT.encode("utf-16"), "a.txt", "text"),
        (("2023 1 2 3\n" + TEXT).encode("utf-16-le"), "a.txt", "text"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "a", "text"),
        ("| 规章 | 0 | 0 | 0 |\n".encode() * 20, "a.txt", "text"),
        ("| 规章 | 0 | 0 | 0 |\n".encode() * 20, "A.MD", "markdown"),
        (f"# {TEXT}<table><tr><td>1</td></tr></table>".encode(), "a.md", "markdown"),
        (f"{TEXT}，其中1<2，3>2。".encode(), "a.txt", "text"),
        (b"<?xml version='1.0'?><data/>", "a.xml", "unknown"),
        (bytes(range(256)) * 8, "a.docx", "unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "unknown"),
        (b"Rar!\x1a\x07\x01\0\x33\x92", "a.rar", "unknown"),
    ],
)
def test_the_content_tells_the_format(data, name, kind):
    assert sniff(data, name) == kind


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("cut", range(5))
def test_a_text_whose_sample_ends_within_a_character_is_still_a_text(encoding, cut):
    assert sniff(b"1" * cut + TEXT.encode(encoding) * 1200, "a.txt") == "text"


def test_real_files_are_what_their_names_say():
    if not SHARED.is_dir():
        pytest.skip("没有共享的真实年报，未作比对")
    kinds = {".html": "html", ".pdf": "pdf", ".docx": "docx", ".txt": "text", ".md": "markdown", ".json": "json"}
    for path in sorted(SHARED.rglob("*.*")):
        assert sniff(path.read_bytes(), path.name) == kinds[path.suffix], path.name
