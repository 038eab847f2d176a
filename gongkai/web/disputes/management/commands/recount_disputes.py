"""``recount_disputes``: what disputes repeat of their history is set anew, after a choice of how table 4 counts was taken otherwise."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from gongkai.web.casework.services import counting_now, histories_of, keep_up
from gongkai.web.disputes.models import Dispute

PORTION = 500


class Command(BaseCommand):
    """Reads every history again; says how many rows of table 4 changed."""

    help = "改了表四的取法（law/choices.yaml）以后，把旧案件的计数照办理记录重新得出。可以重复执行。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all disputes in portions, each in a transaction of its own."""
        keys, changed = list(Dispute.objects.order_by("pk").values_list("pk", flat=True)), 0
        for start in range(0, len(keys), PORTION):
            with transaction.atomic():
                found = list(Dispute.objects.select_for_update().filter(pk__in=keys[start : start + PORTION]))
                histories = histories_of(found)
                for each in found:
                    before = _counted(each)
                    keep_up(each, histories[each.pk], counting_now(), timezone.localdate())
                    changed += before != _counted(each)
        self.stdout.write(f"案件{len(keys)}件，计数有变化的{changed}件。已经公布的年度报告不变。")


def _counted(dispute: Dispute) -> tuple[Any, ...]:
    return dispute.row, dispute.standing, dispute.outcome, dispute.began_on, dispute.concluded_on
