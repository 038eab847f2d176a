"""What makes a table of moves unfit, found before the first case is opened: every mistake as a Chinese sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from gongkai.casework.clock_paths import clock_mistakes
from gongkai.casework.counting import Unit
from gongkai.casework.effects import EFFECT_TITLES, Kind
from gongkai.casework.moves import BEGIN, STAYS, FieldKind, Move
from gongkai.casework.table import Table

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_HOLDS_LENGTH = (FieldKind.NUMBER, FieldKind.LIMIT, FieldKind.DATE)


def mistakes_in(table: Table) -> list[str]:
    """Everything that is wrong with ``table``. The ways through it are looked at only when its words are right."""
    found = [*_words(table), *_doubles(table), *_unknown(table)]
    for move in table.moves:
        found += _move(table, move)
    found += _clocks(table)
    if table.amendments is not None:
        found += table.amendments.mistakes(table)
    if found:
        return found
    found = [*_ways(table)]
    return found or clock_mistakes(table)


def _words(table: Table) -> Iterator[str]:
    names = [
        (table.name, table.title),
        *table.states.items(),
        *table.roles.items(),
        *((move.name, move.title) for move in table.moves),
        *((clock.name, clock.title) for clock in table.clocks),
        *((one.name, one.title) for move in table.moves for one in (*move.needs, *move.takes)),
    ]
    for name, title in names:
        if not _NAME.fullmatch(name):
            yield f"标识“{name}”应当用小写英文字母、数字和下划线。"
        if not _HAN.search(title):
            yield f"“{name}”没有中文名称。"
    if not _HAN.search(table.noun):
        yield "没有写明一件案件怎么称呼（noun），例如“这件申请”。"


def _doubles(table: Table) -> Iterator[str]:
    kinds: list[tuple[str, Iterable[str]]] = [
        ("步骤的标识", (move.name for move in table.moves)),
        ("状态的名称", table.states.values()),
        ("期限的标识", (clock.name for clock in table.clocks)),
        ("期限的名称", (clock.title for clock in table.clocks)),
        ("角色的名称", table.roles.values()),
    ]
    for what, values in kinds:
        for value, times in Counter(values).items():
            if times > 1:
                yield f"{what}“{value}”用了{times}次。"
    for state in (BEGIN, *table.states):
        titles = Counter(move.title for move in table.moves if state in move.sources)
        for title, times in titles.items():
            if times > 1:
                yield f"从同一个状态“{table.title_of(state)}”出发，有{times}个步骤都叫“{title}”，办理的人分不清。"


def _unknown(table: Table) -> Iterator[str]:
    for state in table.final:
        if state not in table.states:
            yield f"最终状态“{state}”不在状态里。"
    names = {move.name for move in table.moves}
    for move in table.moves:
        for state in (*move.sources, *(() if move.target == STAYS else (move.target,))):
            if state not in table.states and not (state == BEGIN and state in move.sources):
                yield f"步骤“{move.title}”写了没有的状态“{state}”。"
        if BEGIN in move.sources and move.target in (BEGIN, STAYS):
            yield f"步骤“{move.title}”开始一件案件，却没有写到哪个状态。"
        for role in move.who:
            if role not in table.roles:
                yield f"步骤“{move.title}”写了没有的角色“{role}”。"
        for clock in move.clocks:
            if clock not in {each.name for each in table.clocks}:
                yield f"步骤“{move.title}”写了没有的期限“{clock}”。"
        for other in move.distinct_from:
            if other not in names:
                yield f"步骤“{move.title}”要与步骤“{other}”不是同一人办理，但没有这个步骤。"
            elif other == move.name:
                yield f"步骤“{move.title}”不能要求与自己不是同一人。"


def _move(table: Table, move: Move) -> Iterator[str]:
    label = f"步骤“{move.title}”"
    if not move.basis.strip():
        yield f"{label}没有写依据。"
    if not move.sources:
        yield f"{label}没有写从哪个状态出发。"
    if table.roles and not move.who:
        yield f"{label}没有写由谁办理。"
    for what, names in (
        ("状态", move.sources),
        ("角色", move.who),
        ("条件", [guard.name for guard in move.guards]),
        ("填写项", [one.name for one in (*move.needs, *move.takes)]),
    ):
        for name, times in Counter(names).items():
            if times > 1:
                yield f"{label}的{what}“{name}”写了{times}次。"
    for guard in move.guards:
        yield from (f"{label}的条件“{guard.name}”{problem}" for problem in guard.mistakes(table))
    needed = {one.name for one in move.needs}
    for name, effect in move.clocks.items():
        told = f"{label}对期限“{name}”的作用（{EFFECT_TITLES[effect.kind]}）"
        if effect.kind in (Kind.EXTENDS, Kind.REPLACES) and effect.length_from not in needed:
            yield f"{told}要由必填项给出多久。"
        for source in (effect.length_from, effect.dated_by):
            if source and source not in move.fields:
                yield f"{told}用到“{source}”，但这一步不填写它。"
        if effect.length_from in move.fields and move.fields[effect.length_from].kind not in _HOLDS_LENGTH:
            yield f"{told}用到“{effect.length_from}”，但它填的不是天数或者日期。"
        if effect.no_longer_than and effect.no_longer_than not in {clock.name for clock in table.clocks}:
            yield f"{told}以没有的期限“{effect.no_longer_than}”为限。"
        per = {clock.name: clock.per for clock in table.clocks}.get(effect.no_longer_than, "")
        if per and per not in needed:
            yield f"{told}以期限“{effect.no_longer_than}”为限，那个期限按“{per}”分别计算，这一步却不要求填写它。"
        hours = {clock.name for clock in table.clocks if clock.unit is Unit.HOURS}
        if effect.no_longer_than and hours & {name, effect.no_longer_than}:
            yield f"{told}以另一个期限为限，按小时计算的期限不能这样写。"
        if effect.no_longer_than == name:
            yield f"{told}不能以它自己为限。"


def _clocks(table: Table) -> Iterator[str]:
    for clock in table.clocks:
        effects = [(move, move.clocks[clock.name]) for move in table.moves if clock.name in move.clocks]
        if not clock.basis.strip():
            yield f"期限“{clock.title}”没有写依据。"
        if not any(effect.kind is Kind.STARTS for _, effect in effects):
            yield f"期限“{clock.title}”没有一个步骤使它起算。"
        for move, effect in effects:
            if effect.dated_by in move.fields and move.fields[effect.dated_by].kind is not _since_kind(clock.unit):
                wanted = _SINCE[_since_kind(clock.unit)]
                yield f"步骤“{move.title}”对期限“{clock.title}”的作用以“{effect.dated_by}”为准，但它填的不是{wanted}。"
            by_key = clock.per and effect.kind is not Kind.STOPS
            if by_key and clock.per not in {one.name for one in move.needs}:
                yield f"期限“{clock.title}”按“{clock.per}”分别计算，但步骤“{move.title}”不要求填写它。"
    caps = {
        (name, effect.no_longer_than)
        for move in table.moves
        for name, effect in move.clocks.items()
        if effect.no_longer_than
    }
    for name, cap in caps:
        if any(cap == other for other, _ in caps):
            yield f"期限“{name}”的停止以“{cap}”为限，“{cap}”自己的停止又以别的期限为限，算不清。"


_SINCE = {FieldKind.DATE: "日期", FieldKind.MOMENT: "时刻"}


def _since_kind(unit: str) -> FieldKind:
    return FieldKind.MOMENT if unit == "hours" else FieldKind.DATE


def _ways(table: Table) -> Iterator[str]:
    if not any(BEGIN in move.sources for move in table.moves):
        yield "没有一个步骤开始一件案件。"
        return
    onward = {state: [move.leads_to(state) for move in table.moves_from(state)] for state in (BEGIN, *table.states)}
    reached = _closure({BEGIN}, onward)
    back: dict[str, list[str]] = {state: [] for state in table.states}
    for state in table.states:
        for target in onward[state]:
            back[target].append(state)
    ending = _closure(set(table.final), back)
    if not table.final:
        yield "没有写哪些状态是最终状态。"
    for state, title in table.states.items():
        if state not in reached:
            yield f"状态“{title}”怎么走都到不了。"
        if all(target == state for target in onward[state]) and state not in table.final:
            yield f"状态“{title}”不是最终状态，却没有离开它的步骤。"
        elif table.final and state not in ending:
            yield f"从状态“{title}”出发，怎么走都到不了最终状态。"


def _closure(start: set[str], onward: dict[str, list[str]]) -> set[str]:
    found, left = set(start), list(start)
    while left:
        for state in onward.get(left.pop(), ()):
            if state not in found:
                found.add(state)
                left.append(state)
    return found
