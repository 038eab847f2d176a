"""Taking elements out of a pasted text. The types published for lxml know nothing of what ``lxml.html`` adds to elements."""

from __future__ import annotations

from typing import Any


def take_out(element: Any) -> None:
    """Take an element away with all that is in it; the text after it stays."""
    element.drop_tree()


def unwrap(element: Any) -> None:
    """Take an element away and leave what is in it."""
    element.drop_tag()
