"""Stated changes against the year before: 同比增长 85%、比上年略有减少、较2020年增加14件."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal

from gongkai.annualreport.narrative.binding import Passage, Stated
from gongkai.annualreport.narrative.prose import LONGEST_CLAUSE

_UP = "增长|增加|上升|提高|提升|上涨|增幅|增|涨"
_DOWN = "下降|减少|降低|下滑|回落|降幅|减|降"
_CHANGE = re.compile(
    r"(?:同比|(?:较|比|与)(?:上一?年度?|去年|上年|(?:19|20)\d\d年(?:度)?)(?:同期|相比|全年|\([^()]{0,12}\))*[,]?|同期相比)"
    r"(?P<between>[^;。\n]{0,16}?)(?P<way>" + _UP + "|" + _DOWN + r")(?:了|约|近|超过?|幅度?为?|率为?|达到?)*"
    r"(?P<amount>\d[\d_.]*(?:%|[\u4e00-\u9fff]))?(?:[,、(](?:同比)?(?:"
    + _UP
    + "|"
    + _DOWN
    + r")(?:了|约|近|率为?|达)*(?P<then>\d[\d.]*%))?"
)
_YEAR = re.compile(r"(?:较|比|与)((?:19|20)\d\d)年")
REACH = 40
"""How many figures back the one is looked for that is said to have changed."""
_BASE = re.compile(r"\((\d[\d_]*)[件起宗条个篇份]?\)")
_ABOUT = re.compile(r"约|近|超|多|左右")
_WEAK = re.compile(r"明显|显著|大幅|稳步|略有|略|有所|持续|进一步")


@dataclass(frozen=True, slots=True)
class Change:
    """A change with the figure it is said of (position among the stated ones), None where that cannot be told."""

    figure: int | None
    percent: Decimal | None
    amount: Decimal | None
    base: Decimal | None
    rises: bool
    decimals: int
    approximate: bool
    start: int
    end: int


def changes(passage: Passage) -> list[Change]:
    """Every stated change against the year before."""
    words = passage.views.words
    found = []
    for match in _CHANGE.finditer(words):
        stated = _YEAR.match(match.group())
        if stated and passage.year and int(stated[1]) != passage.year - 1:
            continue
        if "百分点" in words[match.start() : match.end() + 4]:
            continue
        written = [each for each in (match["amount"], match["then"]) if each]
        percents = [each.rstrip("%") for each in written if each.endswith("%")]
        amounts = [each for each in written if not each.endswith("%")]
        if not written and not _said(match, words):
            continue
        percent = Decimal(percents[0].rstrip(".")) if percents else None
        rises = re.fullmatch(_UP, match["way"]) is not None
        found.append(
            Change(
                figure=_subject(passage, match),
                percent=None if percent is None else (percent if rises else -percent),
                amount=_number(amounts[0]) if amounts else None,
                base=_number(stated_base[1]) if (stated_base := _BASE.search(match.group())) else None,
                rises=rises,
                decimals=len(percents[0].partition(".")[2]) if percents else 0,
                approximate=bool(_ABOUT.search(words[match.start() : match.end() + 2])),
                start=match.start(),
                end=match.end(),
            )
        )
    return found


def _said(match: re.Match[str], words: str) -> bool:
    """A bare direction counts only as a statement (略有减少), not as part of other words (增加公开内容)."""
    behind = words[match.end() : match.end() + 1]
    return behind in ",;。)" or (bool(_WEAK.search(match["between"])) and behind in ",;。)")


def _number(written: str) -> Decimal | None:
    digits = re.match(r"[\d_]+(?:\.\d+)?", written)
    return Decimal(digits.group().replace("_", "")) if digits else None


def _subject(passage: Passage, match: re.Match[str]) -> int | None:
    """The figure just before, in the same sentence; None behind a list, where it may be said of the whole or of the last part."""
    last = bisect_left(passage.stated, match.start(), key=lambda each: each.figure.start)
    best = next((i for i in range(last - 1, max(-1, last - REACH), -1) if _can_change(passage.stated[i])), None)
    if best is None:
        return None
    figure = passage.stated[best].figure
    between = passage.views.words[figure.end : match.start()]
    if re.search(r"[。\n;]", between) or len(re.sub(r"\([^()]*\)", "", between)) > 24:
        return None
    return None if _in_list(passage, best) else best


def _can_change(each: Stated) -> bool:
    return not each.figure.depth and not each.change and each.figure.unit != "%"


def _in_list(passage: Passage, index: int) -> bool:
    """Whether the figure is one of several of its unit in the sentence behind 其中 or the like."""
    at = passage.stated[index].figure.start
    return "其中" in passage.views.words[passage.prose.begins(at, LONGEST_CLAUSE) : at]
