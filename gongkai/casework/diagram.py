"""Diagrams drawn from the table, so that they cannot say anything else: Mermaid text, a table in Markdown, an SVG.

The SVG needs nothing at run time: no script, no style sheet, no font of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from gongkai.casework.counting import UNIT_TITLES
from gongkai.casework.effects import EFFECT_TITLES, Effect
from gongkai.casework.moves import BEGIN, Move
from gongkai.casework.table import Clock, Table

_RESERVED = {"end", "state", "note", "class", "style", "direction", "as", "click", "default"}
_PIPES = str.maketrans({"|": "\\|", "\n": " "})


def mermaid(table: Table) -> str:
    """The table as a Mermaid state diagram, with Chinese titles and articles."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_quoted(title)}" as {_id(state)}' for state, title in table.states.items()]
    for move in table.moves:
        for source in move.sources:
            start = "[*]" if source == BEGIN else _id(source)
            lines.append(
                f"    {start} --> {_id(move.leads_to(source))} : {_quoted(move.title)}（{_quoted(move.basis)}）"
            )
    lines += [f"    {_id(state)} --> [*]" for state in table.states if state in table.final]
    return "\n".join(lines) + "\n"


def markdown(table: Table) -> str:
    """The moves and clocks as tables that a clerk can check against the articles."""
    lines = [
        "| 步骤 | 从 | 到 | 期限 | 由谁办理 | 条件 | 要填写 | 依据 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for move in table.moves:
        row = _row(
            f"{move.title}（`{move.name}`）",
            "、".join(table.title_of(source) for source in move.sources),
            "不变" if move.stays else table.title_of(move.target),
            "；".join(_effect(table, name, effect) for name, effect in move.clocks.items()),
            table.role_titles(move.who),
            "；".join(_conditions(table, move)),
            "、".join(one.title for one in move.needs),
            move.basis,
        )
        lines.append(row)
    if table.clocks:
        lines += ["", "| 期限 | 多久 | 依据 |", "|---|---|---|"]
        for clock in table.clocks:
            lines.append(_row(f"{clock.title}（`{clock.name}`）", _how_long(clock), clock.basis))
    return "\n".join(lines) + "\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.translate(_PIPES) for cell in cells)} |"


def _effect(table: Table, name: str, effect: Effect) -> str:
    told = f"{table.clock_of[name].title}{EFFECT_TITLES[effect.kind]}"
    if effect.no_longer_than:
        told += f"，至多到“{table.clock_of[effect.no_longer_than].title}”结束"
    return told


def _conditions(table: Table, move: Move) -> Iterable[str]:
    for other in move.distinct_from:
        yield f"与“{table.move_of[other].title}”不是同一人"
    for guard in move.guards:
        yield f"{guard.told(table)}（{guard.basis}）"


def _how_long(clock: Clock) -> str:
    unit = UNIT_TITLES[clock.unit].removeprefix("个")
    how = f"按`{clock.limit}`，以{unit}计" if clock.limit else f"个案确定，以{unit}计"
    return f"{how}；按`{clock.per}`分别计算" if clock.per else how


def _id(state: str) -> str:
    plain = re.sub(r"\W", "_", state)
    return f"{plain}_" if plain in _RESERVED else plain


def _quoted(text: str) -> str:
    return text.replace('"', "”").replace("\n", " ").replace(";", "；").replace(":", "：")


def in_document(table: Table) -> str:
    """What a page of the documentation holds between the marks for this table."""
    return f"```mermaid\n{mermaid(table)}```\n\n{markdown(table)}"


def written(text: str, tables: Mapping[str, Table]) -> str:
    """A page with each block between ``<!-- 步骤表 NAME -->`` and ``<!-- 步骤表完 -->`` drawn anew from its table.

    Raises ``LookupError`` for a block of an unknown table and for one that does not close.
    """

    def drawn(found: re.Match[str]) -> str:
        name = found["name"]
        if name not in tables:
            raise LookupError(f"页面里写了没有的步骤表“{name}”。")
        if found["end"] is None:
            raise LookupError(f"页面里步骤表“{name}”没有写完的标记。")
        return f"<!-- 步骤表 {name} -->\n\n{in_document(tables[name])}\n<!-- 步骤表完 -->"

    return _BLOCK.sub(drawn, text)


def lagging(text: str, tables: Mapping[str, Table]) -> list[str]:
    """The tables whose block in a page is not what the table says now, or that the page does not show at all."""
    blocks = {found["name"]: found[0] for found in _BLOCK.finditer(text)}
    fresh = {found["name"]: found[0] for found in _BLOCK.finditer(written(text, tables))}
    return [name for name in tables if name not in blocks or blocks[name] != fresh[name]]


_BLOCK = re.compile(
    r"^<!-- 步骤表 (?P<name>[\w.]+) -->(?:(?!^<!-- 步骤表).)*(?P<end>^<!-- 步骤表完 -->)?", re.DOTALL | re.MULTILINE
)
"""The marks stand at the beginning of a line; elsewhere they are being talked about."""
