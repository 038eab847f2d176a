"""For the organ complained about: what it is asked to account for, and its answer. Who complained, and what exactly, is not here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.web.accountability import services
from gongkai.web.accountability.access import ACCOUNT_POLICY
from gongkai.web.accountability.models import Account, Paper
from gongkai.web.accountability.papers import PAPERS
from gongkai.web.files.handing import handed
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.accountability.forms import AccountForm
from gongkai.web.workbench.casework.pages import Step, asks, carried_out, status_of
from gongkai.web.workbench.entry import staff

PAGE = 25


@require_GET
@staff
def accounts(request: Any) -> HttpResponse:
    """All that the organ was asked, what still waits first."""
    rows = Account.objects.filter(organ=request.organ).select_related("complaint__organ")
    found = ACCOUNT_POLICY.visible(request.user, rows).order_by("given_at", "-id")
    context = {"page": Paginator(found, PAGE).get_page(request.GET.get("page")), "crumbs": _trail()}
    return render(request, "workbench/accountability/accounts.html", context)


@never_cache
@asks
@staff
def account(request: Any, pk: int) -> HttpResponse:
    """What is asked, and the answer."""
    rows = Account.objects.select_related("organ", "complaint__organ", "given_by")
    found = ACCOUNT_POLICY.get(request.user, rows, pk=pk)
    if request.method == "POST":
        ACCOUNT_POLICY.check(request.user, "give", found)
    form = AccountForm(request.POST or None, request.FILES or None)
    by = acting(request.user, found.organ)

    def act() -> None:
        with transaction.atomic():
            services.give_account(found, form.cleaned_data["text"], by=by)
            file = form.cleaned_data["file"]
            if file is not None:
                PAPERS.add(found.complaint, role=Paper.Role.ACCOUNT, name=file.name, data=file, by=by)

    if carried_out(request, form, act):
        messages.success(request, f"情况说明已经提交给{found.complaint.organ.name}。")
        return redirect("workbench:complaint_accounts")
    context = {
        "account": found,
        "papers": found.complaint.papers.filter(role=Paper.Role.ACCOUNT, erased_at=None),
        "form": form if ACCOUNT_POLICY.may(request.user, "give", found) else None,
        "crumbs": [*_trail()[:-1], ("情况说明", reverse("workbench:complaint_accounts")), (f"第{found.pk}号", None)],
    }
    return render(request, "workbench/accountability/account.html", context, status=status_of(request))


@never_cache
@require_POST
@staff
def paper(request: Any, pk: int, key: Any) -> HttpResponse:
    """A file that the organ handed in itself."""
    rows = Account.objects.select_related("organ", "complaint__organ")
    found = ACCOUNT_POLICY.get(request.user, rows, pk=pk)
    kept = PAPERS.find(found.complaint, key)
    if kept is None or kept.role != Paper.Role.ACCOUNT:
        raise Http404
    data = services.read_account_paper(found, kept, by=acting(request.user, found.organ))
    return handed(data, name=kept.name, media_type=kept.media_type, kind=kept.kind_of_file)


def _trail() -> list[Step]:
    return [("工作台", reverse("workbench:home")), ("投诉的情况说明", None)]
