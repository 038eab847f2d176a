"""Making text even, leaving traps alone, finding figures, and knowing whose they are."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annualreport.model import Report, Section
from gongkai.annualreport.narrative import vocabulary as words
from gongkai.annualreport.narrative.figures import chinese_number, find_figures
from gongkai.annualreport.narrative.model import Fact, Narrative
from gongkai.annualreport.narrative.prose import even
from gongkai.annualreport.narrative.reader import read_narrative
from gongkai.annualreport.narrative.traps import views
from gongkai.documents.model import Place
from gongkai.law.loader import DataError


def report(
    text: str,
    *,
    key: str | None = "overview",
    title: str = "",
    organ: str = "青石县农业农村局",
    year: int | None = 2023,
) -> Report:
    return Report(None, organ, year, "2021", {}, [Section(key, title, text)])


def narrative(text: str, **options: str) -> Narrative:
    return read_narrative(report(text, **options))  # type: ignore[arg-type]


def facts(text: str, **options: str) -> list[Fact]:
    return narrative(text, **options).facts


def one(text: str, **options: str) -> Fact:
    (fact,) = facts(text, **options)
    return fact


@pytest.mark.parametrize(
    "text",
    [
        "根据国办公开办函〔2021〕30号文件",
        "《条例》第二十条、第20条规定",
        "市十六届三次会议期间",
        "2021年1月1日至2021年12月31日",
        "拨打12345热线、12315电话",
        "落实“郑20条”和“六稳”“六保”",
        "推行一网通办，一次性告知，最多跑一次，一是抓落实",
        "采用“1+X”模式",
        "邮编236001，电话0558-3321876，传真0558—3321877",
        "网址https://example.gov.cn/2021/12.html，邮箱a2021@163.com",
        "建设5G专区、H5页面，保留4位小数，V2.0版上线",
        "20个工作日内答复，连续12个季度，3个月，24小时",
        "按100元/件收取，10元/页",
        "（一）公开内容；1.公开目录；2、公开指南",
        "网上累计更新不少于3条的，每周2次",
    ],
)
def test_what_counts_nothing_is_no_figure(text: str) -> None:
    assert [(str(fact.value), fact.unit) for fact in facts(text)] == []


@pytest.mark.parametrize(
    ("text", "value", "unit", "approximate"),
    [
        ("公开信息1,136条", "1136", "条", False),
        ("公开信息１２３条", "123", "条", False),
        ("公开信息18万余条", "180000", "条", True),
        ("公开信息7700余条", "7700", "条", True),
        ("公开信息近300条", "300", "条", True),
        ("公开信息100条以上", "100", "条", True),
        ("粉丝2.3万人", "23000", "人", False),
        ("召开会议两次", "2", "次", False),
        ("办理群众来信一百二十封", "120", "封", False),
        ("累计金额7.463万元", "7.463", "万元", False),
        ("满意率98.7％", "98.7", "%", False),
        ("办结率达到百分之九十五", "95", "%", False),
        ("规章3部", "3", "部", False),
    ],
)
def test_figures_in_their_many_forms(text: str, value: str, unit: str, approximate: bool) -> None:
    fact = one(text)
    assert (fact.value, fact.unit, fact.approximate) == (Decimal(value), unit, approximate)


def test_a_number_cut_by_a_space_is_left_alone() -> None:
    assert facts("公开信息3 000多条") == []


@pytest.mark.parametrize(
    ("written", "value"),
    [("十", 10), ("二十", 20), ("一百零五", 105), ("三千二百", 3200), ("百十", 110), ("十百", None)],
)
def test_chinese_numerals(written: str, value: int | None) -> None:
    assert chinese_number(written) == value


def test_lines_cut_in_a_sentence_are_rejoined_and_paragraphs_are_not() -> None:
    cut = "本年度全市各级机关全年共收办政府信息公开申请案\n件37件，其中予以公开20件、部分公\n开17件。\n（二）平台建设\n栏目按时更新。"
    assert even(cut).text.split("\n") == [
        "本年度全市各级机关全年共收办政府信息公开申请案件37件,其中予以公开20件、部分公开17件。",
        "(二)平台建设",
        "栏目按时更新。",
    ]
    assert even("执行《青石县农业农\n\n村局信息公开办法》").text == "执行《青石县农业农村局信息公开办法》"


def test_what_was_recognised_in_a_picture_is_no_text() -> None:
    text = "公开信息12条。\n[image: image1.png]128\n#3151 BEER{H(26) 13条\nER TW 40 AI\n回复留言3条。"
    assert [fact.value for fact in facts(text)] == [12, 3]


@given(
    st.lists(st.sampled_from(["", " ", "　", "\n", "\r\n", "\u200b"]), min_size=23, max_size=23),
)
@settings(max_examples=60, deadline=None)
def test_line_breaks_and_spaces_within_a_sentence_change_nothing(between: list[str]) -> None:
    whole = "本年共收到政府信息公开申请，经过逐件办理，已经全部按期办结共三十六件。"
    pieces = [whole[n : n + 1] for n in range(len(whole))]
    # A line that ends early may be a heading; only long lines are sure to go on.
    cut = "".join(
        piece + (mark if n > 18 or "\n" not in mark else "")
        for n, (piece, mark) in enumerate(zip(pieces, between, strict=False))
    )
    text = cut + whole[len(between) :]
    assert [str(fact.value) for fact in facts(text)] == ["36"]


@given(
    st.text(
        alphabet="收到政府信息公开申请办结件条其中，。；（）“”《》、无未共计123456789万余%年上年结转复议诉讼\n 一二十",
        max_size=120,
    )
)
@settings(max_examples=250, deadline=None)
def test_any_text_is_read_without_failing_and_leads_back_to_itself(text: str) -> None:
    found = narrative(text)
    for fact in found.facts:
        assert 0 <= fact.start < fact.end <= len(text)
    for claim in found.claims:
        assert claim.parts


@pytest.mark.parametrize(
    "piece", ["公开信息9条其中甲3条、乙6条；", "共计", "无", "（", "公开信息3条", "一", "主动公开", "均依法依规", "1."]
)
def test_text_without_end_comes_to_an_end(piece: str) -> None:
    """A search that tries ever more ways with the length would never come back from this."""
    times = 10000 // len(piece)
    assert len(facts(piece * times)) == piece.count("条") * times


def test_a_figure_knows_the_place_of_its_line() -> None:
    lines = ["公开信息12条。", "回复留言3条。"]
    section = Section(
        "overview", "", "\n".join(lines), paragraphs=[(line, Place(line=n)) for n, line in enumerate(lines, 7)]
    )
    found = read_narrative(Report(None, None, 2023, "2021", {}, [section])).facts
    assert [fact.place.line for fact in found] == [7, 8]
    assert [section.text[fact.start : fact.end] for fact in found] == ["12条", "3条"]


def test_the_quotation_is_the_clause_as_written() -> None:
    text = "我局加强管理，2023 年共收到政府信息\n公开申请 21 件，均已答复。"
    assert one(text).quote == "2023 年共收到政府信息公开申请 21 件"


def test_titles_and_quotations_tell_nothing() -> None:
    assert one("印发《信息处理费收费通知书》样本3份").measure is None


@pytest.mark.parametrize(
    ("organ", "text", "scope"),
    [
        ("青石县人民政府", "县政府办公室收到政府信息公开申请9件", "part"),
        ("青石县人民政府", "县本级收到政府信息公开申请9件", "part"),
        ("青石县人民政府", "全县收到政府信息公开申请9件", "own"),
        ("青石县柳林镇人民政府", "柳林镇收到政府信息公开申请9件", "own"),
        ("青石县农业农村局", "我局办公室收到政府信息公开申请9件", "own"),
        ("青石县农业农村局", "全县收到政府信息公开申请9件", "part"),
        ("青石县农业农村局", "上半年收到政府信息公开申请9件", "part"),
        ("青石县农业农村局", "自2019年以来收到政府信息公开申请9件", "cumulative"),
        ("青石县农业农村局", "2023年以来收到政府信息公开申请9件", "own"),
    ],
)
def test_whose_figure_it_is(organ: str, text: str, scope: str) -> None:
    assert one(text, organ=organ).scope == scope


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2022年收到政府信息公开申请9件", 2022),
        ("去年收到政府信息公开申请9件", 2022),
        ("2023年收到政府信息公开申请9件", None),
        ("公开2022年度决算并收到政府信息公开申请9件", None),
    ],
)
def test_of_which_year_it_is(text: str, year: int | None) -> None:
    assert one(text).year == year


def test_carried_in_and_out_are_told_by_the_year() -> None:
    assert one("2022年结转的政府信息公开申请2件").measure == "applications.carried_in"
    assert one("结转2024年办理的政府信息公开申请2件").measure == "applications.carried_out"


@pytest.mark.parametrize(
    "text",
    [
        "如未收到政府信息公开申请，应当写明",
        "无正当理由不答复政府信息公开申请",
        "没有超期答复的政府信息公开申请",
        "未收到对政府信息公开申请办理的投诉",
        "无需提交政府信息公开申请",
    ],
)
def test_what_only_looks_like_a_statement_of_none(text: str) -> None:
    assert [fact for fact in facts(text) if fact.negated] == []


def test_the_preamble_is_read_too() -> None:
    made = report("")
    made.preamble = "本年未收到政府信息公开申请。"
    assert [fact.measure for fact in read_narrative(made).facts] == ["applications.received"]


def test_a_vocabulary_is_sound_and_a_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    words.check(words.vocabulary())
    path = tmp_path / "measures.yaml"
    path.write_text(
        "words: {}\nunits: {a: [件]}\ntopics: {}\nfamilies: {}\nmeasures:\n  - {id: x, units: b, patterns: ['#']}\n"
    )
    with pytest.raises(DataError, match=r"measures\.yaml 第6行.*b"):
        words.vocabulary(path)
    path.write_text(
        "words: {}\nunits: {a: [件]}\ntopics: {}\nfamilies: {}\nmeasures:\n  - {id: x, units: a, patterns: ['#'], colour: red}\n"
    )
    with pytest.raises(DataError, match="colour"):
        words.vocabulary(path)


def test_the_needed_words_hide_no_measure() -> None:
    """Without the short cut the same measures fit every phrase of the labelled sentences."""
    known = words.vocabulary()
    for phrase in (
        "收到政府信息公开申请#",
        "维持#",
        "结转下年度继续办理#",
        "未经复议直接起诉的行政诉讼#",
        "行政处罚决定#",
        "#申请结转下年度",
        "公开各类政府信息#",
        "收取信息处理费#",
    ):
        for unit, measures in known.by_unit.items():
            fitting = [measure.id for measure in measures if measure.fits(phrase)]
            assert [each.id for each in known.candidates(unit, phrase) if each.fits(phrase)] == fitting


def test_units_are_not_the_beginnings_of_other_words() -> None:
    assert find_figures(views("3部门、4条例、5件数、7项目、8起草、9本级").digits) == []
