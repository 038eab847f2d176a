"""What django-allauth asks of us when the provider has answered."""

from __future__ import annotations

from typing import Any, NoReturn

import django_otp
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect, render

from gongkai.web.accounts.addresses import address_of
from gongkai.web.accounts.entering import enter, next_step
from gongkai.web.accounts.events import note_stranger
from gongkai.web.accounts.models import OutsideFactor, Person
from gongkai.web.accounts.returning import wanted


class OutsideAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Lets in whom we know; allauth's own ways of signing up and of connecting accounts are never reached."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Comes right after the provider's answer was found to be sound; always ends the matter itself."""
        said = sociallogin.account.extra_data or {}
        person = _person(str(sociallogin.account.uid or ""), said)
        if person is None:
            note_stranger("sign_in_failed", facts={"way": "unified", "address": address_of(request)})
            _refuse(
                request, 403, "统一身份认证已经通过，但本系统没有对应的人员。请本机关的系统管理员登记您的统一身份标识。"
            )
        enter(request, person, way="unified")
        if set(settings.OIDC_SECOND_FACTOR) & set(_list((said.get("id_token") or {}).get("amr"))):
            device, _ = OutsideFactor.objects.get_or_create(user=person, defaults={"name": settings.OIDC_NAME})
            django_otp.login(request, device)
        target = wanted(request, given=str((sociallogin.state or {}).get("next") or ""))
        raise ImmediateHttpResponse(redirect(next_step(request, person, target)))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **about: Any) -> None:
        _refuse(request, 401, "统一身份认证没有完成。可以再试一次，或者用登录名和密码登录。")


def _person(uid: str, said: dict[str, Any]) -> Person | None:
    """The person with the identity. None also when the provider's two statements are about different people."""
    stated = {str(part["sub"]) for part in (said.get("userinfo"), said.get("id_token")) if part and part.get("sub")}
    if not uid or len(stated) > 1:
        return None
    return Person.objects.filter(outside_id=uid, active=True).first()


def _list(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _refuse(request: HttpRequest, status: int, text: str) -> NoReturn:
    raise ImmediateHttpResponse(render(request, "accounts/outside_refused.html", {"text": text}, status=status))
