"""Numbers as pages and files show them: each with the address of its records, beside that of the year before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html

from gongkai.assessment.dashboards.comparing import change, percent, points
from gongkai.web.components.wording import MISSING
from gongkai.web.dashboards.board import Board, Divided
from gongkai.web.dashboards.counting import Figure, Part
from gongkai.web.dashboards.measures import Measure, Rate, Subject
from gongkai.web.workbench.dashboards.choosing import Asked


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in words with the address of its records; without one where nothing is to be opened."""

    words: str
    url: str = ""
    number: int | None = None

    @property
    def shown(self) -> str:
        """For pages, with its link: there are hundreds on a page, and a template for each would cost more than counting them."""
        return format_html('<a href="{}">{}</a>', self.url, self.words) if self.url else self.words


@dataclass(frozen=True, slots=True)
class Line:
    """A measure or rate: this year so far, the same days of the year before, the difference in words."""

    key: str
    title: str
    told: str
    unit: str
    now: Cell
    before: Cell
    change: str
    is_rate: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of a subject. ``unused``: no record of it at all; ``begun``: none from before this year."""

    key: str
    title: str
    url: str
    lines: tuple[Line, ...]
    unused: bool
    begun: bool


def groups(asked: Asked, board: Board, subjects: Sequence[Subject]) -> list[Group]:
    """The subjects with their lines."""
    return [
        Group(
            each.key,
            each.title,
            asked.address("dashboard_subject", each.key),
            () if each.key in board.unused else tuple(lines(asked, each, board.figures, each.key in board.begun)),
            each.key in board.unused,
            each.key in board.begun,
        )
        for each in subjects
    ]


def lines(asked: Asked, subject: Subject, figures: Mapping[str, Figure], begun: bool) -> Iterator[Line]:
    """Every measure and rate of a subject."""
    for each in subject.lines:
        if isinstance(each, Rate):
            yield _rate(asked, each, figures, begun)
            continue
        found = figures[each.key]
        yield Line(
            each.key,
            each.title,
            each.told,
            each.unit,
            cell(asked, each.key, found.now),
            Cell(MISSING) if begun else cell(asked, each.key, found.before, before=True),
            "" if begun else change(found.now, found.before),
        )


def cell(asked: Asked, key: str, number: int, *, before: bool = False, by: str = "", value: str = "") -> Cell:
    """A number with the address of its records; zero has none."""
    url = asked.behind(key, before=before, by=by, value=value) if number else ""
    return Cell(str(number), url, number)


def _rate(asked: Asked, rate: Rate, figures: Mapping[str, Figure], begun: bool) -> Line:
    now = (figures[rate.part].now, sum(figures[key].now for key in rate.whole))
    before = (figures[rate.part].before, sum(figures[key].before for key in rate.whole))
    return Line(
        rate.key,
        rate.title,
        rate.told,
        "%",
        _share(asked, rate.key, now),
        Cell(MISSING) if begun else _share(asked, rate.key, before, earlier=True),
        "" if begun else points(now, before),
        is_rate=True,
    )


def _share(asked: Asked, key: str, pair: tuple[int, int], *, earlier: bool = False) -> Cell:
    said = percent(*pair)
    return Cell(said, asked.behind(key, before=earlier), pair[1]) if said else Cell(MISSING)


@dataclass(frozen=True, slots=True)
class Table:
    """A subject by one division: heads and rows of (title, cells now, cells before)."""

    key: str
    title: str
    measures: tuple[Measure, ...]
    rows: tuple[tuple[Part, tuple[tuple[Cell, Cell], ...]], ...]


def tables(asked: Asked, subject: Subject, found: Divided) -> list[Table]:
    """One table for each division that has rows."""
    made = []
    for by, parts in found.parts.items():
        measures = tuple(each for each in subject.measures if by in each.divisions)
        rows = tuple((part, tuple(_pair(asked, each, by, part, found.begun) for each in measures)) for part in parts)
        if rows:
            made.append(Table(by, subject.divisions[by].title, measures, rows))
    return made


def _pair(asked: Asked, measure: Measure, by: str, part: Part, begun: bool) -> tuple[Cell, Cell]:
    now, before = part.numbers.get(measure.key, (0, 0))
    return (
        cell(asked, measure.key, now, by=by, value=part.key),
        Cell(MISSING) if begun else cell(asked, measure.key, before, before=True, by=by, value=part.key),
    )
