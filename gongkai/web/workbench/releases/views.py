"""Releases by channel: the list with its counts, recording by hand and from a file, voiding."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gongkai.publishing.channels import channel_groups
from gongkai.publishing.lists import RELEASES
from gongkai.web.files import services as files
from gongkai.web.files.serving import served
from gongkai.web.organs.authority import acting
from gongkai.web.publishing.access import ITEM_POLICY
from gongkai.web.publishing.models import Item
from gongkai.web.releases import queries, services
from gongkai.web.releases.access import POLICY
from gongkai.web.releases.importing import plan_releases
from gongkai.web.releases.models import Release
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.list_import import Listing, import_page
from gongkai.web.workbench.organs.pages import ask, lacks_second_factor, page_of, start
from gongkai.web.workbench.releases.forms import PeriodForm, ReasonForm, ReleaseForm

HERE = "渠道发布"


def _list() -> str:
    return reverse("workbench:releases")


def kept(request: Any, given: dict[str, Any], organ: Any) -> dict[str, Any]:
    """What a form gave, with its evidence kept as a file of the organ."""
    file = given.pop("evidence", None)
    if file is not None:
        given["evidence"] = files.keep(organ, by=acting(request.user, organ), name=file.name, data=file.read())
    return given


@staff
def releases(request: Any) -> HttpResponse:
    """Releases of a period (this year), newest first, with the number of each channel."""
    today = timezone.localdate()
    classes = queries.local_classes(request.organ)
    form = PeriodForm(request.GET or None, groups=channel_groups(), classes=classes, auto_id="filter-%s")
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    since, until = given.get("since") or date(today.year, 1, 1), given.get("until") or today
    if not form.is_bound:
        form.initial = {"since": since, "until": until}
    rows = POLICY.visible(
        request.user,
        queries.releases(
            request.organ,
            since,
            until,
            channels=(given["channel"],) if given.get("channel") else (),
            kind=given.get("kind", ""),
            local_class=given.get("local_class", ""),
        ),
    ).select_related("account", "item", "recorded_by")
    context = {
        "form": form,
        "since": since,
        "until": until,
        "page": page_of(request, rows),
        "by_channel": queries.by_channel(request.organ, since, until),
        "voided": POLICY.visible(request.user, Release.objects.filter(organ=request.organ))
        .exclude(voided_at=None)
        .order_by("-voided_at")[:20],
        "may_record": POLICY.may_in(request.user, "record", request.organ),
        "crumbs": start((HERE, None)),
    }
    return render(request, "workbench/releases/list.html", context)


@staff
def new(request: Any) -> HttpResponse:
    """Record one release; ``?item=`` begins with an item."""
    organ = request.organ
    POLICY.check(request.user, "record", Release(organ=organ))
    asked = request.GET.get("item", "")
    item = None
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        rows = Item.objects.filter(organ=organ, index_number__isnull=False).select_related("column")
        item = ITEM_POLICY.visible(request.user, rows).filter(pk=int(asked)).first()
    back = reverse("workbench:item", args=[item.pk]) if item else _list()

    def act(given: dict[str, Any]) -> Release:
        with transaction.atomic():
            return services.record_release(organ, by=acting(request.user, organ), **kept(request, given, organ))

    return ask(
        request,
        lambda *args: ReleaseForm(organ, *args, item=item),
        act,
        title="登记渠道发布",
        done="已登记。",
        to=back,
        crumbs=start((HERE, _list()), ("登记渠道发布", None)),
        button="登记",
        intro="网站上的发布由系统在发布的那一刻登记，这里登记其他渠道。每一件信息在同一个渠道只数一次。",
    )


@staff
def from_file(request: Any) -> HttpResponse:
    """Record many at once."""
    organ = request.organ
    POLICY.check(request.user, "record", Release(organ=organ))
    listing = Listing(
        RELEASES,
        "批量登记渠道发布",
        lambda data: plan_releases(organ, data),
        lambda data: services.import_releases(organ, data, by=acting(request.user, organ)),
        _list(),
        start((HERE, _list()), ("批量登记", None)),
        "填了索引号的，按这件信息登记，同一渠道只登记一次；“账号”填本机关已经登记的账号名称。",
    )
    return import_page(request, listing)


def _get(request: Any, pk: int, action: str = "read") -> Release:
    rows = Release.objects.select_related("organ", "item", "account", "evidence", "recorded_by", "voided_by")
    return POLICY.get(request.user, rows, action, pk=pk)


@staff
def release(request: Any, pk: int) -> HttpResponse:
    """One release with its evidence."""
    found = _get(request, pk)
    by_hand = found.recorded_by_id is not None
    may_void = by_hand and found.voided_at is None and POLICY.holds(request.user, "void", found)
    context = {
        "release": found,
        "may_void": may_void,
        "needs_factor": may_void and lacks_second_factor(request.user, POLICY, "void", found),
        "crumbs": start((HERE, _list()), (found.title, None)),
    }
    return render(request, "workbench/releases/release.html", context)


@staff
def void(request: Any, pk: int) -> HttpResponse:
    """Void a release recorded wrongly."""
    found = _get(request, pk, "void")
    return ask(
        request,
        ReasonForm,
        lambda given: services.void_release(found, by=acting(request.user, found.organ), **given),
        title=f"作废“{found.title}”的登记",
        done="已作废，不再计数。",
        to=found.get_absolute_url(),
        crumbs=start((HERE, _list()), (found.title, found.get_absolute_url()), ("作废", None)),
        button="作废",
    )


@staff
def evidence(request: Any, pk: int) -> Any:
    """The file that shows a release."""
    found = _get(request, pk)
    if found.evidence is None:
        raise Http404
    return served(request, found.evidence, cache="private, no-store")
