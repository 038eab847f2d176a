"""The adoption report (采纳情况报告), composed from how opinions were sorted: the counts, and what was answered to each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ADOPTED, PARTLY, NOT_ADOPTED, OUT_OF_SCOPE = "adopted", "partly", "not_adopted", "out_of_scope"
VERDICTS = {
    ADOPTED: "采纳",
    PARTLY: "部分采纳",
    NOT_ADOPTED: "不采纳",
    OUT_OF_SCOPE: "不属于征集范围",
}
EXPLAINED = (PARTLY, NOT_ADOPTED, OUT_OF_SCOPE)
"""Verdicts that need their reason."""


@dataclass(frozen=True, slots=True)
class Group:
    """Opinions that say the same, with what was decided about them."""

    summary: str
    verdict: str
    answer: str
    number: int


def counts_of(groups: Sequence[Group]) -> dict[str, int]:
    """How many opinions each verdict has.

    >>> counts_of([Group("延长补贴期限", "adopted", "", 3)])
    {'adopted': 3, 'partly': 0, 'not_adopted': 0, 'out_of_scope': 0}
    """
    return {key: sum(each.number for each in groups if each.verdict == key) for key in VERDICTS}


def composed(title: str, period: str, groups: Sequence[Group]) -> str:
    """The text of the report, paragraphs by line, to be edited by whoever signs for it."""
    counts = counts_of(groups)
    total = sum(counts.values())
    if not total:
        return f"“{title}”{period}公开征求意见，没有收到意见。"
    told = "，".join(f"{VERDICTS[key]}{number}条" for key, number in counts.items() if number)
    lines = [f"“{title}”{period}公开征求意见，共收到意见{total}条，其中{told}。"]
    for key, label in VERDICTS.items():
        of = [each for each in groups if each.verdict == key and each.number]
        if not of:
            continue
        lines.append(f"{label}的意见：")
        for place, each in enumerate(of, start=1):
            said = f"{place}. {each.summary.rstrip('。')}（{each.number}条）。"
            lines.append(said + (f"{each.answer.rstrip('。')}。" if each.answer.strip() else ""))
    return "\n".join(lines)


def percent(part: int, whole: int) -> float | None:
    """A share in percent, to one place; None of nothing.

    >>> percent(1, 3)
    33.3
    """
    return round(100 * part / whole, 1) if whole else None


def as_json(counts: Mapping[str, int]) -> str:
    """Counts as the record of a step keeps them.

    >>> as_json({"adopted": 2, "partly": 0})
    'adopted=2,partly=0'
    """
    return ",".join(f"{key}={number}" for key, number in counts.items())
