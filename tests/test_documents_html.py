"""Web pages: what a browser shows is read, in the order in which it is read; figures are never joined, split or moved."""

from __future__ import annotations

import re

import html_pages
import pytest
from makers import made_report

from gongkai.annualreport.model import Report
from gongkai.documents.html import read_html
from gongkai.documents.model import Document, Paragraph, Picture, Table

NARROW = str.maketrans("０１２３４５６７８９．", "0123456789.")


def tables_of(document: Document) -> list[list[list[str]]]:
    return [
        [[re.sub(r"\s", "", cell.text).translate(NARROW) for cell in row] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def lines_of(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def expected(report: Report) -> list[list[list[str]]]:
    return [html_pages.texts(html_pages.statutory_rows(table)) for table in report.tables.values() if table]


def page(body: str, head: str = "") -> Document:
    return read_html(f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode())


def rows(*lines: str) -> str:
    return (
        "<table>"
        + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line.split('|'))}</tr>" for line in lines)
        + "</table>"
    )


PAGES = [
    html_pages.clean_page,
    html_pages.gb18030_page,
    html_pages.word_page,
    html_pages.broken_page,
    html_pages.furnished_page,
]


@pytest.mark.parametrize("form", ["2021", "2019"])
@pytest.mark.parametrize("make", PAGES, ids=lambda make: make.__name__)
@pytest.mark.parametrize("seed", range(4))
def test_every_cell_of_the_statutory_tables_is_read_as_it_stands(form, make, seed):
    report = made_report(form, seed=seed)
    assert tables_of(read_html(make(report))) == expected(report)


@pytest.mark.parametrize("make", PAGES, ids=lambda make: make.__name__)
def test_a_blank_cell_stays_blank(make):
    report = html_pages.zeros_left_blank(made_report(seed=7))
    assert tables_of(read_html(make(report))) == expected(report)


@pytest.mark.parametrize("make", PAGES, ids=lambda make: make.__name__)
def test_the_text_around_the_tables_is_the_report_and_nothing_else(make):
    report = made_report(seed=2)
    lines = lines_of(read_html(make(report)))
    wanted = [report.preamble, *(text for section in report.sections for text in (section.title, section.text) if text)]
    if make in (html_pages.word_page, html_pages.broken_page):  # these have no title but the one in the text
        wanted.insert(0, report.title)
    if make is html_pages.gb18030_page:
        wanted.append("联系人：㑇𠮷")
    assert lines == wanted


def test_head_cells_without_spans_keep_the_empty_cells_below_them():
    report = made_report(seed=1)
    found = tables_of(read_html(html_pages.unspanned_page(report)))
    assert found[1][2] == ["", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""]
    assert found[1][3:] == expected(report)[1][3:]


def test_places_count_tables_rows_cells_and_paragraphs_from_one():
    document = page("<p>一段</p>" + rows("a|b", "c|d") + "<p>二段</p>" + rows("e|f"))
    first, table, second, other = document.blocks
    assert (first.place.line, second.place.line) == (1, 2)
    assert (table.rows[1][0].place.table, table.rows[1][0].place.row, table.rows[1][0].place.column) == (1, 2, 1)
    assert str(other.rows[0][1].place) == "第2个表格第1行第2格"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<span>1</span><span>2</span>", "12"),
        ("<p><b>1</b><font>2</font><o:p></o:p></p>", "12"),
        ("<p>1</p><p>2</p>", "1\n2"),
        ("<p>1</p>2", "1\n2"),
        ("<div><p>1</p>2</div>3", "1\n2\n3"),
        ("1<br>2", "1\n2"),
        ("1 <span> </span>2", "1 2"),
        ("1\n2", "1 2"),
        ("1&nbsp;2", "1 2"),
        ("&nbsp;12&nbsp;&nbsp;", "12"),
        ("\u200b1\u200b2\ufeff", "12"),
        ("１２", "１２"),
        ("<s>3</s>5", "3 5"),
        ("5<del>3</del>", "5"),
        ("12<sup>1</sup>", "12^1"),
        ("<ins>4</ins>", "4"),
        ("1<!-- 2 -->3", "13"),
        ("<script>7</script>8", "8"),
        ('<span style="display:none">7</span>8', "8"),
        ('<span style="DISPLAY: NONE">7</span>8', "8"),
        ("<span hidden>7</span>8", "8"),
        ('<i style="visibility: hidden">7</i>8', "8"),
        ('<input type="text" value="9">', "9"),
        ('<input type="hidden" value="7">', ""),
        ("<textarea>7</textarea>", ""),
        ('<img src="3.png" width="20">', "〔图片〕"),
        ('<img src="spacer.gif"><img src=x width=1 height=1>', ""),
        ("<table><tr><td>6</td></tr></table>", "6"),
        ("<a href='#'>1</a>2", "12"),
        ("商业<br/>企业", "商业\n企业"),
        ("政府\n    信息", "政府信息"),
        ("&#19968;&#12289;&lt;1&gt;", "一、<1>"),
    ],
)
def test_a_cell_reads_as_a_browser_shows_it(written, read):
    for plain in ("", "<b></b><img src=2.png alt=x>"):  # with the picture beside it, the slower walk reads the table
        table = next(
            block for block in page(rows("行|列|值", f"规章|{written}|3{plain}")).blocks if isinstance(block, Table)
        )
        assert table.rows[1][1].text == read
        assert table.rows[1][2].text == "3"


