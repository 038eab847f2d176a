"""The page of an item: the wording at hand, its reviews, what happened, and what can be done now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from gongkai.casework import Option
from gongkai.publishing.cleaning import clean_html
from gongkai.publishing.moves import STAGE_TITLES, STAGES, VERSION
from gongkai.web.casework.services import options
from gongkai.web.exemptions.access import ASSESSMENT_POLICY
from gongkai.web.exemptions.queries import latest
from gongkai.web.log.models import Event
from gongkai.web.organs.authority import Denied, Policy, acting
from gongkai.web.publishing.access import DOSSIER_POLICY, ITEM_POLICY, POLICY
from gongkai.web.publishing.attaching import staff_body
from gongkai.web.publishing.models import Item, Review, Version, Wording
from gongkai.web.screening.queries import report_of
from gongkai.web.workbench.casework.timeline import Happening
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.files.section import section
from gongkai.web.workbench.publishing.lists import tone_of

OWN_PAGE = {"edit": "edit_draft"}
REVIEWS = {
    "pass_section", "return_section", "pass_secrecy", "return_secrecy", "pass_legal", "return_legal", "clear", "withhold",
    "return_office",
}  # fmt: skip
NOT_OFFERED = {"draft", "supersede"}
ONLY_WHEN_POSSIBLE = {"unschedule"}
"""Moves of which nobody asks why not: where no time is set, there is none to take back."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to be done: ``url`` to go to, or to post to when nothing is asked; ``why`` says why not."""

    title: str
    url: str
    posts: bool = False
    why: str = ""
    main: bool = False


def found(request: Any, pk: int) -> Item:
    """The item, for whoever may read it; strangers are told that it is not there."""
    rows = Item.objects.select_related("organ", "section", "column__parent", "current__version")
    return ITEM_POLICY.get(request.user, rows, pk=pk)


def latest_of(item: Item) -> Version:
    """The version at hand."""
    version = item.versions.select_related("organ", "item__section").order_by("-number").first()
    if version is None:
        raise Http404
    return version


@staff
def item(request: Any, pk: int) -> HttpResponse:
    """Everything about an item."""
    return shown(request, found(request, pk))


def shown(
    request: Any, item: Item, *, status: int = 200, refusal: str = "", way_out: tuple[str, str] | None = None
) -> HttpResponse:
    """The page, with a refusal above it when something could not be done; ``way_out``: title and address of what helps."""
    version = latest_of(item)
    wordings = list(
        Wording.objects.filter(version__item=item)
        .select_related("author", "version", "column")
        .order_by("-version__number", "-number")
    )
    wording = wordings[0]
    reviews = (
        Review.objects.filter(wording__version__item=item)
        .select_related("reviewer", "wording__version")
        .order_by("-id")
    )
    context = {
        "item": item,
        "version": version,
        "wording": wording,
        "wordings": wordings,
        "body": mark_safe(staff_body(clean_html(wording.body_html), item)),  # noqa: S308 - 只留允许的标签
        "tone": tone_of(version.state),
        "screening": report_of(wording) if version.state in (*STAGES, "draft") else None,
        **assessed(request.user, version, wording),
        "reviews": list(reviews),
        "stages": STAGE_TITLES,
        "happened": _timeline(item, {each.version_id: each.version.number for each in wordings}),
        "buttons": _buttons(request, item, version),
        "refusal": refusal,
        "way_out": way_out,
        "dossier": DOSSIER_POLICY.may(request.user, "read", item),
        **section(request, item, version, wording),
        "crumbs": [("工作台", "/workbench/"), ("公开信息", reverse("workbench:items")), (wording.title, None)],
    }
    return render(request, "workbench/publishing/item.html", context, status=status)


def assessed(person: Any, version: Version, wording: Wording) -> dict[str, Any]:
    """What pages show of the assessment of 公开属性: the last one, whether it was made on this text, and whether to make one."""
    made = latest(version)
    return {
        "assessment": made,
        "same": made is not None and made.made_on(wording),
        "assessable": version.state == "draft" and ASSESSMENT_POLICY.may(person, "assess", version),
    }


