"""Reading Word 97–2003 files, WPS files and what comes under their names."""

from __future__ import annotations

import base64
import struct

import pytest
from makers import made_report
from office_files import docx_of, expected_tables, laid_out, tables_of
from office_word97 import (
    DELETED,
    HIDDEN,
    IN_TABLE,
    INSERTED,
    ROW_END,
    SPECIAL,
    Extra,
    Par,
    doc_of,
    doc_of_pars,
    list_parts,
    ole_of,
    row_definition,
)

from gongkai.documents import doc, doc_office
from gongkai.documents.doc import read_doc
from gongkai.documents.doc_ole import kind_of_ole
from gongkai.documents.docx import read_docx
from gongkai.documents.mhtml import extract_mhtml
from gongkai.documents.model import Document, Paragraph, Picture, Table, Unreadable

OFFICE = doc_office.office()
needs_office = pytest.mark.skipif(OFFICE is None, reason="没有安装 LibreOffice，不能试它的转换")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def spans(document: Document) -> list[list[list[tuple[int, int]]]]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [[[(cell.colspan, cell.rowspan) for cell in row] for row in table.rows] for table in tables]


@pytest.fixture(autouse=True)
def own_reader_only(monkeypatch):
    monkeypatch.setattr(doc, "office", lambda: None)


@pytest.fixture
def through_office(monkeypatch):
    monkeypatch.setattr(doc, "office", lambda: OFFICE)


def odd_row() -> bytes:
    """A file with a row of two cells that says it has three."""
    cells = [Par([(text, b"")], IN_TABLE, "\x07") for text in ("甲", "1")]
    end = Par([], IN_TABLE + ROW_END + row_definition([0, 900, 1800, 2700], [0, 0, 0]), "\x07")
    return doc_of_pars([*cells, end, Par([("完", b"")])])


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("huge", [False, True], ids=["", "格式在Data流"])
def test_every_cell_and_span_of_the_form_is_read(form, huge):
    blocks = laid_out(made_report(form, seed=2))
    document = read_doc(doc_of(blocks, Extra(huge=huge)))
    assert document.format == "doc"
    assert tables_of(document) == expected_tables(blocks)
    same = read_docx(docx_of(blocks))
    assert spans(document) == spans(same)
    assert texts(document) == texts(same)


def test_western_text_in_one_byte_a_character_is_read():
    assert texts(read_doc(doc_of_pars([Par([("“25” \u2013 café", b"")])], Extra(narrow=True)))) == ["“25” – café"]


def test_deleted_text_is_not_read_and_the_file_is_said_to_have_tracked_changes():
    document = read_doc(doc_of_pars([Par([("共", b""), ("3", DELETED), ("5", INSERTED), ("件", b"")])]))
    assert texts(document) == ["共5件"]
    assert [note.code for note in document.notes] == ["tracked-changes"]


def test_a_paragraph_whose_end_is_deleted_runs_on_in_the_next():
    pars = [Par([("一、总体", b"")], mark_changes=DELETED), Par([("情况", b"")])]
    assert texts(read_doc(doc_of_pars(pars))) == ["一、总体情况"]


def test_a_deleted_row_is_not_read():
    def row(figure: str, changes: bytes = b"") -> list[Par]:
        cells = [Par([(text, changes)], IN_TABLE, "\x07", changes) for text in ("甲", figure)]
        return [*cells, Par([], IN_TABLE + ROW_END + row_definition([0, 900, 1800], [0, 0]), "\x07", changes)]

    document = read_doc(doc_of_pars([*row("8"), *row("7", DELETED), *row("9"), Par([("完", b"")])]))
    assert tables_of(document) == [[["甲", "8"], ["甲", "9"]]]


def test_hidden_text_is_not_read():
    document = read_doc(doc_of_pars([Par([("共", b""), ("9", HIDDEN), ("2件", b"")])]))
    assert texts(document) == ["共2件"]
    assert [note.code for note in document.notes] == ["hidden"]


def test_only_the_result_of_a_field_is_read():
    runs = [
        ("共", b""),
        ("\x13", SPECIAL),
        ("=SUM(ABOVE)", b""),
        ("\x14", SPECIAL),
        ("12", b""),
        ("\x15", SPECIAL),
        ("件", b""),
    ]
    assert texts(read_doc(doc_of_pars([Par(runs)]))) == ["共12件"]