def test_spans_are_noted_and_absurd_ones_cut_down():
    document = page(
        "<table><tr><td colspan=7 rowspan='22'>a</td><td colspan=99999 rowspan=-1>b</td><td colspan=0>c</td>"
        "<td colspan='x'>d</td></tr><tr><td>e</td><td>f</td></tr></table>"
    )
    assert [(cell.colspan, cell.rowspan) for cell in document.blocks[0].rows[0]] == [(7, 22), (100, 1), (1, 1), (1, 1)]


def test_a_foot_written_before_the_body_is_read_after_it():
    document = page(
        "<table><tfoot><tr><td>总计</td><td>9</td></tr></tfoot><tbody><tr><td>甲</td><td>4</td></tr></tbody>"
        "<thead><tr><th>名</th><th>数</th></tr></thead></table>"
    )
    assert tables_of(document) == [[["名", "数"], ["甲", "4"], ["总计", "9"]]]


def test_layout_tables_are_flattened_and_only_leaf_tables_become_tables():
    inner = rows("规章|1|2|3", "行政规范性文件|4|5|6")
    document = page(
        f"<table><tr><td></td><td><table><tr><td><p>前文</p>{inner}<p>后文</p></td></tr></table></td></tr></table>"
    )
    kinds = [type(block).__name__ for block in document.blocks]
    assert kinds == ["Paragraph", "Table", "Paragraph"]
    assert tables_of(document)[0][0] == ["规章", "1", "2", "3"]


def test_a_small_table_nested_in_a_cell_of_a_data_table_is_part_of_that_cell():
    small = "<table><tr><td>商业</td><td>企业</td></tr></table>"
    lines = "".join(f"<tr><td>行{n}</td><td>{n}</td><td>{n + 1}</td><td>{n + 2}</td></tr>" for n in range(6))
    document = page(f"<table><tr><td>名</td><td>{small}</td><td>二</td><td>三</td></tr>{lines}</table>")
    assert tables_of(document)[0][0] == ["名", "商业企业", "二", "三"]
    assert len(tables_of(document)) == 1


def test_a_table_that_holds_the_whole_report_is_cut_at_its_headings():
    text = "2023年，我局推进公开工作。全年发布信息300条。" * 6
    document = page(
        "<table><tr><td colspan=4>二、主动公开政府信息情况</td></tr>"
        "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
        f"<tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr><tr><td colspan=4>{text}</td></tr>"
        "<tr><td>行政许可</td><td>1</td><td>2</td><td>3</td></tr></table>"
    )
    assert lines_of(document) == ["二、主动公开政府信息情况", text]
    assert [len(table) for table in tables_of(document)] == [2, 1]


