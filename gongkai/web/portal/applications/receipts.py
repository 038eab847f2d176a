"""The receipt: what the applicant keeps, on the page, printed, and as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.applications.items import items_of
from gongkai.applications.numbers import shown
from gongkai.documents.model import Unreadable
from gongkai.letters import Facts, Letter, Note, Paragraph, write
from gongkai.web.applications.models import Application, Material
from gongkai.web.components.wording import date_words, moment_words
from gongkai.web.files.handing import handed
from gongkai.web.portal.applications.grants import granted
from gongkai.web.portal.applications.pages import crumbs
from gongkai.web.portal.applications.telling import told


@never_cache
@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """What the applicant keeps: number, query code, from which day it counts, and when the reply is due."""
    application = granted(request, receipt=True)
    if application is None:
        return redirect("portal:application_look_up")
    context = told(application) | {
        "code": shown(application.query_code),
        "items": items_of(application.description),
        "came_with": _came_with(application),
        "crumbs": crumbs(("申请回执", None)),
    }
    return render(request, "portal/applications/receipt.html", context)


@never_cache
@require_GET
def receipt_pdf(request: HttpRequest) -> HttpResponse:
    """The same to keep as a file."""
    application = granted(request, receipt=True)
    if application is None:
        return redirect("portal:application_look_up")
    try:
        data = write(_letter(application), "pdf")
    except Unreadable as problem:
        return HttpResponse(f"{problem}请打印网页上的回执。", status=503, content_type="text/plain; charset=utf-8")
    return handed(data, name=f"申请回执 {application.number}.pdf", media_type="application/pdf")


def _came_with(application: Application) -> int:
    return application.materials.filter(role__in=(Material.Role.REQUEST, Material.Role.IDENTITY)).count()


def _letter(application: Application) -> Letter:
    said = told(application)
    channel = said["channel"]
    if said["waiting"]:
        limits = f"答复期限还没有起算。{channel.receipt}（{channel.basis}）"
        if said["if_today"]:
            limits += f"\n如果受理机关在提交当日确认，答复的最后一日是{date_words(said['if_today'].on)}。"
    else:
        limits = "\n".join(said["sentences"])
    rows: list[tuple[str, ...]] = [
        ("申请编号", application.number),
        ("查询码", shown(application.query_code)),
        ("受理机关", application.organ.name),
        ("提交时间", moment_words(application.submitted_at)),
        ("收到申请之日", date_words(application.received_on) if application.received_on else "还没有确定"),
        ("所需政府信息", application.description),
        ("方式和途径", f"{said['form_title']}；{said['route_title']}"),
        ("随附的文件", f"{_came_with(application)}个"),
        ("目前", said["state"]),
    ]
    return Letter(
        "政府信息公开申请回执",
        [
            Facts(rows),
            Paragraph(limits),
            Note(
                "凭申请编号和查询码在本网站“查询申请”可以看到办理情况、期限的逐日计算和答复。请不要把查询码告诉别人。"
            ),
        ],
        organ=application.organ.name,
        signed_by=application.organ.name,
        dated=timezone.localdate(),
    )
