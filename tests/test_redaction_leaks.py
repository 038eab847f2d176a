"""The leak test: released files are opened with tools that know nothing of how they were made, and nothing covered is found.

pdfium and a raw scan of every stream are always there; poppler is asked where it is installed. Whatever a source
hides (notes, forms, layers, revisions, files, scripts, properties) is not in the released file, covered or not.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest
from redaction_files import HIDDEN, SECRET, sources

from gongkai.redaction import burning, gate, words
from gongkai.redaction.drawing import opened
from gongkai.redaction.marks import Marks, box

DAY, AT, DPI = date(2026, 6, 1), datetime(2026, 6, 1, 9, tzinfo=UTC), 100
SOURCES = sources()
NEEDLES = (SECRET, HIDDEN)


def covering(data: bytes) -> Marks:
    """Boxes over every place where the secret stands on the page as it is seen, found by its characters."""
    marks = Marks()
    with opened(data) as document:
        for number in range(1, len(document) + 1):
            signs = words.signs_of(document[number - 1])
            text = "".join(each.text for each in signs)
            boxes = []
            for found in re.finditer(SECRET, text):
                some = [each for each in signs[found.start() : found.end()] if each.right > each.left]
                left, top = min(each.left for each in some), min(each.top for each in some)
                right, bottom = max(each.right for each in some), max(each.bottom for each in some)
                if min(left, top) >= 0 and max(right, bottom) <= 1:
                    boxes.append(box(left, top, right - left, bottom - top, "personal_information"))
            marks = marks.with_page(number, boxes)
    return marks


@pytest.fixture(scope="module", params=SOURCES, ids=str)
def released(request):
    source = SOURCES[request.param]
    marks = covering(source)
    assert marks, "没有找到要遮盖的字"
    made = burning.make(source, marks.as_json(), DAY, AT, DPI)
    return source, marks, made


def spellings() -> set[bytes]:
    return {each.encode(code) for each in NEEDLES for code in ("ascii", "utf-16-be", "utf-16-le")} | {
        each.encode().hex().encode() for each in NEEDLES
    }


def test_the_gate_opens_for_it(released):
    source, marks, made = released
    assert gate.inspect(made, source, marks.as_json(), DAY, DPI) == []


def test_pdfium_finds_no_text_annotation_file_or_property(released):
    document = pypdfium2.PdfDocument(released[2])
    assert set(document.get_metadata_dict(skip_empty=True)) == {"Title", "Producer", "CreationDate"}
    assert document.count_attachments() == 0
    assert list(document.get_toc()) == []
    for page in document:
        assert page.get_textpage().get_text_range() == ""
        assert [each.type for each in page.get_objects()] == [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    document.close()


def test_no_stream_unpacked_holds_a_covered_or_hidden_word(released):
    made = released[2]
    assert all(each not in made for each in spellings())
    streams = [
        each.start() + 7 for each in re.finditer(rb"stream\n", made) if made[each.start() - 3 : each.start()] != b"end"
    ]
    unpacked = 0
    for start in streams:
        unpacking = zlib.decompressobj()
        try:
            data = unpacking.decompress(made[start:])
        except zlib.error:
            continue
        unpacked += 1
        assert unpacking.unused_data.startswith(b"\nendstream")
        assert all(each not in data for each in spellings())
    assert unpacked == made.count(b"/Subtype/Image")


def test_poppler_finds_no_text_and_one_picture_a_page(released, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("没有安装 poppler（Debian：apt-get install poppler-utils），这一项没有核对")
    path = tmp_path / "released.pdf"
    path.write_bytes(released[2])
    told = {
        each: subprocess.run([each, *given], capture_output=True, text=True, check=True).stdout
        for each, given in {
            "pdftotext": (path, "-"),
            "pdfimages": ("-list", path),
            "pdffonts": (path,),
            "pdfdetach": ("-list", path),
        }.items()
    }
    assert told["pdftotext"].strip() == ""
    assert len(told["pdfimages"].splitlines()) == 2 + 1
    assert len(told["pdffonts"].splitlines()) <= 2
    assert told["pdfdetach"].startswith("0 ")
    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert all(each not in info for each in NEEDLES) and re.search(r"JavaScript:\s+no", info)


def test_the_covered_line_is_black_and_the_other_one_is_still_there(released):
    _, marks, made = released
    document = pypdfium2.PdfDocument(made)
    page = document[0].render(scale=DPI / 72, grayscale=True)
    width, stride, data = page.width, page.stride, bytes(page.buffer)
    height = page.height
    for each in marks.on(1):
        rows = range(int(each.top * height) + 2, int(each.bottom * height) - 1)
        tones = b"".join(
            data[row * stride + int(each.left * width) + 2 : row * stride + int(each.right * width) - 2] for row in rows
        )
        # 黑底上只有条款的小字
        assert tones.count(0) > len(tones) * 0.5
    assert any(tone < 128 for tone in data)
    document.close()


def test_the_same_source_without_covering_would_be_found_by_these_tools():
    made = SOURCES["plain"]
    assert SECRET in pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()
    assert any(
        SECRET.encode() in zlib.decompressobj().decompress(made[each.end() :])
        for each in re.finditer(rb"FlateDecode/Length \d+>>\nstream\n", made)
    )


@pytest.mark.parametrize("name", ["plain", "metadata", "incremental update"])
def test_no_temporary_file_stays(name, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    burning.make(SOURCES[name], covering(SOURCES[name]).as_json(), DAY, AT, DPI)
    assert list(Path(tmp_path).iterdir()) == []
