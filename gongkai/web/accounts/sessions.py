"""Sessions in the database that know whose they are, so that a person sees and ends his own (stack: Django's way to extend them).

A signed-in session ends after ``SESSION_IDLE_SECONDS`` without use and, used or not, ``SESSION_COOKIE_AGE`` after the
sign-in. Both are asked when it is loaded, so an old cookie opens nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

SEEN_EVERY = timedelta(minutes=1)
"""How exactly the last use is kept; finer would write to the database on every page."""


class SessionStore(DatabaseStore):
    """Django's database sessions in our own table."""

    seen_at: datetime | None = None
    """When the session was used last, as far as kept; None before it is loaded and for a new one."""

    @classmethod
    def get_model_class(cls) -> Any:
        from gongkai.web.accounts.models import Session

        return Session

    def _get_session_from_db(self) -> Any:
        found = super()._get_session_from_db()  # type: ignore[misc]
        if found is None:
            return None
        if found.person_id is not None and outlived(found):
            found.delete()
            self._session_key = None
            return None
        self.seen_at = found.seen_at
        return found

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        known = self.get_model_class().objects.filter(pk=session.session_key).first()
        if known is not None:
            for name in ("person_id", "address", "browser", "started_at", "seen_at"):
                setattr(session, name, getattr(known, name))
        whose = str(data.get("_auth_user_id") or "")
        session.person_id = int(whose) if whose.isdecimal() else None
        session.address = data.get("address") or session.address
        session.browser = data.get("browser") or session.browser
        if data.get("started_at"):
            # 换会话编号（如改密码后）不算重新登录，总时限从登录时算起
            session.started_at = datetime.fromisoformat(data["started_at"])
        return session


def outlived(session: Any, now: datetime | None = None) -> bool:
    """Whether a signed-in session has been idle or has lasted for too long."""
    now = now or timezone.now()
    idle = timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return bool(session.seen_at + idle < now or session.started_at + longest < now)


class LastSeen:
    """Keeps, for signed-in persons, when the session was used last."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # 没有碰过会话的请求（门户页面、静态文件）不为此去读数据库
        seen: datetime | None = getattr(request.session, "seen_at", None)
        now = timezone.now()
        if seen is not None and seen < now - SEEN_EVERY and request.session.session_key:
            from gongkai.web.accounts.models import Session

            Session.objects.filter(pk=request.session.session_key).exclude(person=None).update(seen_at=now)
        return response
