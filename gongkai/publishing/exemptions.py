"""May it be published? Questions in the law's order with the answers' effects, and how the answers are weighed; data in ``exemptions.yaml``.

The first hit decides, but every ground is kept. Only 《条例》第十四条 and 第十五条 forbid; 第十六条 is a power, and using it needs a reason
that is then weighed against what laws, regulations and rules order to publish. What can be cut out leaves the rest public.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.loader import DataError, Reader, load

_FILE = Path(__file__).with_name("exemptions.yaml")
EFFECTS = (
    "", "outside", "elsewhere", "archives", "must_not", "may_withhold", "noted", "override", "sever", "proactive", "may_publish",
    "on_request",
)  # fmt: skip
LEADING_OUT = ("outside", "elsewhere", "archives")
WITHHOLDING = ("must_not", "may_withhold")
NEXT = {
    "outside": "不是政府信息，不在这里公开，也不作为政府信息公开申请答复；请作废这份草稿。",
    "elsewhere": "先与有关机关协商或者报批；应当由其他机关公开的，把信息转给那个机关。办妥以后重新认定。",
    "archives": "请按照档案的规定办理；有人申请的，告知到档案馆查阅。",
    "must_not": "公开属性定为“不予公开”，写明理由和依据，送审以后存档，每年评估一次。",
    "may_withhold": "公开属性定为“不予公开”，写明理由和依据，送审以后存档，每年评估一次。",
    "sever": "按写明的内容隐去不能公开的部分，其余部分照下面的公开属性送审。",
    "proactive": "公开属性定为“主动公开”，自形成或者变更之日起20个工作日内公开。",
    "on_request": "公开属性定为“依申请公开”，写明理由和依据，送审以后存档。",
}
"""What to do next, by what decides."""
RANGE = {"proactive": "proactive", "may_publish": "proactive", "on_request": "on_request"}
"""The class of what nothing bars, by the answer on the range of what is published."""


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that can be chosen; ``asks`` is what must then be written, empty when nothing."""

    key: str
    title: str
    effect: str
    asks: str
    article: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the table; ``only_after`` are effects of earlier answers without which it need not be answered."""

    key: str
    number: str
    text: str
    article: str
    ground: str
    topic: str
    help: str
    only_after: tuple[str, ...]
    options: tuple[Option, ...]

    def option(self, key: str) -> Option | None:
        """The option of that key."""
        return next((each for each in self.options if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Wizard:
    """The questions in force from a day on."""

    since: date
    basis: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The option chosen for a question and what was written with it."""

    option: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """An answer that counts: by which question and article, with what effect; ``overridden`` by an order to publish."""

    number: str
    key: str
    topic: str
    title: str
    article: str
    effect: str
    reason: str
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answers come to.

    ``disclosure_class`` is empty where the answers lead out of the Regulations; ``decided_by`` is the number of the question that
    decided; ``mandatory``: the law leaves no choice; ``cut``: what is taken out when only a part is published.
    """

    disclosure_class: str
    decided_by: str
    grounds: tuple[Ground, ...]
    mandatory: bool
    partial: bool
    cut: str
    next: str


class Incomplete(ValueError):
    """Questions are not answered, or not fully: ``problems`` by the question's key, as Chinese sentences."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("".join(problems.values()))
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class Period:
    """How often what is withheld is looked at again, from a day on."""

    since: date
    months: int
    basis: str


@cache
def wizards() -> tuple[Wizard, ...]:
    """All tables, oldest first. Raises ``DataError`` for a file that breaks its rules."""
    found: list[Wizard] = []
    for each in _top()[0]:
        row = Reader(each, _FILE.name)
        made = Wizard(
            row.take("since", date), row.take("basis", str), tuple(map(_question, row.take("questions", list)))
        )
        row.done()
        keys = [question.key for question in made.questions]
        if len(set(keys)) != len(keys) or (found and found[-1].since >= made.since):
            raise DataError(f"{row.where}：题目写了两次，或者各版没有按日期先后排列")
        found.append(made)
    return tuple(found)


@cache
def periods() -> tuple[Period, ...]:
    """How often to look again, oldest first."""
    found: list[Period] = []
    for each in _top()[1]:
        row = Reader(each, _FILE.name)
        made = Period(row.take("since", date), row.take("months", int), row.take("basis", str))
        row.done()
        if made.months < 1 or (found and found[-1].since >= made.since):
            raise DataError(f"{row.where}：间隔不对，或者各版没有按日期先后排列")
        found.append(made)
    return tuple(found)


def wizard_on(day: date) -> Wizard:
    """The table in force on a day; before the first, the first."""
    return next((each for each in reversed(wizards()) if each.since <= day), wizards()[0])


def period_on(day: date) -> Period:
    """How often to look again, as in force on a day."""
    return next((each for each in reversed(periods()) if each.since <= day), periods()[0])


