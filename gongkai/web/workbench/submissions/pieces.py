"""The pieces: those that came to the office, those that the organ's sections sent; one of them with what happened to it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.web.files.keeping import bytes_of
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import Denied
from gongkai.web.submissions.access import POLICY, SOURCE_POLICY
from gongkai.web.submissions.events import TITLES
from gongkai.web.submissions.models import Submission
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import lacks_second_factor, page_of

TITLE = "信息报送"
State = Submission.State
HEAPS: dict[str, tuple[str, Q]] = {
    "submitted": ("待处理", Q(state=State.SUBMITTED)),
    "urgent": ("紧急", Q(urgent=True, state=State.SUBMITTED)),
    "returned": ("已退回", Q(state=State.RETURNED)),
    "adopted": ("已采用", Q(state=State.ADOPTED)),
    "declined": ("未采用", Q(state=State.DECLINED)),
    "all": ("全部", Q()),
}
BOXES = {"received": "报来的", "sent": "报出的"}
RELATED = ("organ", "source", "section")


def trail(*steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Where a page stands."""
    here = reverse("workbench:submissions") if steps else None
    return [("工作台", reverse("workbench:home")), (TITLE, here), *steps]


def receives(request: Any) -> bool:
    """Whether the person handles, or at least reads, what comes to the office of the organ."""
    return POLICY.holds(request.user, "read", Submission(organ=request.organ, source=request.organ))


def sends(request: Any) -> bool:
    """Whether the person reads what the organ's sections send."""
    return SOURCE_POLICY.holds(request.user, "read", Submission(organ=request.organ, source=request.organ))


def may_submit(request: Any) -> bool:
    """Whether the person may submit something in the organ."""
    return SOURCE_POLICY.may_in(request.user, "submit", request.organ)


def fetch(request: Any, number: str) -> Submission:
    """A piece that the person may read, as receiver or as sender. Raises ``Http404``."""
    condition = POLICY.condition(request.user) | SOURCE_POLICY.condition(request.user)
    rows = Submission.objects.select_related(*RELATED, "submitted_by", "file").filter(condition)
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


@never_cache
@require_GET
@staff
def submissions(request: Any) -> HttpResponse:
    """A list in heaps; urgent ones first among those that wait."""
    boxes = [key for key, holds in (("received", receives(request)), ("sent", sends(request))) if holds]
    if not boxes:
        raise Denied("您在这个机关没有查看信息报送的权限。")
    box = request.GET.get("box", "")
    box = box if box in boxes else boxes[0]
    heap = request.GET.get("heap", "")
    heap = heap if heap in HEAPS else ("submitted" if box == "received" else "all")
    words = request.GET.get("q", "").strip()[:60]
    rows = _box(request, box)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(author__icontains=words) | Q(number__icontains=words))
    counts: dict[str, int] = rows.order_by().aggregate(
        **{key: Count("pk", filter=part) for key, (_, part) in HEAPS.items()}
    )
    shown = rows.filter(HEAPS[heap][1]).select_related(*RELATED).defer("body")
    if heap == "submitted":
        shown = shown.order_by("-urgent", "due_on", "id")
    context = {
        "page": page_of(request, shown),
        "boxes": [(BOXES[each], f"?box={each}", each == box) for each in boxes],
        "tabs": [
            (f"{title} {counts[key]}", f"?box={box}&heap={key}&q={words}", key == heap)
            for key, (title, _) in HEAPS.items()
        ],
        "box": box,
        "heap": heap,
        "words": words,
        "may_submit": may_submit(request),
        "receives": receives(request),
        "crumbs": trail(),
    }
    return render(request, "workbench/submissions/list.html", context)


def _box(request: Any, box: str) -> QuerySet[Submission]:
    if box == "received":
        return POLICY.visible(request.user, Submission.objects.filter(organ=request.organ))
    return SOURCE_POLICY.visible(request.user, Submission.objects.filter(source=request.organ))


@never_cache
@require_GET
@staff
def submission(request: Any, number: str) -> HttpResponse:
    """One piece."""
    found = fetch(request, number)
    actions = [
        (title, address, lacks_second_factor(request.user, policy, action, found))
        for action, title, address, policy in (
            ("adopt", "登记采用", reverse("workbench:adopt_submission", args=[number]), POLICY),
            ("return", "退回", reverse("workbench:refuse_submission", args=[number, "return"]), POLICY),
            ("decline", "不采用", reverse("workbench:refuse_submission", args=[number, "decline"]), POLICY),
            ("resubmit", "补充后重新报送", reverse("workbench:resubmit_submission", args=[number]), SOURCE_POLICY),
        )
        if policy.holds(request.user, action, found)
    ]
    context = {
        "piece": found,
        "actions": actions,
        "adoptions": found.adoptions.select_related("item", "recorded_by"),
        "may_strike": POLICY.holds(request.user, "strike", found),
        "events": [
            {
                "at": each.at,
                "title": TITLES.get(each.move, each.move),
                "who": each.content["actor"],
                "note": _note(each),
            }
            for each in events_of(found)
        ],
        "crumbs": trail((number, None)),
    }
    return render(request, "workbench/submissions/piece.html", context)


def _note(event: Any) -> str:
    after = event.content.get("after", {})
    if event.move == "score_piece":
        return f"得分{after['score']}" if "score" in after else ""
    return str(after.get("reason", "") or "")


@never_cache
@require_GET
@staff
def file(request: Any, number: str) -> HttpResponse:
    """The file of a piece, to be taken away."""
    stored = fetch(request, number).file
    if stored is None:
        raise Http404
    answer = HttpResponse(bytes_of(stored), content_type=stored.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
