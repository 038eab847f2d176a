"""Clean-up rounds: beginning one, concluding on documents, lists as files, the decision, carrying it out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.documents.model import Unreadable
from gongkai.letters import MEDIA_TYPES
from gongkai.publishing.normative import CONCLUSIONS
from gongkai.web.normative import cleaning_up
from gongkai.web.normative.access import CLEANUP_POLICY
from gongkai.web.normative.models import CleanUp
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.normative.forms import ApplyForm, CleanUpForm, ColumnForm, ConcludeForm, ticked
from gongkai.web.workbench.normative.records import trail

PAGE = 50
LIST_TITLE = "文件清理"


def fetch(request: Any, pk: int, action: str = "read") -> CleanUp:
    """A round, when the person may do ``action`` to it."""
    return CLEANUP_POLICY.get(request.user, CleanUp.objects.select_related("organ", "decision__column"), action, pk=pk)


@staff
def cleanups(request: Any) -> HttpResponse:
    """The rounds of the organ."""
    rows = CLEANUP_POLICY.visible(request.user, CleanUp.objects.filter(organ=request.organ))
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_begin": CLEANUP_POLICY.may_in(request.user, "begin", request.organ),
        "crumbs": trail((LIST_TITLE, None)),
    }
    return render(request, "workbench/normative/cleanups.html", context)


@staff
def new(request: Any) -> HttpResponse:
    """Begin a round."""
    if not CLEANUP_POLICY.may_in(request.user, "begin", request.organ):
        raise Denied("开始清理由政务公开专职人员办理，需要先用动态口令再验证一次身份。")
    form = CleanUpForm(request.POST or None)
    if form.is_valid():
        try:
            made = cleaning_up.begin(request.organ, by=acting(request.user, request.organ), **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"已经开始，共{made.entries.count()}份文件。")
            return redirect(made)
    about = "把到某一天为止现行有效的规章、行政规范性文件逐份列出来，一份一份作出继续有效、修改、废止、失效的结论。"
    context = {
        "form": form,
        "title": "开始清理",
        "about": about,
        "back": reverse("workbench:cleanups"),
        "crumbs": trail((LIST_TITLE, reverse("workbench:cleanups")), ("开始清理", None)),
    }
    return render(request, "workbench/normative/form.html", context, status=422 if form.errors else 200)


@staff
def cleanup(request: Any, pk: int) -> HttpResponse:
    """A round: its documents with conclusions; a conclusion for those that are ticked."""
    found = fetch(request, pk)
    form = None
    ticks: list[int] = []
    if found.state == CleanUp.State.OPEN and CLEANUP_POLICY.may(request.user, "conclude", found):
        form = ConcludeForm(request.POST or None)
    if request.method == "POST":
        CLEANUP_POLICY.check(request.user, "conclude", found)
        ticks = ticked(request.POST.getlist("entry"))
        if form is not None and form.is_valid() and _conclude(request, found, form, ticks):
            return redirect(found)
    wanted = request.GET.get("conclusion", "")
    rows = found.entries.select_related("item__organ").order_by("item__organ__order", "item__organ_id", "id")
    if wanted in CONCLUSIONS:
        rows = rows.filter(conclusion=wanted)
    elif wanted == "none":
        rows = rows.filter(conclusion="")
    numbers = {key: found.entries.filter(conclusion=key).count() for key in CONCLUSIONS}
    context = {
        "cleanup": found,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "form": form,
        "ticks": ticks,
        "conclusions": [(key, title, numbers[key]) for key, title in CONCLUSIONS.items()],
        "left": found.entries.filter(conclusion="").count(),
        "wanted": wanted,
        "may": {action: CLEANUP_POLICY.holds(request.user, action, found) for action in ("finish", "apply")},
        "crumbs": trail((LIST_TITLE, reverse("workbench:cleanups")), (found.title, None)),
    }
    return render(request, "workbench/normative/cleanup.html", context, status=422 if form and form.errors else 200)


def _conclude(request: Any, found: CleanUp, form: ConcludeForm, ticks: list[int]) -> bool:
    entries = list(found.entries.filter(pk__in=ticks))
    if not entries:
        form.add_error(None, "请先勾选文件，再选择结论。")
        return False
    by = acting(request.user, found.organ)
    try:
        with transaction.atomic():
            for entry in entries:
                cleaning_up.conclude(entry, by=by, **form.cleaned_data)
    except ValidationError as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, f"已经记录{len(entries)}份文件的结论。")
    return True


@staff
def finish(request: Any, pk: int) -> HttpResponse:
    """Close the list; then draft the decision."""
    found = fetch(request, pk, "finish")
    form = ColumnForm(found.organ, request.POST or None) if found.state == CleanUp.State.CONCLUDED else None
    by = acting(request.user, found.organ)
    told = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            if form is None:
                cleaning_up.finish(found, by=by)
                messages.success(request, "已经办结，可以下载结果、拟定决定。")
                return redirect(found)
            version = cleaning_up.draft_decision(found, by=by, column=form.cleaned_data["column"])
        except ValidationError as refusal:
            told = "".join(refusal.messages)
        else:
            messages.success(request, "决定的草稿已经建好，附有四份清单。请核对、填写文号，然后送审。")
            return redirect(version)
    title = "办结清理" if form is None else "拟定清理决定"
    about = (
        "每一份文件都有结论以后才能办结；办结以后结论不再改动。"
        if form is None
        else "决定和各份清单作为一件信息起草，按信息公开的程序审查发布。"
    )
    return _step(request, found, form, title, about, told)


@staff
def apply(request: Any, pk: int) -> HttpResponse:
    """Carry out the published decision."""
    found = fetch(request, pk, "apply")
    form = ApplyForm(request.POST or None)
    told = ""
    if request.method == "POST" and form.is_valid():
        try:
            cleaning_up.apply(found, by=acting(request.user, found.organ), **form.cleaned_data)
        except ValidationError as refusal:
            told = "".join(refusal.messages)
        else:
            messages.success(request, "已经执行：废止、失效的文件都已标注，依据是这份决定。")
            return redirect(found)
    about = "把废止、失效的结论标注到各份文件的页面上，依据是公布的清理决定。全部标注完成，或者一份也不标注。"
    return _step(request, found, form, "执行清理决定", about, told)


@staff
def lists(request: Any, pk: int, to: str) -> HttpResponse:
    """The lists as DOCX or PDF."""
    if to not in MEDIA_TYPES:
        raise Http404
    found = fetch(request, pk)
    try:
        data = cleaning_up.written(found, to)
    except Unreadable as problem:
        messages.error(request, str(problem))
        return redirect(found)
    response = HttpResponse(data, content_type=MEDIA_TYPES[to])
    response["Content-Disposition"] = f'attachment; filename="cleanup-{found.pk}.{to}"'
    return response


def _step(request: Any, found: CleanUp, form: Any, title: str, about: str, told: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "about": f"{found.title}。{about}",
        "refusal": told,
        "back": found.get_absolute_url(),
        "crumbs": trail(
            (LIST_TITLE, reverse("workbench:cleanups")), (found.title, found.get_absolute_url()), (title, None)
        ),
    }
    return render(
        request, "workbench/normative/form.html", context, status=422 if told or (form and form.errors) else 200
    )
