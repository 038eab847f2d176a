"""The periods: what the law sets, what the program takes where places decide, what the organ set."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.engagement.consultations.kinds import kinds
from gongkai.web.consultations.access import SETTING_POLICY
from gongkai.web.consultations.limits import advised_of, least_of, result_limit, set_period
from gongkai.web.consultations.models import PeriodSetting
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.casework.pages import asks
from gongkai.web.workbench.consultations.forms import SettingForm
from gongkai.web.workbench.consultations.records import trail
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import ask

TITLE = "征集调查的期限"


@require_GET
@staff
def periods(request: Any) -> HttpResponse:
    """What holds today for each kind, and on what ground."""
    organ, today = request.organ, timezone.localdate()
    SETTING_POLICY.check(request.user, "read", PeriodSetting(organ=organ))
    context = {
        "rows": [(each, least_of(organ, each, today), advised_of(organ, each, today)) for each in kinds().values()],
        "result": result_limit(organ, today),
        "own": PeriodSetting.objects.filter(organ=organ).select_related("made_by"),
        "may_set": SETTING_POLICY.holds(request.user, "set", PeriodSetting(organ=organ)),
        "crumbs": trail(None, (TITLE, None)),
    }
    return render(request, "workbench/consultations/periods.html", context)


@never_cache
@asks
@staff
def new(request: Any) -> HttpResponse:
    """Set a period from a day on."""
    organ = request.organ
    SETTING_POLICY.check(request.user, "set", PeriodSetting(organ=organ))
    here = reverse("workbench:consultation_periods")
    return ask(
        request,
        SettingForm,
        lambda given: set_period(organ, by=acting(request.user, organ), **given),
        title="规定期限",
        intro="已经开启的仍按开启时的规定。规章、重大行政决策、听证公告的时间由法律、行政法规规定，不能另定。",
        done="已经规定。",
        to=here,
        crumbs=trail(None, (TITLE, here), ("规定期限", None)),
    )
