"""The tree of organs, the page of an organ, its sections and its leading group."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.log.actors import Actor
from gongkai.web.organs import services
from gongkai.web.organs.access import (
    APPOINTMENT_POLICY,
    GROUP_POLICY,
    ORGAN_POLICY,
    SECTION_POLICY,
    may_add_root,
)
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.organs.models import GroupMember, Organ, Section
from gongkai.web.organs.queries import history_of, in_force, leading_group_on, people_by_role, tree
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.forms import DayForm, MemberForm, OrganForm, SectionForm
from gongkai.web.workbench.organs.pages import Crumb, ask, lacks_second_factor, page_of, start

ALONE = (
    "没有上级的机关自成一家，您管理的机关都管不到它，所以增设以后您同时担任它的系统管理员。"
    "要增设县里的局、乡镇，请打开县政府的页面，点“增设下级机关”。"
)


def found_organ(request: Any, code: str, action: str = "read") -> Organ:
    """The organ, if the person may; else 404 or a refusal."""
    return ORGAN_POLICY.get(request.user, Organ.objects.select_related("parent"), action, code=code)


def organ_url(organ: Organ) -> str:
    """The page of an organ in the workbench."""
    return reverse("workbench:organ", args=[organ.code])


def organ_crumbs(organ: Organ, *more: Crumb) -> list[Crumb]:
    """Where pages of an organ stand."""
    return start(("机关", reverse("workbench:organs")), (organ.short_name, organ_url(organ)), *more)


@staff
def organs(request: Any) -> HttpResponse:
    """The organs that the person may see, as a tree."""
    nodes = [node for root in tree(ORGAN_POLICY.visible(request.user, Organ.objects.all())) for node in root.walk()]
    page = page_of(request, nodes)
    context = {
        "page": page,
        "may_add_root": may_add_root(request.user),
        "may_reorganise": ORGAN_POLICY.may(request.user, "reorganise", request.organ),
        "may_import": ORGAN_POLICY.may(request.user, "import", request.organ),
        "needs_second_factor": lacks_second_factor(request.user, ORGAN_POLICY, "edit", request.organ),
        "crumbs": start(("机关", None)),
    }
    return render(request, "workbench/organs/organs.html", context)


@staff
def organ(request: Any, code: str) -> HttpResponse:
    """One organ: particulars, sections, who holds which role, leading group, what became of it."""
    found = found_organ(request, code)
    context = {
        "organ": found,
        "sections": list(found.sections.order_by("closed_on", "order", "name")),
        "roles": people_by_role(found),
        "group": leading_group_on(found),
        "names": list(found.former_names.all()),
        "history": history_of(found),
        "documents": list(in_force(found)),
        "may_edit": ORGAN_POLICY.may(request.user, "edit", found) and found.exists_now,
        "may_add_below": ORGAN_POLICY.may(request.user, "add_below", found) and found.exists_now,
        "may_sections": SECTION_POLICY.may_in(request.user, "manage", found) and found.exists_now,
        "may_people": APPOINTMENT_POLICY.may_in(request.user, "manage", found),
        "may_group": GROUP_POLICY.may_in(request.user, "manage", found) and found.exists_now,
        "needs_second_factor": lacks_second_factor(request.user, ORGAN_POLICY, "edit", found),
        "crumbs": start(("机关", reverse("workbench:organs")), (found.short_name, None)),
    }
    return render(request, "workbench/organs/organ.html", context)


@staff
def add_organ(request: Any, code: str = "") -> HttpResponse:
    """An organ below another, or a topmost one."""
    parent = found_organ(request, code, "add_below") if code else None
    if parent is None and not may_add_root(request.user):
        raise Denied("只有最上一级机关的系统管理员能增设没有上级的机关，并且要先用动态口令验证身份。")
    initial = {name: getattr(parent, name) for name in ("region_name", "region_code", "level")} if parent else {}
    by = acting(request.user, parent or request.organ)
    return ask(
        request,
        partial(OrganForm, initial=initial),
        lambda given: _add_organ(request.user, by, parent, given),
        intro="" if parent else ALONE,
        title=f"在{parent}下增设机关" if parent else "增设没有上级的机关",
        done="机关已经增设。接着请增设科室、任命人员。" + ("" if parent else "您现在也是它的系统管理员。"),
        to=organ_url,
        cancel=organ_url(parent) if parent else reverse("workbench:organs"),
        crumbs=organ_crumbs(parent, ("增设下级机关", None)) if parent else start(("增设机关", None)),
    )


@transaction.atomic
def _add_organ(person: Any, by: Actor, parent: Organ | None, given: dict[str, Any]) -> Organ:
    """The new organ. No role reaches a topmost one from elsewhere, so whoever adds it becomes its administrator."""
    made = services.add_organ(by=by, parent=parent, **given)
    if parent is None:
        services.appoint(person, made, Role.ADMINISTRATOR, by=by, since=timezone.localdate())
    return made


@staff
def edit_organ(request: Any, code: str) -> HttpResponse:
    """Correct the particulars of an organ."""
    found = found_organ(request, code, "edit")
    return ask(
        request,
        partial(OrganForm, instance=found),
        lambda given: services.edit_organ(found, by=acting(request.user, found), **given),
        title=f"修改{found.short_name}的资料",
        done="已经保存。",
        to=organ_url,
        cancel=organ_url(found),
        crumbs=organ_crumbs(found, ("修改资料", None)),
    )


@staff
def add_section(request: Any, code: str) -> HttpResponse:
    """A section of an organ."""
    found = found_organ(request, code)
    SECTION_POLICY.check(request.user, "manage", Section(organ=found))
    return ask(
        request,
        SectionForm,
        lambda given: services.add_section(found, by=acting(request.user, found), **given),
        title="增设科室",
        done="科室已经增设。",
        to=organ_url(found),
        crumbs=organ_crumbs(found, ("增设科室", None)),
    )


def _section(request: HttpRequest, pk: int) -> Section:
    return SECTION_POLICY.get(request.user, Section.objects.select_related("organ"), "manage", pk=pk)


@staff
def edit_section(request: Any, pk: int) -> HttpResponse:
    """Correct a section."""
    section = _section(request, pk)
    return ask(
        request,
        partial(SectionForm, instance=section),
        lambda given: services.edit_section(section, by=acting(request.user, section.organ), **given),
        title=f"修改{section}",
        done="已经保存。",
        to=organ_url(section.organ),
        crumbs=organ_crumbs(section.organ, (f"修改{section}", None)),
    )


@staff
def close_section(request: Any, pk: int) -> HttpResponse:
    """Close a section."""
    section = _section(request, pk)
    return ask(
        request,
        partial(DayForm, label="从哪一天起撤销", help_text="科室里的任职到前一天为止。"),
        lambda given: services.close_section(section, by=acting(request.user, section.organ), on=given["on"]),
        title=f"撤销{section}",
        done="科室已经撤销，以前的记录都留着。",
        to=organ_url(section.organ),
        button="撤销科室",
        intro="科室撤销以后不再出现在选择里，它以前的记录、任职都留着。这一步不能撤回。",
        crumbs=organ_crumbs(section.organ, (f"撤销{section}", None)),
    )


@staff
def group(request: Any, code: str) -> HttpResponse:
    """The leading group, now and before."""
    found = found_organ(request, code)
    now = leading_group_on(found)
    former = found.group_members.exclude(pk__in=[member.pk for member in now]).order_by("-since", "order")
    context = {
        "organ": found,
        "now": now,
        "page": page_of(request, former),
        "may_manage": GROUP_POLICY.may_in(request.user, "manage", found) and found.exists_now,
        "needs_second_factor": lacks_second_factor(request.user, GROUP_POLICY, "manage", GroupMember(organ=found)),
        "crumbs": organ_crumbs(found, ("领导小组", None)),
    }
    return render(request, "workbench/organs/group.html", context)


@staff
def add_member(request: Any, code: str) -> HttpResponse:
    """A member of the leading group."""
    found = found_organ(request, code)
    GROUP_POLICY.check(request.user, "manage", GroupMember(organ=found))
    address = reverse("workbench:group", args=[found.code])
    return ask(
        request,
        MemberForm,
        lambda given: services.add_member(found, by=acting(request.user, found), **given),
        title="增加领导小组成员",
        done="成员已经登记。",
        to=address,
        crumbs=organ_crumbs(found, ("领导小组", address), ("增加成员", None)),
    )


@staff
def end_member(request: Any, pk: int) -> HttpResponse:
    """Let a place in the leading group end."""
    member = get_object_or_404(GROUP_POLICY.visible(request.user, GroupMember.objects.select_related("organ")), pk=pk)
    GROUP_POLICY.check(request.user, "manage", member)
    address = reverse("workbench:group", args=[member.organ.code])
    return ask(
        request,
        partial(DayForm, label="止日", help_text="含当日。"),
        lambda given: services.end_member(member, by=acting(request.user, member.organ), until=given["on"]),
        title=f"{member.name}离开领导小组",
        done="已经登记。",
        to=address,
        crumbs=organ_crumbs(member.organ, ("领导小组", address), ("登记止日", None)),
    )