def test_breaks_special_hyphens_and_pictures_are_told_apart():
    runs = [("结果\x0b维持\x1e\x1f甲\x0c乙", b""), ("\x01", SPECIAL), ("\x05", SPECIAL)]
    document = read_doc(doc_of_pars([Par(runs), Par([("丙𠮷", b"")])]))
    assert texts(document) == ["结果\n维持-甲\n乙", "丙𠮷"]
    assert [block for block in document.blocks if isinstance(block, Picture)] == [Picture()]


def test_a_symbol_of_a_picture_font_is_read_as_its_sign():
    name = "Wingdings\0".encode("utf-16-le")
    fonts = struct.pack("<HH", 1, 0) + bytes([39 + len(name)]) + bytes(39) + name
    symbol = SPECIAL + b"\x09\x6a" + struct.pack("<HH", 0, 0xF0FE)
    assert texts(read_doc(doc_of_pars([Par([("(", symbol), ("是", b"")])], Extra({15: fonts})))) == ["☑是"]


def test_automatic_numbers_stand_before_headings_and_labels():
    def item(text: str, level: int) -> Par:
        return Par([(text, b"")], b"\x0a\x26" + bytes([level]) + b"\x0b\x46\x01\x00")

    pars = [
        item("总体情况", 0),
        item("主动公开", 1),
        item("依申请公开", 1),
        item("5件", 2),
        item("主动", 0),
        item("其一", 1),
    ]
    lists = list_parts([(39, "\x00、"), (37, "（\x01）"), (0, "\x02.")])
    assert texts(read_doc(doc_of_pars(pars, Extra(lists)))) == [
        "一、总体情况", "（一）主动公开", "（二）依申请公开", "1.5件", "二、主动", "（一）其一",
    ]  # fmt: skip


def test_an_outline_level_makes_a_heading():
    pars = [Par([("一、总体情况", b"")], b"\x40\x26\x00"), Par([("正文", b"")], b"\x40\x26\x09")]
    assert [block.style for block in read_doc(doc_of_pars(pars)).blocks] == ["heading", "body"]


def test_a_table_inside_a_cell_stands_for_itself():
    two = IN_TABLE + b"\x49\x66\x02\x00\x00\x00"
    inner = [Par([(text, b"")], two + b"\x4b\x24\x01") for text in ("甲", "1")]
    inner.append(Par([], two + b"\x4b\x24\x01\x4c\x24\x01" + row_definition([0, 900, 1800], [0, 0])))
    outer = [Par([("二、情况", b"")], IN_TABLE), *inner, Par([("完", b"")], IN_TABLE, "\x07")]
    outer.append(Par([], IN_TABLE + ROW_END + row_definition([0, 4000], [0]), "\x07"))
    document = read_doc(doc_of_pars([Par([("始", b"")]), *outer, Par([("终", b"")])]))
    assert texts(document) == ["始", "二、情况", "完", "终"]
    assert tables_of(document) == [[["甲", "1"]]]


@pytest.mark.parametrize("marks", [(1, 2), (2, 1)])
def test_cells_merged_sideways_are_one_cell(marks):
    first, rest = marks
    cells = [Par([(text, b"")], IN_TABLE, "\x07") for text in ("申请人情况", "", "3")]
    end = Par([], IN_TABLE + ROW_END + row_definition([0, 900, 1800, 2700], [first, rest, 0]), "\x07")
    document = read_doc(doc_of_pars([*cells, end, Par([("完", b"")])]))
    assert tables_of(document) == [[["申请人情况", "3"]]]