def test_rows_that_stand_in_tables_of_their_own_become_one_table():
    document = page("".join(rows(line) for line in ("规章|1|1|1", "行政规范性文件|2|2|2", "行政许可|3")))
    assert tables_of(document) == [[["规章", "1", "1", "1"], ["行政规范性文件", "2", "2", "2"], ["行政许可", "3"]]]


def test_rows_outside_any_table_keep_their_figures_apart():
    lines = "".join(f"<tr><td>行{n}</td><td>{n}</td><td>0</td><td>0</td></tr>" for n in range(5))
    document = read_html(f"<html><body><div><p>前文</p>{lines}<p>后文</p></div></body></html>".encode())
    assert tables_of(document) == [[[f"行{n}", str(n), "0", "0"] for n in range(5)]]
    assert lines_of(document) == ["前文", "后文"]


def test_cells_that_follow_a_table_closed_too_early_are_still_cells():
    lines = "".join(f"<tr><td>行{n}</td><td>{n}</td></tr>" for n in range(4))
    document = read_html(f"<body><table>{lines}</table>{lines}</table></body>".encode())
    assert [row for table in tables_of(document) for row in table] == [
        [f"行{n}", str(n)] for n in (*range(4), *range(4))
    ]


def test_a_script_closed_the_xhtml_way_does_not_swallow_the_report():
    body = html_pages.article_only(made_report(seed=3))
    document = read_html(
        f'<html><head><meta charset="utf-8"/><script src="a.js"/></head><body>{body}</body></html>'.encode()
    )
    assert tables_of(document) == expected(made_report(seed=3))


def test_a_report_that_the_page_hides_is_read_and_said_to_be_hidden():
    report = made_report(seed=3)
    document = page(f'<div style="display:none">{html_pages.article_only(report)}</div>')
    assert tables_of(document) == expected(report)
    assert [note.code for note in document.notes] == ["hidden"]


def test_a_hidden_second_copy_is_left_out():
    report = made_report(seed=3)
    body = html_pages.article_only(report)
    document = page(f"<div>{body}</div><div hidden>{html_pages.article_only(made_report(seed=4))}</div>")
    assert tables_of(document) == expected(report)


def test_running_text_is_split_at_line_breaks_and_blocks():
    document = page("<div>一<br>二<div>三</div>四<p>五<span>六</span><br><br>七</p></div>直接在正文里")
    assert lines_of(document) == ["一", "二", "三", "四", "五六", "七", "直接在正文里"]


def test_preformatted_text_keeps_its_lines():
    document = page("<pre>一、总体情况\n规章\t0\t0\n</pre>")
    assert lines_of(document) == ["一、总体情况", "规章\t0\t0"]
    assert document.blocks[0].style == "line"


def test_headings_say_that_they_are():
    document = page("<h2>一、<b>总体情况</b></h2><p>正文。</p>")
    assert [(block.text, block.style) for block in document.blocks] == [("一、总体情况", "heading"), ("正文。", "body")]


def test_pictures_keep_their_alternative_text():
    document = page(
        '<div id="zoom"><p>统计表见下图：共300条，其中网站公开200条，新媒体公开100条。</p><img alt="表三" src="t3.png"><p>以上为本年度情况，数据截至年底。</p></div>'
    )
    assert [block.text for block in document.blocks if isinstance(block, Picture)] == ["表三"]


