"""What is to be done about the registers, for the first page of the workbench."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ
from gongkai.web.registers.access import DECISION_POLICY, TALLY_POLICY
from gongkai.web.registers.models import Decision, Tally
from gongkai.web.registers.queries import to_withdraw
from gongkai.web.workbench.queue import Queue
from gongkai.web.workbench.registers.kinds import REGISTERS


def queues(person: Person, organ: Organ) -> list[Queue]:
    """Changed penalties to be withdrawn, records that others entered and wait for release, tallies to be signed."""
    found = []
    if DECISION_POLICY.holds(person, "withdraw", Decision(organ=organ, state="released")):
        due = to_withdraw(organ)
        if due:
            late = due[0][1] < timezone.localdate()
            why = f"最早的一件应在{due[0][1]:%Y-%m-%d}前撤回{'，已经过了' if late else ''}（{due[0][2]}）。"
            found.append(
                Queue(
                    "变更、撤销后还在公开的行政处罚",
                    reverse("workbench:registers"),
                    len(due),
                    "bad" if late else "warn",
                    why,
                )
            )
    for each in REGISTERS.values():
        if each.policy.holds(person, "release", each.model(organ=organ, state="entered")):
            waiting = each.model.objects.filter(organ=organ, state="entered").exclude(entered_by=person).count()
            if waiting:
                address = f"{reverse(f'workbench:{each.key}')}?state=entered"
                found.append(Queue(f"等待审定公开的{each.title}", address, waiting, "info", "由登记以外的人审定。"))
    if TALLY_POLICY.holds(person, "confirm", Tally(organ=organ, state="entered")):
        waiting = Tally.objects.filter(organ=organ, state="entered").exclude(entered_by=person).count()
        if waiting:
            found.append(
                Queue("等待核签的汇总数", reverse("workbench:tallies"), waiting, "info", "核签以后才计入年报。")
            )
    return found
