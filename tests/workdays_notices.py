"""Made-up holiday notices for the tests of working days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from gongkai.workdays import Notice, NoticeKind, Off, Shifted

NOTICE_2027 = Notice(
    2027,
    "样例办公厅关于2027年部分节假日安排的通知",
    (
        Off("元旦", date(2027, 1, 1), date(2027, 1, 3)),
        Off("春节", date(2027, 2, 5), date(2027, 2, 12)),
        Off("清明节", date(2027, 4, 3), date(2027, 4, 5)),
        Off("劳动节", date(2027, 5, 1), date(2027, 5, 5)),
        Off("端午节", date(2027, 6, 9), date(2027, 6, 9)),
        Off("中秋节", date(2027, 9, 15), date(2027, 9, 15)),
        Off("国庆节", date(2027, 10, 1), date(2027, 10, 7)),
    ),
    (
        Shifted("元旦", date(2026, 12, 26)),
        Shifted("春节", date(2027, 2, 14)),
        Shifted("劳动节", date(2027, 4, 25)),
        Shifted("国庆节", date(2027, 9, 26)),
    ),
    issuer="样例办公厅",
    number="样办发电〔2026〕9号",
    number_sure=True,
    issued_on=date(2026, 11, 20),
)


@st.composite
def annual_notices(draw: st.DrawFn, year: int) -> Notice:
    """An annual notice of any shape: some days off, some weekend days worked, New Year reaching back or not."""
    days = st.dates(date(year - 1, 12, 28), date(year, 12, 31))
    first = draw(st.lists(days, min_size=1, max_size=8, unique=True))
    off = {day + timedelta(days=more) for day in first for more in range(draw(st.integers(1, 4)))}
    off = {day for day in off if day <= date(year, 12, 31)}
    worked = {day for day in draw(st.lists(days, max_size=8)) if day.weekday() >= 5} - off
    return Notice(
        year,
        f"样例办公厅关于{year}年部分节假日安排的通知",
        tuple(Off("某节", day, day) for day in sorted(off)),
        tuple(Shifted("某节", day) for day in sorted(worked)),
        kind=NoticeKind.ANNUAL,
    )
