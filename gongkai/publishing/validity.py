"""有效性 of a document on a day: in force, amended, repealed or expired (国办发〔2017〕47号: marked on the original page)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Validity(StrEnum):
    """What a reader must know before relying on a document. ``NONE`` for what is no document."""

    NONE = ""
    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    AMENDED = "amended"
    REPEALED = "repealed"
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        """The Chinese title."""
        return VALIDITY_TITLES[self]


VALIDITY_TITLES = {
    Validity.NONE: "",
    Validity.NOT_YET: "尚未施行",
    Validity.IN_FORCE: "有效",
    Validity.AMENDED: "已修改",
    Validity.REPEALED: "废止",
    Validity.EXPIRED: "失效",
}


def validity(
    day: date,
    *,
    effective_on: date | None = None,
    expires_on: date | None = None,
    repealed_on: date | None = None,
    amended_on: date | None = None,
) -> Validity:
    """The validity on ``day``. ``repealed_on`` is the first day without force, ``expires_on`` the last day of force.

    >>> validity(date(2024, 6, 1), effective_on=date(2020, 1, 1), expires_on=date(2024, 12, 31))
    <Validity.IN_FORCE: 'in_force'>
    """
    if repealed_on is not None and repealed_on <= day:
        return Validity.REPEALED
    if expires_on is not None and expires_on < day:
        return Validity.EXPIRED
    if effective_on is not None and day < effective_on:
        return Validity.NOT_YET
    if amended_on is not None and amended_on <= day:
        return Validity.AMENDED
    return Validity.IN_FORCE
