"""One's own account: particulars, password, sessions, what happened lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.web.accounts import factors, services
from gongkai.web.accounts.entering import must_change_password
from gongkai.web.accounts.events import TITLES
from gongkai.web.accounts.forms import ChangePasswordForm
from gongkai.web.accounts.models import Person, Session
from gongkai.web.accounts.places import appointments_of, needs_second_factor
from gongkai.web.accounts.returning import wanted
from gongkai.web.accounts.sessions import outlived
from gongkai.web.accounts.views.second_factor import person_of
from gongkai.web.log.actors import actor
from gongkai.web.log.models import Event
from gongkai.web.log.services import kind_of

SHOWN_EVENTS = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A line of what happened lately, as the timeline takes it."""

    at: datetime
    title: str
    who: str
    note: str


def frame(request: HttpRequest, person: Person) -> str:
    """The template around the page: the workbench for who works there, in the organ chosen in its switch, else the portal."""
    held = {each.organ_id: each.organ for each in appointments_of(person)}
    organs = sorted(held.values(), key=lambda organ: (organ.order, organ.pk))
    if not organs or must_change_password(request, person):
        return "portal/base.html"
    chosen = request.session.get("organ")
    request.organs = tuple(organs)  # type: ignore[attr-defined]
    request.organ = next((organ for organ in organs if organ.pk == chosen), organs[0])  # type: ignore[attr-defined]
    return "workbench/base.html"


@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account."""
    person = person_of(request)
    given = {
        "frame": frame(request, person),
        "person": person,
        "appointments": appointments_of(person),
        "has_second_factor": factors.has_second_factor(person),
        "needs_second_factor": needs_second_factor(person),
        "codes_left": factors.codes_left(person),
        "sessions": _sessions(person),
        "this_session": request.session.session_key,
        "events": _events(person),
        "crumbs": [("工作台", "/workbench/"), ("我的账号", None)],
    }
    return render(request, "accounts/account.html", given)


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password, for who knows the one in use; all other sessions end."""
    person = person_of(request)
    form = ChangePasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_password(
                person, form.cleaned_data["new"], by=actor(person), keep=request.session.session_key
            )
        except ValidationError as problem:
            form.add_error("new", problem)
        else:
            auth.update_session_auth_hash(request, person)
            messages.success(request, "密码已修改，您在别处的登录都已结束。")
            return redirect(wanted(request, "account"))
    given = {
        "frame": frame(request, person),
        "form": form,
        "person": person,
        "next": request.POST.get("next") or request.GET.get("next") or "",
        "crumbs": [("工作台", "/workbench/"), ("我的账号", "/account/"), ("修改密码", None)],
    }
    return render(request, "accounts/change_password.html", given, status=422 if form.errors else 200)


@login_required
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """Ends one of one's own sessions, named by its place in time (keys are secrets and stand on no page)."""
    person = person_of(request)
    for session in _sessions(person):
        if session.mark == request.POST.get("session"):
            services.end_session(person, actor(person), session.pk)
            messages.success(request, "这处登录已经结束。")
            return redirect("account")
    raise Http404


@login_required
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Ends all of one's own sessions but this."""
    person = person_of(request)
    ended = services.end_sessions(person, actor(person), but=request.session.session_key)
    messages.success(request, f"已结束其他{ended}处登录。" if ended else "没有其他登录。")
    return redirect("account")


def _sessions(person: Person) -> list[Session]:
    """The sessions that still open something, the last used first."""
    now = timezone.now()
    standing = Session.objects.filter(person=person, expire_date__gt=now).order_by("-seen_at")
    return [session for session in standing if not outlived(session, now)]


def _events(person: Person) -> list[Line]:
    """The last of what happened, newest last."""
    events = Event.objects.filter(subject_kind=kind_of(person), subject_id=str(person.pk)).order_by("-id")
    return [
        Line(event.at, TITLES.get(event.move, event.move), event.actor_name, str(event.facts.get("address", "")))
        for event in reversed(events[:SHOWN_EVENTS])
    ]
