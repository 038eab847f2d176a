"""Holiday notices: read from the text that an officer pastes, from data, and written back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workdays_notices import NOTICE_2027, annual_notices

from gongkai.law import holidays_seed
from gongkai.law.loader import DataError
from gongkai.law.notices import FOLDER, Notice, NoticeError, NoticeKind, Off, Shifted, national_notices, notice_from
from gongkai.workdays import read_notice

# 样例文字：年份、机关和文号都是编的，写法取各年通知的几种写法
PASTED = """
样例办公厅关于2027年
部分节假日安排的通知
样办发电〔2026〕9号

各省、自治区、直辖市人民政府：
经批准，现将2027年元旦、春节等放假调休日期的具体安排通知如下。
一、元旦：1月1日（周五）至3日（周日）放假，共3天。12月26日（星期六）上班。
二、春节：2月5日（农历除夕、周五）至12日（周五）放假调休，共8天。2月14日（周日）上班。鼓励各单位安排职工在2月4日休息。
三、清明节：4月3日至5日放假，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月25日（星期日）上班。
五、端午节：6月9日放假，共1天。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日至7日放假调休，共7天。9月26日（星期日）上班。
节假日期间，各地区、各部门要妥善安排好值班。
样例办公厅
2026年11月20日
"""

OLD_WORDING = """样例办公厅关于2029年部分节假日安排的通知 样办发电〔2028〕3号
一、元旦：2028年12月30日—2029年1月1日放假，共3天。其中1月1日为法定假日，12月30日（星期六）、31日（星期日）照常公休。
二、“五一”：5月1日—7日放假，共7天。其中，1日、2日为法定假日，将4月28日（星期六）、29日（星期日）两个公休日调至5月3日（星期四）、4日（星期五）；5月5日（星期六）、6日（星期日）照常公休，4月28日、29日上班。
三、清明节4月4日放假，4月6日（星期五）补休。
"""


def test_the_text_of_a_notice_is_read_without_doubts() -> None:
    read = read_notice(PASTED)
    assert read.doubts == ()
    assert read.notice == NOTICE_2027


def test_a_page_that_has_the_text_twice_is_read_once() -> None:
    read = read_notice(PASTED + PASTED)
    assert read.notice == NOTICE_2027


def test_words_of_the_web_page_around_the_text_do_not_matter() -> None:
    page = "首页\n政策\n您现在的位置：首页 > 政策\n" + PASTED + "\n扫一扫在手机打开当前页\n网站地图 备案号2号"
    assert read_notice(page).notice.same_days(NOTICE_2027)
    assert read_notice(page).notice.issued_on == date(2026, 11, 20)


def test_the_wording_of_older_notices_is_read_too() -> None:
    read = read_notice(OLD_WORDING)
    assert read.notice.holidays == (
        Off("元旦", date(2028, 12, 30), date(2029, 1, 1)),
        Off("劳动节", date(2029, 5, 1), date(2029, 5, 7)),
        Off("清明节", date(2029, 4, 4), date(2029, 4, 4)),
        Off("清明节", date(2029, 4, 6), date(2029, 4, 6)),
    )
    assert read.notice.workdays == (Shifted("劳动节", date(2029, 4, 28)), Shifted("劳动节", date(2029, 4, 29)))
    assert read.doubts == (
        "没有读到春节（2月12日）放假，请对照原文。",
        "没有读到端午节（6月16日）放假，请对照原文。",
        "没有读到中秋节（9月22日）放假，请对照原文。",
        "没有读到国庆节（10月1日）放假，请对照原文。",
    )


def test_an_amending_notice_without_numbered_items_is_read() -> None:
    text = (
        "样例院关于样例胜利90周年纪念日调休放假的通知 样发明电〔2035〕1号 2035年是样例胜利90周年，2035年9月3日全国放假1天。"
        "9月1日至3日调休放假，共3天。其中9月3日（星期一）放假，8月26日（星期日）上班。样例院 2035年5月13日"
    )
    read = read_notice(text, kind=NoticeKind.AMENDING)
    assert read.notice.holidays == (Off("样例胜利90周年纪念日", date(2035, 9, 1), date(2035, 9, 3)),)
    assert read.notice.workdays == (Shifted("样例胜利90周年纪念日", date(2035, 8, 26)),)
    assert (read.notice.issuer, read.notice.number) == ("样例院", "样发明电〔2035〕1号")


@pytest.mark.parametrize(
    ("wrong", "right", "doubt"),
    [
        ("2月14日（周日）", "2月14日（周六）", "春节：“2月14日（周六）”写的星期和日历不符，2027-02-14是星期日。"),
        ("共8天", "共7天", "春节：原文写共7天，读出8天，请核对。"),
        ("6月9日放假，共1天", "另行通知6月的安排", "“端午节”一项没有读出日期，请对照原文填写。"),
        ("4月3日至5日放假", "4月3日至31日放假", "清明节：没有“31日”这一天，请核对原文。"),
        ("样办发电〔2026〕9号", "", "没有读出发文字号，请填写；确实没有的留空。"),
        ("二、春节：", "春节：", "项目编号不连续（读到一、三、四、五、六、七），可能有漏读的，请对照原文。"),
        ("9月15日（周三）放假", "9月14日（周二）放假", "没有读到中秋节（9月15日）放假，请对照原文。"),
    ],
)
def test_what_does_not_fit_is_named_and_not_guessed(wrong: str, right: str, doubt: str) -> None:
    assert wrong in PASTED
    assert doubt in read_notice(PASTED.replace(wrong, right)).doubts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "您好",
        "2027年",
        "样例办公厅关于延长2027年春节假期的通知 一、延长2027年春节假期至2月20日，2月22日（星期一）起正常上班。",
        "12月32日放假",
        "9999年12月31日",
    ],
)
def test_a_text_without_days_is_refused_in_words(text: str) -> None:
    with pytest.raises(NoticeError, match=r"请粘贴放假通知的全文|逐日填写"):
        read_notice(text, kind=NoticeKind.AMENDING)


@settings(max_examples=200)
@given(
    st.text(
        st.sampled_from("一二、：。，（）()0123456789年月日至—放假补休上班共天星期周六关于通知〔〕号\n "), max_size=200
    )
)
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        read_notice(text, kind=NoticeKind.AMENDING)
    except DataError as refusal:
        assert str(refusal)


@pytest.mark.parametrize("year", [0, 1, 9999, 10000])
def test_a_year_that_no_calendar_has_is_refused_in_words(year: int) -> None:
    with pytest.raises(DataError):
        read_notice(f"样例办公厅关于{year:04}年放假的通知 一、元旦：12月31日至1月1日放假。")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"holidays": (Off("春节", date(2027, 2, 12), date(2027, 2, 5)),)}, "春节的放假起止日期颠倒了"),
        ({"holidays": (Off("春节", date(2026, 2, 5), date(2026, 2, 5)),)}, "2026年2月5日不在2027年"),
        ({"workdays": (Shifted("春节", date(2027, 2, 6)),)}, "2027年2月6日写了两次，或者既放假又上班"),
        ({"workdays": (Shifted("春节", date(2027, 2, 15)),)}, "2027年2月15日是星期一，本来就上班"),
        ({"year": 0}, "没有0年这一年"),
        ({"year": 10000}, "没有10000年这一年"),
        ({"holidays": (), "workdays": ()}, "没有写明哪一天放假、哪一天上班"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused_in_words(changes: dict[str, object], said: str) -> None:
    with pytest.raises(NoticeError, match=said):
        replace(NOTICE_2027, **changes)  # type: ignore[arg-type]


@given(annual_notices(2027))
def test_a_notice_stored_as_json_reads_back_the_same(notice: Notice) -> None:
    assert notice_from(json.loads(json.dumps(notice.as_data()))) == notice


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("kind", "weekly", "“kind”应是"),
        ("holidays", [["春节", "2027-02-30", "2027-03-01"]], "日期应写成"),
        ("holidays", [["春节", "2027-02-05"]], "每一行应是节日和 2 个日期"),
        ("holidays", [["春节", "2027-02-05", None]], "这一行缺日期"),
        ("year", "2027", "“year”的类型不对"),
        ("extra", 1, "不认识的键：extra"),
    ],
)
def test_data_of_a_notice_that_is_wrong_is_refused_with_its_key(key: str, value: object, said: str) -> None:
    with pytest.raises(DataError, match=said):
        notice_from({**NOTICE_2027.as_data(), key: value})


def test_a_document_number_that_is_not_sure_is_not_cited() -> None:
    assert NOTICE_2027.citation == "《样例办公厅关于2027年部分节假日安排的通知》（样办发电〔2026〕9号）"
    assert replace(NOTICE_2027, number_sure=False).citation == "《样例办公厅关于2027年部分节假日安排的通知》"


def test_the_data_files_are_as_the_program_writes_them() -> None:
    for year, notices in groupby(national_notices(), key=lambda notice: notice.year):
        assert (FOLDER / f"{year}.yaml").read_text(encoding="utf-8") == holidays_seed.as_yaml(notices)


def test_there_is_one_annual_notice_for_every_year_from_2004_to_2026() -> None:
    annual = [notice.year for notice in national_notices() if notice.kind is NoticeKind.ANNUAL]
    assert annual == list(range(2004, 2027))


@pytest.mark.parametrize("year", range(2004, 2027))
def test_the_seed_from_the_library_gives_the_same_working_days(year: int) -> None:
    pytest.importorskip("chinese_calendar", reason="没有安装 chinesecalendar，不作比对")
    seeded = holidays_seed.from_library(year)
    ours = next(notice for notice in national_notices() if notice.year == year and notice.kind is NoticeKind.ANNUAL)
    changed_later = {2015, 2019, 2020}  # 库里只有调整以后的结果
    if year not in changed_later:
        assert seeded.days_on.keys() ^ ours.days_on.keys() == ({date(2005, 12, 31)} if year == 2006 else set())
        assert {day for day in seeded.days_off.keys() ^ ours.days_off.keys() if day.weekday() < 5} == set()


def test_the_text_of_a_notice_becomes_a_data_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "通知.txt"
    source.write_text(PASTED, encoding="utf-8")
    assert holidays_seed.main([str(source)]) == 0
    assert capsys.readouterr().out == holidays_seed.as_yaml([replace(NOTICE_2027, checked="通知全文")])
    assert holidays_seed.main([str(tmp_path / "没有.txt")]) == 1
    assert "没有写出：" in capsys.readouterr().err
