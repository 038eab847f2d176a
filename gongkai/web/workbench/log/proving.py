"""Proving and taking away the log. Both are themselves events."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gongkai.web.log.actors import actor
from gongkai.web.log.exports import export_lines, note_export, rows_since
from gongkai.web.log.models import Chain, Event
from gongkai.web.log.triggers import standing
from gongkai.web.operation.access import POLICY
from gongkai.web.operation.proof import verify_organ
from gongkai.web.operation.tasks import verify_in_background
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.log.forms import ExportForm
from gongkai.web.workbench.log.lists import INSTALLATION, chosen_chain, tabs

AT_ONCE = 20_000
"""How many events are proved while the person waits (a second or two); more are left to the background."""


@staff
def verify(request: Any) -> HttpResponse:
    """The seal, the last results, a button; and the proof itself on POST."""
    chain = chosen_chain(request)
    if request.method == "POST":
        if chain.length > AT_ONCE:
            verify_in_background.enqueue(chain.pk, request.user.pk)
            messages.info(request, f"日志有 {chain.length}条，已交后台核验。办完后结果会出现在这一页，请稍后刷新。")
        else:
            done = verify_organ(chain, _by(request, chain))
            count = done.facts["findings"]
            if count:
                messages.error(request, f"核验发现{count}处问题，见下面的结果。请保留现场，报告审计部门和系统管理员。")
            else:
                messages.success(request, f"核验通过：{chain.length}条日志完整，未发现改动。")
        return redirect(_address("workbench:log_verify", chain))
    return _page(request, chain, ExportForm())


@staff
def export(request: Any) -> Any:
    """The log as a file with checksum and seal."""
    chain = chosen_chain(request)
    if chain.organ is not None:
        POLICY.check(request.user, "export", chain)
    elif not request.user.is_verified():
        raise Denied("“导出日志”需要先用动态口令再验证一次身份。", second_factor=True)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, chain, form, status=422 if form.errors else 200)
    since = form.cleaned_data["since"]
    name = f"log-{chain.organ.code if chain.organ else INSTALLATION}-{timezone.localdate():%Y%m%d}.jsonl"
    note_export([chain], by=_by(request, chain), count=rows_since(chain, since), since=since, organ=chain.organ)
    answer = StreamingHttpResponse(export_lines([chain], since), content_type="application/jsonl; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _page(request: Any, chain: Chain, form: ExportForm, status: int = 200) -> HttpResponse:
    from django.db import connection

    results = Event.objects.filter(chain=chain, move="verify_log").order_by("-on", "-id")[:5]
    context = {
        "crumbs": [("工作台", reverse("workbench:home")), ("日志", reverse("workbench:log")), ("核验与导出", None)],
        "chain": chain,
        "tabs": tabs(request, chain),
        "results": [(each, each.facts) for each in results],
        "protected": standing(connection),
        "form": form,
    }
    return render(request, "workbench/log/verify.html", context, status=status)


def _by(request: Any, chain: Chain) -> Any:
    return acting(request.user, chain.organ) if chain.organ else actor(request.user)


def _address(name: str, chain: Chain) -> str:
    return reverse(name) if chain.organ_id else f"{reverse(name)}?chain={INSTALLATION}"
