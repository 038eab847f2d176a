"""What a query asks of an index, independent of the engine: terms in columns, and, or, but not.

Columns of the index: ``title``; ``numbers`` (文号, 索引号, 统一编号); ``keywords`` (with summary and issuer); ``body`` (text and
attachments: the different tokens only, so no phrase can be asked there); ``marks`` (organ, genre and other facets).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

EXACT = ("title", "keywords")
"""Columns in which any piece of the text is found exactly."""
ALL = ("title", "numbers", "keywords", "body", "marks")


@dataclass(frozen=True, slots=True)
class Term:
    """``tokens`` one after the other in one of ``columns``."""

    tokens: tuple[str, ...]
    columns: tuple[str, ...] = ALL


@dataclass(frozen=True, slots=True)
class Both:
    """All of the parts."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts, or more."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """``part``, but not ``unwanted``."""

    part: Expression
    unwanted: Expression


Expression = Term | Both | Either | Without


def both(parts: Sequence[Expression]) -> Expression:
    """All of the parts; the part itself when there is but one. Raises ``ValueError`` for none."""
    if not parts:
        raise ValueError("没有条件。")
    return parts[0] if len(parts) == 1 else Both(tuple(parts))


def either(parts: Sequence[Expression]) -> Expression:
    """One of the parts at least; equal ones once. Raises ``ValueError`` for none."""
    different = list(dict.fromkeys(parts))
    if not different:
        raise ValueError("没有条件。")
    return different[0] if len(different) == 1 else Either(tuple(different))
