"""Random annual reports for property tests: whole, odd or half empty, in either form or in both; all of it made up."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st
from makers import made_table

from gongkai.annualreport.model import Cell, Report, ReportTable, Section, State
from gongkai.annualreport.scheme import scheme_of, split, table_keys

PLACES = ("青石县", "白水市", "临溪市云岭区", "云岭回族自治县", "青石市青石新区（青石高新技术产业开发区）")
BODIES = (
    "农业农村局",
    "人民政府",
    "教育局",
    "发展和改革委员会",
    "人民政府办公室",
    "自然资源和规划局",
    "住房和城乡建设管理委员会",
)
SIGNS = (
    "“一网通办”",
    "‘两随机’",
    "A&B平台",
    "x<y且y>z",
    "甲|乙|丙",
    "100%",
    "*重点*",
    "_编号_",
    "#话题#",
    "《办法》（青政〔2023〕7号）",
    "a\\b",
    "`代码`",
    "[链接](地址)",
    "=SUM(1)",
    "~试行~",
    "5−3",
    "㎡",
    "堃、喆、镕",
    "——",
    "…",
)
CLAUSES = (
    "围绕中心工作推进政府信息公开",
    "通过门户网站和政务新媒体发布信息",
    "落实“先审查、后公开”",
    "组织业务培训，参训人员覆盖各股室",
    "按季度巡检专栏，及时整改",
    "图解、视频解读占比有所提高",
    "公开流程进一步规范",
)
LEADS = ("主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障")


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A sentence of the usual kind, with figures and odd signs in it."""
    clauses = draw(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=3))
    if draw(st.booleans()):
        count = draw(st.integers(0, 99999))
        clauses.append(f"全年公布信息{count}条次，涉及{draw(st.sampled_from(SIGNS))}等内容")
    return "，".join(clauses) + "。"


@st.composite
def texts(draw: st.DrawFn) -> str:
    """One to three paragraphs; some open with a heading of the second level, some are only one."""
    paragraphs = []
    for index in range(draw(st.integers(1, 3))):
        text = "".join(draw(st.lists(sentences(), min_size=1, max_size=3)))
        lead = f"（{'一二三'[index]}）{draw(st.sampled_from(LEADS))}"
        kind = draw(st.sampled_from(("plain", "run-in", "alone", "numbered")))
        if kind == "run-in":
            text = f"{lead}。{text}"
        elif kind == "numbered":
            text = f"{index + 1}.{text}"
        elif kind == "alone":
            paragraphs.append(lead)
        paragraphs.append(text)
    return "\n".join(paragraphs)


COUNTS = st.one_of(st.integers(0, 9), st.integers(0, 9999), st.integers(10**5, 10**9))
AMOUNTS = st.decimals(0, 10**6, places=4, allow_nan=False) | st.decimals(0, 999, places=2, allow_nan=False)


@st.composite
def cells(draw: st.DrawFn, kind: str) -> Cell:
    """A cell as an original may have it: a number, nothing, or a dash."""
    state = draw(st.sampled_from((State.VALUE, State.VALUE, State.BLANK, State.DASH)))
    if state is not State.VALUE:
        return Cell(state, None, "/" if state is State.DASH else "")
    if kind == "amount":
        amount = Decimal(draw(AMOUNTS))
        return Cell(State.VALUE, amount, format(amount, "f"))
    count = draw(st.integers(-99, 99) if kind == "change" else COUNTS)
    return Cell(State.VALUE, count, str(count))


@st.composite
def tables(draw: st.DrawFn, key: str, form: str, *, odd: bool) -> ReportTable:
    """A table whose sums hold; ``odd`` changes some of its cells into anything."""
    scheme = scheme_of(form).table(key)
    dice = random.Random(draw(st.integers(0, 10**6)))
    table = made_table(scheme, dice, draw(st.sampled_from((3, 40, 4000))))
    if odd:
        for at in draw(st.lists(st.sampled_from(scheme.addresses), max_size=8, unique=True)):
            _, row, column = split(at)
            kind = next(each.kind for each in scheme.columns_of[row] if each.key == column)
            table.cells[at] = draw(cells(kind))
    return table


@st.composite
def reports(draw: st.DrawFn, *, odd: bool = True) -> Report:
    """A report with the sections and tables of a form; table 3 may be in the form of before, as happens."""
    year = draw(st.integers(2019, 2025))
    form = "2019" if year < 2021 else "2021"
    organ = draw(st.sampled_from(PLACES)) + draw(st.sampled_from(BODIES))
    scheme = scheme_of(form)
    forms = dict.fromkeys(table_keys(), form)
    if form == "2021" and draw(st.booleans()):
        forms["applications"] = "2019"
    return Report(
        title=scheme.title.format(organ=organ, year=year),
        organ=organ,
        year=year,
        form=form,
        tables={key: draw(tables(key, of, odd=odd)) for key, of in forms.items()},
        sections=[
            Section(section.key, section.title, draw(texts()), number + 1)
            for number, section in enumerate(scheme.sections)
        ],
        preamble=f"本报告依据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限为{year}年1月1日至12月31日。",
        organs=[organ],
        signed_by=organ,
        dated=date(year + 1, draw(st.integers(1, 3)), draw(st.integers(1, 28))),
    )
