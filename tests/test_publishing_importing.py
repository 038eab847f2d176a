"""A file that becomes a draft: what is read, what is guessed only where certain, and what is said of files that cannot be read."""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path

import pytest

from gongkai.documents.model import Unreadable
from gongkai.publishing.importing_text import LARGEST, imported
from tests.office_files import W, docx_of_body, numbering_part, zip_of

PASTED = Path(__file__).parent / "pasted"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg=="
)


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def numbered(text: str, level: int, outline: str = "") -> str:
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>{outline}'
    return paragraph(text, properties)


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


HEADING = '<w:outlineLvl w:val="0"/>'
TABLE = (
    f"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('品种', '<w:gridSpan w:val=' + chr(34) + '2' + chr(34) + '/>')}{cell('数量')}</w:tr>"
    f"<w:tr>{cell('小麦', '<w:vMerge w:val=' + chr(34) + 'restart' + chr(34) + '/>')}{cell('春')}{cell('1')}</w:tr>"
    f"<w:tr>{cell('', '<w:vMerge/>')}{cell('冬')}{cell('2')}</w:tr></w:tbl>"
)
PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="申请流程图"/><a:graphic><a:graphicData uri='
    '"http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    f'<pic:blipFill><a:blip xmlns:r="{OFFICE}" r:embed="rId9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
)
NOTED = (
    '<w:p><w:r><w:t>见脚注</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t></w:r>'
    "<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins><w:r><w:t>加</w:t></w:r></w:ins></w:p>"
)
LETTER = (
    paragraph("青石县农业农村局") + paragraph("关于做好秋粮收购工作的通知") + paragraph("青农发[2024]012号") + paragraph("各乡镇：")
    + numbered("总体要求", 0, HEADING) + numbered("摸清底数。", 1) + numbered("备好仓容。", 1) + numbered("组织领导", 0, HEADING)
    + PICTURE + TABLE + NOTED + paragraph("青石县农业农村局") + paragraph("2024年9月20日")
)  # fmt: skip


def letter(**parts: str | bytes) -> bytes:
    relations = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"{more}/>'
        for key, kind, target, more in (
            ("rId9", "image", "media/image1.png", ""),
            ("rId3", "numbering", "numbering.xml", ""),
            ("rId4", "footnotes", "footnotes.xml", ""),
            ("rId5", "image", "https://elsewhere.example/a.png", ' TargetMode="External"'),
        )
    )
    kinds = f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    kinds += '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/></Types>'
    given = {
        "[Content_Types].xml": kinds,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        "word/numbering.xml": numbering_part([("chineseCounting", "%1、"), ("decimal", "%2.")]),
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph("据县统计局。")}</w:footnote></w:footnotes>',
        "word/media/image1.png": PNG,
    }
    return docx_of_body(LETTER, parts=given | parts)  # type: ignore[arg-type]


def test_a_word_letter_keeps_headings_lists_tables_pictures_and_footnotes():
    found = imported(letter(), "通知.docx")
    assert found.found.html.split("\n") == [
        "<p>青农发[2024]012号</p>",
        "<p>各乡镇：</p>",
        "<h2>一、总体要求</h2>",
        "<ol><li>摸清底数。</li><li>备好仓容。</li></ol>",
        "<h2>二、组织领导</h2>",
        '<p><img src="picture:1" alt="申请流程图"></p>',
        '<table><thead><tr><th colspan="2" scope="col">品种</th><th scope="col">数量</th></tr></thead>'
        '<tbody><tr><td rowspan="2">小麦</td><td>春</td><td>1</td></tr><tr><td>冬</td><td>2</td></tr></tbody></table>',
        "<p>见脚注<sup>[1]</sup>加</p>",
        "<p>青石县农业农村局</p>",
        "<p>2024年9月20日</p>",
        "<ol><li>据县统计局。</li></ol>",
    ]
    assert [each.data for each in found.found.pictures] == [PNG]


def test_title_number_date_and_issuer_are_taken_where_nothing_else_can_be_meant():
    found = imported(letter(), "通知.docx")
    assert found.title == "青石县农业农村局关于做好秋粮收购工作的通知"
    assert (found.document_number, found.signed_on) == ("青农发〔2024〕12号", date(2024, 9, 20))
    assert found.issuer == "青石县农业农村局"


