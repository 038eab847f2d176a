"""A table as an office types it, or pastes it from a spreadsheet: one indicator a line, columns divided by ``｜``, ``|`` or a tab.

    一级指标｜二级指标｜满分｜计分方法｜参数｜数据来源
    依申请公开｜按期答复率｜15｜按率得分｜100:15 95:10 90:5｜申请按期答复率
    主动公开｜栏目更新｜10｜扣分｜2｜超期没有更新的栏目
    主动公开｜内容质量｜10｜评分

Grades: ``优秀｜90``; vetoes: ``没有按期发布年度报告｜良好｜没有按期发布的年度报告``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from gongkai.assessment.yearly.measures import BY_TITLE, MEASURES
from gongkai.assessment.yearly.tables import (
    JUDGED,
    RATE,
    WAYS,
    Grade,
    Indicator,
    Table,
    Veto,
    WrongTable,
    keyed_indicators,
    number_of,
    plain,
)

_DIVIDER = re.compile(r"[｜|\t]")
_BY_WAY = {title: key for key, title in WAYS.items()}


def read_indicators(text: str) -> tuple[Indicator, ...]:
    """The indicators as typed. Raises ``WrongTable`` that names the line."""
    return keyed_indicators(_indicator(number, cells) for number, cells in _rows(text))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            cells = [each.strip() for each in _DIVIDER.split(line)]
            while len(cells) > 1 and not cells[-1]:
                cells.pop()
            yield number, cells


def _indicator(number: int, cells: Sequence[str]) -> dict[str, Any]:
    if not 4 <= len(cells) <= 6:
        raise WrongTable(
            f"第{number}行请写成：一级指标｜二级指标｜满分｜计分方法｜参数｜数据来源（后两项没有就不写）。"
        )
    group, title, full, way, given, source = (*cells, "", "")[:6]
    points = number_of(full)
    if points is None:
        raise WrongTable(f"第{number}行的满分“{full}”不是数，请写例如 10 或者 2.5，最多两位小数。")
    if way not in _BY_WAY:
        raise WrongTable(f"第{number}行的计分方法“{way}”不认识，请写：{'、'.join(_BY_WAY)}。")
    if source and source not in BY_TITLE:
        raise WrongTable(f"第{number}行的数据来源“{source}”不认识，请写：{'、'.join(BY_TITLE)}；由人填写的不写。")
    key = _BY_WAY[way]
    row: dict[str, Any] = {"group": group, "title": title, "full": points, "way": key}
    row["measure"] = BY_TITLE[source].key if source else ""
    if key == RATE:
        row["steps"] = _steps(number, given)
    elif key != JUDGED:
        each = number_of(given)
        if each is None:
            raise WrongTable(f"第{number}行请写每一件计几分，例如 2。")
        row["each"] = each
    elif given:
        raise WrongTable(f"第{number}行是评分，不用写参数。")
    return row


def _steps(number: int, text: str) -> tuple[tuple[Decimal, Decimal], ...]:
    found = []
    for part in re.split(r"[\s，,；;]+", text.replace("：", ":").strip()):
        least, _, points = part.partition(":")
        pair = number_of(least), number_of(points)
        if pair[0] is None or pair[1] is None:
            raise WrongTable(f"第{number}行的分档请写成 100:15 95:10 90:5 的样子：达到百分之几得几分。")
        found.append((pair[0], pair[1]))
    return tuple(found)


def read_grades(text: str) -> tuple[Grade, ...]:
    """Grades as typed, the best first. Raises ``WrongTable`` that names the line."""
    found = []
    for number, cells in _rows(text):
        least = number_of(cells[1]) if len(cells) == 2 else None
        if least is None:
            raise WrongTable(f"等次第{number}行请写成：优秀｜90（等次｜从几分起）。")
        found.append(Grade(cells[0], least))
    return tuple(found)


def read_vetoes(text: str) -> tuple[Veto, ...]:
    """Vetoes as typed. Raises ``WrongTable`` that names the line."""
    found = []
    for number, cells in _rows(text):
        if not 2 <= len(cells) <= 3:
            raise WrongTable(f"否决事项第{number}行请写成：事项｜最高等次｜数据来源（由人认定的不写数据来源）。")
        source = cells[2] if len(cells) == 3 else ""
        if source and source not in BY_TITLE:
            raise WrongTable(f"否决事项第{number}行的数据来源“{source}”不认识，请写：{'、'.join(BY_TITLE)}。")
        found.append(Veto(cells[0], cells[1], BY_TITLE[source].key if source else ""))
    return tuple(found)


def written(table: Table) -> dict[str, str]:
    """The table as it is typed: ``indicators``, ``grades`` and ``vetoes``."""
    return {
        "indicators": "\n".join(_line(each) for each in table.indicators),
        "grades": "\n".join(f"{each.title}｜{plain(each.least)}" for each in table.grades),
        "vetoes": "\n".join(
            "｜".join(filter(None, (each.title, each.cap, each.measure and MEASURES[each.measure].title)))
            for each in table.vetoes
        ),
    }


def _line(each: Indicator) -> str:
    given = " ".join(f"{plain(least)}:{plain(points)}" for least, points in each.steps)
    if each.way not in (JUDGED, RATE):
        given = plain(each.each)
    cells = [each.group, each.title, plain(each.full), WAYS[each.way]]
    if each.measure:
        cells += [given, MEASURES[each.measure].title]
    elif given:
        cells.append(given)
    return "｜".join(cells)