def looked_at_by(day: date) -> date:
    """The latest day on which something was last looked at and is due again by ``day``.

    >>> looked_at_by(date(2025, 11, 22))
    datetime.date(2024, 11, 22)
    """
    months = period_on(day).months
    found = later(day, -months)
    while later(found + timedelta(days=1), months) <= day:
        found += timedelta(days=1)
    return found


def later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where there is none (《民法典》第二百零二条).

    >>> later(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def evaluate(answers: Mapping[str, Answer], wizard: Wizard) -> Outcome:
    """What the answers come to. Raises ``Incomplete`` when a question that matters is open, or a reason is lacking."""
    hits, problems = _hits(answers, wizard)
    out = next((each for each in hits if each.effect in LEADING_OUT), None)
    if out is not None:
        keys = [question.key for question in wizard.questions]
        asked = set(keys[: keys.index(out.key) + 1])
        problems = {key: text for key, text in problems.items() if key in asked}
    if problems:
        raise Incomplete(problems)
    if out is not None:
        return Outcome(
            "",
            out.number,
            tuple(each for each in hits if each.effect in LEADING_OUT),
            False,
            False,
            "",
            NEXT[out.effect],
        )
    return _weighed(hits)


def _hits(answers: Mapping[str, Answer], wizard: Wizard) -> tuple[list[Ground], dict[str, str]]:
    hits: list[Ground] = []
    problems: dict[str, str] = {}
    for question in wizard.questions:
        effects = {each.effect for each in hits}
        if question.only_after and effects.isdisjoint(question.only_after):
            continue
        answer = answers.get(question.key)
        option = question.option(answer.option) if answer else None
        if answer is None or option is None:
            problems[question.key] = f"请回答第{question.number}题。"
            continue
        if option.asks and not answer.reason.strip():
            problems[question.key] = f"第{question.number}题选了“{option.title}”，请写明：{option.asks}。"
        if option.effect or option.asks:
            hit = Ground(
                question.number,
                question.key,
                question.topic,
                option.title,
                option.article or question.article,
                option.effect,
                answer.reason.strip() if option.asks else "",
            )
            hits.append(hit)
    return hits, problems


def _weighed(hits: list[Ground]) -> Outcome:
    ordered = next((each for each in hits if each.effect == "override"), None)
    grounds = tuple(
        replace(each, overridden=True) if ordered is not None and each.effect == "may_withhold" else each
        for each in hits
    )
    barring = [each for each in grounds if each.effect in WITHHOLDING and not each.overridden]
    sever = next((each for each in grounds if each.effect == "sever"), None)
    listed = next(each for each in grounds if each.effect in RANGE)
    decides = ordered if ordered is not None and listed.effect != "proactive" else listed
    rest = RANGE[listed.effect] if ordered is None else "proactive"
    if not barring:
        mandatory = decides.effect in ("proactive", "override")
        return Outcome(rest, decides.number, grounds, mandatory, False, "", NEXT[rest])
    first, mandatory = barring[0], any(each.effect == "must_not" for each in barring)
    if sever is not None:
        return Outcome(rest, first.number, grounds, mandatory, True, sever.reason, NEXT["sever"] + NEXT[rest])
    return Outcome("withheld", first.number, grounds, mandatory, False, "", NEXT[first.effect])


def statement(outcome: Outcome, longest: int = 500) -> str:
    """Reasons and articles as a proposal states them, the deciding ones only; empty for what is published whole."""
    effects = WITHHOLDING if outcome.disclosure_class == "withheld" or outcome.partial else ("on_request",)
    if outcome.disclosure_class == "proactive":
        return ""
    said = [
        "，".join(filter(None, (each.topic or each.title, each.article, each.reason)))
        for each in outcome.grounds
        if each.effect in effects and not each.overridden
    ]
    return "；".join(said)[:longest]


def _top() -> tuple[list[Any], list[Any]]:
    top = Reader(load(_FILE), _FILE.name)
    found = top.take("assessment", list), top.take("reassessment", list)
    top.done()
    return found


def _question(each: Any) -> Question:
    row = Reader(each, _FILE.name)
    made = Question(
        row.take("key", str),
        row.take("number", str),
        row.take("text", str),
        row.take("article", str),
        row.take("ground", str, ""),
        row.take("topic", str, ""),
        row.take("help", str, ""),
        row.strings("only_after", None),
        tuple(map(_option, row.take("options", list))),
    )
    row.done()
    if not made.article.strip() or len(made.options) < 2:
        raise DataError(f"{row.where}：这一题没有依据，或者不足两种回答")
    return made


def _option(each: Any) -> Option:
    row = Reader(each, _FILE.name)
    made = Option(
        row.take("key", str),
        row.take("title", str),
        row.take("effect", str, ""),
        row.take("asks", str, ""),
        row.take("article", str, ""),
    )
    row.done()
    if made.effect not in EFFECTS:
        raise DataError(f"{row.where}：没有这种效果：{made.effect}")
    return made
