"""What is to be done in concerns and meetings, for the first page of the workbench."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.concerns.access import MEETING_POLICY, POLICY, QUESTION_POLICY
from gongkai.web.concerns.models import Concern, PublicMeeting
from gongkai.web.concerns.queries import counts, questions_waiting
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue

_OFFICE, _HEADS = frozenset({Role.FOI_OFFICER}), frozenset({Role.LEADING_GROUP})
_CHIEFS, _WRITERS = frozenset({Role.SECTION_HEAD}), frozenset({Role.INFO_OFFICER})
_HEAPS = {
    "overdue": ("逾期没有回应的舆情", "bad", "时限以小时计，夜间、休息日照算（国办发〔2016〕61号、80号）。", _OFFICE | _HEADS | _CHIEFS | _WRITERS),
    "received": ("待研判的舆情", "bad", "看公众关注什么，定级，交给承办科室。", _OFFICE),
    "assessed": ("应对中的舆情", "warn", "拟写回应以后由另一人审核。", _CHIEFS | _WRITERS),
    "drafted": ("待审核的舆情回应", "bad", "拟稿人以外的人审核。", _OFFICE | _HEADS | _CHIEFS),
    "approved": ("审核通过、待发布的舆情回应", "bad", "发布以后登记在哪里、什么时刻发布。", _OFFICE),
    "silence": ("拟不回应、待批准的舆情", "warn", "批准，或者要求继续回应。", _HEADS),
}  # fmt: skip


def queues(person: Person, organ: Organ) -> list[Queue]:
    """The heaps in which something waits for the roles that the person holds here."""
    held, found = roles_in(person, organ), []
    if held & (_OFFICE | _HEADS | _CHIEFS | _WRITERS):
        here = reverse("workbench:concerns")
        numbers = counts(POLICY.visible(person, Concern.objects.filter(organ=organ)))
        found = [
            Queue(title, f"{here}?heap={name}", numbers[name], tone, why)
            for name, (title, tone, why, roles) in _HEAPS.items()
            if numbers[name] and held & roles
        ]
    if held & (_OFFICE | _WRITERS):
        waiting = QUESTION_POLICY.visible(person, questions_waiting(organ)).count()
        if waiting:
            here = f"{reverse('workbench:meetings')}?state=announced"
            found.append(Queue("待审核、待答复的访谈提问", here, waiting, "warn", "审核以后才在门户上显示。"))
    if MEETING_POLICY.may_in(person, "hold", organ):
        past = PublicMeeting.objects.filter(organ=organ, state__in=("prepared", "announced"))
        number = past.filter(starts_at__lt=timezone.now()).count()
        if number:
            here = f"{reverse('workbench:meetings')}?state=announced"
            found.append(Queue("时间已到、还没有登记举行的活动", here, number, "info", "登记已经举行，或者取消。"))
    return found
