"""What other subjects are told of, inside the transaction in which it happens: a receiver that raises undoes it all.

``submitting(wording, by, at)``          a draft is about to be sealed and laid before the reviewers
``clearing(wording, by, at)``            the office is about to clear a wording for the public
``published(item, publication, first, at)``   the public can read a version; ``first``: of this item the first ever
``changed(item, move, at)``              a public item was withdrawn, repealed, moved or otherwise shown differently
``edited(wording, by, at)``              a draft was written or changed

Many items may be on their way at once (``bulk``): a receiver whose work is cheaper done for all together hands it to ``later``.
Whatever must happen only after the transaction (files, caches of other processes) does so by ``transaction.on_commit``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import Signal

submitting = Signal()
clearing = Signal()
published = Signal()
changed = Signal()
edited = Signal()

_waiting: ContextVar[dict[Callable[[list[object]], None], list[object]] | None] = ContextVar("waiting", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Within, what receivers hand to ``later`` is kept, and done once for all at the end, still in the transaction."""
    waiting: dict[Callable[[list[object]], None], list[object]] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for work, things in waiting.items():
        work(things)


def later(work: Callable[[list[object]], None], thing: object) -> None:
    """For receivers: do ``work([thing])`` now, or, when many items are on their way, ``work`` with all of them at the end."""
    waiting = _waiting.get()
    if waiting is None:
        work([thing])
    else:
        waiting.setdefault(work, []).append(thing)
