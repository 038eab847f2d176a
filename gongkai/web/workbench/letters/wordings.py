"""The templates of an organ's letters: the list, the page of one with its preview, and what the letters say of the organ."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.applications.letters import REPLY
from gongkai.applications.outcomes import outcomes
from gongkai.applications.remedies import body_rule, reconsideration_body
from gongkai.letters.kinds import SOURCES, LetterKind
from gongkai.letters.templates import fill
from gongkai.web.applications.letter_values import organ_values, standing_of
from gongkai.web.letters.access import POLICY
from gongkai.web.letters.models import LetterSettings, TemplateVersion
from gongkai.web.letters.registry import catalogues, kind_of
from gongkai.web.letters.services import check_wording, edit_settings, settings_of, wording_of, write_template
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.applications.needed import NeededText
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.letters.sheets import Sheet, sheet_of

DENIED = "文书模板由本机关的政务公开专职人员修改。"


class TemplateForm(forms.Form):
    """One wording."""

    use_required_attribute = False

    title = NeededText(label="标题", max_length=120)
    addressee = forms.CharField(label="主送", max_length=120, required=False, help_text="例如 {申请人}：")
    body = NeededText(label="正文", widget=forms.Textarea(attrs={"rows": 16}))
    what_changed = NeededText(
        label="改了什么、依据", max_length=300, help_text="例如 按省的办理规范（2026年版）改写第二段。"
    )


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the letters say of the organ."""

    class Meta:
        model = LetterSettings
        fields = ("mark", "government", "superior", "address", "online", "court", "legality_review")


@require_GET
@staff
def templates(request: Any) -> HttpResponse:
    """All kinds with the wording that holds."""
    organ = _organ(request, "read")
    rows = TemplateVersion.objects.filter(organ=organ).values("kind").annotate(last=Max("number"))
    versions = {row["kind"]: row["last"] for row in rows}
    settings = settings_of(organ)
    context = {
        "subjects": [
            (title, [(kind, _row_of(kind), versions.get(kind.key)) for kind in catalogue.kinds.values()])
            for title, catalogue in catalogues()
        ],
        "settings": settings,
        "mark": settings.mark or f"{organ.short_name}（没有填写，用机关简称）",
        "body_told": reconsideration_body(standing_of(organ, settings)),
        "may_edit": POLICY.may_in(request.user, "edit", organ),
        "crumbs": [("工作台", reverse("workbench:home")), ("文书模板", None)],
    }
    return render(request, "workbench/letters/templates.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@staff
def template(request: Any, kind: str) -> HttpResponse:
    """One kind: how it looks, its fields and versions, and changing it."""
    found = kind_of(kind)
    if found is None:
        raise Http404
    organ = _organ(request, "edit" if request.method == "POST" else "read")
    wording = wording_of(organ, found)
    now = {"title": wording.title, "addressee": wording.addressee, "body": wording.body}
    step = request.POST.get("step", "save")
    if step == "shipped":
        shipped = {"title": found.title, "addressee": found.addressee, "body": found.body}
        form = TemplateForm(shipped | {"what_changed": request.POST.get("what_changed", "")})
    else:
        form = TemplateForm(request.POST or None, initial=now)
    shown = _example(found, organ, **now)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        texts = {name: given[name] for name in now}
        try:
            check_wording(found, **texts)
            shown = _example(found, organ, **texts)
            if step == "save":
                made = write_template(
                    organ, found, **texts, what_changed=given["what_changed"], by=acting(request.user, organ)
                )
                messages.success(request, f"已经保存为第{made.number}版，以后开出的《{made.title}》用这一版。")
                return redirect("workbench:letter_template", found.key)
        except ValidationError as problem:
            _placed(form, problem)
    versions = TemplateVersion.objects.filter(organ=organ, kind=found.key).select_related("author")
    context = {
        "kind": found,
        "form": form,
        "wording": wording,
        "shown": shown,
        "versions": versions,
        "fields": [(each, SOURCES[each.source]) for each in found.fields.values()],
        "may_edit": POLICY.may_in(request.user, "edit", organ),
        "crumbs": _crumbs((found.title, None)),
    }
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "workbench/letters/template.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@staff
def settings(request: Any) -> HttpResponse:
    """The word in the numbers, the body of reconsideration, whether legality is reviewed."""
    organ = _organ(request, "edit")
    current = settings_of(organ)
    form = SettingsForm(request.POST or None, instance=current)
    if request.method == "POST" and form.is_valid():
        try:
            edit_settings(form.save(commit=False), by=acting(request.user, organ))
        except ValidationError as problem:
            _placed(form, problem)
        else:
            messages.success(request, "已经保存。")
            return redirect("workbench:letter_templates")
    standing = standing_of(organ, settings_of(organ))
    context = {
        "form": form,
        "body_told": reconsideration_body(standing),
        "basis": body_rule(standing).basis,
        "crumbs": _crumbs(("文书设置", None)),
    }
    return render(request, "workbench/letters/settings.html", context, status=422 if form.errors else 200)


def _row_of(kind: LetterKind) -> str:
    """The row of table 3 that an answer is for; letters of several rows may have one title."""
    found = outcomes().get(kind.key.removeprefix(REPLY))
    return found.title if found else ""


def _organ(request: Any, action: str) -> Organ:
    organ: Organ = request.organ
    if not POLICY.may_in(request.user, "read", organ):
        raise Http404
    if action != "read" and not POLICY.may_in(request.user, action, organ):
        raise Denied(DENIED)
    return organ


def _example(kind: LetterKind, organ: Organ, *, title: str, addressee: str, body: str) -> Sheet:
    own = {name: text for name, text in organ_values(organ).items() if text}
    values = {field.name: own.get(field.key, field.example) for field in kind.fields.values()}
    number = f"{settings_of(organ).mark or organ.short_name}…〔{timezone.localdate().year}〕×号" if kind.series else ""
    return sheet_of(
        title,
        number,
        fill(addressee, values),
        fill(body, values),
        signed=organ.name,
        dated=timezone.localdate(),
    )


def _crumbs(last: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [("工作台", reverse("workbench:home")), ("文书模板", reverse("workbench:letter_templates")), last]


def _placed(form: Any, problem: ValidationError) -> None:
    if not hasattr(problem, "error_dict"):
        form.add_error(None, problem)
        return
    for name, errors in problem.message_dict.items():
        for error in errors:
            form.add_error(name if name in form.fields else None, error)
