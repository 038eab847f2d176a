"""The second factor: one-time codes of an authenticator (TOTP, RFC 6238), and recovery codes for when it is lost.

A recovery code is kept as a keyed digest; whoever reads the database finds none that works. Wrong codes are slowed down
by django-otp: after each, the wait until the next try doubles.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
import unicodedata
from base64 import b32encode
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from gongkai.web.accounts.events import note_person
from gongkai.web.accounts.models import Person

RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class WrongCode(ValueError):
    """The code does not hold; the text says why and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The new device and the recovery codes, to be shown once."""

    device: Device
    codes: tuple[str, ...]


def has_second_factor(person: Person) -> bool:
    """Whether an authenticator is bound."""
    return bool(TOTPDevice.objects.filter(user=person, confirmed=True).exists())


def codes_left(person: Person) -> int:
    """How many recovery codes have not been used."""
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=person))


def new_key() -> str:
    """A key for an authenticator (160 bits, in hex), before it is bound."""
    return str(random_hex(20))


def candidate(person: Person, key: str) -> TOTPDevice:
    """The device that would be bound to the key; not saved."""
    return TOTPDevice(user=person, name="动态口令", key=key, confirmed=False)


def written(key: str) -> str:
    """The key as people type it into an authenticator: groups of four."""
    plain = b32encode(bytes.fromhex(key)).decode().rstrip("=")
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


@transaction.atomic
def enrol(person: Person, key: str, code: str) -> Enrolled:
    """Bind the authenticator that shows ``code`` for ``key``, instead of any before. Raises ``WrongCode``."""
    Person.objects.select_for_update().get(pk=person.pk)
    device = candidate(person, key)
    if not _is_shown(device, code):
        raise WrongCode(
            "动态口令不对。请填手机上刚刚显示的6位数字；如果一直不对，请核对手机的时间是不是自动校准的，再扫一次二维码。"
        )
    TOTPDevice.objects.filter(user=person).delete()
    device.confirmed = True
    device.save()
    note_person(person, "enrol_second_factor")
    return Enrolled(device, make_recovery_codes(person))


@transaction.atomic
def make_recovery_codes(person: Person) -> tuple[str, ...]:
    """Ten new recovery codes, such as ``k7mq2-w3htz``; those before stop working."""
    codes = tuple(f"{_letters()}-{_letters()}" for _ in range(RECOVERY_CODES))
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="恢复码")
    for code in codes:
        device.token_set.create(token=_digest(person, code))
    note_person(person, "make_recovery_codes", facts={"codes": len(codes)})
    return codes


def verify(person: Person, code: str) -> Device:
    """The device that the code is of; the code is used up. Raises ``WrongCode``, also while tries are slowed down.

    Six digits are a code of the authenticator, anything else is taken for a recovery code.
    """
    plain = _plain(code)
    if not plain:
        raise WrongCode("请填写动态口令：手机上显示的6位数字。手机不在身边的，填一个恢复码。")
    with transaction.atomic():
        of_authenticator = plain.isdecimal() and len(plain) <= 8
        kind: Any = TOTPDevice if of_authenticator else StaticDevice
        device = kind.objects.select_for_update().filter(user=person, confirmed=True).first()
        if device is None:
            why = "还没有绑定动态口令。" if of_authenticator else "没有可用的恢复码，请填手机上显示的6位数字。"
        else:
            why = _refusal(person, device, plain if of_authenticator else _digest(person, plain))
        if not why:
            note_person(person, "second_factor" if of_authenticator else "recovery_code")
            return device  # type: ignore[no-any-return]
    # 失败的次数要留下来：不能随着拒绝一起回滚
    raise WrongCode(why)


def _refusal(person: Person, device: Any, token: str) -> str:
    """Why the device does not take the token; nothing when it does. A refused token slows the next try down."""
    allowed, about = device.verify_is_allowed()
    if not allowed:
        until = (about or {}).get("locked_until") or timezone.now()
        seconds = max(1, math.ceil((until - timezone.now()).total_seconds()))
        wait = f"{seconds}秒" if seconds < 100 else f"{math.ceil(seconds / 60)}分钟"
        return f"连续填错，为防止有人试口令，请等{wait}再填。手机丢了的，填一个恢复码，或者请系统管理员解除绑定。"
    used = isinstance(device, TOTPDevice) and _was_used(device, token)
    if device.verify_token(token):
        return ""
    note_person(person, "second_factor_failed")
    if used:
        return "这个口令刚才已经用过。请等手机上换成下一个（最多30秒）再填。"
    return "动态口令不对。请填手机上刚刚显示的6位数字；恢复码每个只能用一次。"


def current_code(device: TOTPDevice, *, ahead: bool = False) -> str:
    """What an authenticator shows for the device now; with ``ahead`` the next one, when this one has been used."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = timezone.now().timestamp()
    if ahead and totp.t() <= device.last_t:
        totp.time = totp.time + device.step
    return f"{totp.token():0{device.digits}d}"


def _is_shown(device: TOTPDevice, code: str) -> bool:
    """Whether the code is of the device now; marks it as used on the (unsaved) device."""
    plain = _plain(code)
    if not plain.isdecimal() or len(plain) != device.digits:
        return False
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = timezone.now().timestamp()
    if not totp.verify(int(plain), device.tolerance):
        return False
    device.last_t, device.drift = totp.t(), totp.drift
    return True


def _was_used(device: TOTPDevice, token: str) -> bool:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = device.t0 + device.last_t * device.step
    return device.last_t >= 0 and bool(totp.token() == int(token))


def _letters() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(5))


def _plain(code: str) -> str:
    """The code as typed on any keyboard: full-width digits, spaces and dashes make no difference."""
    return "".join(each for each in unicodedata.normalize("NFKC", code).lower() if each.isalnum())[:32]


def _digest(person: Person, code: str) -> str:
    """What is kept of a recovery code (64 bits, the length of django-otp's column)."""
    text = f"recovery:{person.pk}:{_plain(code)}"
    return hmac.new(settings.LOOKUP_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:16]
