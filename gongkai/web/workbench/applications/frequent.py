"""What several applicants ask for, and proposing that it be published to all (《条例》第四十四条)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.applications.similar import settings as choices
from gongkai.casework import NotAllowed
from gongkai.publishing.genres import genres_on
from gongkai.web.applications.access import POLICY
from gongkai.web.applications.likeness import frequent
from gongkai.web.applications.models import Application
from gongkai.web.applications.proposing import proposals_of, propose
from gongkai.web.casework.forms import offer
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.publishing.access import ITEM_POLICY
from gongkai.web.publishing.models import SiteColumn
from gongkai.web.workbench.entry import staff

SHOWN = 20


class ProposalForm(forms.Form):
    """The draft that is begun: where it is to stand, what it is called."""

    numbers = forms.CharField(max_length=4000, widget=forms.HiddenInput)
    title = forms.CharField(label="信息的标题", max_length=200)
    column = forms.ModelChoiceField(SiteColumn.objects.none(), label="栏目", empty_label="请选择")
    genre = forms.ChoiceField(label="体裁", choices=lambda: [("", "请选择"), *genres_on(timezone.localdate()).items()])
    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例如 3名申请人先后申请，不涉及不予公开的情形。请不要写申请人的信息。",
    )

    def __init__(self, organ: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "column", SiteColumn.objects.filter(organ=organ, closed_on=None))


@never_cache
@require_http_methods(["GET", "POST"])
@staff
def frequent_page(request: Any) -> HttpResponse:
    """The groups, the most asked for first; a proposal begins a draft, which goes through review like any other."""
    organ = request.organ
    if not POLICY.may_in(request.user, "propose_disclosure", organ):
        raise Denied("转为主动公开的建议由本机关的政务公开专职人员提出。")
    mine = POLICY.visible(request.user, Application.objects.filter(organ=organ))
    chosen = (request.POST if request.method == "POST" else request.GET).get("numbers", "")[:4000]
    form = None
    if chosen:
        applications = list(mine.filter(number__in=[each.strip() for each in chosen.split(",")][:200]))
        first = applications[0].description.splitlines()[0][:100] if applications else ""
        form = ProposalForm(organ, request.POST or None, initial={"numbers": chosen, "title": first})
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            try:
                made = propose(
                    organ,
                    applications,
                    by=acting(request.user, organ),
                    column=given["column"],
                    title=given["title"],
                    body_html=f"<p>{escape(given['title'])}</p>",
                    genre=given["genre"],
                    reason=given["reason"],
                )
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
            except ValidationError as refusal:
                found = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
                for name, errors in found.items():
                    form.add_error(name if name in form.fields else None, errors)
            else:
                messages.success(request, "已经起草，请补充正文和附件，再送审。发布以后列入“多人申请后公开的信息”。")
                return redirect("workbench:item", made.item_id)
    elif request.method == "POST":
        return redirect("workbench:applications_frequent")
    proposals = list(proposals_of(organ)[:50])
    context = {
        "groups": frequent(mine)[:SHOWN] if form is None else [],
        "form": form,
        "chosen": chosen,
        "proposals": [(each, ITEM_POLICY.may(request.user, "read", each.item)) for each in proposals],
        "least": choices()["frequent"],
        "crumbs": [
            ("工作台", reverse("workbench:home")),
            ("依申请公开", reverse("workbench:applications")),
            ("多人申请的信息", None),
        ],
    }
    return render(request, "workbench/applications/frequent.html", context, status=422 if form and form.errors else 200)
