"""Figures of applications, messages and disputes."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from gongkai.applications.counted import ENDS
from gongkai.casework.events import told
from gongkai.disputes.outcomes import counted_standings, outcomes
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import GOING
from gongkai.web.assessment.counting.figures import Asked, Query, Record, register
from gongkai.web.disputes.models import Dispute
from gongkai.web.messages.counting import GOOD
from gongkai.web.messages.models import Message


def _answered(asked: Asked) -> Q:
    return Q(ended_on__range=(asked.since, asked.until), answer_due_on__isnull=False) & ~Q(
        outcome__in=sorted(set(ENDS.values()))
    )


def _unanswered(asked: Asked) -> Q:
    """Over its last day on the cut-off day without an answer; answered since, perhaps."""
    still = Q(ended_on=None, due_on__lt=asked.until, clock_status__in=GOING)
    return still | Q(ended_on__gt=asked.until, answer_due_on__lt=asked.until)


def applications_due(asked: Asked) -> QuerySet[Application]:
    """Applications that were answered in the period, or should have been by the cut-off day and were not."""
    return Application.objects.filter(_answered(asked) | _unanswered(asked))


def applications_late(asked: Asked) -> Q:
    """Of those, the ones that came too late or not at all."""
    return (_answered(asked) & Q(answer_due_on__lt=F("ended_on"))) | _unanswered(asked)


def applications_in_time(asked: Asked) -> Q:
    """Of those, the ones answered by their last day."""
    return _answered(asked) & Q(answer_due_on__gte=F("ended_on"))


def _application(found: Application) -> Record:
    due = found.answer_due_on or found.due_on
    said = f"最后一日{told(due)}，" if due else ""
    said += f"{told(found.ended_on)}答复" if found.ended_on else "还没有答复"
    return Record(found.number, found.received_on, said, found.get_absolute_url(), bool(vars(found).get("hit")))


def _replied(asked: Asked) -> Q:
    return Q(answered_on__range=(asked.since, asked.until), in_time__isnull=False)


def _unreplied(asked: Asked) -> Q:
    nothing = Q(answered_on=None) | Q(answered_on__gt=asked.until)
    going = Q(ended_on=None) | Q(ended_on__gt=asked.until)
    return nothing & going & Q(due_on__lt=asked.until, received_on__lte=asked.until)


def messages_due(asked: Asked) -> QuerySet[Message]:
    """Messages with a limit that were answered in the period, or should have been by the cut-off day and were not."""
    return Message.objects.filter(_replied(asked) | _unreplied(asked))


def messages_late(asked: Asked) -> Q:
    """Of those, the ones that came too late or not at all."""
    return (_replied(asked) & Q(in_time=False)) | _unreplied(asked)


def messages_in_time(asked: Asked) -> Q:
    """Of those, the ones answered in time."""
    return _replied(asked) & Q(in_time=True)


def messages_rated(asked: Asked) -> QuerySet[Message]:
    """Messages answered in the period of whose answer somebody said what was thought."""
    return Message.objects.filter(answered_on__range=(asked.since, asked.until)).exclude(satisfaction="")


def _message(found: Message) -> Record:
    said = f"最后一日{told(found.due_on)}，" if found.due_on else ""
    said += f"{told(found.answered_on)}答复" if found.answered_on else "还没有答复"
    said += f"，{found.satisfaction_title}" if found.satisfaction else ""
    return Record(found.number, found.received_on, said, found.get_absolute_url(), bool(vars(found).get("hit")))


def disputes_lost(asked: Asked) -> QuerySet[Dispute]:
    """Disputes of table 4 that ended in the period with the act put right."""
    lost = [key for key, each in outcomes().items() if each.column == "overturned"]
    return Dispute.objects.filter(
        concluded_on__range=(asked.since, asked.until), outcome__in=lost, standing__in=counted_standings()
    )


def _dispute(found: Dispute) -> Record:
    return Record(
        found.number, found.concluded_on, f"{found.kind_title}，{found.outcome_title}", found.get_absolute_url()
    )


register("applications_late", Query(applications_due, _application, applications_late))
register("applications_in_time", Query(applications_due, _application, applications_in_time, rate=True))
register("messages_late", Query(messages_due, _message, messages_late))
register("messages_in_time", Query(messages_due, _message, messages_in_time, rate=True))
register("messages_satisfied", Query(messages_rated, _message, lambda _: Q(satisfaction__in=GOOD), rate=True))
register("disputes_lost", Query(disputes_lost, _dispute))
