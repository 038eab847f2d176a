"""Conditions that only disputes have: which outcome fits which step, and that decisions are dated in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from gongkai.casework.events import told
from gongkai.casework.guards import Guard, Situation, Words
from gongkai.casework.history import History
from gongkai.disputes.outcomes import Outcome, outcomes

_FITS: Mapping[str, tuple[str, Callable[[Outcome], bool]]] = {
    "plain": ("结果不要求本机关再做什么", lambda each: each.decides and not each.orders and not each.ruling),
    "ordered": ("结果要求本机关履行或者重新处理", lambda each: each.decides and each.orders),
    "early": ("结果不是对实体的决定", lambda each: each.early),
    "judgment": ("结果是判决", lambda each: each.decides and not each.ruling),
    "ruling": ("结果是裁定驳回起诉", lambda each: each.ruling),
    "declined": ("结果是不予受理", lambda each: each.declines),
    "decision": ("结果是对实体的复议决定", lambda each: each.decides),
}
_FIRST = ("judge_first", "rule_first")
_JUDGED = (*_FIRST, "reverse", "reverse_order")


def kind_of(history: History) -> str:
    """``reconsideration`` or ``litigation``, as the case began; empty before."""
    if not history.effective:
        return ""
    return "litigation" if history.effective[0].move == "receive_suit" else "reconsideration"


def fitting(kind: str, what: str) -> tuple[Outcome, ...]:
    """The outcomes of a kind of dispute that a step of that sort may record."""
    test = _FITS[what][1]
    return tuple(each for each in outcomes().values() if each.kind == kind and test(each))


def outcome_fits(what: str) -> Guard:
    """The outcome is one of its kind of dispute that the step may record."""

    def test(situation: Situation) -> Words | None:
        given = situation.facts.get("outcome")
        if given is None:
            return None
        allowed = fitting(kind_of(situation.history), what)
        if any(each.key == given for each in allowed):
            return None
        known = outcomes().get(str(given))
        return {
            "given": known.title if known else str(given),
            "allowed": "、".join(each.title for each in allowed) or "没有",
            "move": situation.move.title,
        }

    sentence = "“{move}”的结果不能是“{given}”，可以是：{allowed}。"
    return Guard(f"outcome.{what}", _FITS[what][0], sentence, "本机关办理规程", test, fields=("outcome",))


def last_judgment(*, ordered: bool) -> Guard:
    """What was judged last orders the organ to do something, or does not."""

    def test(situation: Situation) -> Words | None:
        judged = next((each for each in reversed(situation.history.effective) if each.move in _JUDGED), None)
        if judged is None:
            return None
        found = outcomes().get(str(judged.facts.get("outcome", "")))
        if found is None or found.orders is ordered:
            return None
        what = "要求" if found.orders else "没有要求"
        return {"title": found.title, "what": what}

    name = "要求" if ordered else "没有要求"
    return Guard(
        f"judgment.{'ordered' if ordered else 'plain'}",
        f"原裁判{name}本机关履行",
        "原裁判是“{title}”，{what}本机关履行，请办理另一步。",
        "本机关办理规程",
        test,
        moves=_JUDGED,
    )


def is_suit() -> Guard:
    """Only a suit can be retried."""

    def test(situation: Situation) -> Words | None:
        return None if kind_of(situation.history) == "litigation" else {}

    return Guard(
        "is_suit", "是行政诉讼案件", "行政复议没有再审，不服复议决定的可以起诉。", "《行政诉讼法》第九十条", test
    )


def decided_in_order() -> Guard:
    """A decision is dated neither after the day on which it came nor before the case began or the decision before it."""

    def test(situation: Situation) -> Words | None:
        given = situation.facts.get("decided_on")
        try:
            day = date.fromisoformat(given) if isinstance(given, str) else None
        except ValueError:
            return None
        events = situation.history.effective
        if day is None or not events:
            return None
        if day > situation.on:
            return {"day": told(day), "why": f"晚于这一步的日期{told(situation.on)}"}
        if day < events[0].on:
            return {"day": told(day), "why": f"早于案件开始的日期{told(events[0].on)}"}
        before = [each.facts["decided_on"] for each in events if each.facts.get("decided_on")]
        if before and day < date.fromisoformat(max(before)):
            return {"day": told(day), "why": f"早于前一次裁判的日期{told(date.fromisoformat(max(before)))}"}
        return None

    return Guard(
        "decided_in_order",
        "落款的日期前后相符",
        "文书落款的日期{day}{why}，请核对。",
        "本机关办理规程",
        test,
        fields=("decided_on",),
    )
