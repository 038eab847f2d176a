"""Many that wait for one reviewer on one page. Each is decided by itself, with an opinion of its own (一事一审)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gongkai.casework import NotAllowed
from gongkai.publishing.moves import CONCLUSIONS, DISCLOSURE_CLASSES, REVIEW_MOVES, STAGE_TITLES, STAGES
from gongkai.web.casework.forms import offer
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.publishing import services
from gongkai.web.publishing.access import POLICY
from gongkai.web.publishing.models import Version, Wording
from gongkai.web.screening.models import Screening
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.publishing.forms import Refusable
from gongkai.web.workbench.publishing.review_forms import BASES
from gongkai.web.workbench.publishing.waiting import REVIEWS, conditions, listed

PAGE_SIZE = 30


class RowForm(Refusable):
    """One reviewer's conclusion on one of the list; left alone it says nothing."""

    conclusion = forms.ChoiceField(label="结论", required=False)
    opinion = forms.CharField(label="意见", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    basis = forms.CharField(label="依据", required=False, max_length=500)
    wording = forms.IntegerField(widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, stage: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [each for (where, each), _ in REVIEW_MOVES.items() if where == stage]
        offer(self, "conclusion", [("", "这次不办"), *((each, CONCLUSIONS[each]) for each in offered)])
        self.fields["basis"].initial = BASES[stage]

    @property
    def shown(self) -> list[Any]:
        """The fields to be filled in; none of them is called 选填, since each is needed once a conclusion is chosen."""
        names = ("conclusion", "opinion", "basis")
        for name in names:
            self.fields[name].required = True
        return [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("conclusion"):
            if str(given.get("opinion", "")).strip():
                self.add_error("conclusion", "写了意见，还没有选结论。")
            return given
        for name, title in (("opinion", "意见"), ("basis", "依据")):
            if not str(given.get(name, "")).strip():
                self.add_error(name, f"请填写{title}，每一件都要有。")
        return given


@dataclass
class Row:
    """A version that waits, with its form; ``screened`` says in words what the machine found."""

    version: Any
    wording: int
    stage: str
    stage_title: str
    class_title: str
    days: int
    screened: str
    tone: str
    form: RowForm


@staff
def review_many(request: Any) -> HttpResponse:
    """The list with a form in each row; what was recorded leaves it, what was refused stays with its sentence."""
    rows, lost = _rows(request), []
    if request.method == "POST":
        lost = _lost(request, rows)
        chosen = [
            row for row in rows if row.form.is_bound and row.form.is_valid() and row.form.cleaned_data["conclusion"]
        ]
        _ask_for_second_factor(request.user, chosen)
        done = [row for row in chosen if _recorded(request, row)]
        rows = [row for row in rows if row not in done]
        if done:
            messages.success(request, f"已记录{len(done)}件：{_some([row.version.title for row in done])}。")
        if not lost and not any(row.form.errors for row in rows):
            if not done:
                messages.info(request, "没有选结论，什么也没有记录。")
            return redirect("workbench:review_many")
    wrong = [row for row in rows if row.form.errors]
    context = {
        "rows": rows,
        "wrong": wrong,
        "lost": lost,
        "more": max(0, _waiting(request).count() - PAGE_SIZE),
        "crumbs": [("工作台", "/workbench/"), ("公开信息", reverse("workbench:items")), ("逐件批量审查", None)],
    }
    return render(request, "workbench/publishing/review_many.html", context, status=422 if wrong or lost else 200)


def _ask_for_second_factor(person: Any, rows: list[Row]) -> None:
    """Before anything is recorded: half a list recorded and then a page that asks for a code would leave people guessing."""
    for row in rows:
        try:
            POLICY.check(person, REVIEW_MOVES[row.stage, row.form.cleaned_data["conclusion"]], row.version)
        except Denied as denied:
            if denied.second_factor:
                raise


def _waiting(request: Any) -> Any:
    """What waits for the person's own review, the longest waiting first."""
    wanted = (condition for move, condition in conditions(request.user).items() if move in REVIEWS)
    return listed(request.organ).filter(reduce(or_, wanted, Q(pk__in=[]))).order_by("entered_at", "id")


def _rows(request: Any) -> list[Row]:
    versions = list(_waiting(request)[:PAGE_SIZE])
    wordings = _wordings(versions)
    screenings = _screenings(list(wordings.values()))
    today, rows = timezone.localdate(), []
    for version in versions:
        wording, stage = wordings[version.pk], STAGES[version.state]
        prefix = f"v{version.pk}"
        bound = request.POST if request.method == "POST" and f"{prefix}-wording" in request.POST else None
        screened, tone = _told(screenings.get(wording))
        rows.append(
            Row(
                version=version,
                wording=wording,
                stage=stage,
                stage_title=STAGE_TITLES[stage],
                class_title=DISCLOSURE_CLASSES.get(version.disclosure_class, ""),
                days=(today - timezone.localdate(version.entered_at)).days,
                screened=screened,
                tone=tone,
                form=RowForm(stage, bound, prefix=prefix, initial={"wording": wording}),
            )
        )
    return rows


def _wordings(versions: list[Any]) -> dict[int, int]:
    rows = Wording.objects.filter(version__in=[version.pk for version in versions]).order_by("number")
    return dict(rows.values_list("version_id", "pk"))


def _screenings(wordings: list[int]) -> dict[int, Screening]:
    rows = Screening.objects.filter(wording__in=wordings).defer("hits").order_by("id")
    return {row.wording_id: row for row in rows}


def _told(screening: Screening | None) -> tuple[str, str]:
    if screening is None:
        return "没有筛查记录", "neutral"
    said = [
        f"{title}{number}处"
        for title, number in (("须处理", screening.errors), ("请核对", screening.warnings), ("提示", screening.notices))
        if number
    ]
    if not said:
        return "没有找到", "good"
    return "、".join(said), "bad" if screening.errors else "warn" if screening.warnings else "info"


def _recorded(request: Any, row: Row) -> bool:
    """Record one conclusion in a transaction of its own; a refusal stands in its row and hinders no other."""
    given = dict(row.form.cleaned_data)
    if given.pop("wording") != row.wording:
        row.form.add_error(None, "这一稿已经退回或者换过，结论没有记录，请打开看现在的文稿。")
        return False
    version = Version.objects.select_related("organ", "item__section").get(pk=row.version.pk)
    try:
        POLICY.check(request.user, REVIEW_MOVES[row.stage, given["conclusion"]], version)
        services.review(version, by=acting(request.user, version.organ), **given)
    except (NotAllowed, ValidationError) as refusal:
        row.form.refuse(refusal)
    except Denied as denied:
        row.form.add_error(None, str(denied))
    else:
        return True
    return False


def _lost(request: Any, rows: list[Row]) -> list[str]:
    """The opinions sent for versions that wait no longer, since somebody else was quicker."""
    there = {f"v{row.version.pk}" for row in rows}
    sent = [
        name.removesuffix("-conclusion")
        for name, value in request.POST.items()
        if name.endswith("-conclusion") and value
    ]
    return [request.POST.get(f"{name}-opinion", "").strip() for name in sent if name not in there]


def _some(titles: list[str]) -> str:
    shown = "、".join(f"“{title}”" for title in titles[:3])
    return shown if len(titles) <= 3 else f"{shown}等"
