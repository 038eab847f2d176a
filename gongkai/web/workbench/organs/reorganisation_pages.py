"""Reorganisations: choose the kind, fill in, see what will happen, confirm. Seeing is doing it and taking it all back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.web.casework.forms import place
from gongkai.web.organs import services
from gongkai.web.organs.access import ORGAN_POLICY, may_add_root
from gongkai.web.organs.authority import Denied, acting, is_verified
from gongkai.web.organs.models import Organ, Reorganisation
from gongkai.web.organs.services.closing import what_ends_with
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import start
from gongkai.web.workbench.organs.reorganisation_forms import FORMS, ReorganisationForm

EXPLAINED = {
    "rename": "机关换了名称，其他不变。曾用名和用到哪一天会留下来。",
    "move": "机关连同它的下级换一个上级机关。",
    "merge": "几个机关合成一个：并入其中一个，或者新设一个。其余的撤销。",
    "split": "一个机关分成几个，或者划出一部分职能。",
    "dissolve": "机关撤销，职能由另一个机关承接，或者不再行使。",
}


@staff
def choose(request: Any) -> HttpResponse:
    """Which kind of reorganisation."""
    _check(request)
    kinds = [(kind.value, kind.label, EXPLAINED[kind.value]) for kind in Reorganisation.Kind]
    crumbs = start(("机关", reverse("workbench:organs")), ("机构调整", None))
    return render(request, "workbench/organs/reorganise.html", {"kinds": kinds, "crumbs": crumbs})


@staff
def reorganise(request: Any, kind: str) -> HttpResponse:
    """One kind: the form, then what will happen, then done."""
    _check(request)
    if kind not in FORMS:
        raise Http404
    administered = ORGAN_POLICY.visible(request.user, Organ.objects.all(), "reorganise")
    organs = administered.filter(dissolved_on=None)
    form = FORMS[kind](request.POST or None, organs=organs)
    context: dict[str, Any] = {
        "form": form,
        "kind": Reorganisation.Kind(kind),
        "explained": EXPLAINED[kind],
        "crumbs": start(
            ("机关", reverse("workbench:organs")),
            ("机构调整", reverse("workbench:reorganise")),
            (Reorganisation.Kind(kind).label, None),
        ),
    }
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        confirmed = "confirm" in request.POST
        try:
            with transaction.atomic():
                ending = _ending(kind, form)
                before = set(Organ.objects.values_list("pk", flat=True))
                counts = [(organ, what_ends_with(organ, form.cleaned_data["on"])) for organ in ending]
                made = _carry_out(request, kind, form)
                rows = list(made.successions.select_related("predecessor", "successor__parent"))
                _check_new_place(request, rows, administered)
                if not confirmed:
                    transaction.set_rollback(True)
        except ValidationError as problem:
            place(form, problem)
        else:
            if confirmed:
                messages.success(request, f"{made.get_kind_display()}已经登记，{made.on:%Y-%m-%d}起生效。")
                return redirect("workbench:organs")
            new = [row.successor for row in rows if row.successor and row.successor.pk not in before]
            shown = context | {"rows": rows, "ending": counts, "new": new}
            return render(request, "workbench/organs/reorganise_confirm.html", shown)
    status = 422 if request.method == "POST" and "back" not in request.POST else 200
    return render(request, "workbench/organs/reorganise_form.html", context, status=status)


def _check(request: Any) -> None:
    if not ORGAN_POLICY.visible(request.user, Organ.objects.all(), "reorganise").exists():
        ORGAN_POLICY.check(request.user, "reorganise", request.organ)
    if not is_verified(request.user):
        raise Denied("登记机构调整需要先用动态口令再验证一次身份。", second_factor=True)


def _carry_out(request: Any, kind: str, form: ReorganisationForm) -> Reorganisation:
    given = form.cleaned_data
    shared = {
        "on": given["on"],
        "basis": given["basis"],
        "note": given["note"],
        "by": acting(request.user, request.organ),
    }
    if kind == "rename":
        return services.rename_organ(given["organ"], name=given["name"], short_name=given["short_name"], **shared)
    if kind == "move":
        if given["parent"] is None and not may_add_root(request.user):
            raise ValidationError({"parent": "只有最上一级机关的系统管理员能让机关没有上级。"})
        return services.move_organ(given["organ"], parent=given["parent"], **shared)
    if kind == "merge":
        return services.merge_organs(
            list(given["organs"]),
            into=given["target"],
            what=given["what"],
            carry_people=given["carry_people"],
            **shared,
        )
    if kind == "split":
        return services.split_organ(given["organ"], into=given["into"], stays=given["stays"], **shared)
    return services.dissolve_organ(
        given["organ"], successor=given["successor"], what=given["what"], carry_people=given["carry_people"], **shared
    )


def _check_new_place(request: Any, rows: Any, administered: Any) -> None:
    """A new organ must stand where the person administers, too: below one of the own organs, or on top for who may."""
    for row in rows:
        made = row.successor
        if made is not None and not administered.filter(pk=made.pk).exists() and not may_add_root(request.user):
            raise ValidationError(f"{made}的上级机关不在您管理的范围内，请由上级机关的系统管理员登记。")


def _ending(kind: str, form: ReorganisationForm) -> list[Organ]:
    given = form.cleaned_data
    if kind == "merge":
        return [organ for organ in given["organs"] if organ != given["target"]]
    if kind == "dissolve" or (kind == "split" and not given["stays"]):
        return [given["organ"]]
    return []
