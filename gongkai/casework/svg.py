"""A table of moves as an SVG picture: states as boxes, moves as words on the lines between them.

Forward means later in the order in which the table lists its states; moves that go back are dashed. A move that can be
made from many states is not drawn from each of them: its words name them instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from unicodedata import east_asian_width

from gongkai.casework.layers import Edge, Layout, Point, layout
from gongkai.casework.moves import BEGIN, Move
from gongkai.casework.table import Table

SIZE, SMALL, LINE = 15.0, 12.0, 20.0
MARGIN = 16.0
MANY = 4
_WIDEST = 12
_INK, _QUIET, _PAPER, _HERE = "#1a1a1a", "#4a4a4a", "#ffffff", "#fff3c4"


@dataclass(frozen=True, slots=True)
class _Node:
    """A box: its lines with their letter size, and for a state its key."""

    lines: tuple[tuple[str, float], ...]
    state: str | None = None

    @property
    def size(self) -> tuple[float, float]:
        if not self.lines:
            return (12.0, 12.0)
        room = 24.0 if self.state is not None else 8.0
        wide = max(_width(text, size) for text, size in self.lines)
        return (wide + room, len(self.lines) * LINE + (12.0 if self.state is not None else 2.0))


def svg(table: Table, here: str | None = None) -> str:
    """The picture. ``here`` marks the state in which a case is, by colour and by words."""
    nodes, edges, back, unseen = _graph(table, here)
    plan = layout({name: node.size for name, node in nodes.items()}, edges, unseen)
    width, height = plan.width + 2 * MARGIN, plan.height + 2 * MARGIN
    title, key = escape(f"{table.title}的办理流程"), escape(table.name.replace(".", "-"))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-labelledby="{key}-title {key}-desc" font-family="sans-serif">',
        f'<title id="{key}-title">{title}</title>',
        f'<desc id="{key}-desc">{escape(_described(table))}</desc>',
        f'<rect width="100%" height="100%" fill="{_PAPER}"/>',
    ]
    parts += _lines(nodes, plan, edges, back)
    for name, node in nodes.items():
        parts += _box(node, plan.centres[name], node.state in table.final, here is not None and node.state == here)
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _graph(table: Table, here: str | None) -> tuple[dict[str, _Node], list[Edge], set[Edge], list[Edge]]:
    """The nodes, the edges from upper to lower node, those of them that go back, and what only says how low nodes lie."""
    order = {state: number for number, state in enumerate((BEGIN, *table.states))}
    nodes: dict[str, _Node] = {"": _Node((), BEGIN)}
    for state, title in table.states.items():
        mark = "（目前）" if state == here else ""
        stays = [_label(move) for move in table.moves if state in move.sources and move.leads_to(state) == state]
        nodes[state] = _Node(((title + mark, SIZE), *((f"↻ {text}", SMALL) for text in stays)), state)
    edges: list[Edge] = []
    back: set[Edge] = set()
    unseen: list[Edge] = []
    for (sources, target), moves in _together(table).items():
        name = f"{moves[0].name} {target}"
        if len(sources) >= MANY:
            where = _wrapped("从：" + "、".join(table.title_of(source) for source in sources))
            nodes[name] = _Node((*_words(moves), *((line, SMALL) for line in where)))
            edges.append((name, target))
            unseen += [(source, name) for source in sources if order[source] < order[target]]
            continue
        for forward in (True, False):
            some = [source for source in sources if (order[source] < order[target]) is forward]
            if some:
                own = f"{name} {forward}"
                nodes[own] = _Node(_words(moves))
                new = [(source, own) if forward else (own, source) for source in some]
                new.append((own, target) if forward else (target, own))
                edges += new
                back |= set() if forward else set(new)
    return nodes, edges, back, unseen


def _together(table: Table) -> dict[tuple[tuple[str, ...], str], list[Move]]:
    """The moves that change the state, those with the same ends together."""
    together: dict[tuple[tuple[str, ...], str], list[Move]] = {}
    for move in table.moves:
        sources = tuple(source for source in move.sources if move.leads_to(source) != source)
        if sources:
            together.setdefault((sources, move.target), []).append(move)
    return together


def _words(moves: Sequence[Move]) -> tuple[tuple[str, float], ...]:
    lines: list[tuple[str, float]] = []
    for move in moves:
        lines.append((move.title, SIZE - 1))
        lines += [(line, SMALL) for line in _wrapped(move.basis)]
    return tuple(lines)


def _label(move: Move) -> str:
    return f"{move.title}（{move.basis}）"


def _wrapped(text: str) -> list[str]:
    """The text in lines of equal length; a stop or a closing bracket does not begin a line."""
    lines = [""]
    for sign in text:
        if len(lines[-1]) >= _WIDEST and sign not in "、，；。）》”":
            lines.append("")
        lines[-1] += sign
    return lines


def _described(table: Table) -> str:
    told = []
    for move in table.moves:
        sources = "、".join(table.title_of(source) for source in move.sources)
        whither = "状态不变" if move.stays else f"到{table.title_of(move.target)}"
        told.append(f"从{sources}，{move.title}，{whither}（{move.basis}）。")
    return "".join(told)


def _width(text: str, size: float) -> float:
    return sum(size if east_asian_width(sign) in "WFA" else size * 0.6 for sign in text)


def _lines(nodes: dict[str, _Node], plan: Layout, edges: Sequence[Edge], back: set[Edge]) -> Iterator[str]:
    """The lines below the boxes; an arrow where a line reaches a state."""
    for edge in edges:
        upper, lower = edge
        first, last = _port(nodes, plan, edges, upper, edge, True), _port(nodes, plan, edges, lower, edge, False)
        way = plan.ways[edge]
        points = [first, (first[0], way[0][1]), *way[1:-1], (last[0], way[-1][1]), last]
        dashed = ' stroke-dasharray="5 4"' if edge in back else ""
        yield f'<path d="{_curve(points)}" fill="none" stroke="{_QUIET}" stroke-width="1.3"{dashed}/>'
        head = (points[0], -1) if edge in back else (points[-1], 1)
        if nodes[upper if edge in back else lower].state is not None:
            (x, y), down = head
            x, y = x + MARGIN, y + MARGIN
            tip = f"{x:.1f},{y:.1f} {x - 4:.1f},{y - 8 * down:.1f} {x + 4:.1f},{y - 8 * down:.1f}"
            yield f'<polygon points="{tip}" fill="{_QUIET}"/>'


def _port(nodes: dict[str, _Node], plan: Layout, edges: Sequence[Edge], node: str, edge: Edge, below: bool) -> Point:
    """Where a line meets a box: side by side, in the order of where the lines come from."""
    own, following = (0, 1) if below else (-1, -2)
    beside = sorted((plan.ways[each][following][0], each) for each in edges if each[own] == node)
    place = [each for _, each in beside].index(edge)
    x, y = plan.centres[node]
    wide, tall = nodes[node].size
    shift = (place + 1) / (len(beside) + 1) - 0.5
    return (x + shift * wide * 0.7, y + (tall / 2 if below else -tall / 2))


def _curve(points: Sequence[Point]) -> str:
    """Straight through the layers, bent between them: no line runs behind a box of its layer."""
    moved = [(x + MARGIN, y + MARGIN) for x, y in points]
    drawn = f"M{moved[0][0]:.1f} {moved[0][1]:.1f}"
    for number, ((x1, y1), (x2, y2)) in enumerate(pairwise(moved)):
        middle = (y1 + y2) / 2
        if number % 2 == 0:
            drawn += f" L{x2:.1f} {y2:.1f}"
        else:
            drawn += f" C{x1:.1f} {middle:.1f} {x2:.1f} {middle:.1f} {x2:.1f} {y2:.1f}"
    return drawn


def _box(node: _Node, centre: Point, final: bool, here: bool) -> Iterator[str]:
    x, y = centre[0] + MARGIN, centre[1] + MARGIN
    wide, tall = node.size
    if not node.lines:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{_INK}"/>'
        return
    if node.state is not None:
        colour, thick = (_HERE, 3) if here else (_PAPER, 1.3)
        for inset in (0, 3) if final else (0,):
            yield (
                f'<rect x="{x - wide / 2 + inset:.1f}" y="{y - tall / 2 + inset:.1f}" width="{wide - 2 * inset:.1f}" '
                f'height="{tall - 2 * inset:.1f}" rx="6" fill="{colour}" stroke="{_INK}" stroke-width="{thick}"/>'
            )
    else:
        yield f'<rect x="{x - wide / 2:.1f}" y="{y - tall / 2:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="{_PAPER}"/>'
    top = y - len(node.lines) * LINE / 2
    for number, (text, size) in enumerate(node.lines):
        ink = _QUIET if size == SMALL else _INK
        yield (
            f'<text x="{x:.1f}" y="{top + number * LINE + 15:.1f}" font-size="{size:g}" text-anchor="middle" '
            f'fill="{ink}">{escape(text)}</text>'
        )
