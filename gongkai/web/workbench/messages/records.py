"""Fetching a message for a page of the workbench; strangers are told that it is not there."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.web.messages.access import POLICY
from gongkai.web.messages.models import Message
from gongkai.web.workbench.casework.pages import CasePages
from gongkai.web.workbench.messages.timeline import TIMELINE


def records() -> QuerySet[Message]:
    """Messages with what their pages show of others."""
    return Message.objects.select_related("organ", "section", "category", "came_from", "into", "application")


PAGES = CasePages(
    noun="message",
    title="公众留言",
    policy=POLICY,
    records=records,
    timeline=TIMELINE,
    called=lambda message: f"{message.channel_title}{message.kind_title}",
)
fetch, trail = PAGES.fetch, PAGES.trail
