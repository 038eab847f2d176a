"""The year-on-year pictures of an organ's reports, each with its table."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.web.annualreport.queries import Line
from gongkai.web.components.charts import Chart, Series, grouped_bars

PICTURES = (
    ("政府信息公开申请", ("received", "processed", "carried_out")),
    ("制发行政规范性文件", ("documents",)),
    ("行政复议和行政诉讼", ("reconsideration", "direct_suit", "suit_after_reconsideration")),
)


def pictures(years: Sequence[int], lines: Sequence[Line]) -> list[Chart]:
    """One picture for each subject with figures; none for a single year, where there is nothing to compare."""
    if len(years) < 2:
        return []
    labels = [f"{year}年" for year in years]
    found = []
    for title, keys in PICTURES:
        series = [Series(line.title.removesuffix("（件）"), line.values) for line in lines if line.key in keys]
        if series:
            found.append(grouped_bars(title, labels, series))
    return found
