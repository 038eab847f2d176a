"""Registering an application that came by letter, fax, e-mail or a visit."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.applications.channels import ONLINE, channels
from gongkai.applications.intake import applicant_kinds
from gongkai.casework import NotAllowed
from gongkai.web.applications import drafts, services
from gongkai.web.applications.access import POLICY
from gongkai.web.applications.forms import DetailsForm
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.workbench.applications.forms import ArrivalForm, KindForm
from gongkai.web.workbench.applications.records import trail
from gongkai.web.workbench.entry import staff

TOKEN = re.compile(r"[0-9a-f]{32}")


def _kept(arrival: ArrivalForm, token: str) -> bool:
    """Keep the scans under the form's token, so that a form that is refused does not lose them; False when one was not taken."""
    for field, role, file in arrival.arriving():
        try:
            drafts.keep_file(token, role=role, name=file.name, data=file)
        except ValidationError as refusal:
            arrival.add_error(field, refusal.messages)
    return not arrival.errors


@never_cache
@require_http_methods(["GET", "POST"])
@staff
def register(request: Any) -> HttpResponse:
    """First how it came and from whom, then what it says."""
    if not POLICY.may_in(request.user, "submit", request.organ):
        raise Denied("登记申请由本机关的政务公开专职人员办理。")
    asked = request.POST if request.method == "POST" else request.GET
    channel, kind = asked.get("channel", ""), asked.get("kind", "")
    crumbs = trail(None, ("登记申请", None))
    if channel not in channels() or channel == ONLINE or kind not in applicant_kinds():
        first = KindForm(request.GET if "kind" in request.GET or "channel" in request.GET else None)
        return render(request, "workbench/applications/register_kind.html", {"form": first, "crumbs": crumbs})
    token = request.POST.get("token", "")
    token = token if TOKEN.fullmatch(token) else secrets.token_hex(16)
    arrival = ArrivalForm(request.organ, channel, request.POST or None, request.FILES or None)
    details = DetailsForm(kind, request.POST or None, lenient=True)
    if request.method == "POST" and all([arrival.is_valid(), details.is_valid(), _kept(arrival, token)]):
        by = acting(request.user, request.organ)
        try:
            made = services.register_other_channel(
                request.organ, details.details, channel, by=by, token=token, **arrival.given()
            )
        except NotAllowed as refusal:
            arrival.add_error("received_on", "".join(str(reason) for reason in refusal.reasons))
        except ValidationError as refusal:
            for name, errors in (
                refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
            ).items():
                form = arrival if name in arrival.fields or name not in details.fields else details
                form.add_error(name if name in form.fields else None, errors)
        else:
            messages.success(
                request, f"已经登记，编号{made.number}。查询码在申请页面点“显示”以后可以看到，请告知申请人。"
            )
            return redirect(made)
    context = {
        "arrival": arrival,
        "token": token,
        "kept": drafts.files_of(token),
        "form": details,
        "channel": channels()[channel],
        "kind": applicant_kinds()[kind],
        "crumbs": crumbs,
    }
    return render(
        request, "workbench/applications/register.html", context, status=422 if request.method == "POST" else 200
    )
