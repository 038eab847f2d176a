"""What a person is asked: the vetoes that a program cannot see, and what the check asks of the organ."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from gongkai.web.inspection import services
from gongkai.web.inspection.access import ANSWER_POLICY, SETTING_POLICY
from gongkai.web.inspection.models import Answer, Setting
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.casework.pages import asks
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.inspection.choosing import trail
from gongkai.web.workbench.inspection.forms import AnswerForm, SettingForm
from gongkai.web.workbench.organs.pages import ask


@never_cache
@asks
@staff
def answer(request: Any) -> HttpResponse:
    """Fill in what was found."""
    organ = request.organ
    ANSWER_POLICY.check(request.user, "answer", Answer(organ=organ))
    key = request.GET.get("indicator", "")

    def make(*args: Any) -> AnswerForm:
        return AnswerForm(*args, initial={"indicator": key})

    return ask(
        request,
        make,
        lambda given: services.answer(organ, by=acting(request.user, organ), **given),
        title="填写人工检查的结论",
        done="已记录。结论管一个季度，过后要再检查。",
        to=reverse("workbench:inspection"),
        crumbs=trail(("填写结论", None)),
        button="记录",
        intro="这几项程序看不到，由人检查以后填写。填写的不能改；填错了的，再填一次，以后填的为准。",
    )


@never_cache
@asks
@staff
def setting(request: Any) -> HttpResponse:
    """What the check asks of the organ."""
    organ = request.organ
    found = Setting.objects.filter(organ=organ).first() or Setting(organ=organ)
    SETTING_POLICY.check(request.user, "set", found)

    def make(data: Any = None, files: Any = None) -> SettingForm:
        return SettingForm(data, files, instance=found)

    return ask(
        request,
        make,
        lambda given: services.set_up(organ, by=acting(request.user, organ), **given),
        title="网站检查设置",
        done="已经保存。",
        to=reverse("workbench:inspection"),
        crumbs=trail(("检查设置", None)),
    )
