"""What fees put into the file of a case: every statement as JSON, the cancelled ones too."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from gongkai.web.applications.models import Application
from gongkai.web.fees.models import FeeStatement


def gather(sender: Any, *, application: Application, add: Callable[[str, str, bytes], None], **_: Any) -> None:
    """Put the statements into the bundle, if there are any."""
    names = ("tariff", "units", "amount", "standard", "basis", "counted", "receipt", "waiver_reason", "cancel_reason")
    days = ("on", "month", "notified_on", "delivered_on", "paid_on", "ended_on")
    found: list[dict[str, Any]] = []
    for each in FeeStatement.objects.filter(application=application).order_by("id"):
        dates = {name: value.isoformat() for name in days if (value := getattr(each, name))}
        found.append({"state": each.get_state_display(), **{name: getattr(each, name) for name in names}, **dates})
    if found:
        add("收费核算单.json", "收费核算单", json.dumps(found, ensure_ascii=False, indent=1).encode())