def test_the_raw_title_is_kept_and_the_name_of_the_site_cut_off():
    document = page(
        "<p>正文</p>", "<title>青石县财政局2023年政府信息公开工作年度报告_政府信息公开年报_青石县人民政府</title>"
    )
    assert document.meta["title"] == "青石县财政局2023年政府信息公开工作年度报告"
    assert document.meta["page_title"].endswith("_青石县人民政府")


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ('<meta name="ArticleTitle" content="政府信息公开年报">', "<h1>{}</h1>"),
        ('<meta name="ArticleTitle" content="">', "<h2>{}</h2>"),
        ("<title>政府信息公开年报-青石县人民政府</title>", '<div class="tit">{}</div>'),
        ("<title>{} - 政府信息公开年报 - 青石县人民政府</title>", ""),
        ("<title>青石县人民政府_政府信息公开年报_{}</title>", ""),
        ("", "<p align=center><b>{}</b></p>"),
    ],
)
def test_the_title_is_the_one_that_names_the_report_and_its_year(head, shown):
    title = "青石县农业农村局2023年政府信息公开工作年度报告"
    body = html_pages.article_only(made_report(seed=1))
    assert page(f'{shown.format(title)}<div id="zoom">{body}</div>', head.format(title)).meta["title"] == title


def test_cells_written_in_scripts_do_not_change_how_the_page_is_read():
    report = made_report(seed=1)
    button = "<a onclick=\"show('<td>1</td><td>2</td><td>3</td><td>4</td>')\">打印</a>"
    assert tables_of(page(button + html_pages.article_only(report))) == expected(report)


def test_what_the_page_shows_about_itself_is_found_without_meta_tags():
    body = html_pages.furnished_page(made_report(seed=1)).decode().split("<body>")[1]
    meta = page(body, "<title>政府信息公开年报-青石县人民政府</title>").meta
    assert meta["title"] == "青石县农业农村局2023年政府信息公开工作年度报告"
    assert meta["published"] == "2024-01-19"
    assert meta["source"] == "青石县农业农村局"
    assert meta["index_number"] == "QS1298/2024-00177"


@pytest.mark.parametrize("container", ['id="zoom"', 'class="TRS_Editor"', 'class="xyz"', 'id="UCAP-CONTENT"', ""])
def test_furniture_is_left_out_whatever_the_container_is_called(container):
    report = made_report(seed=5)
    lines = lines_of(read_html(html_pages.furnished_page(report, container)))
    assert lines[0] == report.preamble
    assert lines[-1] == report.sections[-1].text


def test_statutory_tables_outside_the_known_container_are_not_lost():
    report = made_report(seed=5)
    first, rest = html_pages.article_only(report).split("三、收到", 1)
    document = page(
        f'<div class="wrap"><div class="TRS_Editor">{first}</p></div><div class="more"><p>三、收到{rest}</div></div><div class="footer">版权所有</div>'
    )
    assert tables_of(document) == expected(report)
    assert "版权所有" not in lines_of(document)


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/files/P0201.pdf">青石县2023年年度报告.pdf</a>',
        '<iframe src="/viewer.html?file=%2Ffiles%2FP0201.pdf"></iframe>',
        '<embed src="P0201.pdf">',
        '<script>var pdf = "/files/P0201.pdf";</script>',
    ],
)
def test_a_page_that_only_links_the_report_names_the_file(link):
    document = page(f"<h1>青石县2023年政府信息公开工作年度报告</h1><p>发布日期：2024-01-20</p><div>{link}</div>")
    assert [note.code for note in document.notes] == ["attachment"]
    assert "P0201.pdf" in document.notes[0].message


def test_a_page_with_the_tables_needs_no_word_about_attachments():
    report = made_report(seed=5)
    assert page(html_pages.article_only(report) + '<a href="a.pdf">下载</a>').notes == []


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<h1>404 Not Found</h1><hr><center>nginx</center>", "404 Not Found"),
        ("<form>用户名<input><p>请登录后访问</p></form>", "请登录后访问"),
    ],
)
def test_an_error_page_gives_its_text(body, shown):
    assert shown in lines_of(page(body))


@pytest.mark.parametrize(
    "data",
    [b"", b"<", b"<html>", b"<!doctype html>", b"<frameset><frame src=a></frameset>", b"\xff\xfe", b"<p>\0\0</p>"],
)
def test_a_page_without_content_gives_an_empty_document(data):
    assert not [block for block in read_html(data).blocks if isinstance(block, Table)]
