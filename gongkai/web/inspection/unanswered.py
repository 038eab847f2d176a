"""Messages of the public on the website that were left unanswered too long, as the subject that handles them counts them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from gongkai.web.messages.queries import months_before, unanswered


@dataclass(frozen=True, slots=True)
class Left:
    """A message without an answer, by its number: what people wrote is not shown here."""

    key: int
    organ_id: int
    number: str
    section: str
    section_id: int | None
    received_on: date
    days: int
    officer_id: None = None

    @property
    def title(self) -> str:
        """Its number."""
        return f"留言{self.number}"

    @property
    def url(self) -> str:
        """Its page on the workbench, for whoever may read it."""
        return reverse("workbench:message", args=[self.number])

    @property
    def responsible(self) -> str:
        """The section that is to answer."""
        return self.section or "没有交办"

    @property
    def told(self) -> str:
        """Since when."""
        return f"{self.received_on.isoformat()}收到，已经{self.days}天没有答复"

    @property
    def subject(self) -> tuple[str, str]:
        """Kind and key of what it is, as problems name it."""
        return "public_messages.message", str(self.key)


def unanswered_on(organs: Collection[int], on: date, months: int, within_months: int) -> list[Left]:
    """Messages received within the last so many months and unanswered for more than ``months``, the oldest first."""
    rows = unanswered(None, on, months_before(on, months)).filter(
        organ__in=organs, received_on__gte=months_before(on, within_months)
    )
    found = rows.order_by("received_on", "id").values_list(
        "pk", "organ", "number", "section__name", "section", "received_on"
    )
    return [
        Left(key, organ, number, section or "", section_id, received, (on - received).days)
        for key, organ, number, section, section_id, received in found
        if received is not None
    ]
