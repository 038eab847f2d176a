"""Splitting an application into several, and merging it into another of the same applicant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.applications.items import items_of
from gongkai.casework import NotAllowed
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import similar
from gongkai.web.applications.splitting import MERGEABLE, MOST, merge, split
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.applications.records import fetch, records, trail
from gongkai.web.workbench.entry import staff

_BOTH = require_http_methods(["GET", "POST"])


class SplitForm(forms.Form):
    """The parts, each in a field of its own; empty ones do not count."""

    def __init__(self, parts: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, text in enumerate(parts, 1):
            self.fields[f"part_{number}"] = forms.CharField(
                label=f"第{number}件" + ("（留在本件）" if number == 1 else "（另立一件）"),
                required=number < 3,
                initial=text,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields["reason"] = forms.CharField(
            label="拆分的理由",
            max_length=300,
            help_text="例如 申请人在一件申请里提出三项互不相关的信息。记入办理记录，请不要写个人信息。",
        )

    @property
    def parts(self) -> list[str]:
        """What was written, in order."""
        return [text for name, text in self.cleaned_data.items() if name.startswith("part_")]


class MergeForm(forms.Form):
    """Into which application, and why."""

    into = forms.ModelChoiceField(
        Application.objects.none(),
        label="并入哪一件",
        to_field_name="number",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    reason = forms.CharField(
        label="理由", max_length=300, help_text="例如 两件申请的内容相同，一并答复。请不要写个人信息。"
    )

    def __init__(self, candidates: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        field.queryset = candidates  # type: ignore[attr-defined]
        field.label_from_instance = lambda each: f"{each.number}　{each.description[:60]}（{each.state_title}）"  # type: ignore[attr-defined]


@never_cache
@_BOTH
@staff
def split_page(request: Any, number: str) -> HttpResponse:
    """The items as they were found in the description, to be corrected; then each becomes an application."""
    found = fetch(request, number, "split")
    given = [*items_of(found.description)]
    wanted = request.POST.get("fields") or request.GET.get("fields", "")
    fields = min(
        max(int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else 0, len(given) + 1, 2), MOST
    )
    parts = [*given, *[""] * (fields - len(given))][:MOST]
    more = request.method == "POST" and "more" in request.POST
    if more:
        fields = min(fields + 3, MOST)
        typed = [request.POST.get(f"part_{number}", "")[:4000] for number in range(1, fields + 1)]
        form = SplitForm(typed, initial={"reason": request.POST.get("reason", "")[:300]})
    else:
        form = SplitForm(parts, request.POST or None)
    if request.method == "POST" and not more and form.is_valid():
        try:
            made = split(found, form.parts, by=acting(request.user, found.organ), reason=form.cleaned_data["reason"])
        except (ValidationError, NotAllowed) as refusal:
            _refused(form, refusal)
        else:
            numbers = "、".join(each.number for each in made)
            messages.success(request, f"已经拆分，另立{numbers}。收到日期和答复期限不变，请把各件的编号告知申请人。")
            return redirect(found)
    context = {"application": found, "form": form, "fields": fields, "crumbs": trail(found, ("拆分", None))}
    status = 422 if request.method == "POST" and not more else 200
    return render(request, "workbench/applications/split.html", context, status=status)


@never_cache
@_BOTH
@staff
def merge_page(request: Any, number: str) -> HttpResponse:
    """The other applications of the applicant into which this one may go."""
    found = fetch(request, number, "merge")
    others = similar(found, records()).filter(state__in=MERGEABLE)
    if found.received_on:
        others = others.filter(received_on__lte=found.received_on)
    form = MergeForm(others, request.POST or None)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        try:
            merge(found, into, by=acting(request.user, found.organ), reason=form.cleaned_data["reason"])
        except (ValidationError, NotAllowed) as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, f"已经并入{into.number}，一并答复。请告知申请人。")
            return redirect(into)
    context = {
        "application": found,
        "form": form,
        "others": others.exists(),
        "crumbs": trail(found, ("并入另一件", None)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "workbench/applications/merge.html", context, status=status)


def _refused(form: forms.Form, refusal: ValidationError | NotAllowed) -> None:
    if isinstance(refusal, ValidationError) and hasattr(refusal, "error_dict"):
        for name, errors in refusal.message_dict.items():
            form.add_error(name if name in form.fields else None, errors)
        return
    form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
