"""What is to be done here, for the first page of the workbench: a year that waits for its notice."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from gongkai.web.accounts.models import Person
from gongkai.web.holidays.access import reaches_top
from gongkai.web.holidays.queries import missing_years
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue


def queues(person: Person, organ: Organ) -> list[Queue]:
    """One for whoever may enter a notice, while one is missing."""
    missing = missing_years(timezone.localdate()) if reaches_top(person) else ()
    if not missing:
        return []
    told = "、".join(f"{year}年" for year in missing)
    why = f"{told}的放假通知还没有录入，跨到那时的期限都只能暂计。"
    return [Queue("待录入的放假通知", reverse("workbench:holidays"), len(missing), "warn", why)]
