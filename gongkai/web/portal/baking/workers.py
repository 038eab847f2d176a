"""Making pages in several processes; each has its own connection to the database."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import connections

from gongkai.web.portal.baking.run import Answer, Many, Way, made, one_by_one

AT_ONCE = 8
"""How many pages a process is given at a time."""


@contextmanager
def workers(count: int) -> Iterator[Many]:
    """Something that makes many pages; with one worker, in this process."""
    if count == 1:
        yield one_by_one
        return
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(count, initializer=connections.close_all) as pool:

        def many(addresses: Iterable[str], way: Way) -> Iterator[Answer]:
            one: Callable[[str], Answer] = partial(made, way=way)
            return pool.imap_unordered(one, addresses, chunksize=AT_ONCE)

        yield many
