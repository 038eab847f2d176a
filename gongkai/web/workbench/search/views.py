"""What was looked for in vain, and the words that mean the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.web.organs.authority import Denied, acting
from gongkai.web.search import services
from gongkai.web.search.access import POLICY
from gongkai.web.search.models import SearchSynonym
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import DayInput

DAYS = 30


class SynonymForm(forms.ModelForm):  # type: ignore[type-arg]
    """A group of words."""

    class Meta:
        model = SearchSynonym
        fields = ("terms", "basis", "since")
        widgets = {"since": DayInput()}
        error_messages = {"terms": {"required": "请写至少两个词，用顿号隔开。"}}


@staff
def words(request: Any) -> HttpResponse:
    """Words without hits of the last thirty days, the groups of all offices, and a new one."""
    here = SearchSynonym(organ=request.organ)
    if not POLICY.holds(request.user, "read", here):
        raise Denied("您在这个机关没有“查看检索情况”的权限。")
    form = SynonymForm(request.POST or None, initial={"terms": request.GET.get("word", "")[:40]})
    if request.method == "POST":
        POLICY.check(request.user, "edit", here)
        if form.is_valid():
            try:
                made = services.add_synonyms(request.organ, by=acting(request.user, request.organ), **form.cleaned_data)
            except ValidationError as problem:
                form.add_error(None, problem)
            else:
                messages.success(request, f"“{made}”已经作为同义词，检索立即生效。")
                return redirect("workbench:search_words")
    context = {
        "organ": request.organ,
        "form": form,
        "may_edit": POLICY.holds(request.user, "edit", here),
        "missed": services.missed(timezone.localdate() - timedelta(days=DAYS)),
        "shown_from": services.SHOWN_FROM,
        "days": DAYS,
        "groups": [
            (each, POLICY.holds(request.user, "edit", each) and each.until is None)
            for each in SearchSynonym.objects.select_related("organ")[:200]
        ],
        "crumbs": [("工作台", "/workbench/"), ("检索情况", None)],
    }
    return render(request, "workbench/search/words.html", context, status=422 if form.errors else 200)


@staff
@require_POST
def end(request: Any, pk: int) -> HttpResponse:
    """Let a group hold no longer than today."""
    found = POLICY.get(request.user, SearchSynonym.objects.select_related("organ"), "edit", pk=pk)
    try:
        services.end_synonyms(found, by=acting(request.user, found.organ), until=timezone.localdate())
    except ValidationError as problem:
        messages.error(request, "；".join(problem.messages))
    else:
        messages.success(request, f"“{found}”用到今天为止，明天起不再作同义词。")
    return redirect("workbench:search_words")
