"""The list of batches, one batch with what came of each case, and the buttons on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.applications.bulk import ASSIGN
from gongkai.applications.moves import TABLE
from gongkai.web.applications.access import POLICY as CASES
from gongkai.web.batches import planning, undoing
from gongkai.web.batches.access import POLICY
from gongkai.web.batches.models import DONE, REFUSED, Batch, BatchLine
from gongkai.web.batches.queries import OPEN, counted, unsettled
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.batches.forms import facts_told
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import act_on, page_of

TABS = {"all": "全部", "open": "等待执行", "refused": "有没办成的"}
TONES = {
    "waiting": "info",
    "running": "info",
    "done": "good",
    "taken_back": "neutral",
    "refused": "bad",
    "put_back": "neutral",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line as its page shows it: what can be done about it, one by one."""

    line: BatchLine
    tone: str
    address: str = ""
    button: str = ""
    letter: bool = False
    back: bool = False


@never_cache
@require_GET
@staff
def batches(request: Any) -> HttpResponse:
    """The batches of the organ, newest first."""
    tab = request.GET.get("tab", "all")
    tab = tab if tab in TABS else "all"
    rows = POLICY.visible(request.user, Batch.objects.filter(organ=request.organ))
    if tab == "open":
        rows = rows.filter(state__in=OPEN)
    elif tab == "refused":
        rows = unsettled(rows)
    context = {
        "page": page_of(request, counted(rows)),
        "tabs": [(title, f"?tab={key}", key == tab) for key, title in TABS.items()],
        "crumbs": [("工作台", reverse("workbench:home")), ("批量办理", None)],
    }
    return render(request, "workbench/batches/list.html", context)


@never_cache
@require_GET
@staff
def batch(request: Any, pk: int) -> HttpResponse:
    """One batch."""
    found = _fetch(request, pk)
    lines = list(
        found.lines.select_related("application__organ", "application__section", "letter", "was_section", "was_officer")
    )
    back = undoing.can_be_put_back(found, lines) if POLICY.holds(request.user, "put_back", found) else set()
    told = [_told(request.user, found, line, back) for line in lines]
    refused = [line for line in lines if line.state == REFUSED]
    context = {
        "batch": found,
        "facts": facts_told(found.work, found.facts) if found.work else [],
        "lines": told,
        "tally": _tally(lines),
        "refused": ",".join(str(line.application_id) for line in refused),
        "late": found.is_open and found.executes_at <= timezone.now(),
        "may": {
            "take_back": POLICY.may(request.user, "take_back", found),
            "put_back": bool(back),
            "settle": bool(refused) and found.settled_at is None and POLICY.may(request.user, "settle", found),
            "plan": POLICY.may_in(request.user, "plan", found.organ),
        },
        "crumbs": [
            ("工作台", reverse("workbench:home")),
            ("批量办理", reverse("workbench:batches")),
            (str(found), None),
        ],
    }
    return render(request, "workbench/batches/batch.html", context)


@require_POST
@staff
def take_back(request: Any, pk: int) -> HttpResponse:
    """Take back what has not run."""
    found = _fetch(request, pk)
    if found.is_open:
        POLICY.check(request.user, "take_back", found)
    by = acting(request.user, found.organ)
    return act_on(
        request,
        lambda: planning.take_back(found, by=by),
        done="已经撤回，没有执行的都不再执行。",
        to=found.get_absolute_url(),
    )


@require_POST
@staff
def put_back(request: Any, pk: int) -> HttpResponse:
    """Put assignments back, all or one."""
    found = _fetch(request, pk, "put_back")
    line = request.POST.get("line", "")
    only = int(line) if line.isascii() and line.isdigit() and len(line) < 16 else None
    try:
        done, refused = undoing.put_back(found, by=acting(request.user, found.organ), line=only)
    except ValidationError as problem:
        messages.error(request, "".join(problem.messages))
        return redirect(found)
    if done:
        messages.success(request, f"已经撤销{done}件的交办，恢复为原来的承办。")
    for sentence in refused:
        messages.warning(request, sentence)
    return redirect(found)


@require_POST
@staff
def settle(request: Any, pk: int) -> HttpResponse:
    """What was refused has been dealt with."""
    found = _fetch(request, pk, "settle")
    by = acting(request.user, found.organ)
    return act_on(request, lambda: undoing.settle(found, by=by), done="已经标为处理完。", to=found.get_absolute_url())


def _fetch(request: Any, pk: int, action: str = "read") -> Batch:
    rows: QuerySet[Batch] = Batch.objects.select_related("organ", "planned_by", "taken_back_by")
    return POLICY.get(request.user, rows, action, pk=pk)


def _told(person: Any, found: Batch, line: BatchLine, back: set[int]) -> Told:
    case, work, tone = line.application, found.work, TONES[line.state]
    letter = line.letter is not None and CASES.holds(person, "read_personal_data", case)
    if line.state == REFUSED and work is not None:
        address = ""
        if work.move is not None and case.state in work.move.sources and CASES.holds(person, work.action, case):
            address = reverse("workbench:application_move", args=[case.number, work.move.name])
        elif work.letter is not None and case.state in work.letter.states and CASES.holds(person, work.action, case):
            address = reverse("workbench:letter_compose", args=[case.number, work.letter.key])
        elif work.key == ASSIGN and not case.ended and CASES.holds(person, ASSIGN, case):
            address = reverse("workbench:application_assign", args=[case.number])
        return Told(line, tone, address, "单独办理" if address else "")
    if line.state == DONE and line.step and _amendable(found) and CASES.holds(person, "amend", case):
        address = reverse("workbench:application_amend", args=[case.number, line.step])
        return Told(line, tone, address, "更正记录", letter)
    return Told(line, tone, letter=letter, back=line.pk in back)


def _amendable(found: Batch) -> bool:
    rules, move = TABLE.amendments, found.work.move if found.work else None
    return bool(rules and move and (move.name in rules.fields or move.name in rules.strikes))


def _tally(lines: list[BatchLine]) -> list[tuple[str, str, int]]:
    found: dict[str, int] = {}
    for line in lines:
        found[line.state] = found.get(line.state, 0) + 1
    titles = dict(BatchLine._meta.get_field("state").choices or ())  # type: ignore[arg-type]
    return [(str(titles[state]), TONES[state], count) for state, count in found.items()]
