"""To whom one applies for reconsideration of an organ's act (《行政复议法》第二十四条、第二十五条、第二十七条、第二十八条), and who is sued afterwards.

Since 2024-01-01 the departments of local governments have one body only, the government of their level. How an organ is led its
name tells, or the settings of its letters, which name the department above it (``gongkai.organs.leadership``). The rules are in ``bodies.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.disputes.outcomes import outcomes
from gongkai.law.loader import CHECKED, DataError, Reader, load
from gongkai.organs.leadership import JUDICIAL, LOCAL, VERTICAL
from gongkai.organs.levels import Level, OrganKind

FILE = Path(__file__).with_name("bodies.yaml")
REGIMES = {LOCAL: "地方管理", VERTICAL: "垂直领导", JUDICIAL: "司法行政部门"}
PLACES = {
    "own_government": "本级人民政府",
    "higher_government": "上一级人民政府",
    "higher_department": "上一级主管部门",
    "self": "作出行政行为的机关自己",
}


@dataclass(frozen=True, slots=True)
class Place:
    """An organ as these rules see it."""

    name: str
    kind: str
    level: str


@dataclass(frozen=True, slots=True)
class Rule:
    """For organs of a regime, kinds and levels: where to, since when, on what ground."""

    regime: str
    kinds: tuple[str, ...]
    levels: tuple[str, ...]
    since: date
    to: tuple[str, ...]
    basis: str
    checked: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body that may be asked. ``name`` is empty when the system does not know the organ; ``what`` then says which it is."""

    name: str
    what: str
    basis: str

    @property
    def told(self) -> str:
        """Its name, or what it is."""
        return self.name or self.what


def bodies_of(
    organ: Place,
    above: Sequence[Place],
    on: date,
    *,
    regime: str = LOCAL,
    superior: str = "",
    government: str = "",
) -> tuple[Body, ...]:
    """The bodies for an act of ``organ``; ``above`` are the organs over it, nearest first.

    ``superior`` is its department above, ``government`` the government concerned where it is not among those above.

    Nothing where no rule was in force, or for an organ that no rule names.
    """
    rules = [
        each
        for each in rules_of()
        if each.regime == regime and organ.kind in each.kinds and organ.level in each.levels and each.since <= on
    ]
    if not rules:
        return ()
    rule = max(rules, key=lambda each: each.since)
    return tuple(
        Body(
            _named(to, organ, above, superior) or (government if to.endswith("government") else ""),
            PLACES[to],
            rule.basis,
        )
        for to in rule.to
    )


def defendants_after(outcome: str, *, decided: bool) -> tuple[str, ...]:
    """Who is sued after reconsideration (《行政诉讼法》第二十六条第二款、第三款): ``maker``, ``body`` or both, by the outcome there.

    Upheld: both together. Changed: the body alone. No decision in time, or one not on the merits: the maker for its act (the
    body, where its silence is what is sued).
    """
    found = outcomes().get(outcome)
    if not decided or found is None or not found.decides:
        return ("maker",)
    return ("maker", "body") if found.column == "upheld" else ("body",)


def _named(to: str, organ: Place, above: Sequence[Place], superior: str) -> str:
    governments = [each for each in above if each.kind == OrganKind.GOVERNMENT]
    if to == "self":
        return organ.name
    if to == "higher_department":
        return superior
    if to == "own_government":
        # 乡级人民政府不是复议机关：乡级的派出机构、所属单位向县级人民政府申请
        level = Level.COUNTY if organ.level == Level.TOWNSHIP else organ.level
        return next((each.name for each in governments if each.level == level), "")
    return next((each.name for each in governments if each.level != organ.level), "")


@cache
def rules_of() -> tuple[Rule, ...]:
    """The rules that come with the program."""
    return read_rules(FILE)


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Read a file of rules, strictly; raises ``DataError``."""
    whole = Reader(load(path), path.name)
    found = tuple(_rule(each, path.name) for each in whole.take("rules", list))
    whole.done()
    return found


def _rule(each: Any, where: str) -> Rule:
    given = Reader(each, where)
    made = Rule(
        given.take("regime", str),
        given.strings("kinds"),
        given.strings("levels"),
        given.take("since", date),
        given.strings("to"),
        given.take("basis", str),
        given.take("checked", str),
    )
    given.done()
    known: Mapping[str, tuple[tuple[str, ...], Any]] = {
        "regime": ((made.regime,), REGIMES),
        "kinds": (made.kinds, [each.value for each in OrganKind]),
        "levels": (made.levels, [each.value for each in Level]),
        "to": (made.to, PLACES),
        "checked": ((made.checked,), CHECKED),
    }
    for name, (used, allowed) in known.items():
        if not used or any(one not in allowed for one in used):
            raise DataError(f"{given.where}：“{name}”写了没有的一种：{'、'.join(used)}")
    return made
