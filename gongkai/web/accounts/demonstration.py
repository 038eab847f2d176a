"""The people of the demonstration on the sign-in page, with their one password and a second factor that shows its code.

All of it is read from ``HOME/demonstration``, which only the demonstration's builder writes, and nothing of it is shown
or done unless ``settings.DEMONSTRATION`` holds: each function asks that first.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.web.accounts.factors import current_code, new_key
from gongkai.web.accounts.models import Person

DEVICE = "演示用动态口令"


@dataclass(frozen=True, slots=True)
class Entry:
    """One person to sign in as: the sign-in name, the name, the titles of the roles, and the organ's short name."""

    username: str
    name: str
    roles: tuple[str, ...]
    organ: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What the sign-in page of the demonstration shows."""

    password: str
    people: tuple[Entry, ...]


def path() -> Path:
    """Where the offer is kept."""
    return Path(settings.HOME) / "demonstration"


def write_offer(password: str, people: Iterable[Entry]) -> None:
    """Keep what the sign-in page shows. From the next start on, the installation is a demonstration."""
    data = {"password": password, "people": [asdict(each) for each in people]}
    draft = path().with_name(f".demonstration.{os.getpid()}")
    draft.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(path())


def offer() -> Offer | None:
    """What the sign-in page shows: nothing outside the demonstration, nor when the file is missing or no offer."""
    if not settings.DEMONSTRATION:
        return None
    try:
        data: Any = json.loads(path().read_text(encoding="utf-8"))
        people = tuple(
            Entry(str(each["username"]), str(each["name"]), tuple(map(str, each["roles"])), str(each["organ"]))
            for each in data["people"]
        )
        return Offer(str(data["password"]), people)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def enrol_for_demonstration(person: Person) -> TOTPDevice:
    """Give a person of the demonstration a second factor whose code the page itself shows. Refuses anywhere else."""
    if not settings.DEMONSTRATION:
        raise PermissionError("只有演示系统可以使用演示用动态口令。")
    device, _ = TOTPDevice.objects.get_or_create(
        user=person, name=DEVICE, defaults={"confirmed": True, "key": new_key()}
    )
    return device  # type: ignore[no-any-return]


def shown_code(person: Person) -> str:
    """The code that the page shows for who has the demonstration's second factor; nothing for anyone else."""
    if not settings.DEMONSTRATION:
        return ""
    device = TOTPDevice.objects.filter(user=person, name=DEVICE, confirmed=True).first()
    return current_code(device, ahead=True) if device is not None else ""