def test_nothing_is_guessed_from_two_dates_or_two_numbers():
    lines = "关于两件事的通知\n青农发〔2024〕1号\n青农发〔2024〕2号\n正文。\n2024年9月20日\n2024年9月21日"
    found = imported(lines.encode(), "a.txt")
    assert found.title == "关于两件事的通知" and found.document_number == "" and found.signed_on is None


@pytest.mark.parametrize(("written", "day"), [("二〇二四年九月二十日", date(2024, 9, 20)), ("二○二五年十二月三十一日", date(2025, 12, 31)), ("二〇二五年十月十日", date(2025, 10, 10))])  # fmt: skip
def test_a_date_in_chinese_figures_is_read(written, day):
    assert imported(f"关于试点的通告\n正文在此。\n{written}".encode(), "a.txt").signed_on == day


def test_what_a_word_file_could_not_bring_along_is_told():
    told = "".join(
        imported(letter(**{"word/vbaProject.bin": b"x", "word/embeddings/a.xlsx": b"x"}), "a.docm").found.told
    )
    assert (
        "隐藏的文字" in told
        and "修订" in told
        and "宏没有带过来" in told
        and "嵌入的对象" in told
        and "标题已经放到" in told
    )


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "a.docx", "空的"),
        (letter()[:400], "a.docx", "已损坏或者没有传完"),
        (zip_of({"a.txt": "1"}), "a.zip", "压缩包"),
        (zip_of({"word/document.xml": b"<w>" + b" " * 80_000_000}), "a.docx", "大得不合常理"),
        (docx_of_body("", parts={"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "a.docx", "外部引用的定义"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.docx", "Word"),
        (b"%PDF-1.7\n1 0 obj", "a.docx", "PDF"),
        (PNG, "a.docx", "图片"),
        (b"MZ\x00\x01" * 50, "a.docx", "不能导入"),
        (b"x" * (LARGEST + 1), "a.html", "没有读取"),
        (docx_of_body("<w:p/>"), "a.docx", "没有从文件里读出文字"),
    ],
    ids=["empty", "cut", "zip", "bomb", "doctype", "ole", "pdf", "picture", "program", "large", "blank"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_answered_in_words(data, name, told):
    with pytest.raises(Unreadable, match=told):
        imported(data, name)


PAGE = (
    '<html><head><meta charset="gb2312"><title>关于公布办事指南的公告_青石县政府网</title></head><body><div class="nav">首页 栏目</div>'
    '<div id="zoom"><p>关于公布办事指南的公告</p><p>为方便群众，现公布如下。一共三条，请各单位遵照执行，做好宣传。</p><img src="tu.png" alt="指南"></div>'
    '<div class="foot">版权所有 网站地图</div></body></html>'
)


def test_a_page_in_gbk_under_a_wrong_name_is_read_by_its_content():
    found = imported(PAGE.encode("gbk"), "a.doc")
    assert found.title == "关于公布办事指南的公告"
    assert found.found.html == "<p>为方便群众，现公布如下。一共三条，请各单位遵照执行，做好宣传。</p>"
    assert "文件名的结尾与内容不一致" in found.found.told[0] and "有1张图片没有带过来" in found.found.told[1]


def test_a_page_in_one_file_brings_its_pictures_along():
    mhtml = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="gbk"\r\n'
        b"Content-Transfer-Encoding: base64\r\nContent-Location: http://a.example/p.htm\r\n\r\n" + base64.encodebytes(PAGE.encode("gbk"))
        + b"\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: http://a.example/tu.png\r\n\r\n"
        + base64.encodebytes(PNG) + b"\r\n--b--\r\n"
    )  # fmt: skip
    found = imported(mhtml, "a.mht").found
    assert [(each.data, each.name, each.alt) for each in found.pictures] == [(PNG, "tu.png", "指南")]
    assert found.html.endswith('<p><img src="picture:1" alt="指南"></p>')


def test_a_page_of_word_processors_is_cleaned_like_a_paste():
    found = imported((PASTED / "wps.html").read_bytes(), "公告.html")
    assert found.title == "秋季防火期公告" and "<ol><li>不带火种进山；</li>" in found.found.html


@pytest.mark.parametrize("name", ["通知.docx", "通知.doc"])
def test_words_that_only_call_themselves_a_word_file_are_refused(name):
    with pytest.raises(Unreadable, match="已损坏"):
        imported(b"not a docx", name)
