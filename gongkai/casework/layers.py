"""A layered layout for small graphs: ranks from top to bottom, few crossings, straight ways where possible.

The caller gives the edges without cycles, each from the upper node to the lower one. Long edges are led through the layers
by way points. The same input always gives the same picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

ACROSS, DOWN = 22.0, 42.0
_THIN = 10.0
_SWEEPS = 24
_SETTLING = 120

Edge = tuple[str, str]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """Centres of the nodes and, for each edge, its points from the upper node to the lower one, in pixels.

    The points come in pairs, one where the way leaves a layer and one where it enters the next: only between them may it bend.
    """

    width: float
    height: float
    centres: Mapping[str, Point]
    ways: Mapping[Edge, tuple[Point, ...]]


def layout(sizes: Mapping[str, tuple[float, float]], edges: Sequence[Edge], unseen: Sequence[Edge] = ()) -> Layout:
    """Place nodes of the given widths and heights.

    Every edge must lead from an upper to a lower node (no cycles). Those ``unseen`` say which node lies lower, no more.
    """
    ranks = _ranks(list(sizes), [*edges, *unseen])
    chains: dict[Edge, list[str]] = {}
    layers: list[list[str]] = [[] for _ in range(max(ranks.values()) + 1)]
    for node, rank in ranks.items():
        layers[rank].append(node)
    for number, (upper, lower) in enumerate(edges):
        between = [f"{number}.{rank}" for rank in range(ranks[upper] + 1, ranks[lower])]
        chains[upper, lower] = [upper, *between, lower]
        for node, rank in zip(between, range(ranks[upper] + 1, ranks[lower]), strict=True):
            layers[rank].append(node)
    links = [pair for chain in chains.values() for pair in pairwise(chain)]
    above, below = _neighbours(links)
    layers = _ordered(layers, above, below)
    widths = {node: sizes[node][0] if node in sizes else _THIN for layer in layers for node in layer}
    x = _across(layers, widths, above, below)
    bands = _down(layers, sizes)
    left = min(x[node] - widths[node] / 2 for node in x)
    right = max(x[node] + widths[node] / 2 for node in x)
    x = {node: place - left for node, place in x.items()}
    centres = {node: (x[node], sum(bands[ranks[node]]) / 2) for node in sizes}
    ways = {
        (upper, lower): tuple(
            point
            for rank, (one, other) in enumerate(pairwise(chain), ranks[upper])
            for point in ((x[one], bands[rank][1]), (x[other], bands[rank + 1][0]))
        )
        for (upper, lower), chain in chains.items()
    }
    return Layout(right - left, bands[-1][1], centres, ways)


def _ranks(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    ranks = dict.fromkeys(nodes, 0)
    for _ in nodes:
        moved = False
        for upper, lower in edges:
            if ranks[lower] <= ranks[upper]:
                ranks[lower] = ranks[upper] + 1
                moved = True
        if not moved:
            break
    else:
        raise ValueError("图里有环，排不成层。")
    return ranks


def _neighbours(links: Sequence[Edge]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for upper, lower in links:
        below.setdefault(upper, []).append(lower)
        above.setdefault(lower, []).append(upper)
    return above, below


def _ordered(
    layers: list[list[str]], above: Mapping[str, list[str]], below: Mapping[str, list[str]]
) -> list[list[str]]:
    best, fewest = layers, _crossings(layers, below)
    current = layers
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        beside = above if down else below
        ordered = [list(layer) for layer in current]
        for rank in range(len(ordered)) if down else reversed(range(len(ordered))):
            other = rank - 1 if down else rank + 1
            if 0 <= other < len(ordered):
                ordered[rank] = _by_centre(ordered[rank], ordered[other], beside)
        current = ordered
        crossings = _crossings(current, below)
        if crossings < fewest:
            best, fewest = current, crossings
    return best


def _by_centre(layer: list[str], other: list[str], beside: Mapping[str, list[str]]) -> list[str]:
    place = {node: number for number, node in enumerate(other)}
    own = {node: float(number) for number, node in enumerate(layer)}

    def centre(node: str) -> float:
        near = [place[each] for each in beside.get(node, ()) if each in place]
        return sum(near) / len(near) if near else own[node]

    return sorted(layer, key=lambda node: (centre(node), own[node]))


def _crossings(layers: list[list[str]], below: Mapping[str, list[str]]) -> int:
    total = 0
    for upper, lower in pairwise(layers):
        place = {node: number for number, node in enumerate(lower)}
        ends = [place[each] for node in upper for each in sorted(below.get(node, ()), key=lambda one: place[one])]
        total += sum(1 for i, one in enumerate(ends) for other in ends[i + 1 :] if other < one)
    return total


def _across(
    layers: list[list[str]],
    widths: Mapping[str, float],
    above: Mapping[str, list[str]],
    below: Mapping[str, list[str]],
) -> dict[str, float]:
    x: dict[str, float] = {}
    for layer in layers:
        x |= _apart(layer, dict.fromkeys(layer, 0.0), widths)
    for sweep in range(_SETTLING):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            wanted = {}
            for node in layer:
                near = [x[each] for each in (*above.get(node, ()), *below.get(node, ()))]
                wanted[node] = sum(near) / len(near) if near else x[node]
            x |= _apart(layer, wanted, widths)
    return x


def _apart(layer: Sequence[str], wanted: Mapping[str, float], widths: Mapping[str, float]) -> dict[str, float]:
    """Places in this order, far enough apart, as near as possible to those wanted (least squares: pooled neighbours)."""
    offsets, offset = [], 0.0
    for number, node in enumerate(layer):
        if number:
            offset += (widths[layer[number - 1]] + widths[node]) / 2 + ACROSS
        offsets.append(offset)
    pools: list[tuple[float, int]] = []
    for node, offset in zip(layer, offsets, strict=True):
        mean, size = wanted[node] - offset, 1
        while pools and pools[-1][0] > mean:
            earlier, number = pools.pop()
            mean, size = (mean * size + earlier * number) / (size + number), size + number
        pools.append((mean, size))
    means = [mean for mean, size in pools for _ in range(size)]
    return {node: mean + offset for node, mean, offset in zip(layer, means, offsets, strict=True)}


def _down(layers: Sequence[Sequence[str]], sizes: Mapping[str, tuple[float, float]]) -> list[tuple[float, float]]:
    """Where each layer begins and ends."""
    bands, top = [], 0.0
    for layer in layers:
        tall = max((sizes[node][1] for node in layer if node in sizes), default=0.0)
        bands.append((top, top + tall))
        top += tall + DOWN
    return bands
