"""The pages that every kind of case has on the workbench: fetching one, where it stands, a step, amending, proving a limit.

A new kind of case needs, in its package below ``workbench``:

    records.py     PAGES = CasePages(noun="petition", title="申诉", policy=POLICY, records=records, timeline=TIMELINE, ...)
                   fetch, trail = PAGES.fetch, PAGES.trail
    timeline.py    TIMELINE = Timeline(TABLE, worded=...)                     see ``workbench.casework.timeline``
    urls.py        names ``petitions`` (the list), ``petition``, ``petition_move``, ``petition_amend``, ``petition_proof``
    steps.py       as below: access, form, service, redirect; what is refused comes back with 422 and what was typed

        @never_cache
        @asks
        @staff
        def move(request, number, name):
            found = fetch(request, number)
            step = PAGES.step(request, found, name)
            by = acting(request.user, found.organ)
            form = MoveForm(step, request.POST or None, dated=True)
            if carried_out(request, form, lambda: services.make_move(found, name, by=by, **form.given)):
                return PAGES.done(request, found, f"已经办理“{step.title}”。")
            return PAGES.step_page(request, found, step, form, options(found, by))

        @never_cache
        @asks
        @staff
        def amend(request, number, step):
            return PAGES.amend(request, number, step, amend_form, services.amend_step, "已经更正。")

The templates are ``workbench/casework/{step,form,proof}.html``; a subject with more on a page extends them. They take the
case as ``case``, and by its ``noun`` as well. Parts to include in the page of one case are ``moves.html`` and ``happened.html``
there, for which ``PAGES.shown`` gives the context; in a list, ``list_head.html``: search, heaps as tabs, lower organs or not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gongkai.casework import Move, NotAllowed, Option
from gongkai.web.casework.amending import REASON, AmendForm
from gongkai.web.casework.forms import MoveForm, place
from gongkai.web.casework.replayed import ReplayedCase
from gongkai.web.casework.services import AnyCase, steps_of
from gongkai.web.files.handing import handed
from gongkai.web.files.papers import Papers
from gongkai.web.log.models import Event
from gongkai.web.organs.authority import Policy, acting
from gongkai.web.workbench.casework.timeline import Timeline
from gongkai.workdays import ProofDay

OTHER = "other"
"""The kind of a file where only one is offered."""
Step = tuple[str, str | None]
"""A step of the trail: label and address."""
asks = require_http_methods(["GET", "POST"])
"""A page that asks for something and takes the answer."""


def carried_out(request: Any, form: forms.BaseForm, act: Callable[[], Any]) -> bool:
    """Whether the form was sent, right, and ``act`` done; what is refused stands beside the fields."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except (NotAllowed, ValidationError) as problem:
        if isinstance(form, MoveForm):
            form.refused(problem)
        elif isinstance(problem, NotAllowed):
            form.add_error(None, str(problem))
        else:
            place(form, problem)
        return False
    return True


def status_of(request: Any) -> int:
    """Of a page that is shown: 422 when it comes back with what was refused."""
    return 422 if request.method == "POST" else 200


