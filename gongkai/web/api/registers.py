"""What of the registers was released to the public."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from gongkai.web.api.listing import Asked, Text, page_of
from gongkai.web.api.schemas import Decision, Listing, Matter, Problem
from gongkai.web.registers import models

router = Router(tags=["事项和决定"])
RELEASED = models.Registered.State.RELEASED


@router.get("/matters", response={200: Listing[Matter], 422: Problem}, summary="权责和服务事项")
def matters(request: HttpRequest, asked: Asked, organ: Text = "", kind: Text = "") -> Any:
    """The matters of the inventory, removed ones too."""
    rows = _chosen(models.Matter, organ, kind).order_by("organ__order", "kind", "code", "name", "pk")
    return page_of(request, rows, asked, _matter)


@router.get("/decisions", response={200: Listing[Decision], 422: Problem}, summary="公开的许可、处罚等决定")
def decisions(request: HttpRequest, asked: Asked, organ: Text = "", kind: Text = "", year: int | None = None) -> Any:
    """The decisions shown to the public, newest first."""
    rows = _chosen(models.Decision, organ, kind)
    if year is not None:
        rows = rows.filter(decided_on__year=year) if 1949 <= year <= 2200 else rows.none()
    return page_of(request, rows.order_by("-decided_on", "-pk"), asked, _decision)


def _chosen(model: Any, organ: str, kind: str) -> Any:
    rows = model.objects.filter(state=RELEASED).select_related("organ")
    if organ:
        rows = rows.filter(organ__code=organ[:40])
    return rows.filter(kind=kind[:30]) if kind else rows


def _matter(row: models.Matter) -> dict[str, Any]:
    return {
        "organ": row.organ.code,
        "kind": row.kind,
        "code": row.code or None,
        "name": row.name,
        "basis": row.basis,
        "added_on": row.added_on,
        "removed_on": row.removed_on,
        "online_on": row.online_on,
    }


def _decision(row: models.Decision) -> dict[str, Any]:
    return {
        "organ": row.organ.code,
        "kind": row.kind,
        "number": row.number,
        "decided_on": row.decided_on,
        "subject": row.subject_shown,
        "content": row.content,
        "result": row.result,
        "basis": row.basis,
        "changed_on": row.changed_on,
        "changed_how": row.changed_how or None,
    }
