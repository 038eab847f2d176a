"""The screening of an item, where the drafter decides about the finds, and screening a text that nobody keeps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gongkai.publishing.screening import screened_text, shown
from gongkai.web.organs.authority import acting
from gongkai.web.publishing.models import Item, Version, Wording
from gongkai.web.screening import services
from gongkai.web.screening.access import POLICY, WORD_POLICY
from gongkai.web.screening.models import ScreeningWord
from gongkai.web.screening.queries import Report, Shown, report_of
from gongkai.web.screening.wordlists import words_of
from gongkai.web.workbench.entry import staff

LONGEST = 200_000


def _version(request: Any, pk: int) -> Version:
    """The version at hand of an item, for whoever may read it; strangers are told that it is not there."""
    newest = Version.objects.filter(item_id=pk).order_by("-number").values_list("pk", flat=True).first()
    if newest is None:
        raise Http404
    return POLICY.get(request.user, Version.objects.select_related("organ", "item__section"), pk=newest)


@staff
@never_cache
def item(request: Any, pk: int) -> HttpResponse:
    """What was found, in place; a decision about one find at a time."""
    version = _version(request, pk)
    wording = version.wording
    if request.method != "POST":
        return _page(request, version, wording)
    POLICY.check(request.user, "decide", version)
    given = {name: request.POST.get(name, "") for name in ("fingerprint", "choice", "reason")}
    try:
        made = services.decide(wording, by=acting(request.user, version.organ), **given)
    except ValidationError as refusal:
        return _page(request, version, wording, refused={**given, "why": "".join(refusal.messages)})
    messages.success(request, f"已记录：{made.get_choice_display()}。")
    return redirect("workbench:screening", pk=pk)


def _page(request: Any, version: Version, wording: Wording, refused: dict[str, str] | None = None) -> HttpResponse:
    item: Item = version.item
    report = report_of(wording)
    there = {each.fingerprint for each in report.shown}
    deciding = POLICY.may(request.user, "decide", version) and wording.sealed_at is None
    context = {
        "item": item,
        "version": version,
        "wording": wording,
        "screening": report,
        "deciding": deciding,
        "may_screen": deciding,
        "on_screening_page": True,
        "refused": refused or {},
        # 这一处已经不在的，下面没有它的表单可以写，写在上面
        "refusal": refused["why"] if refused and (refused["fingerprint"] not in there or not deciding) else "",
        "crumbs": [
            ("工作台", "/workbench/"),
            ("公开信息", reverse("workbench:items")),
            (wording.title, reverse("workbench:item", args=[item.pk])),
            ("发布前筛查", None),
        ],
    }
    return render(request, "workbench/screening/item.html", context, status=422 if refused else 200)


@staff
@require_POST
def again(request: Any, pk: int) -> HttpResponse:
    """Screen the draft as it stands and keep the result."""
    version = _version(request, pk)
    POLICY.check(request.user, "decide", version)
    wording = version.wording
    if wording.sealed_at is not None:
        messages.warning(request, "这一稿已经送审，筛查的结果和处理都留着原样。")
        return redirect("workbench:screening", pk=pk)
    made = services.screen(wording, by=acting(request.user, version.organ))
    messages.success(request, f"已筛查：须处理{made.errors}处，请核对{made.warnings}处，提示{made.notices}处。")
    return redirect("workbench:screening", pk=pk)


class TextForm(forms.Form):
    """A text to be looked at and forgotten."""

    text = forms.CharField(
        label="要筛查的文字",
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={
            "required": "请粘贴要筛查的文字。",
            "max_length": f"一次最多筛查{LONGEST}个字，请分几次粘贴。",
        },
    )


@sensitive_post_parameters("text")
@staff
@never_cache
def text(request: Any) -> HttpResponse:
    """Paste a text and see what stands out; nothing is kept."""
    WORD_POLICY.check(request.user, "read", ScreeningWord(organ=request.organ))
    form = TextForm(request.POST or None)
    report = None
    if form.is_valid():
        lines = form.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")
        finds = screened_text(lines, day=timezone.localdate(), words=words_of(request.organ))
        report = Report(Wording(), [Shown(each, "") for each in finds])
        report.body = _marked_lines(lines, finds)
    context = {
        "form": form,
        "screening": report,
        "crumbs": [("工作台", "/workbench/"), ("粘贴筛查", None)],
    }
    return render(request, "workbench/screening/text.html", context, status=422 if form.errors else 200)


def _marked_lines(lines: str, finds: Any) -> str:
    """The text with its finds marked, a line break for each line; places in it are those of the text."""
    page = str(format_html("<div>{}</div>", lines)) if lines else ""
    return mark_safe(shown(page, finds).replace("\n", "<br>"))  # noqa: S308 - 上一行已转义，只加了 <mark> 和 <br>
