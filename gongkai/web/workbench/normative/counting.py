"""制发、修改、废止、失效、现行有效 as of any day, for the organ or for its branch; each number opens its list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.publishing.normative import KINDS
from gongkai.web.normative.access import POLICY
from gongkai.web.organs.authority import Denied
from gongkai.web.organs.models import Organ
from gongkai.web.publishing import counts
from gongkai.web.publishing.models import Item
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.normative.forms import PeriodForm
from gongkai.web.workbench.normative.records import trail

MEASURES = {"issued": "制发", "amended": "修改", "repealed": "废止", "lapsed": "失效", "in_force": "现行有效"}
PAGE = 30


def records(organ: Organ, row: str, measure: str, since: date, until: date, *, branch: bool) -> QuerySet[Item]:
    """The documents that a number counts."""
    if measure == "in_force":
        return counts.in_force(organ, row, until, branch=branch)
    return getattr(counts, measure)(organ, row, since, until, branch=branch)  # type: ignore[no-any-return]


@staff
def numbers(request: Any) -> HttpResponse:
    """The numbers of a period, and the list behind one of them."""
    if not POLICY.may_in(request.user, "read", request.organ):
        raise Denied("您在这个机关没有查看规范性文件的权限。")
    form = PeriodForm(request.GET or None)
    since, until, branch = form.period(timezone.localdate())
    row, measure = request.GET.get("row", ""), request.GET.get("measure", "")
    table = [
        (
            key,
            title,
            [(name, records(request.organ, key, name, since, until, branch=branch).count()) for name in MEASURES],
        )
        for key, title in KINDS.items()
    ]
    page = None
    if row in KINDS and measure in MEASURES:
        found = records(request.organ, row, measure, since, until, branch=branch)
        page = Paginator(found.select_related("organ").order_by("signed_on", "id"), PAGE).get_page(
            request.GET.get("page")
        )
    context = {
        "form": form,
        "since": since,
        "until": until,
        "branch": branch,
        "measures": MEASURES.items(),
        "table": table,
        "page": page,
        "listed": f"{KINDS[row]}：{MEASURES[measure]}" if page is not None else "",
        "crumbs": trail(("文件数", None)),
    }
    return render(request, "workbench/normative/numbers.html", context)