@dataclass(frozen=True, slots=True)
class CasePages(Generic[AnyCase]):
    """One kind of case on the workbench.

    ``noun`` begins the names of its addresses and names the case in templates; its list is at ``workbench:<noun>s``, titled
    ``title``. ``records`` gives the rows with what pages show of others; ``called`` says before a number what it is the number of.
    """

    noun: str
    title: str
    policy: Policy
    records: Callable[[], QuerySet[AnyCase]]
    timeline: Timeline
    called: Callable[[AnyCase], str]

    def fetch(self, request: Any, number: str, action: str = "read") -> AnyCase:
        """The case of that number, when the person may do ``action`` to it. Raises ``Http404``, ``Denied``."""
        found: AnyCase = self.policy.get(request.user, self.records(), action, number=number)
        return found

    def trail(self, case: Any = None, *steps: Step) -> list[Step]:
        """Where a page stands."""
        found: list[Step] = [("工作台", reverse("workbench:home")), (self.title, reverse(f"workbench:{self.noun}s"))]
        if case is not None:
            found.append((str(case), case.get_absolute_url() if steps else None))
        return [*found, *steps]

    def step(self, request: Any, case: AnyCase, name: str, *, elsewhere: Collection[str] = ()) -> Move:
        """The move of that name, when the person may make it. Raises ``Http404`` (also for those made ``elsewhere``), ``Denied``.

        A move that the case is not ready for is not denied: its page says when it can be made.
        """
        step = case.table.move_of.get(name)
        if step is None or step.name in elsewhere:
            raise Http404
        if case.state in step.sources:
            self.policy.check(request.user, name, case)
        return step

    def done(self, request: Any, case: Any, said: str) -> HttpResponse:
        """Say what was done, and go back to the case."""
        messages.success(request, said)
        return redirect(case)

    def step_page(
        self,
        request: Any,
        case: AnyCase,
        step: Move,
        form: MoveForm,
        options: Callable[[], Iterable[Option]],
        *,
        template: str = "workbench/casework/step.html",
        status: int | None = None,
        **more: Any,
    ) -> HttpResponse:
        """The page of a step: what is asked, why it was refused, or why it cannot be made and what can be done instead.

        ``options`` are the moves from here for this person, with what hinders each; asked for before anything is sent.
        """
        hindered = [] if request.method == "POST" else [each for each in options() if each.move.name == step.name]
        context = {
            "step": step,
            "form": form,
            "hindrances": [str(reason) for each in hindered for reason in each.reasons],
            "elsewhere": case.state not in step.sources,
            "sources": "、".join(case.table.title_of(state) for state in step.sources),
            **more,
        }
        return self._page(request, case, template, step.title, context, status)

    def form_page(
        self,
        request: Any,
        case: AnyCase,
        form: forms.BaseForm,
        title: str,
        about: str,
        *,
        template: str = "workbench/casework/form.html",
        **more: Any,
    ) -> HttpResponse:
        """A page with one form about a case."""
        return self._page(request, case, template, title, {"form": form, "title": title, "about": about, **more})

    def amend(
        self,
        request: Any,
        number: str,
        step: int,
        form_of: Callable[..., AmendForm],
        amend_step: Callable[..., Any],
        said: str,
    ) -> HttpResponse:
        """Amend what was recorded as a step, by another person than who recorded it."""
        found = self.fetch(request, number, "amend")
        event = steps_of(found).filter(case_number=step).first()
        if event is None or event.move not in found.table.move_of:
            raise Http404
        form = form_of(event, request.POST or None)

        def act() -> None:
            by = acting(request.user, found.organ)
            amend_step(found, step, by=by, changes=form.changes(), reason=form.cleaned_data[REASON])

        if carried_out(request, form, act):
            return self.done(request, found, said)
        (told,) = self.timeline.happenings([event])
        about = f"{told.who}登记：{told.note or '没有填写内容'}"
        return self.form_page(request, found, form, f"更正第{step}步“{told.title}”的记录", about)

    def proof_page(self, request: Any, case: AnyCase, told: Any, rows: Iterable[ProofDay]) -> HttpResponse:
        """The proof of a clock, day by day, to print: ``told`` is its title and what became of it in ``sentences``."""
        context = {"told": told, "rows": rows}
        return self._page(request, case, "workbench/casework/proof.html", "期限逐日说明", context)

    def proof(self, request: Any, number: str, file_of: Callable[[AnyCase], ReplayedCase[AnyCase]]) -> HttpResponse:
        """The proof of the clock that the query names as ``clock``, or of the first."""
        found = self.fetch(request, number)
        case = file_of(found)
        clocks = case.clocks()
        told = next((each for each in clocks if each.clock == request.GET.get("clock")), clocks[0] if clocks else None)
        return self.proof_page(request, found, told, case.proof(told.clock) if told else ())

    def take_paper(self, request: Any, number: str, form: forms.Form, papers: Papers[Any], about: str) -> HttpResponse:
        """Keep a file: ``form`` asks for ``file`` and, when there are several kinds, for ``role``."""
        found = self.fetch(request, number, "add_paper")
        by = acting(request.user, found.organ)

        def act() -> None:
            file = form.cleaned_data["file"]
            role = form.cleaned_data.get("role", OTHER)
            papers.add(found, role=role, name=file.name, data=file, by=by)

        if carried_out(request, form, act):
            messages.success(request, "已经存入。")
            return redirect(f"{resolve_url(found)}#papers")
        return self.form_page(request, found, form, "存入材料", about, upload=True)

    def hand_paper(self, request: Any, number: str, key: Any, papers: Papers[Any]) -> HttpResponse:
        """One file to take away; that it was read is recorded first. Raises ``Http404``, ``Denied``."""
        found = self.fetch(request, number, "read_paper")
        paper = papers.find(found, key)
        if paper is None:
            raise Http404
        data = papers.read(paper, by=acting(request.user, found.organ))
        return handed(data, name=paper.name, media_type=paper.media_type, kind=paper.kind_of_file)

    def shown(self, case: AnyCase, options: Sequence[Option], log: Iterable[Event]) -> dict[str, Any]:
        """What the page of one case shows of what can be done and what happened."""
        events = self.timeline.happenings(log)
        return {
            "case": case,
            self.noun: case,
            "crumbs": self.trail(case),
            "move_address": f"workbench:{self.noun}_move",
            "amend_address": f"workbench:{self.noun}_amend",
            "possible": [each for each in options if each.possible],
            "impossible": [
                (each.move.title, [str(reason) for reason in each.reasons]) for each in options if not each.possible
            ],
            "events": events,
            "amendable": self.timeline.amendable(events),
        }

    def _page(
        self,
        request: Any,
        case: AnyCase,
        template: str,
        title: str,
        context: dict[str, Any],
        status: int | None = None,
    ) -> HttpResponse:
        about = {"case": case, self.noun: case, "called": self.called(case), "crumbs": self.trail(case, (title, None))}
        return render(request, template, about | context, status=status or status_of(request))
