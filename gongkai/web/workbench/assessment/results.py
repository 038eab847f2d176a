"""Results: plots and tables, the table to take away, the circular, the years of one object."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai import letters
from gongkai.assessment.yearly.results import Results, how_summed, share_words
from gongkai.web.assessment.access import REVIEW_POLICY, ROUND_POLICY, SUBJECT_POLICY, round_for
from gongkai.web.assessment.documents import document, sheet
from gongkai.web.assessment.models import Round, Subject
from gongkai.web.assessment.queries import history_of
from gongkai.web.assessment.queries import results as kept_of
from gongkai.web.components.charts import Series, bar_chart, line_chart
from gongkai.web.files.sheets import handed_out
from gongkai.web.organs.authority import Denied
from gongkai.web.workbench.assessment.records import trail
from gongkai.web.workbench.entry import staff

TOLD = (Round.State.TOLD, Round.State.SUBMITTED, Round.State.APPROVED, Round.State.ANNOUNCED)


def shown(kept: Results) -> dict[str, Any]:
    """What a page shows of results."""
    charts = [bar_chart("总分", [each.title for each in kept.lines], [each.total for each in kept.lines], unit="分")]
    shares = kept.reached
    reached = [(each, shares[each.key]) for each in kept.table.indicators]
    return {
        "results": kept,
        "groups": list(kept.table.groups),
        "rows": [(each, [each.groups[group] for group in kept.table.groups]) for each in kept.lines],
        "grades": kept.grades,
        "indicators": [(each, share_words(share) or "没有发生") for each, share in reached],
        "how": how_summed(kept.table),
        "charts": charts if kept.lines else [],
    }


def _told(request: Any, pk: int) -> Round:
    found = round_for(request.user, pk)
    if found.state not in TOLD:
        raise Denied("这次考核还没有结果。评分完毕、告知以后才有。")
    return found


@never_cache
@require_GET
@staff
def export(request: Any, pk: int, form: str) -> HttpResponseBase:
    """The results as XLSX or CSV, with every indicator: for who runs the round."""
    found = _told(request, pk)
    if not ROUND_POLICY.holds(request.user, "read", found):
        raise Denied("各项指标的明细由考核机关的人员导出。")
    return handed_out(f"assessment-{found.year}-{found.kind}", form, sheet(found))


@never_cache
@require_GET
@staff
def paper(request: Any, pk: int, form: str) -> HttpResponse:
    """The circular as a document."""
    found = _told(request, pk)
    if form not in letters.MEDIA_TYPES:
        raise Http404
    answer = HttpResponse(letters.write(document(found), form), content_type=letters.MEDIA_TYPES[form])
    name = f"{found.organ.short_name}{found.year}年度考核结果通报.{form}"
    answer["Content-Disposition"] = content_disposition_header(form == "docx", name) or "inline"
    return answer


@never_cache
@require_GET
@staff
def history(request: Any, pk: int) -> HttpResponse:
    """The announced results of an object through the years; ``pk`` is that of the object in one of them."""
    person = request.user
    condition = SUBJECT_POLICY.condition(person) | REVIEW_POLICY.condition(person)
    asked = Subject.objects.filter(condition, pk=pk).select_related("target", "section").first()
    if asked is None:
        raise Http404
    rows = list(history_of(asked.target_id, asked.section_id).filter(condition))
    years = []
    for each in rows:
        kept = kept_of(each.round)
        line = next((one for one in kept.lines if one.key == each.pk), None)
        years.append((each, len(kept.lines), list(line.groups.items()) if line else [], line.vetoes if line else ()))
    labels = [f"{each.round.year}年" for each in rows]
    context = {
        "asked": asked,
        "years": years,
        "chart": line_chart(
            f"{asked.title}历年总分", labels, [Series("总分", [each.total for each in rows])], unit="分"
        )
        if len(rows) > 1
        else None,
        "crumbs": trail((f"{asked.title}历年考核", None)),
    }
    return render(request, "workbench/assessment/history.html", context)
