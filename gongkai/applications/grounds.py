"""What a decision must say: findings and grounds for each outcome, the open choices, the bodies of reconsideration (``decision.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.applications.outcomes import Outcome, outcomes
from gongkai.law.choices import Choice
from gongkai.law.loader import LINE, DataError, Reader, grounded, load
from gongkai.letters.templates import WrongTemplate, check_template

FILE = Path(__file__).with_name("decision.yaml")
BODIES = ("superior", "self", "above", "government", "either")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to be found and written down. ``choice``: it is a row of table 3 within that group, not a text."""

    key: str
    name: str
    help: str
    example: str
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """One way in which an item of an application is decided. ``together``: who writes the first must write the second."""

    key: str
    outcome: Outcome
    title: str
    articles: str
    needs: tuple[Finding, ...]
    takes: tuple[Finding, ...]
    together: Mapping[str, str]
    says: str
    basis: str

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that is asked, what is needed first."""
        return (*self.needs, *self.takes)

    @property
    def full_title(self) -> str:
        """With the row of table 3 that it leads to."""
        return f"{self.outcome.title}——{self.title}"


@dataclass(frozen=True, slots=True)
class BodyRule:
    """By whom acts of a kind of organ are reconsidered: ``superior``, ``self``, ``above``, ``government``, or ``either`` government or superior."""

    title: str
    body: str
    basis: str
    since: date


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole file."""

    findings: Mapping[str, Finding]
    grounds: Mapping[str, Ground]
    choices: Mapping[str, Choice]
    bodies: Mapping[str, BodyRule]


@cache
def rules() -> Rules:
    """The rules that come with the program."""
    return read_rules(FILE)


def grounds_of(outcome: str) -> tuple[Ground, ...]:
    """The grounds that lead to a row of table 3."""
    return tuple(each for each in rules().grounds.values() if each.outcome.key == outcome)


def read_rules(path: Path) -> Rules:
    """Read a file of rules, strictly; raises ``DataError`` with file and line."""
    whole, name = Reader(load(path), path.name), path.name
    findings = {each.key: each for each in (_finding(raw, name) for raw in whole.take("findings", list))}
    grounds: dict[str, Ground] = {}
    for raw in whole.take("grounds", list):
        made = _ground(raw, findings, name)
        if made.key in grounds:
            raise DataError(f"{name}：“{made.key}”写了两次")
        grounds[made.key] = made
    choices = {key: _choice(key, raw, name) for key, raw in whole.take("choices", dict).items() if key != LINE}
    bodies = {key: _body(raw, name) for key, raw in whole.take("bodies", dict).items() if key != LINE}
    whole.done()
    return Rules(findings, grounds, choices, bodies)


def _finding(raw: Any, where: str) -> Finding:
    data = Reader(raw, where)
    made = Finding(
        data.take("key", str),
        data.take("name", str),
        data.take("help", str),
        data.take("example", str),
        data.take("choice", str, ""),
    )
    data.done()
    return made


def _ground(raw: Any, findings: Mapping[str, Finding], where: str) -> Ground:
    data = Reader(raw, where)
    outcome, needs, takes = data.take("outcome", str), data.strings("needs"), data.strings("takes", [])
    together = {key: value for key, value in data.take("with", dict, {}).items() if key != LINE}
    wrong = [key for key in (*needs, *takes, *together, *together.values()) if key not in findings]
    if wrong or outcome not in outcomes():
        raise DataError(f"{data.where}：不认识的 {'、'.join(wrong) or outcome}")
    made = Ground(
        data.take("key", str),
        outcomes()[outcome],
        data.take("title", str),
        data.take("articles", str),
        tuple(findings[key] for key in needs),
        tuple(findings[key] for key in takes),
        together,
        data.take("says", str),
        data.take("basis", str),
    )
    _checked(data, made.basis)
    names = [each.name for each in made.findings]
    try:
        check_template(made.says, names, names)
    except WrongTemplate as problem:
        raise DataError(f"{data.where}：{problem}") from problem
    return made


def _choice(name: str, raw: Any, where: str) -> Choice:
    data = Reader(raw, where)
    options = {key: text for key, text in data.take("options", dict).items() if key != LINE}
    texts = [data.take(key, str) for key in ("question", "chosen", "decided_by", "changed_by", "basis", "reason")]
    data.done()
    question, chosen, decided_by, changed_by, basis, reason = texts
    if chosen not in options or not basis.strip():
        raise DataError(f"{data.where}：chosen 应是 options 里的一种，basis 不能空着")
    return Choice(name, question, options, chosen, decided_by, changed_by, basis, reason)


def _body(raw: Any, where: str) -> BodyRule:
    data = Reader(raw, where)
    made = BodyRule(data.take("title", str), data.take("body", str), data.take("basis", str), data.take("since", date))
    _checked(data, made.basis)
    if made.body not in BODIES:
        raise DataError(f"{data.where}：body 应是{'、'.join(BODIES)}之一")
    return made


def _checked(data: Reader, basis: str) -> None:
    checked = data.take("checked", str)
    data.done()
    grounded(data, basis, checked)
