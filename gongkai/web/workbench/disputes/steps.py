"""Making a move of a dispute, amending one, changing what was entered: each a form and a service."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from gongkai.disputes.moves import BEGINNINGS
from gongkai.web.disputes import services
from gongkai.web.disputes.queries import DisputeFile
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.casework.pages import asks, carried_out
from gongkai.web.workbench.disputes.forms import DisputeMoveForm, EditForm, amend_form
from gongkai.web.workbench.disputes.records import PAGES, fetch
from gongkai.web.workbench.entry import staff


@never_cache
@asks
@staff
def move(request: Any, number: str, name: str) -> HttpResponse:
    """A move: what is asked, or why it cannot be made and what can be done instead."""
    found = fetch(request, number)
    step = PAGES.step(request, found, name, elsewhere=BEGINNINGS)
    by = acting(request.user, found.organ)
    form = DisputeMoveForm(found, step, request.POST or None)
    if carried_out(request, form, lambda: services.make_move(found, name, by=by, **form.given)):
        said = f"已经办理“{step.title}”。这件案件目前“{found.state_title}”。"
        if found.application is not None:
            found.application.refresh_from_db()
            said += f"申请{found.application.number}目前“{found.application.state_title}”。"
        return PAGES.done(request, found, said)
    return PAGES.step_page(request, found, step, form, lambda: DisputeFile(found).options(by))


@never_cache
@asks
@staff
def amend(request: Any, number: str, step: int) -> HttpResponse:
    """Amend what was recorded as a step, by another person than who recorded it."""
    said = "已经更正。原来的记录保留，期限和表四的计数已经随着改变。"
    return PAGES.amend(request, number, step, amend_form, services.amend_step, said)


@never_cache
@asks
@staff
def edit(request: Any, number: str) -> HttpResponse:
    """Change what was entered. The page shows who complains, so opening it is recorded."""
    found = fetch(request, number, "edit")
    by = acting(request.user, found.organ)
    form = EditForm(request.POST or None, initial={name: getattr(found, name) for name in EditForm.base_fields})
    if carried_out(request, form, lambda: services.edit(found, form.cleaned_data, by=by)):
        return PAGES.done(request, found, "已经保存。")
    if request.method == "GET":
        services.read_personal_data(found, by=by)
    return PAGES.form_page(request, found, form, "修改登记内容", "日期、地位和结果要用“更正记录”，由另一人办理。")
