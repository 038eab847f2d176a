"""The list of people, and the page of a person: roles, password, second factor, whether the account is in use."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.web.accounts import services as accounts
from gongkai.web.accounts.models import Person
from gongkai.web.organs import services
from gongkai.web.organs.access import (
    APPOINTMENT_POLICY,
    ORGAN_POLICY,
    current,
    may_manage_account,
    visible_people,
)
from gongkai.web.organs.authority import Denied, acting, is_verified
from gongkai.web.organs.models import Appointment, Organ
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.forms import (
    AppointmentForm,
    DayForm,
    KnownPersonForm,
    NewPersonForm,
    PersonForm,
    ReasonForm,
    SearchForm,
)
from gongkai.web.workbench.organs.once import keep_once, take_once
from gongkai.web.workbench.organs.organ_pages import found_organ, organ_crumbs, organ_url
from gongkai.web.workbench.organs.pages import Crumb, act_on, ask, page_of, start


def person_url(person: Person) -> str:
    """The page of a person."""
    return reverse("workbench:person", args=[person.pk])


def _crumbs(*more: Crumb) -> list[Crumb]:
    return start(("人员", reverse("workbench:people")), *more)


@staff
def people(request: Any) -> HttpResponse:
    """The people of the organs that the person may see, by name, role and organ."""
    organs = ORGAN_POLICY.visible(request.user, Organ.objects.all())
    form = SearchForm(request.GET, organs=organs)
    wanted = form.cleaned_data if form.is_valid() else {}
    appointments = APPOINTMENT_POLICY.visible(request.user, Appointment.objects.all())
    if not wanted.get("past"):
        appointments = appointments.filter(current())
    matching = appointments.filter(person=OuterRef("pk"))
    if wanted.get("role"):
        matching = matching.filter(role=wanted["role"])
    if wanted.get("organ"):
        matching = matching.filter(organ=wanted["organ"])
    rows = Person.objects.filter(Exists(matching))
    if not wanted.get("past"):
        rows = rows.filter(active=True)
    if words := (wanted.get("q") or "").strip():
        rows = rows.filter(Q(name__icontains=words) | Q(username__icontains=words.lower()))
    shown = appointments.select_related("organ", "section")
    rows = rows.prefetch_related(Prefetch("appointments", shown, to_attr="shown")).order_by("name", "username")
    context = {
        "form": form,
        "page": page_of(request, rows),
        "organ": request.organ,
        "may_add": APPOINTMENT_POLICY.may_in(request.user, "manage", request.organ),
        "crumbs": start(("人员", None)),
    }
    return render(request, "workbench/organs/people.html", context)


def _found(request: Any, pk: int) -> Person:
    return get_object_or_404(visible_people(request.user), pk=pk)


def _managed(request: Any, pk: int) -> Person:
    person = _found(request, pk)
    if may_manage_account(request.user, person):
        return person
    if not is_verified(request.user):
        raise Denied("管理账号需要先用动态口令再验证一次身份。", second_factor=True)
    raise Denied("您不能管理这个账号。要由管理其全部任职机关的系统管理员来办。")


@staff
@never_cache
def person(request: Any, pk: int) -> HttpResponse:
    """One person. A one-time password that was just made is shown here once."""
    found = _found(request, pk)
    held = APPOINTMENT_POLICY.visible(request.user, found.appointments.select_related("organ", "section"))
    appointments = list(held.order_by("-since", "role"))
    context = {
        "person": found,
        "appointments": [(each, APPOINTMENT_POLICY.may(request.user, "manage", each)) for each in appointments],
        "may_manage": may_manage_account(request.user, found),
        "second_factor": TOTPDevice.objects.filter(user=found, confirmed=True).exists(),
        "sessions": found.sessions.count(),
        "organ": request.organ,
        "may_appoint": found.active and APPOINTMENT_POLICY.may_in(request.user, "manage", request.organ),
        "one_time_password": _take_password(request, found),
        "crumbs": _crumbs((found.name, None)),
    }
    return render(request, "workbench/organs/person.html", context)


@staff
def add_person(request: Any, code: str) -> HttpResponse:
    """A new person with the first role."""
    organ = found_organ(request, code)
    APPOINTMENT_POLICY.check(request.user, "manage", Appointment(organ=organ))
    by = acting(request.user, organ)

    @transaction.atomic
    def add(given: dict[str, Any]) -> Person:
        role = {name: given.pop(name) for name in ("role", "section", "since", "until")}
        made = accounts.add_person(by=by, organ=organ, **given)
        services.appoint(made.person, organ, role.pop("role"), by=by, **role)
        _keep_password(request, made.person, made.one_time_password)
        return made.person

    return ask(
        request,
        partial(NewPersonForm, organ=organ),
        add,
        title=f"在{organ.short_name}新增人员",
        done="人员已经新增。",
        to=person_url,
        cancel=organ_url(organ),
        button="新增人员",
        intro="系统会给出一个一次性密码，请当面交给本人，首次登录时须改密码。已有账号的人员请用“任命已有账号的人员”。",
        crumbs=organ_crumbs(organ, ("新增人员", None)),
    )


@staff
def appoint_known(request: Any, code: str) -> HttpResponse:
    """A role for a person who has an account already, perhaps elsewhere."""
    organ = found_organ(request, code)
    APPOINTMENT_POLICY.check(request.user, "manage", Appointment(organ=organ))
    by = acting(request.user, organ)
    return ask(
        request,
        partial(KnownPersonForm, organ=organ),
        lambda given: services.appoint(given.pop("username"), organ, given.pop("role"), by=by, **given),
        title=f"在{organ.short_name}任命已有账号的人员",
        done="已经任命。",
        to=lambda made: person_url(made.person),
        cancel=organ_url(organ),
        button="任命",
        crumbs=organ_crumbs(organ, ("任命", None)),
    )


@staff
def appoint(request: Any, pk: int) -> HttpResponse:
    """Another role for a person in the organ in which one works."""
    found, organ = _found(request, pk), request.organ
    APPOINTMENT_POLICY.check(request.user, "manage", Appointment(organ=organ))
    by = acting(request.user, organ)
    return ask(
        request,
        partial(AppointmentForm, organ=organ),
        lambda given: services.appoint(found, organ, given.pop("role"), by=by, **given),
        title=f"任命{found}",
        done="已经任命。",
        to=person_url(found),
        button="任命",
        intro=f"任职的机关是{organ}。要在别的机关任命，请先在页面上方切换机关。",
        crumbs=_crumbs((found.name, person_url(found)), ("任命", None)),
    )


@staff
def end_appointment(request: Any, pk: int) -> HttpResponse:
    """Let a role end."""
    held = Appointment.objects.select_related("organ", "person", "section")
    appointment = APPOINTMENT_POLICY.get(request.user, held, "manage", pk=pk)
    by = acting(request.user, appointment.organ)
    return ask(
        request,
        partial(DayForm, label="任职止日", help_text="含当日，次日起不再有这个角色。"),
        lambda given: services.end_appointment(appointment, by=by, until=given["on"]),
        title=f"{appointment.person}不再担任{appointment.organ.short_name}{appointment.get_role_display()}",
        done="任职止日已经登记。",
        to=person_url(appointment.person),
        button="登记止日",
        crumbs=_crumbs((appointment.person.name, person_url(appointment.person)), ("任职截止", None)),
    )


@staff
def edit_person(request: Any, pk: int) -> HttpResponse:
    """Correct the particulars of a person."""
    found = _managed(request, pk)

    def edit(given: dict[str, Any]) -> Person:
        fresh = Person.objects.get(pk=found.pk)
        for name, value in given.items():
            setattr(fresh, name, value)
        return accounts.edit_person(fresh, by=acting(request.user, request.organ))

    return ask(
        request,
        partial(PersonForm, instance=found),
        edit,
        title=f"修改{found}的资料",
        done="已经保存。",
        to=person_url(found),
        crumbs=_crumbs((found.name, person_url(found)), ("修改资料", None)),
    )


@staff
def deactivate(request: Any, pk: int) -> HttpResponse:
    """Shut a person out and end the roles."""
    found = _managed(request, pk)
    by = acting(request.user, request.organ)
    return ask(
        request,
        ReasonForm,
        lambda given: services.deactivate_person(found, by=by, note=given["note"]),
        title=f"停用{found}的账号",
        done="账号已经停用，任职到今天为止，登录会话都已结束。",
        to=person_url(found),
        button="停用账号",
        intro="停用以后马上不能登录，全部任职到今天为止。以前办理的记录都留着。",
        crumbs=_crumbs((found.name, person_url(found)), ("停用账号", None)),
    )


def _button(act: Callable[[Any, Person], Any], done: str) -> Any:
    """A view for a button on the page of a person."""

    @require_POST
    @staff
    def pressed(request: Any, pk: int) -> HttpResponse:
        found = _managed(request, pk)
        return act_on(request, lambda: act(request, found), done=done, to=person_url(found))

    return pressed


def _by(request: Any) -> Any:
    return acting(request.user, request.organ)


new_password = _button(
    lambda request, found: _keep_password(request, found, accounts.set_password_by_administrator(found, _by(request))),
    "一次性密码已经重设，原来的登录会话都已结束。",
)
reset_second_factor = _button(
    lambda request, found: accounts.reset_second_factor(found, _by(request)),
    "动态口令已经解除，本人下次登录时重新绑定。",
)
reactivate = _button(
    lambda request, found: _keep_password(request, found, accounts.reactivate(found, _by(request))),
    "账号已经恢复，请重新任命角色。",
)
end_sessions = _button(
    lambda request, found: accounts.end_sessions(found, _by(request)),
    "登录会话都已结束。",
)


def _keep_password(request: Any, found: Person, password: str) -> None:
    keep_once(request, "one_time_password", {"person": found.pk, "password": password})


def _take_password(request: Any, found: Person) -> str:
    kept = take_once(request, "one_time_password", lambda kept: kept.get("person") == found.pk)
    return str(kept["password"]) if kept else ""
