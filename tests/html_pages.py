"""Made-up web pages of made-up reports, as sites of organs publish them: clean, out of Word, broken, with furniture around.

The rows of the statutory tables are laid out from the schemes: each row is a list of ``Box`` (text, colspan, rowspan), and the same
rows are what a test expects to read back.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from gongkai.annualreport.model import Report, ReportTable, State
from gongkai.annualreport.scheme import TableScheme, address


@dataclass
class Box:
    text: str
    colspan: int = 1
    rowspan: int = 1
    figure: bool = False
    head: bool = False


Rows = list[list[Box]]


def statutory_rows(table: ReportTable) -> Rows:
    """The rows of a table as the form prints them; spans are noted, continued cells left out."""
    made = {"blocks": _blocks, "matrix": _matrix, "line": _line}[table.scheme.layout]
    return made(table, table.scheme)


def texts(rows: Rows) -> list[list[str]]:
    return [[box.text for box in row] for row in rows]


def _figure(table: ReportTable, at: str) -> Box:
    cell = table.cell(at)
    return Box(cell.text if cell.state is not State.ABSENT else "", figure=True)


def _blocks(table: ReportTable, scheme: TableScheme) -> Rows:
    widest = max(len(part.columns) for part in scheme.parts)
    rows: Rows = []
    for part in scheme.parts:
        span = widest // len(part.columns)
        rows.append([Box(part.title, colspan=widest + 1, head=True)])
        rows.append([Box(part.corner, head=True), *(Box(each.label, colspan=span, head=True) for each in part.columns)])
        for row in part.rows:
            if row.local:
                continue
            figures = [_figure(table, address(scheme.key, row.key, each.key)) for each in part.columns]
            for box in figures:
                box.colspan = span
            rows.append([Box(row.label), *figures])
    return rows


def _matrix(table: ReportTable, scheme: TableScheme) -> Rows:
    part = scheme.parts[0]
    rows: Rows = [
        [Box(part.corner, 3, 3, head=True), Box("申请人情况", 7, head=True)],
        [Box("自然人", rowspan=2, head=True), Box("法人或其他组织", 5, head=True), Box("总计", rowspan=2, head=True)],
        [Box(each.label, head=True) for each in part.columns[1:6]],
    ]
    lines = [row for row in part.rows if not row.local]
    seen: set[tuple[str, ...]] = set()
    for row in lines:
        boxes = []
        for depth in range(1, len(row.groups) + 1):
            group = row.groups[:depth]
            if group not in seen:
                seen.add(group)
                count = sum(1 for each in lines if each.groups[:depth] == group)
                boxes.append(Box(group[-1], rowspan=count))
        boxes.append(Box(row.label, colspan=3 - len(row.groups)))
        boxes.extend(_figure(table, address(scheme.key, row.key, each.key)) for each in part.columns)
        rows.append(boxes)
    return rows


def _line(table: ReportTable, scheme: TableScheme) -> Rows:
    part = scheme.parts[0]
    width = len(part.columns)
    labels = [each.label for each in part.columns]
    return [
        [Box("行政复议", width, head=True), Box("行政诉讼", 2 * width, head=True)],
        [
            *(Box(label, rowspan=2, head=True) for label in labels),
            *(Box(row.label, width, head=True) for row in part.rows[1:]),
        ],
        [Box(label, head=True) for label in labels * 2],
        [_figure(table, address(scheme.key, row.key, each.key)) for row in part.rows for each in part.columns],
    ]


# The body of a report, and the pages ------------------------------------------------------------------------------------------------

CellWriter = Callable[[Box], str]


def table_html(rows: Rows, cell: CellWriter, opening: str = '<table border="1" cellspacing="0">') -> str:
    lines = ("<tr>" + "".join(cell(box) for box in row) + "</tr>" for row in rows)
    return opening + "<tbody>" + "\n".join(lines) + "</tbody></table>"


def body_html(report: Report, paragraph: Callable[[str], str], table: Callable[[Rows], str]) -> str:
    parts = [paragraph(report.preamble)]
    for section in report.sections:
        parts.append(paragraph(section.title))
        if section.text:
            parts.append(paragraph(section.text))
        found = report.tables.get(section.key or "")
        if found is not None:
            parts.append(table(statutory_rows(found)))
    return "\n".join(parts)


def spans(box: Box) -> str:
    found = ""
    if box.colspan > 1:
        found += f' colspan="{box.colspan}"'
    if box.rowspan > 1:
        found += f' rowspan="{box.rowspan}"'
    return found


def plain_cell(box: Box) -> str:
    return f"<td{spans(box)}>{escape(box.text)}</td>"


def head_of(report: Report, charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html>\n<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        f"<title>{escape(report.title or '')}_政府信息公开年报_青石县人民政府门户网站</title>"
        f'<meta name="SiteName" content="青石县人民政府"><meta name="ColumnName" content="政府信息公开年报">'
        f'<meta name="ArticleTitle" content="{escape(report.title or "")}"><meta name="PubDate" content="{(report.year or 0) + 1}-01-22 10:30">'
        f'<meta name="ContentSource" content="{escape(report.organ or "")}"></head>'
    )


def clean_page(report: Report) -> bytes:
    """A tidy page: the article in a known container, right spans."""
    body = body_html(report, lambda text: f"<p>{escape(text)}</p>", lambda rows: table_html(rows, plain_cell))
    return f'{head_of(report)}<body><div class="TRS_Editor">{body}</div></body></html>'.encode()


def article_only(report: Report) -> str:
    return body_html(report, lambda text: f"<p>{escape(text)}</p>", lambda rows: table_html(rows, plain_cell))


def gb18030_page(report: Report, declared: str = "gb2312") -> bytes:
    """The same in GB 18030, declared as something else, with a rare character."""
    body = article_only(report) + "<p>联系人：㑇𠮷</p>"
    return f'{head_of(report, declared)}<body><div id="zoom">{body}</div></body></html>'.encode("gb18030")


def word_page(report: Report, seed: int = 0) -> bytes:
    """A page pasted from Word: mso styles, conditional comments, o:p, split digits, full-width digits, ``<br>`` in labels, nested
    layout tables, a script with a false table."""
    dice = random.Random(seed)
    style = (
        "font-family:仿宋_GB2312;mso-hansi-font-family:Calibri;color:rgb(51,51,51);letter-spacing:0.0000pt;"
        "font-size:14.0000pt;mso-font-kerning:0.0000pt;"
    )
    edge = "".join(
        f"border-{side}:1.0000pt outset windowtext;mso-border-{side}-alt:1.0000pt outset windowtext;\n"
        for side in ("left", "right", "top", "bottom")
    )
    empty = '<span style="font-family:Calibri;mso-fareast-font-family:宋体;font-size:12.0000pt;"><o:p></o:p></span>'

    def run(text: str) -> str:
        return f'<span lang="EN-US" style="{style}">{text}</span>'

    def cell(box: Box) -> str:
        text = box.text
        if box.figure and len(text) > 1 and dice.random() < 0.5:
            inner = run(text[0]) + run(f"<font face='宋体'>{text[1:]}</font>")
        elif box.figure and dice.random() < 0.3:
            inner = run("&nbsp;") + run(text.translate(WIDE)) + run("&nbsp;&nbsp;")
        elif not box.figure and len(text) > 6 and dice.random() < 0.4:
            inner = run(escape(text[:4])) + "<br>" + run(escape(text[4:]))
        else:
            inner = run(escape(text))
        return (
            f'<td width="{dice.randrange(40, 600)}"{spans(box)} valign="center" style="width:127.2000pt;padding:3.7500pt;{edge}">\n'
            f'<p class="MsoNormal" align="center" style="margin-top:1.5000pt;mso-pagination:widow-orphan;line-height:21.0000pt;">'
            f"<!--[if gte mso 9]><xml><w:data>99</w:data></xml><![endif]-->{inner}{empty}</p>\n</td>"
        )

    def table(rows: Rows) -> str:
        opening = '<div align="center"><table class="MsoNormalTable" border="1" style="border-collapse:collapse;mso-padding-alt:0pt;">'
        inner = table_html(rows, cell, opening) + "</div>"
        return f'<table width="100%"><tr><td class="wrap">{inner}</td></tr></table>'

    def paragraph(text: str) -> str:
        return f'<p class="MsoNormal" style="margin:0pt;text-indent:31.4pt;"><span style="{style}">{escape(text)}</span>{empty}</p>'

    body = paragraph(report.title or "") + body_html(report, paragraph, table)
    false = "<script>document.write('<table><tr><td>一、本年新收政府信息公开申请数量</td><td>7</td><td>7</td></tr></table>');</script>"
    island = "<xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom></w:WordDocument></xml>"
    return (
        f'<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">'
        f'<head><meta charset="utf-8"><style>table.MsoNormalTable{{mso-style-name:普通表格}}</style></head>'
        f"<body>{island}{false}<table><tr><td><table><tr><td>{body}</td></tr></table></td></tr></table></body></html>"
    ).encode()


WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def broken_page(report: Report, seed: int = 0) -> bytes:
    """A page with wrong rowspans (20, 22 or 25), unclosed cells and rows, upper-case tags, a head that ends too early."""
    dice = random.Random(seed)

    def cell(box: Box) -> str:
        if box.rowspan > 15:
            box.rowspan = dice.choice([20, 22, 25])
        close = dice.choice(["</TD>", "", "</td>"])
        return f"<TD{spans(box)}>{escape(box.text)}{close}"

    def table(rows: Rows) -> str:
        lines = ("<TR>" + "".join(cell(box) for box in row) + dice.choice(["</TR>", ""]) for row in rows)
        return "<TABLE border=1>" + "\n".join(lines) + "</TABLE>"

    body = f"<P align=center><B>{escape(report.title or '')}</B>" + body_html(
        report, lambda text: f"<P>{escape(text)}", table
    )
    return f"<HTML><BODY><DIV class=con><DIV>{body}</BODY>".encode()


def zeros_left_blank(report: Report) -> Report:
    """The same report with every 0 left out, as many offices file it."""
    for table in report.tables.values():
        for cell in table.cells.values() if table else ():
            if cell.value == 0:
                cell.state, cell.value, cell.text = State.BLANK, None, ""
    return report


def unspanned_page(report: Report) -> bytes:
    """A page whose heads have no rowspans: the cells below a tall head cell are there, and empty."""

    def table(rows: Rows) -> str:
        if rows[0][0].rowspan == 3:
            rows[2] = [Box(""), *rows[2], Box("")]
        elif rows[0][0].text == "行政复议":
            rows[2] = [*(Box("") for _ in range(5)), *rows[2]]
        for row in rows[:3]:
            for box in row:
                box.rowspan = 3 if box.rowspan == 3 else 1
        return table_html(rows, plain_cell)

    body = body_html(report, lambda text: f"<p>{escape(text)}</p>", table)
    return f'{head_of(report)}<body><div class="article-content">{body}</div></body></html>'.encode()


NAVIGATION = "".join(
    f'<li><a href="/c{n}/">{name}</a></li>'
    for n, name in enumerate(["首页", "县情概况", "政务公开", "办事服务", "互动交流", "公共数据"])
)
RELATED = "".join(
    f'<li><a href="/r{n}.html">青石县{name}局2022年政府信息公开工作年度报告</a><span>2023-01-1{n}</span></li>'
    for n, name in enumerate(["民政", "教育", "水利", "文旅"])
)
ABOUT = (
    '<table class="xxgk"><tr><td>索 引 号：</td><td>QS1298/2024-00177</td><td>发布机构：</td><td>青石县农业农村局</td></tr>'
    "<tr><td>发文日期：</td><td>2024-01-19</td><td>文号：</td><td></td></tr><tr><td>名&nbsp;&nbsp;称：</td><td colspan=3>农业农村局年报正文</td></tr></table>"
)


def furnished_page(report: Report, container: str = 'class="article_area"') -> bytes:
    """A page as a site gives it: navigation, place in the site, table about the page, share bar, neighbours, list of others, foot."""
    return (
        f'{head_of(report)}<body><script>var a="<td>99</td>";</script><div class="wrap"><div class="header"><ul>{NAVIGATION}</ul>'
        f'<div class="search"><form><input type="text" value="年报"><button>搜索</button></form></div></div>'
        f'<div class="breadcrumb"><span>当前位置：</span><a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/nb/">政府信息公开年报</a></div>'
        f"{ABOUT}<h1>{escape(report.title or '')}</h1>"
        f'<div class="article_extend"><span>来源：青石县农业农村局</span> <span>时间：2024-01-22 16:34</span> <span>浏览次数：<script>document.write(12)</script></span>'
        f'<span style="display:none">你好，管理员</span> 字体：[<a href="javascript:;">大</a> <a href="javascript:;">中</a> <a href="javascript:;">小</a>]</div>'
        f"<div {container}>{article_only(report)}"
        f'<div class="bdsharebuttonbox"><a href="#">微信</a><a href="#">微博</a></div></div>'
        f'<p>责任编辑：李青</p><div class="pages"><p>上一篇：<a href="/1.html">青石县2022年政府信息公开工作年度报告</a></p><p>下一篇：没有了</p></div>'
        f'<div class="related"><h3>相关链接</h3><ul>{RELATED}</ul></div></div>'
        f'<div class="footer"><p>主办单位：青石县人民政府办公室　承办：青石县大数据中心</p><p>网站标识码：3590000099　示例ICP备00000000号</p>'
        f"<p>为了获得最佳的浏览效果，建议您使用较新的浏览器访问本网站，并把屏幕分辨率调整为1440×900以上。</p></div></body></html>"
    ).encode()