def test_a_row_that_says_another_number_of_cells_is_not_read_by_guess():
    with pytest.raises(Unreadable) as refusal:
        read_doc(odd_row())
    assert refusal.value.code == "needs-office"
    assert "另存为 DOCX" in refusal.value.message


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (doc_of_pars([Par([("甲", b"")])], Extra(flags=0x0300)), "encrypted", "密码"),
        (doc_of_pars([Par([("甲", b"")])], Extra(version=0x0065)), "needs-office", "另存为 DOCX"),
        (doc_of_pars([Par([("\x85\u0378\ud7ff" * 50, b"")])]), "needs-office", "另存为 DOCX"),
        (doc_of_pars([Par([("甲", b"")])], Extra(parts={33: b""})), "needs-office", "另存为 DOCX"),
        (ole_of({"EncryptedPackage": b"x"}), "encrypted", "密码"),
        (ole_of({"WpsDocument": b"x"}), "unsupported", "用 WPS 打开后另存为 DOCX"),
        (ole_of({"Contents": b"x"}), "unsupported", "用 WPS 打开后另存为 DOCX"),
        (ole_of({"Workbook": b"x"}), "not-word", "Excel"),
        (ole_of({"PowerPoint Document": b"x"}), "not-word", "演示文稿"),
        (ole_of({"Other": b"x"}), "not-word", "不是 Word 文档"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 700, "damaged", "损坏"),
        (rb"{\rtf1 a}", "needs-office", "另存为 DOCX"),
        (b"", "not-word", "不是 Word 文档"),
    ],
    ids=[
        "密码",
        "旧于97",
        "乱码",
        "无文字表",
        "加密的新格式",
        "旧WPS",
        "旧WPS二",
        "表格",
        "演示",
        "其他",
        "坏容器",
        "RTF",
        "空",
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data, code, words):
    with pytest.raises(Unreadable) as refusal:
        read_doc(data)
    assert (refusal.value.code, words in refusal.value.message, refusal.value.message[-1]) == (code, True, "。")


def test_the_kind_of_an_ole_container_is_told_by_its_streams():
    assert kind_of_ole(doc_of_pars([Par([("甲", b"")])])) == "word"
    assert kind_of_ole(ole_of({"Book": b"x"})) == "sheet"


@needs_office
def test_office_reads_rich_text(through_office):
    rtf = rb"{\rtf1\ansi\trowd\cellx1000\cellx2000\intbl a\cell 3\cell\row\trowd\cellx1000\cellx2000\intbl b\cell 4\cell\row\pard end\par}"
    document = read_doc(rtf)
    assert (document.format, [note.code for note in document.notes]) == ("doc", ["via-office"])
    assert tables_of(document) == [[["a", "3"], ["b", "4"]]]


@needs_office
def test_office_takes_over_where_a_file_does_not_hold_together(through_office):
    document = read_doc(odd_row())
    assert [note.code for note in document.notes] == ["via-office"]
    assert texts(document) == ["完"]


@needs_office
def test_office_is_stopped_at_its_time_limit():
    with pytest.raises(doc_office.OfficeFailed):
        doc_office.converted(rb"{\rtf1 a}", ".rtf", program=OFFICE, time_limit=0.01)


@needs_office
def test_our_reader_and_office_agree_on_a_file_made_by_office(through_office, tmp_path):
    import subprocess

    blocks = laid_out(made_report(seed=4))
    source = tmp_path / "a.docx"
    source.write_bytes(docx_of(blocks, tracked=True, split_runs=True, breaks=True))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    document = read_doc((tmp_path / "a.doc").read_bytes())
    assert [note.code for note in document.notes] == ["tracked-changes"]
    assert tables_of(document) == expected_tables(blocks)


MHTML = (
    'MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x; start="<b>"\n\n--x\n'
    'Content-Type: text/html; charset="gb2312"\nContent-ID: <a>\n\n<p>other</p>\n--x\n'
    'Content-Type: text/html; charset="gb2312"\nContent-ID: <b>\nContent-Transfer-Encoding: base64\n\n{}\n--x\n'
    "Content-Type: image/png\n\nx\n--x--\n"
)


def test_the_page_is_taken_out_of_a_web_archive():
    page = "<table><tr><td>规章</td></tr></table>".encode("gb18030")
    data = MHTML.format(base64.b64encode(page).decode()).encode()
    assert extract_mhtml(data) == (page, "gb18030")
    assert extract_mhtml(b"\r\n" + data.replace(b"\n", b"\r\n")) == (page, "gb18030")


@pytest.mark.parametrize(
    "data", [b"", b"Content-Type: text/plain\n\na", b"Content-Type: multipart/related; boundary=x\n\n--x\n\n--x--"]
)
def test_a_web_archive_without_a_page_is_refused(data):
    with pytest.raises(Unreadable) as refusal:
        extract_mhtml(data)
    assert refusal.value.code == "no-page"
