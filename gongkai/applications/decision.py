"""A decision on an application: what was found on each item, the one row of table 3 that follows, and what the letter says.

The row, the articles, the wording and the remedy all come from the findings, so that none can contradict another (《条例》第三十六条至
第三十九条). Where the law does not say how several results count, the reading taken stands in ``decision.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.applications.counted import DRAFTED
from gongkai.applications.grounds import Ground, rules
from gongkai.applications.letters import REPLY
from gongkai.applications.outcomes import Outcome, Remedy, outcomes
from gongkai.letters.templates import fill

LONGEST, MOST = 4000, 30
MIXED = "mixed"
_GRANTED = ("granted", "partly_granted")
_FIRST = "reconsideration_first"
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was asked for, on which ground it is decided, and what was found (by key of ``Finding``)."""

    text: str
    ground: str
    findings: Mapping[str, str] = field(default_factory=dict)

    @property
    def rule(self) -> Ground:
        """The ground with its article."""
        return rules().grounds[self.ground]

    def tidy(self) -> Item:
        """Without spaces around the texts, and without what the ground has no use for."""
        known = rules().grounds.get(self.ground)
        asked = [each.key for each in known.findings] if known else []
        found = {key: self.findings.get(key, "").strip() for key in asked}
        return Item(self.text.strip(), self.ground, {key: text for key, text in found.items() if text})


@dataclass(frozen=True, slots=True)
class Decision:
    """The items in their order. All that is told of it is derived."""

    items: tuple[Item, ...]

    @property
    def results(self) -> tuple[Outcome, ...]:
        """The different outcomes of its items, in the order of table 3."""
        found = {each.rule.outcome.key for each in self.items}
        return tuple(each for key, each in outcomes().items() if key in found)

    @property
    def outcome(self) -> Outcome:
        """The one row of table 3 in which the application is counted."""
        results = self.results
        if len(results) == 1:
            return results[0]
        keys = {each.key for each in results}
        choices = rules().choices
        if not keys & set(_GRANTED):
            return self.items[0].rule.outcome if choices["without_grant"].chosen == "first_item" else results[0]
        if "partly_granted" in keys:
            return outcomes()["partly_granted"]
        refused = any(key.startswith("refused.") for key in keys)
        choice = choices["granted_with_refused" if refused else "granted_with_others"]
        return outcomes()["partly_granted" if choice.chosen == "partly" else "granted"]

    @property
    def why_counted(self) -> str:
        """The rule by which the row was found, in words; empty where there is nothing to choose."""
        keys = {each.key for each in self.results}
        if len(keys) < 2:
            return ""
        if "partly_granted" in keys:
            return "有一项是部分公开，整件计入“部分公开”。"
        if keys & set(_GRANTED):
            refused = any(key.startswith("refused.") for key in keys)
            choice = rules().choices["granted_with_refused" if refused else "granted_with_others"]
        else:
            choice = rules().choices["without_grant"]
        return f"{choice.question}：{choice.reading}（{choice.decided_by}；{choice.basis}）。"

    @property
    def kind(self) -> str:
        """The kind of letter that tells it."""
        several = len(self.results) > 1
        return f"{REPLY}{MIXED if several else self.outcome.key}"

    @property
    def remedy(self) -> Remedy:
        """The remedies to tell of: the strictest of all items, of a part withheld by its own ground, unless the choice is to go by the row."""
        if rules().choices["remedy_of_several"].chosen == "strictest":
            found = [outcomes()[each.findings.get("withheld") or each.rule.outcome.key].remedy for each in self.items]
            return next((each for each in found if each.key == _FIRST), found[0])
        return self.outcome.remedy

    @property
    def articles(self) -> str:
        """The articles of all items, each once."""
        return "；".join(dict.fromkeys(each.rule.articles for each in self.items))

    def told(self) -> str:
        """What the letter says on the items."""
        if len(self.items) == 1:
            return _said(self.items[0])
        parts = []
        for place, item in enumerate(self.items):
            parts.append(f"（{numeral(place + 1)}）关于“{_short(item.text)}”。\n{_said(item)}")
        return "\n".join(parts)

    def as_json(self) -> list[dict[str, Any]]:
        """For keeping."""
        return [{"text": each.text, "ground": each.ground, "findings": dict(each.findings)} for each in self.items]

    @classmethod
    def from_json(cls, data: Sequence[Mapping[str, Any]]) -> Decision:
        """As it was kept."""
        return cls(tuple(Item(each["text"], each["ground"], dict(each["findings"])) for each in data))


def problems(decision: Decision, on: date, *, move: str = "draft") -> dict[str, str]:
    """What is missing or wrong, by field (``items.0.search``), each a sentence. Empty when the decision may be drafted."""
    found: dict[str, str] = {}
    if not decision.items:
        found["items"] = "请至少写一个申请事项。"
    if len(decision.items) > MOST:
        found["items"] = f"最多写{MOST}个申请事项。内容多的，请按“一事一申请”拆成几件。"
    for place, item in enumerate(decision.items):
        found |= {f"items.{place}.{name}": said for name, said in _wrong(item, on, move).items()}
    return found


def _wrong(item: Item, on: date, move: str) -> dict[str, str]:
    found = {}
    if not item.text:
        found["text"] = "请写明申请事项：申请人要的是什么。"
    ground = rules().grounds.get(item.ground)
    if ground is None or not allowed(ground, move, on):
        found["ground"] = "请选择怎样处理，只能选列出的一种。"
        return found
    for each in ground.needs:
        if not item.findings.get(each.key):
            found[each.key] = f"请填写“{each.name}”。{each.help}（{ground.articles}）"
    for first, second in ground.together.items():
        if item.findings.get(first) and not item.findings.get(second):
            names = rules().findings
            found[second] = f"写明了{names[first].name}，请同时填写“{names[second].name}”。（{ground.articles}）"
        elif item.findings.get(second) and not item.findings.get(first):
            found[first] = f"写了“{rules().findings[second].name}”，请填写是哪一个机关。（{ground.articles}）"
    for each in ground.findings:
        text = item.findings.get(each.key, "")
        if each.choice and text and text not in withheld_choices():
            found[each.key] = "请从列出的情形里选择。"
        elif len(text) > LONGEST:
            found[each.key] = f"这一项最多写{LONGEST}个字，请简写。"
    if len(item.text) > LONGEST:
        found["text"] = f"申请事项最多写{LONGEST}个字，请简写。"
    return found


def allowed(ground: Ground, move: str, on: date) -> bool:
    """Whether a ground may be chosen in a step: two rows are settled by steps of their own."""
    settled = DRAFTED.get(move)
    if settled:
        return ground.outcome.key == settled
    return ground.outcome.drafted and ground.outcome.since <= on


def withheld_choices() -> dict[str, str]:
    """The rows from which the ground of a withheld part is chosen."""
    return {key: each.title for key, each in outcomes().items() if key.startswith("refused.")}


def numeral(number: int) -> str:
    """A number below a hundred in characters.

    >>> numeral(12)
    '十二'
    """
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return head + (_NUMERALS[ones - 1] if ones else "")


def _said(item: Item) -> str:
    ground = item.rule
    values = {}
    for each in ground.findings:
        text = item.findings.get(each.key, "")
        if each.choice and text:
            row = outcomes()[text]
            text = f"{row.title}（{row.articles}）"
        values[each.name] = _unended(text)
    return fill(ground.says, values)


def _unended(text: str) -> str:
    """A text without the full stop at its end, since the sentence around it has one."""
    return text.rstrip("。；;. ")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 200 else plain[:199] + "…"