def lacking(policy: Policy, person: Any, action: str, record: Any) -> str | None:
    """None when the person may; "" when the role lacks; else what must be done first (the second factor)."""
    try:
        policy.check(person, action, record)
    except Denied as denied:
        return str(denied) if denied.second_factor else ""
    return None


def _buttons(request: Any, item: Item, version: Version) -> list[Button]:
    """What the person's roles are for, in the order of the table; the conclusions of a review are one button."""
    made: list[Button] = []
    reviewing: list[Option] = []
    for option in options(version, acting(request.user, item.organ)):
        move = option.move
        if move.name in NOT_OFFERED or lacking(POLICY, request.user, move.name, version) == "":
            continue
        if move.name in ONLY_WHEN_POSSIBLE and not option.possible:
            continue
        if move.name in REVIEWS and version.state in STAGES:
            reviewing.append(option)
            continue
        asks = bool(move.needs) or move.name == "publish"
        made.append(_button(item, move.name, move.title, asks, _why(option)))
    if reviewing:
        # 通过要另一人办，退回不必：有一种结论能作，审查页就能进
        why = "" if any(option.possible for option in reviewing) else _why(reviewing[0])
        made.insert(0, _review_button(item, version, why))
    return made + _item_buttons(request, item, version)


def _why(option: Option) -> str:
    return "".join(str(reason) for reason in option.reasons)


def _review_button(item: Item, version: Version, why: str) -> Button:
    title = STAGE_TITLES[STAGES[version.state]]
    return Button(title, reverse("workbench:review", args=[item.pk]), why=why, main=True)


def _button(item: Item, move: str, title: str, asks: bool, why: str) -> Button:
    if move in OWN_PAGE:
        return Button(title, reverse(f"workbench:{OWN_PAGE[move]}", args=[item.pk]), why=why)
    posts = move == "submit" or not asks
    url = reverse("workbench:item_step", args=[item.pk, move])
    return Button(title, url, posts=posts, why=why, main=move in ("submit", "publish"))


def _item_buttons(request: Any, item: Item, version: Version) -> list[Button]:
    made = []
    if version.ended and lacking(ITEM_POLICY, request.user, "new_version", item) is None:
        made.append(Button("另起一版", reverse("workbench:new_version", args=[item.pk]), posts=True))
    behind = item.current is not None and item.is_public and item.current.version_id != version.pk
    if behind and lacking(ITEM_POLICY, request.user, "withdraw", item) != "":
        made.append(Button("撤下公开的版本", reverse("workbench:item_step", args=[item.pk, "withdraw"])))
    repealable = item.validity.label and item.repealed_on is None
    if repealable and item.is_public and lacking(ITEM_POLICY, request.user, "repeal", item) != "":
        made.append(Button("标注废止", reverse("workbench:repeal", args=[item.pk])))
    return made


def _timeline(item: Item, numbers: Mapping[int, int]) -> list[Happening]:
    """What happened to the versions, whose ``numbers`` are given by key, and to the item itself."""
    steps = Q(subject_kind="publishing.version", subject_id__in=[str(key) for key in numbers])
    repealed = Q(subject_kind="publishing.item", subject_id=str(item.pk), move="repeal_item")
    events = Event.objects.filter(steps | repealed)
    many = len(numbers) > 1
    return [
        Happening(
            event.at,
            _title(event) + (f"（第{numbers[int(event.subject_id)]}版）" if many and event.case_number else ""),
            event.actor_name,
            _note(event),
        )
        for event in sorted(events, key=lambda each: each.pk)
    ]


def _title(event: Event) -> str:
    move = VERSION.move_of.get(event.move)
    return move.title if move else "标注废止"


def _note(event: Event) -> str:
    if event.move == "repeal_item":
        return f"自{event.after.get('repealed_on')}起废止，依据：{event.after.get('repealed_by')}"
    facts = event.facts
    said = [str(facts[name]) for name in ("opinion", "reason", "matter", "files") if facts.get(name)]
    if facts.get("basis"):
        said.append(f"（依据：{facts['basis']}）")
    if facts.get("publish_at"):
        said.append(f"定于{datetime.fromisoformat(str(facts['publish_at'])):%Y-%m-%d %H:%M}发布。")
    if event.move == "submit":
        said.append(f"第{facts.get('wording')}稿")
    return "".join(said)
