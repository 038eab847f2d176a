"""Drafting a reply: the items, on which ground each is decided, what was found; the letter is shown before anything is kept.

The page works without scripts: each button sends all that was written, and nothing of it is lost when a ground is changed.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from gongkai.applications.decision import MOST, Decision, Item, allowed, withheld_choices
from gongkai.applications.grounds import Finding, Ground, rules
from gongkai.applications.letters import letter_kinds
from gongkai.applications.moves import TABLE
from gongkai.applications.outcomes import outcomes
from gongkai.casework import Move, NotAllowed
from gongkai.web.applications import services
from gongkai.web.applications.models import Application
from gongkai.web.applications.previewing import Preview, preview_move
from gongkai.web.applications.queries import CaseFile
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import date_input, offer
from gongkai.web.log.actors import Actor
from gongkai.web.workbench.applications.needed import NeededChoice, NeededText
from gongkai.web.workbench.applications.records import trail
from gongkai.web.workbench.letters.sheets import shown_sheet

COUNT, STEP = "items", "step"
CHOOSE, ADD, PREVIEW, DRAFT = "choose", "add", "preview", "draft"


class DayForm(forms.Form):
    """The day of the draft, and a remark for the record."""

    on = DayField(label="日期", initial=timezone.localdate, widget=date_input(), help_text="拟定答复的日期。")
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="记入办理记录，不能删改。请不要写申请人、第三方的姓名等个人信息。",
    )


class ItemForm(forms.Form):
    """One item. The findings that its ground asks for are fields; those typed for another ground are kept out of sight."""

    use_required_attribute = False

    text = NeededText(
        label="申请事项",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="申请人要的是什么，一项一写。",
    )
    ground = NeededChoice(label="怎样处理")

    def __init__(self, move: str, on: Any, *args: Any, ground: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "ground", ground_choices(move, on))
        found = rules().grounds.get(ground)
        self.rule = found if found and allowed(found, move, on) else None
        asked = {each.key for each in self.rule.findings} if self.rule else set()
        for each in self.rule.findings if self.rule else ():
            self.fields[each.key] = _finding_field(each, self.rule)
        self.kept = [
            (self.add_prefix(each.key), self.data[self.add_prefix(each.key)])
            for each in rules().findings.values()
            if each.key not in asked and self.data.get(self.add_prefix(each.key))
        ]

    def item(self) -> Item:
        """What was written."""
        given = self.cleaned_data
        return Item(given.get("text", ""), given.get("ground", ""), {k: v for k, v in given.items() if v}).tidy()


def _finding_field(each: Finding, ground: Ground | None) -> forms.Field:
    needed = ground is not None and each in ground.needs
    if each.choice:
        choices = [("", "请选择"), *withheld_choices().items()]
        return NeededChoice(label=each.name, choices=choices, help_text=each.help)
    given: dict[str, Any] = {
        "label": each.name,
        "widget": forms.Textarea(attrs={"rows": 3}),
        "help_text": f"{each.help}例如 {each.example}。",
    }
    return NeededText(**given) if needed else forms.CharField(required=False, **given)


def ground_choices(move: str, on: Any) -> list[Any]:
    """The grounds in the groups of table 3."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in rules().grounds.values():
        if allowed(each, move, on):
            group = each.outcome.group or "予以公开、部分公开"
            groups.setdefault(group, []).append((each.key, f"{each.full_title}（{each.articles}）"))
    return [("", "请选择"), *groups.items()]


