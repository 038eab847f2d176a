"""The kinds of letters of all subjects. A subject names its own in its ``AppConfig.ready()``; this app knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.letters.kinds import Catalogue, LetterKind

_CATALOGUES: dict[str, Callable[[], Catalogue]] = {}


def register(title: str, catalogue: Callable[[], Catalogue]) -> None:
    """Make a subject's letters known under its title, such as 依申请公开. The data is read when it is first needed."""
    _CATALOGUES[title] = catalogue


def catalogues() -> Iterator[tuple[str, Catalogue]]:
    """Every subject's title and letters."""
    return ((title, catalogue()) for title, catalogue in _CATALOGUES.items())


def kind_of(key: str) -> LetterKind | None:
    """A kind by its key; None for one that is not known."""
    return next((each.kinds[key] for _, each in catalogues() if key in each.kinds), None)
