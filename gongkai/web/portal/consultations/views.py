"""征集调查 on the portal: what is asked of the public, opinions and answers, what came of them. Works without scripts."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.engagement.consultations.report import VERDICTS
from gongkai.web.components.charts import Chart, bar_chart
from gongkai.web.consultations.drafting import standing
from gongkai.web.consultations.models import Consultation
from gongkai.web.consultations.queries import STANDINGS, public_consultations
from gongkai.web.consultations.results import Outcome, results_of
from gongkai.web.files.serving import served
from gongkai.web.organs.models import Organ
from gongkai.web.portal.applications.pages import Step, crumbs
from gongkai.web.portal.meta import article_meta, column_meta

PAGE = 20
TITLE = "征集调查"
CACHE = "public, max-age=60, must-revalidate"


def trail(*steps: Step) -> list[Step]:
    """Where a page stands."""
    return crumbs((TITLE, reverse("portal:consultations") if steps else None), *steps)


def fetch(number: str) -> Consultation:
    """One that the public may see, withdrawn ones too. Raises ``Http404``."""
    found = Consultation.objects.select_related("organ", "document__item").filter(number=number[:60]).first()
    if found is None or not found.is_public:
        raise Http404
    return found


@never_cache
@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """All, or those of one standing (``?standing=``), of one organ (``?organ=``)."""
    code = request.GET.get("organ", "").replace("\x00", "")[:60]
    organ = Organ.objects.filter(code=code).first() if code else None
    chosen = request.GET.get("standing", "")
    chosen = chosen if chosen in STANDINGS else ""
    rows = public_consultations(organ, chosen)
    of = f"organ={organ.code}&" if organ else ""
    tabs = [("全部", f"?{of}standing=", not chosen)]
    tabs += [(title, f"?{of}standing={key}", key == chosen) for key, title in STANDINGS.items()]
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "organ": organ,
        "tabs": tabs,
        "crumbs": trail(),
        "meta": column_meta(TITLE, kind="互动交流", description="征求意见、听证公告和调查，以及采纳情况和结果"),
    }
    return render(request, "portal/consultations/list.html", context)


@never_cache
@require_safe
def consultation(request: HttpRequest, number: str) -> HttpResponse:
    """One: what is asked, until when, what came of it; taken back for correction or withdrawn, it says so."""
    held = Consultation.objects.select_related("organ").filter(number=number[:60]).first()
    if held is not None and not held.is_public and held.version > 1 and not held.ended:
        # 收回更正的，只说收回了：内容可能正是收回的原因
        context = {"organ": held.organ, "crumbs": trail(("正在更正", None))}
        return render(request, "portal/consultations/corrected.html", context)
    return shown(request, fetch(number))


def shown(request: HttpRequest, found: Consultation, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of one."""
    reported = found.state == "reported"
    results = results_of(found) if reported and found.is_survey else None
    context = {
        "consultation": found,
        "standing": found.standing,
        "files": found.files.filter(removed_at=None).select_related("file"),
        "questions": standing(found) if found.is_survey and found.is_open else [],
        "lines": found.result.splitlines() if reported else [],
        "counts": verdicts(found) if reported and not found.is_survey else [],
        "chart": verdict_chart(found) if reported and not found.is_survey else None,
        "results": results,
        "outcomes": [(each, outcome_chart(each)) for each in results.outcomes] if results else [],
        "crumbs": trail((found.title, None)),
        "meta": article_meta(
            found.title, published_at=found.opened_on, source=found.organ.name, url=found.public_url, column=TITLE
        ),
        **forms,
    }
    return render(request, "portal/consultations/consultation.html", context, status=status)


@require_safe
def file(request: HttpRequest, number: str, key: uuid.UUID) -> HttpResponseBase:
    """A file of one that is public."""
    found = fetch(number)
    if found.state == "withdrawn":
        raise Http404
    kept = get_object_or_404(found.files.select_related("file"), file__key=key, removed_at=None)
    return served(request, kept.file, cache=CACHE)


def verdicts(found: Consultation) -> list[tuple[str, int]]:
    """What became of the opinions, as the published outcome counts them."""
    return [(title, int(found.result_counts.get(key, 0))) for key, title in VERDICTS.items()]


def verdict_chart(found: Consultation) -> Chart | None:
    """The same as a plot; none of nothing."""
    rows = verdicts(found)
    if not any(number for _, number in rows):
        return None
    return bar_chart("意见的采纳情况", [title for title, _ in rows], [number for _, number in rows], unit="条")


def outcome_chart(outcome: Outcome) -> Chart | None:
    """The answers to a question as a plot; none for written answers and where nobody answered."""
    if not outcome.is_counted or not outcome.answered:
        return None
    question = outcome.question
    return bar_chart(
        f"{question.place}. {question.text}",
        [each.label for each in outcome.options],
        [each.count for each in outcome.options],
        unit="人",
    )
