"""What follows when someone has proved who he is: the session, the event, and the page that comes next."""

from __future__ import annotations

from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.web.accounts.addresses import address_of, browser_of
from gongkai.web.accounts.events import note_person
from gongkai.web.accounts.models import Person
from gongkai.web.accounts.places import needs_second_factor
from gongkai.web.accounts.returning import by_way_of
from gongkai.web.accounts.sessions import SessionStore

BACKEND = "gongkai.web.accounts.backends.PersonBackend"


@transaction.atomic
def enter(request: HttpRequest, person: Person, *, way: str) -> None:
    """Sign the person in under a new session key. ``way``: ``password``, ``unified``."""
    auth.login(request, person, backend=BACKEND)
    request.session["address"] = address_of(request)
    request.session["browser"] = browser_of(request)
    request.session["way"] = way
    request.session["started_at"] = timezone.now().isoformat()
    # 过期的会话顺手清掉，不另设定时任务
    SessionStore.clear_expired()
    note_person(person, "sign_in", facts={"way": way, "address": address_of(request)})


def must_change_password(request: HttpRequest, person: Person) -> bool:
    """Whether a new password comes before anything else: not for who came in without one."""
    return person.must_change_password and request.session.get("way") != "unified"


def next_step(request: HttpRequest, person: Person, target: str) -> str:
    """The page after signing in: a new password when one must be set, the second factor when there is or should be one,
    else ``target``."""
    if must_change_password(request, person):
        return by_way_of("change_password", target)
    if DEVICE_ID_SESSION_KEY in request.session:
        return target
    if TOTPDevice.objects.filter(user=person, confirmed=True).exists():
        return by_way_of("second_factor", target)
    if needs_second_factor(person):
        return by_way_of("set_up_second_factor", target)
    return target
