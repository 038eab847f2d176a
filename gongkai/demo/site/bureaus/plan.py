"""A bureau at work: its plan, its people, and its items taken through the whole review together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from gongkai.demo.site.clock import moment
from gongkai.demo.site.organisation import Cast
from gongkai.web.log.actors import Actor
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.bulk import Draft, draft_many, publish_many, review_many, submit_many
from gongkai.web.publishing.models import Item, SiteColumn

BASIS = "《条例》第十七条、第十九条"
STAGES = (
    (".section", "passed", "内容准确，同意送审。"),
    (".secrecy", "passed", "不涉及国家秘密、工作秘密和个人隐私。"),
    ("", "cleared", "属于主动公开的范围，同意公开。"),
)
"""Who reviews, with which conclusion and opinion; each stage an hour after the one before."""


class Bureau:
    """One of the five, with its plan out of ``bureaus.yaml``."""

    def __init__(self, cast: Cast, plan: dict[str, Any]) -> None:
        self.cast, self.plan = cast, plan
        self.organ: Organ = cast.organs[plan["organ"]]

    def acting(self, suffix: str = "") -> Actor:
        """One of its people: the office, ``.writer``, ``.section``, ``.secrecy``, ``.head``."""
        return self.cast.acting(self.plan["prefix"] + suffix)

    @cached_property
    def columns(self) -> dict[str, SiteColumn]:
        """Its columns by the part of their address."""
        return {each.code: each for each in SiteColumn.objects.filter(organ=self.organ)}

    @property
    def section(self) -> Section:
        """The section that writes."""
        return self.cast.sections[self.organ.code, self.plan["sections"][1]]

    def publish(self, drafts: Sequence[Draft]) -> list[Item]:
        """Write, review by three people and publish, from now on an hour a step."""
        begun = timezone.now()
        writer = self.acting(".writer")
        versions = draft_many(self.organ, drafts, by=writer)
        submit_many(versions, by=writer)
        for hours, (suffix, conclusion, opinion) in enumerate(STAGES, start=1):
            with moment(_later(begun, hours)):
                review_many(versions, by=self.acting(suffix), conclusion=conclusion, opinion=opinion, basis=BASIS)
        with moment(_later(begun, len(STAGES) + 1)):
            publish_many(versions, by=self.acting())
        return [version.item for version in versions]


def _later(begun: datetime, hours: int) -> datetime:
    return begun + timedelta(hours=hours)
