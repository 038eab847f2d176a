"""Serving with proof, signing for, adding a proof, the organ's table of periods, deciding a disposal: each a form and a service."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.applications.retention import rules
from gongkai.web.applications.access import POLICY as APPLICATIONS
from gongkai.web.applications.models import Application
from gongkai.web.archives import services
from gongkai.web.archives.access import DISPOSAL_POLICY, RETENTION_POLICY
from gongkai.web.archives.keeping import periods
from gongkai.web.archives.models import Disposal, RetentionLine
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.workbench.archives.forms import DecideForm, ProofForm, RetentionForm, ServeForm, SignForm
from gongkai.web.workbench.archives.records import file_of, in_words, trail
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import ask

_BOTH = require_http_methods(["GET", "POST"])


def _read(given: dict[str, Any]) -> list[services.Proof]:
    return [(each.name, each.read()) for each in given.get("proofs") or []]


def _here(application: Application) -> str:
    return reverse("workbench:archive_file", args=[application.number])


def _wrong_state(found: Application, move: str) -> str:
    """Why the move is not possible now, said before the form; empty when it is."""
    step = found.table.move_of[move]
    if found.state in step.sources:
        return ""
    sources = "”“".join(found.table.title_of(state) for state in step.sources)
    return f"这件申请目前“{found.state_title}”，到了“{sources}”的时候才能办这一步。"


@never_cache
@_BOTH
@staff
def serve(request: Any, number: str) -> HttpResponse:
    """Serve the reply, with what proves it."""
    found = file_of(request, number)
    if found.state in found.table.move_of["serve"].sources:
        APPLICATIONS.check(request.user, "serve", found)

    def act(given: dict[str, Any]) -> Any:
        by = acting(request.user, found.organ)
        return services.serve(
            found,
            by=by,
            delivery=given["delivery"],
            on=given["on"],
            posted_on=given["posted_on"],
            proofs=_read(given),
            note=given["note"],
        )

    return ask(
        request,
        lambda *given: ServeForm(*given),
        in_words(act),
        title="送达答复",
        button="登记送达",
        done="已经登记送达，凭证存入案卷。",
        to=_here(found),
        intro=_wrong_state(found, "serve")
        or "当面送达以签收之日、邮寄以交邮之日判断是否按期；申请人的救济期限从签收之日算。",
        crumbs=trail(found, ("送达答复", None)),
    )


@never_cache
@_BOTH
@staff
def sign_for(request: Any, number: str) -> HttpResponse:
    """Note when the applicant signed for it."""
    found = file_of(request, number)
    if found.state in found.table.move_of["sign_for"].sources:
        APPLICATIONS.check(request.user, "sign_for", found)

    def act(given: dict[str, Any]) -> Any:
        by = acting(request.user, found.organ)
        return services.sign_for(found, by=by, on=given["on"], proofs=_read(given), note=given["note"])

    return ask(
        request,
        lambda *given: SignForm(*given),
        in_words(act),
        title="申请人签收",
        button="登记签收",
        done="已经登记签收。",
        to=_here(found),
        intro=_wrong_state(found, "sign_for"),
        crumbs=trail(found, ("申请人签收", None)),
    )


@never_cache
@_BOTH
@staff
def add_proof(request: Any, number: str) -> HttpResponse:
    """Keep a proof of service that came later."""
    found = file_of(request, number, "add_proof")
    return ask(
        request,
        lambda *given: ProofForm(*given),
        lambda given: services.add_proof(found, by=acting(request.user, found.organ), proofs=_read(given)),
        title="补存送达凭证",
        button="存入",
        done="已经存入案卷。",
        to=_here(found),
        crumbs=trail(found, ("补存送达凭证", None)),
    )


@never_cache
@require_GET
@staff
def retention(request: Any) -> HttpResponse:
    """How long each kind of file is kept in this organ, and on what ground."""
    if not RETENTION_POLICY.may_in(request.user, "read", request.organ):
        raise Denied("保管期限由本机关的政务公开专职人员、负责人和审计人员查看。")
    own = RETENTION_POLICY.visible(request.user, RetentionLine.objects.filter(organ=request.organ))
    known = periods(request.organ)
    context = {
        "lines": [(title, known[key]) for key, title in rules().kinds.items()],
        "own": list(own),
        "rules": rules(),
        "may_set": RETENTION_POLICY.holds(request.user, "set", RetentionLine(organ=request.organ)),
        "crumbs": trail(None, ("保管期限", None)),
    }
    return render(request, "workbench/archives/retention.html", context)


@never_cache
@_BOTH
@staff
def set_retention(request: Any) -> HttpResponse:
    """Enter a line of the organ's table."""
    RETENTION_POLICY.check(request.user, "set", RetentionLine(organ=request.organ))

    def act(given: dict[str, Any]) -> RetentionLine:
        given.pop("forever")
        return services.set_retention(request.organ, **given, by=acting(request.user, request.organ))

    return ask(
        request,
        lambda *given: RetentionForm(*given[:1]),
        act,
        title="填写保管期限",
        done="已经保存。",
        to=reverse("workbench:archive_retention"),
        intro="照本机关的归档范围和保管期限表填写。以前填写的保留，新的从施行之日起适用于全部案卷。",
        crumbs=trail(None, ("保管期限", reverse("workbench:archive_retention")), ("填写", None)),
    )


@never_cache
@_BOTH
@staff
def decide(request: Any, pk: int) -> HttpResponse:
    """Approve a disposal or keep the file."""
    records = Disposal.objects.select_related("organ", "application", "asked_by")
    found = DISPOSAL_POLICY.get(request.user, records, "decide", pk=pk)

    def act(given: dict[str, Any]) -> Disposal:
        by = acting(request.user, found.organ)
        approved = given["approved"] == "yes"
        return services.decide_disposal(
            found, by=by, approved=approved, note=given["note"], keep_until=given["keep_until"]
        )

    return ask(
        request,
        lambda *given: DecideForm(*given[:1]),
        act,
        title=f"决定{found.application.number}的销毁",
        button="决定",
        done="已经决定。统计数字和办理记录没有变。",
        to=f"{reverse('workbench:archives')}?tab=asked",
        intro=f"{found.get_kind_display()}，{found.period}，{found.due_on:%Y-%m-%d}期满。{found.asked_by}提请，鉴定意见：{found.opinion}",
        crumbs=trail(found.application, ("决定销毁", None)),
    )
