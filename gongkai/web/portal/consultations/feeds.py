"""The newest consultations and surveys for feed readers (Atom)."""

from __future__ import annotations

from datetime import datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from gongkai.casework.events import BEIJING, told
from gongkai.engagement.consultations.kinds import title_of
from gongkai.web.consultations.queries import public_consultations

LENGTH = 30


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What was opened last, with its end."""
    here = settings.SITE_URL
    made = Atom1Feed(
        title="征集调查",
        link=here + reverse("portal:consultations"),
        description="最近开启的征求意见和调查",
        feed_url=here + reverse("portal:consultations_feed"),
        language="zh-cn",
    )
    for each in public_consultations()[:LENGTH]:
        at = datetime.combine(each.opened_on, time(), BEIJING) if each.opened_on else None
        until = f"，到{told(each.closes_on)}截止" if each.closes_on else ""
        about = f"{each.organ.name}，{title_of(each.kind)}{until}。目前：{each.standing[0]}。"
        link = here + each.public_url
        made.add_item(title=each.title, link=link, description=about, unique_id=link, pubdate=at, updateddate=at)
    answer = HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=60"
    return answer
