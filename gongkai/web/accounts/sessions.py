"""Sessions in the database that know whose they are, so that a person sees and ends his own (stack: Django's way to extend them)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

SEEN_EVERY = timedelta(minutes=1)
"""How exactly the last use is kept; finer would write to the database on every page."""


class SessionStore(DatabaseStore):
    """Django's database sessions in our own table."""

    @classmethod
    def get_model_class(cls) -> Any:
        from gongkai.web.accounts.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        model = self.get_model_class()
        known = model.objects.filter(pk=session.session_key).first() if session.session_key else None
        if known is not None:
            for name in ("person_id", "address", "browser", "started_at", "seen_at"):
                setattr(session, name, getattr(known, name))
        try:
            session.person_id = int(data["_auth_user_id"]) if data.get("_auth_user_id") else session.person_id
        except ValueError:
            session.person_id = None
        session.address = data.get("address") or session.address
        session.browser = data.get("browser") or session.browser
        return session


class LastSeen:
    """Keeps, for signed-in persons, from where and when the session was used last."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and request.session.session_key:
            from gongkai.web.accounts.models import Session

            now = timezone.now()
            Session.objects.filter(pk=request.session.session_key, seen_at__lt=now - SEEN_EVERY).update(seen_at=now)
        return response
