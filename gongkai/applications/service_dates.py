"""The two dates of a service (送达): the one by which the organ was in time, and the one from which the applicant's remedy runs.

By hand both are the day of signature; by post the organ is in time by the day of posting (国办公开办函〔2016〕235号), while the applicant's
period runs from signing for the mail (《行政复议法实施条例》第十五条).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.applications.intake import lists, title_of
from gongkai.casework import History

BY_HAND = ("direct", "delegated")
"""Ways in which the day of service is the day on which the applicant signs."""
POST = "post"


@dataclass(frozen=True, slots=True)
class Service:
    """How and when the reply was served. ``timely_on`` is compared with the last day, ``remedy_from`` begins the remedy."""

    step: int
    delivery: str
    timely_on: date
    remedy_from: date | None = None
    signed_step: int | None = None

    @property
    def way(self) -> str:
        """What the way of service is called."""
        return title_of("deliveries", self.delivery)

    @property
    def rule(self) -> str:
        """By which day the way counts, in words."""
        found = lists()["deliveries"].get(self.delivery)
        return found.hint if found else ""


def service_of(history: History) -> Service | None:
    """The last service of the case as recorded and later amended; None while nothing was served."""
    served = history.last("serve")
    if served is None:
        return None
    delivery = str(served.facts.get("delivery", ""))
    posted = served.facts.get("posted_on")
    signed = history.last("sign_for")
    if signed is not None and signed.number < served.number:
        signed = None
    return Service(
        step=served.number,
        delivery=delivery,
        timely_on=date.fromisoformat(posted) if posted else served.on,
        remedy_from=signed.on if signed else None,
        signed_step=signed.number if signed else None,
    )
