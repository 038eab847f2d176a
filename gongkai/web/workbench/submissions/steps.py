"""Submitting, submitting again, adopting, returning, declining, taking an adoption back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from gongkai.web.organs.authority import acting, places_of
from gongkai.web.organs.models import Section
from gongkai.web.submissions import services
from gongkai.web.submissions.access import POLICY, SOURCE_POLICY
from gongkai.web.submissions.counting import rules_of
from gongkai.web.submissions.models import Adoption, Submission
from gongkai.web.workbench.casework.pages import asks
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import ask
from gongkai.web.workbench.submissions.forms import AdoptForm, AgainForm, PieceForm, ReasonForm
from gongkai.web.workbench.submissions.pieces import fetch, may_submit, trail

REFUSALS = {
    "return": ("退回", services.send_back, "已退回，报送的人会看到原因。", "报送的人按这里写的补充后重新报送。"),
    "decline": ("不采用", services.decline, "已记为不采用。", "报送的人可以看到原因。以后又被采用的，可以再登记采用。"),
}


@never_cache
@asks
@staff
def new(request: Any) -> HttpResponse:
    """Submit a piece to the own office or to that of the organ above."""
    organ = request.organ
    if not may_submit(request):
        SOURCE_POLICY.check(request.user, "submit", Submission(organ=organ, source=organ))
    sections = Section.objects.filter(organ=organ, closed_on=None)
    whole = SOURCE_POLICY.may(request.user, "submit", Submission(organ=organ, source=organ))
    own = {place.section_id for place in places_of(request.user) if place.organ_id == organ.pk and place.section_id}
    if not whole:
        sections = sections.filter(pk__in=own)
    initial = {"section": sections.filter(pk__in=own).first()}

    def make(*given: Any) -> PieceForm:
        return PieceForm(organ, sections, whole, *given, initial=initial)

    def act(given: dict[str, Any]) -> Submission:
        to = given.pop("to")
        office = organ if to == organ.code else organ.parent
        given["file"] = given.get("file") or None
        SOURCE_POLICY.check(request.user, "submit", Submission(organ=office, source=organ, section=given["section"]))
        return services.submit(office, source=organ, by=acting(request.user, organ), **given)

    return ask(
        request,
        make,
        act,
        title="报送信息",
        done="已报送，等办公室处理。",
        to=lambda made: made.get_absolute_url(),
        cancel=reverse("workbench:submissions"),
        crumbs=trail(("报送", None)),
        button="报送",
        intro="不要写国家秘密；涉及个人的，只写办事需要的。",
    )


@never_cache
@asks
@staff
def resubmit(request: Any, number: str) -> HttpResponse:
    """Complete a returned piece and submit it again."""
    found = fetch(request, number)
    SOURCE_POLICY.check(request.user, "resubmit", found)

    def act(given: dict[str, Any]) -> Submission:
        upload = given.pop("upload")
        file = (upload.name, upload) if upload else None
        return services.resubmit(found, by=acting(request.user, found.source), file=file, **given)

    return ask(
        request,
        partial(AgainForm, instance=Submission.objects.get(pk=found.pk)),
        act,
        title="补充后重新报送",
        done="已重新报送。",
        to=found.get_absolute_url(),
        crumbs=trail((number, found.get_absolute_url()), ("重新报送", None)),
        button="重新报送",
        intro=f"退回的原因：{found.reason}",
    )


@never_cache
@asks
@staff
def adopt(request: Any, number: str) -> HttpResponse:
    """Note an adoption."""
    found = fetch(request, number)
    POLICY.check(request.user, "adopt", found)
    rules = rules_of(found.organ, timezone.localdate())
    return ask(
        request,
        lambda *given: AdoptForm([found.organ_id, found.source_id], rules, *given),
        lambda given: services.adopt(found, by=acting(request.user, found.organ), **given),
        title="登记采用",
        done="已登记采用。",
        to=found.get_absolute_url(),
        crumbs=trail((number, found.get_absolute_url()), ("登记采用", None)),
        button="登记",
        intro=f"“{found.title}”，{found.unit_title}报送。几处采用的，逐处登记；分值按采用那一天的计分办法。",
    )


@never_cache
@asks
@staff
def refuse(request: Any, number: str, action: str) -> HttpResponse:
    """Return or decline a piece, with the reason."""
    if action not in REFUSALS:
        raise Http404
    title, act, done, intro = REFUSALS[action]
    found = fetch(request, number)
    POLICY.check(request.user, action, found)
    return ask(
        request,
        ReasonForm,
        lambda given: act(found, by=acting(request.user, found.organ), **given),
        title=title,
        done=done,
        to=found.get_absolute_url(),
        crumbs=trail((number, found.get_absolute_url()), (title, None)),
        button=title,
        intro=f"“{found.title}”，{found.unit_title}报送。{intro}",
    )


@never_cache
@asks
@staff
def strike(request: Any, pk: int) -> HttpResponse:
    """Take back an adoption that was noted wrongly."""
    adoption = Adoption.objects.select_related("submission").filter(pk=pk, struck_at=None).first()
    if adoption is None:
        raise Http404
    found = fetch(request, adoption.submission.number)
    POLICY.check(request.user, "strike", found)
    return ask(
        request,
        ReasonForm,
        lambda given: services.strike(adoption, by=acting(request.user, found.organ), **given),
        title="撤销采用的登记",
        done="已撤销，得分随着改了。",
        to=found.get_absolute_url(),
        crumbs=trail((found.number, found.get_absolute_url()), ("撤销采用的登记", None)),
        button="撤销",
        intro=f"{adoption}（{adoption.on:%Y-%m-%d}）。记录保留，注明撤销和原因。",
    )
