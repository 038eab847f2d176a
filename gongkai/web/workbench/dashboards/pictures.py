"""The drawings of the dashboard: months as lines, sections and channels as bars, this year beside the same days of last year."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.assessment.dashboards.comparing import MONTHS, Comparison
from gongkai.web.components.charts import Chart, Series, grouped_bars, line_chart
from gongkai.web.dashboards.counting import Figure, Part
from gongkai.web.dashboards.measures import Measure

MOST = 10
"""So many bars are drawn, the largest; the table has all."""


def by_month(title: str, measure: Measure, figure: Figure, days: Comparison, begun: bool) -> Chart | None:
    """A line for each year; nothing where both are empty. A month not yet reached has no point."""
    if not figure.now and not figure.before:
        return None
    months = days.now.until.month
    series = [Series(f"{days.now.since.year}年", figure.months[:months])]
    if not begun:
        series.append(Series(f"{days.before.since.year}年同期", figure.months_before[:months]))
    labels = [f"{number}月" for number in range(1, MONTHS + 1)][:months]
    return line_chart(title, labels, series, unit=measure.unit)


def by_part(title: str, measure: Measure, parts: Sequence[Part], days: Comparison, begun: bool) -> Chart | None:
    """Bars of this year and the year before for each part that has any; nothing where there is but one."""
    pairs = [(part, part.numbers.get(measure.key, (0, 0))) for part in parts]
    known = [pair for pair in pairs if any(pair[1])]
    largest = sorted(known, key=lambda pair: -max(pair[1]))[:MOST]
    kept = [pair for pair in known if pair in largest]
    if len(kept) < 2:
        return None
    series = [Series(f"{days.now.since.year}年", [now for _, (now, _) in kept])]
    if not begun:
        series.append(Series("去年同期", [before for _, (_, before) in kept]))
    more = f"（最多的{MOST}项）" if len(known) > MOST else ""
    return grouped_bars(f"{title}{more}", [part.title for part, _ in kept], series, unit=measure.unit)
