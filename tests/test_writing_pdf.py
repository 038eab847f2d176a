"""The PDF has the organ's own fonts where it has them, and never an empty box in the place of a name."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import pypdfium2
import pytest
from makers import made_report

from gongkai.annualreport.writing import write
from gongkai.documents.model import Unreadable
from gongkai.letters import fonts
from gongkai.letters.coverage import NoFont, characters

PACKAGE = find_spec("pylopdf_fonts_zh_cn")
needs_package = pytest.mark.skipif(PACKAGE is None, reason="没有安装随程序提供的中文字体包")


@pytest.fixture
def bare(monkeypatch):
    """A machine without fonts of its own: only the installed package's."""
    import typst

    real = typst.Fonts
    monkeypatch.setattr(typst, "Fonts", lambda system, embedded, paths: real(False, embedded, paths))
    monkeypatch.delenv(fonts.FOLDER, raising=False)
    fonts._faces.cache_clear()
    yield monkeypatch
    fonts._faces.cache_clear()


def font_names(pdf):
    document = pypdfium2.PdfDocument(pdf)
    names = set()
    for page in document:
        for each in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            names.add(each.get_font().get_base_name().partition("+")[2])
    return names


def text_of(pdf):
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf))


@needs_package
def test_a_bare_machine_writes_a_whole_pdf_with_the_fonts_that_come_along(bare):
    report = made_report(organ="青石县镕堃喆局")
    report.title = "青石县镕堃喆局2023年政府信息公开工作年度报告"
    pdf = write(report, "pdf")
    assert font_names(pdf) == {"NotoSerifSC-Regular", "NotoSansSC-Regular"}
    assert "青石县镕堃喆局" in text_of(pdf)


def test_a_machine_without_chinese_fonts_is_told_so(bare):
    bare.setattr(fonts, "PACKAGES", ())
    with pytest.raises(Unreadable, match="没有中文字体") as refusal:
        write(made_report(), "pdf")
    assert refusal.value.code == "no-font"
    assert fonts.FOLDER in refusal.value.message


def test_a_folder_of_fonts_that_is_not_there_is_told(bare):
    bare.setenv(fonts.FOLDER, "/没有/这个/文件夹")
    with pytest.raises(Unreadable, match="不存在"):
        write(made_report(), "pdf")


@needs_package
def test_the_organs_own_fonts_come_first(bare, tmp_path):
    shutil.copy(Path(PACKAGE.origin).parent / "NotoSansSC-Regular.otf", tmp_path / "仿宋.otf")
    bare.setenv(fonts.FOLDER, str(tmp_path))
    bare.setitem(fonts.WORDS, "body", ("noto sans",))
    assert fonts.faces().families["body"][0] == "Noto Sans SC"


@needs_package
def test_a_name_that_no_font_can_show_stops_the_writing_and_other_signs_become_a_mark(bare):
    report = made_report()
    report.section("overview").text = "王𪚥𪚥负责。"
    with pytest.raises(Unreadable, match="U\\+2A6A5") as refusal:
        write(report, "pdf")
    assert refusal.value.code == "no-glyph"
    report.section("overview").text = "栏目\uf0b7按时更新。"
    assert "栏目〓按时更新。" in text_of(write(report, "pdf"))


@needs_package
def test_a_font_that_comes_along_has_every_character_of_gb_2312():
    folder = Path(PACKAGE.origin).parent
    signs = []
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                signs.append(bytes((high, low)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    for name in ("NotoSerifSC-Regular.otf", "NotoSansSC-Regular.otf"):
        known = characters(str(folder / name))
        assert [sign for sign in signs if ord(sign) not in known] == []
        assert ord("\uf0b7") not in known


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"OTTO",
        b"OTTO\x00\x01" + b"\0" * 40,
        b"ttcf" + b"\xff" * 40,
        b"\0\1\0\0\0\1" + b"\0" * 6 + b"cmap" + b"\0" * 4 + b"\xff" * 8,
    ],
)
def test_a_broken_font_file_is_no_font(tmp_path, data):
    path = tmp_path / "x.otf"
    path.write_bytes(data)
    with pytest.raises(NoFont):
        characters(str(path))


def test_a_pdf_is_tagged_kept_and_named():
    pdf = write(made_report(), "pdf")
    assert b"/StructTreeRoot" in pdf or b"/MarkInfo" in pdf
    document = pypdfium2.PdfDocument(pdf)
    assert document.get_metadata_dict()["Title"] == made_report().title
    assert b"pdfaid" in pdf
    assert b"pdfuaid" in pdf


def test_table_three_stands_on_one_page_with_its_heading():
    pages = [
        "".join(page.get_textpage().get_text_range().split())
        for page in pypdfium2.PdfDocument(write(made_report(), "pdf"))
    ]
    (page,) = [page for page in pages if "1.属于国家秘密" in page]
    assert "三、收到和处理政府信息公开申请情况" in page
    assert "四、结转下年度继续办理" in page