def decide(request: Any, found: Application, step: Move, by: Actor) -> HttpResponse:
    """The page and what its buttons do."""
    today = timezone.localdate()
    posted = request.method == "POST"
    day = DayForm(request.POST or None)
    items = _items(request, found, step.name, today)
    shown: Preview | None = None
    refusal: NotAllowed | None = None
    asked = request.POST.get(STEP, DRAFT) if posted else ""
    if asked in (PREVIEW, DRAFT) and all([day.is_valid(), *(each.is_valid() for each in items)]):
        decision = Decision(tuple(each.item() for each in items))
        given = {"by": by, "on": day.cleaned_data["on"], "note": day.cleaned_data["note"], "decision": decision}
        try:
            shown = preview_move(found, step.name, **given)
            confirmed = request.POST.get("previewed", "")
            if asked == DRAFT and (not confirmed or (shown and confirmed == shown.digest)):
                services.make_move(found, step.name, **given)
                messages.success(request, f"已经办理“{step.title}”。这件申请目前“{found.state_title}”。")
                return redirect(found)
        except NotAllowed as problem:
            refusal = problem
            day.add_error(None, str(problem))
        except ValidationError as problem:
            _place(day, items, problem)
    wrong = posted and (bool(day.errors) or any(each.errors for each in items))
    context = {
        "application": found,
        "step": step,
        "day": day,
        "items": items,
        "most": len(items) >= MOST,
        "chosen": all(each.rule for each in items),
        "shown": shown,
        "sheet": shown_sheet(shown, signed=found.organ.name, dated=None) if shown else None,
        "elsewhere": "" if found.state in step.sources else "、".join(TABLE.title_of(each) for each in step.sources),
        "changed": bool(shown and asked == DRAFT and not wrong),
        "derived": _derived(shown),
        "refusal": refusal,
        "hindrances": _hindrances(found, step, by) if not posted else [],
        "grounds": [each for each in rules().grounds.values() if allowed(each, step.name, today)],
        "crumbs": trail(found, (step.title, None)),
    }
    status = 422 if wrong or refusal else 200
    return render(request, "workbench/applications/decision.html", context, status=status)


def _items(request: Any, found: Application, move: str, on: Any) -> list[ItemForm]:
    if request.method != "POST":
        last = found.replies.order_by("-number").first()
        kept = last.decision if last else None
        decided = kept.items if kept else (Item(found.description, ""),)
        return [
            ItemForm(move, on, prefix=f"{COUNT}-{place}", ground=each.ground, initial=_initial(each))
            for place, each in enumerate(decided)
        ]
    data = request.POST
    count = data.get(COUNT, "1")
    number = min(int(count) if count.isdecimal() and len(count) < 4 else 1, MOST) or 1
    asked = data.get(STEP, DRAFT)
    gone = asked.removeprefix("remove-") if asked.startswith("remove-") else ""
    places = [place for place in range(number) if str(place) != gone or number == 1]
    if gone:
        data = _renumbered(data, places)
        places = list(range(len(places)))
    made = [
        ItemForm(move, on, data, prefix=f"{COUNT}-{place}", ground=data.get(f"{COUNT}-{place}-ground", ""))
        for place in places
    ]
    if asked == ADD and len(made) < MOST:
        made.append(ItemForm(move, on, prefix=f"{COUNT}-{len(made)}"))
    return made


def _renumbered(data: Any, places: list[int]) -> Any:
    copied = data.copy()
    for key in [name for name in copied if name.startswith(f"{COUNT}-")]:
        del copied[key]
    for new, old in enumerate(places):
        start = f"{COUNT}-{old}-"
        for name in data:
            if name.startswith(start):
                copied[f"{COUNT}-{new}-{name.removeprefix(start)}"] = data[name]
    return copied


def _initial(item: Item) -> dict[str, str]:
    return {"text": item.text, "ground": item.ground, **item.findings}


def _place(day: DayForm, items: list[ItemForm], problem: ValidationError) -> None:
    if not hasattr(problem, "error_dict"):
        day.add_error(None, problem)
        return
    for name, errors in problem.message_dict.items():
        parts = name.split(".")
        form: forms.Form = day
        field: str | None = None
        if len(parts) == 3 and parts[0] == COUNT and int(parts[1]) < len(items):
            form, field = items[int(parts[1])], parts[2]
        for error in errors:
            form.add_error(field if field in form.fields else None, error)


def _hindrances(found: Application, step: Move, by: Actor) -> list[str]:
    return [
        str(reason) for each in CaseFile(found).options(by) if each.move.name == step.name for reason in each.reasons
    ]


def _derived(shown: Preview | None) -> list[tuple[str, str]]:
    """What follows from the findings: row, articles, remedies, letter."""
    if shown is None or shown.decision is None:
        return []
    decision = shown.decision
    row = outcomes()[decision.outcome.key]
    found = [
        ("计入表三", f"{row.full_title}{'。' + decision.why_counted if decision.why_counted else ''}"),
        ("依据", decision.articles),
        ("救济途径", f"{decision.remedy.title}（{decision.remedy.basis}）"),
        ("文书", letter_kinds().kinds[decision.kind].title),
    ]
    if row.row("2019") != row.key:
        found.insert(1, ("2019年版表三", outcomes()[row.row("2019")].full_title))
    return found
