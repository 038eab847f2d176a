"""What every change begins with: the person, the locked record in a right state, a reason long enough; who may not review whom."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from gongkai.web.accounts.models import Person
from gongkai.web.assessment.models import Objection, Round, Subject
from gongkai.web.log.actors import Actor
from gongkai.web.log.models import Event
from gongkai.web.log.services import kind_of
from gongkai.web.organs.authority import places_of

LEAST_REASON = 4
OWN_STEPS = ("fill_in_scores", "hand_in_scores", "add_evidence")
"""The steps by which a person takes the side of an object."""


def person_of(by: Actor) -> Person:
    """The person who acts."""
    if by.person is None:
        raise ValueError("这一步要由人办理。")
    return by.person


def reason_of(text: str, ask: str, name: str = "reason") -> str:
    """A reason, tidied; one too short is asked for again."""
    text = text.strip()
    if len(text) < LEAST_REASON:
        raise ValidationError({name: ask})
    return text


def locked_round(found: Round, *states: str) -> Round:
    """The round as it is now, locked, in one of the states. Raises ``ValidationError``."""
    row = Round.objects.select_for_update(of=("self",)).select_related("organ", "table").get(pk=found.pk)
    if row.state not in states:
        raise ValidationError(f"这次考核现在是“{row.get_state_display()}”，不能这样办，可能别人刚刚办过。")
    return row


def locked_subject(found: Subject, *states: str) -> Subject:
    """The object as it is now, locked, in one of the states. Raises ``ValidationError``."""
    rows = Subject.objects.select_for_update(of=("self",))
    row = rows.select_related("round__organ", "round__table", "organ", "target", "section").get(pk=found.pk)
    if row.state not in states:
        raise ValidationError(f"{row.title}现在是“{row.get_state_display()}”，不能这样办，可能别人刚刚办过。")
    return row


def belongs(person: Person, subject: Subject) -> bool:
    """Whether the person has a role in the section, or in the subordinate organ, that is assessed."""
    if subject.section_id is not None:
        return any(place.section_id == subject.section_id for place in places_of(person))
    return any(place.organ_id == subject.target_id for place in places_of(person))


def check_reviewer(person: Person, subject: Subject) -> None:
    """Refuse who belongs to the object or filled in its self-scores. Raises ``ValidationError``."""
    if belongs(person, subject):
        raise ValidationError(f"您在{subject.title}任职，不能给它评分，请由别人办理。")
    own = Event.objects.filter(
        subject_kind=kind_of(subject), subject_id=str(subject.pk), move__in=OWN_STEPS, person=person
    )
    if own.exists():
        raise ValidationError(f"{subject.title}的自评是您填写的，请由别人评分。")


def reviewers(found: Round) -> set[int]:
    """Keys of all who scored, or answered an objection, in a round."""
    rows = Subject.objects.filter(round=found)
    keys = {key for key in rows.values_list("reviewed_by", flat=True) if key}
    keys |= {key for key in Objection.objects.filter(subject__round=found).values_list("answered_by", flat=True) if key}
    events = Event.objects.filter(
        subject_kind="assessment.subject",
        subject_id__in=[str(key) for key in rows.values_list("pk", flat=True)],
        move="review_scores",
    )
    return keys | {key for key in events.values_list("person", flat=True) if key}
