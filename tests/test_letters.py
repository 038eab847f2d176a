"""Official documents: what goes in comes out, in Word and in PDF, and nothing vanishes on the way."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from xml.etree import ElementTree

import pypdfium2
import pytest

from gongkai import letters
from gongkai.documents.model import Unreadable
from gongkai.letters import Facts, Heading, Letter, Note, Opinion, Paragraph, Table

LETTER = Letter(
    "政府信息公开审查呈批单",
    [
        Facts(
            [("标题", "关于做好秋粮收购工作的通知"), ("索引号", "004222241/2024-00012", "文号", "青农发〔2024〕12号")]
        ),
        Opinion(
            "保密审查", "不涉密 <&> \x0b同意", "《保守国家秘密法》第三十五条", "何静", datetime(2024, 9, 20, 16, 4)
        ),
        Opinion("审定"),
        Heading("一、各稿"),
        Paragraph("共有两稿。\n第二稿改正了日期。"),
        Table(["序号", "校验值"], [["1", "a3f5" * 16]], caption="校验值"),
        Note("本单据审查记录生成。"),
    ],
    number="第12号",
    organ="青石县农业农村局",
    signed_by="青石县农业农村局",
    dated=date(2024, 9, 21),
    footer="打印于2024年9月21日。",
)
SAID = (
    "政府信息公开审查呈批单", "第12号", "关于做好秋粮收购工作的通知", "004222241/2024-00012", "青农发〔2024〕12号", "不涉密<&>同意",
    "依据：《保守国家秘密法》第三十五条", "签名：何静", "2024年9月20日16:04", "签名：年月日", "一、各稿", "第二稿改正了日期。", "校验值",
    "a3f5" * 16, "本单据审查记录生成。", "2024年9月21日", "打印于2024年9月21日。",
)  # fmt: skip


def in_docx(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        return "".join(ElementTree.fromstring(archive.read("word/document.xml")).itertext())


def in_pdf(made: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made))


@pytest.mark.parametrize(("to", "read"), [("docx", in_docx), ("pdf", in_pdf)])
def test_everything_that_a_letter_says_stands_in_the_file(to, read):
    text = re.sub(r"[\s\u200b\ufffe\u0002]", "", read(letters.write(LETTER, to)))
    assert [each for each in SAID if each not in text] == []


def test_the_same_letter_gives_the_same_bytes():
    assert letters.write(LETTER) == letters.write(LETTER)


def test_a_letter_keeps_the_margins_of_official_documents():
    with zipfile.ZipFile(io.BytesIO(letters.write(LETTER))) as archive:
        section = archive.read("word/document.xml").decode()
    margins = {
        side: int(found)
        for side, found in re.findall(r'w:(top|right|bottom|left)="(\d+)"', section[section.index("<w:pgMar") :])
    }
    assert {side: round(twips / 1440 * 25.4) for side, twips in margins.items()} == {
        "top": 37,
        "right": 26,
        "bottom": 35,
        "left": 28,
    }


def test_a_page_on_its_side_is_wider_than_high():
    page = pypdfium2.PdfDocument(letters.write(replace(LETTER, landscape=True), "pdf"))[0]
    assert page.get_width() > page.get_height()


def test_a_letter_with_a_title_only_is_one_page():
    assert len(pypdfium2.PdfDocument(letters.write(Letter("目录"), "pdf"))) == 1


def test_a_long_opinion_goes_on_on_the_next_page():
    long = Letter("呈批单", [Opinion("审定", "同意公开。" * 1000, "《条例》第十七条", "韩正", date(2024, 9, 5))])
    text = in_pdf(letters.write(long, "pdf"))
    assert re.sub(r"\s", "", text).count("同意公开。") == 1000


def test_a_row_of_the_wrong_length_is_a_mistake_that_is_named():
    with pytest.raises(ValueError, match="3格"):
        letters.write(Letter("表", [Table(["一", "二"], [["1", "2", "3"]])]))
    with pytest.raises(ValueError, match="3格"):
        letters.write(Letter("表", [Facts([("标题", "甲", "乙")])]))


def test_a_format_that_is_not_known_is_refused_in_words():
    with pytest.raises(Unreadable, match="可以写成：docx、pdf"):
        letters.write(LETTER, "odt")
