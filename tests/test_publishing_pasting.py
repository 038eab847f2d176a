"""What office programs and web pages put on the clipboard becomes plain semantic HTML, and nothing dangerous comes through."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from gongkai.publishing.audiences import audience_titles
from gongkai.publishing.cleaning import ATTRIBUTES, TAGS, body_of, clean_html, editable, plain_text
from gongkai.publishing.elements import WrongDetails, checked_details, described, elements_of, missing
from gongkai.publishing.pasted_pictures import OWN, addresses
from gongkai.publishing.pasting import tidied
from gongkai.publishing.themes import theme_groups, theme_title, themes, within

PASTED = Path(__file__).parent / "pasted"
OURS = "/files/3f2b0c44-1111-4222-8333-444455556666/tu.png"


@pytest.mark.parametrize("name", ["word", "wps", "excel", "page"])
def test_a_paste_becomes_what_its_document_shows(name):
    found = tidied((PASTED / f"{name}.html").read_text(encoding="utf-8"))
    expected = (PASTED / f"{name}.expected.html").read_text(encoding="utf-8").strip()
    kept = (
        clean_html(found.html.replace("picture:1", OURS)).replace(OURS, "picture:1")
        if found.pictures
        else clean_html(found.html)
    )
    assert kept == expected
    assert body_of(kept) == kept or found.pictures


def test_what_a_paste_could_not_bring_along_is_told():
    told = "".join(tidied((PASTED / "word.html").read_text(encoding="utf-8")).told)
    assert "修订中删除的文字" in told and "批注" in told and "隐藏的文字" in told and "有1张图片没有带过来" in told
    page = tidied((PASTED / "page.html").read_text(encoding="utf-8"))
    assert len(page.told) == 1 and "有1张图片" in page.told[0]


def test_a_picture_within_a_paste_is_taken_out_with_its_words():
    (picture,) = tidied((PASTED / "wps.html").read_text(encoding="utf-8")).pictures
    assert picture.data.startswith(b"\x89PNG") and picture.name == "正文图片1.png" and picture.alt == "防火区域示意图"


@pytest.mark.parametrize(
    "source", ["data:image/svg+xml;base64,PHN2Zy8+", "data:image/png;base64,AAAA", "data:text/html,x"]
)
def test_a_picture_that_is_none_is_left_out_and_told(source):
    found = tidied(f'<p>甲<img src="{source}"></p>')
    assert found.html == "<p>甲</p>" and "格式不能放在正文里" in found.told[0]


@pytest.mark.parametrize(
    "source",
    [
        "https://elsewhere.example/a.png", "//elsewhere.example/a.png", "/static/a.png", "/files/../a.png", "data:image/png;base64,AA",
        f"https://elsewhere.example{OURS}", f"{OURS}?x=1", "/files/3f2b0c44-1111-4222-8333-444455556666/a/../b", "javascript:x()",
    ],
)  # fmt: skip
def test_a_picture_has_no_other_source_than_a_file_of_the_site(source):
    assert "<img" not in clean_html(f'<p>甲<img src="{source}" alt="x"></p>')
    assert "<img" not in body_of(f'<p>甲<img src="{source}" alt="x"></p>')


def test_the_words_that_stand_for_a_picture_belong_to_the_text():
    body = body_of(f'<p><img src="{OURS}" alt="办理流程图"></p>')
    assert plain_text(body) == "办理流程图" and addresses(body) == [(OURS.split("/")[2], "办理流程图")]
    assert editable(body) == body


def test_a_heading_may_be_marked_but_is_never_guessed():
    marked = body_of(
        '<p class="MsoHeading2">（一）目标</p><p style="mso-outline-level:1">一、总则</p><p><b>二、加粗</b></p>'
    )
    assert marked == "<h3>（一）目标</h3>\n<h2>一、总则</h2>\n<p><strong>二、加粗</strong></p>"
    assert body_of(f'<p style="mso-outline-level:1">{"长" * 130}</p>').startswith("<p>")


def test_a_list_that_begins_later_says_where():
    line = '<p style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">{}.</span>{}</p>'
    body = body_of(line.format(3, "丙") + line.format(4, "丁") + line.format(1, "甲"))
    assert body == '<ol start="3"><li>丙</li><li>丁</li></ol>\n<ol><li>甲</li></ol>'


def test_a_box_drawn_as_a_table_is_no_table():
    assert body_of("<table><tr><td><p>框里的话</p><p>第二段</p></td></tr></table>") == "<p>框里的话</p>\n<p>第二段</p>"


def test_a_header_cell_that_reaches_down_keeps_its_table_whole():
    body = body_of("<table><tr><th rowspan=2>甲</th><th>乙</th></tr><tr><td>1</td></tr></table>")
    assert "<thead>" not in body and 'rowspan="2"' in body


def test_elements_within_elements_by_the_thousand_lose_no_words():
    assert plain_text(body_of("<div>" * 3000 + "深处")) == "深处"


TAGS_TRIED = """p div span table tr td th ul ol li b h1 h2 h5 br a blockquote caption thead dl dt dd font center script style svg math
iframe img textarea title template o:p del"""
PIECES = st.one_of(
    st.sampled_from(TAGS_TRIED.split()
    ).flatmap(
        lambda tag: st.sampled_from(
            [
                f"<{tag}>", f"</{tag}>", f"<{tag} onclick=x() onerror='x()'>", f"<{tag} style='mso-list:l0 level2 lfo1;font-weight:bold'>",
                f"<{tag} href=javascript:x() src=javascript:x()>", f"<{tag} src=https://e.example/a.png href='data:text/html,x'>",
                f"<{tag} class=MsoHeading1 colspan=9 rowspan=-1 src={OURS} alt='\"<b>'>", f"<{tag} href=' jAvAsCrIpT&#58;x()'>",
            ]
        )
    ),
    st.sampled_from(["甲", "　乙", "&nbsp;", "\n", "<!--[if mso]>", "<![endif]-->", "<![if !supportLists]>", "&lt;script&gt;", "<", '"', "]]>"]),
    st.text(max_size=6),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_nothing_but_what_is_on_the_list_comes_through_and_cleaning_twice_is_cleaning_once(text):
    body = body_of(text)
    assert body_of(body) == body
    assert clean_html(body) == body
    root = lxml_html.fromstring(f"<main>{body}</main>")
    for each in root.iter():
        if each is root:
            continue
        assert each.tag in TAGS
        assert set(each.attrib) <= ATTRIBUTES.get(each.tag, set()) | {"rel"}
        if each.tag == "img":
            assert OWN.fullmatch(each.get("src"))
        if each.get("href"):
            assert re.match(r"(?:https?|mailto):|(?![a-z]+:)", each.get("href").strip(), re.I)


def test_themes_have_two_levels_and_audiences_titles():
    assert len([each for each in themes().values() if not each.top]) == 22 == len(theme_groups())
    assert theme_title("0602") == "农业、林业、水利 / 林业" and within("06") == ("06", "0601", "0602", "0603", "0699")
    assert within("0602") == ("0602",) and audience_titles()["farmers"] == "农民"


def test_a_service_guide_says_eight_things_and_an_interpretation_its_form():
    assert len(missing("services", {})) == 8
    assert [each.key for each in missing("interpretations", {})] == ["form"]
    assert elements_of("plans") == () and missing("plans", {}) == ()
    said = checked_details("services", {"materials": " 身份证原件 \r\n\r\n申请表1份", "fee": "不收费", "contact": ""})
    assert said == {"materials": "身份证原件\n申请表1份", "fee": "不收费"}
    assert described("interpretations", {"form": "infographic"}) == [("解读形式", "图解")]


@pytest.mark.parametrize(
    ("genre", "details", "told"),
    [
        ("services", {"price": "1"}, "没有“price”这一项"),
        ("plans", {"form": "text"}, "没有“form”这一项"),
        ("interpretations", {"form": "song"}, "请从列出的里面选"),
        ("services", {"online": "javascript:x()"}, "请写完整的网址"),
        ("services", {"fee": "长" * 300}, "最多200个"),
    ],
)
def test_elements_that_cannot_be_right_are_refused_in_words(genre, details, told):
    with pytest.raises(WrongDetails, match=told):
        checked_details(genre, details)
