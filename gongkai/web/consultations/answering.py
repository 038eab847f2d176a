"""Filling in a survey: on the portal, or entered from paper. One answer per person as far as can be.

What keeps one person from answering twice: a signed cookie in the browser (``portal``), and no more than so many sheets from one
network address. The address itself is not kept, only a keyed hash of it, under a key of this survey that is destroyed with all hashes when
the survey is over. It keeps honest people from answering twice by mistake and makes stuffing tedious. It cannot tell apart who deletes
cookies or changes the network, and counts those behind one address (an office, a family) as one place: so the number is set per survey.
Only identification would do better, which a survey about public opinion should not ask for.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.casework.events import told
from gongkai.engagement.consultations.questions import COUNTED, OTHER, Given
from gongkai.engagement.consultations.questions import problems as problems_of
from gongkai.web.consultations.drafting import standing
from gongkai.web.consultations.models import Answer, Consultation, Question, Sheet
from gongkai.web.log.actors import PUBLIC, SYSTEM, Actor
from gongkai.web.log.services import record


class AnsweredBefore(ValidationError):
    """From this address no more sheets are taken."""


@transaction.atomic
def answer(
    survey: Consultation,
    given: Mapping[int, Given],
    *,
    address: str,
    token: str = "",
    at: datetime | None = None,
) -> Sheet:
    """A sheet from the portal; ``given`` by the key of the question. The same ``token`` gives the first one back. Raises ``ValidationError``."""
    found = _locked(survey)
    known = Sheet.objects.filter(token=token).first() if token else None
    if known is not None:
        return known
    today = timezone.localdate(at)
    if not found.is_survey:
        raise ValidationError("这里征求意见，没有问卷。")
    if found.state != "open" or found.closes_on is None or today > found.closes_on:
        until = f"，已于{told(found.closes_on)}截止" if found.closes_on and today > found.closes_on else ""
        raise ValidationError(f"这次调查现在不收答卷{until}。")
    key = address_key(found, address)
    if key and found.sheets.filter(address_key=key).count() >= found.per_address:
        raise AnsweredBefore(
            f"这个网络地址已经提交了{found.per_address}份答卷，不能再收。单位、家庭多人共用网络的，可以换用手机流量，或者领取纸质问卷。"
        )
    return _kept(found, given, today, by=PUBLIC, key=key, token=token, at=at)


@transaction.atomic
def enter_sheet(
    survey: Consultation, given: Mapping[int, Given], *, filled_on: date, by: Actor, at: datetime | None = None
) -> Sheet:
    """A sheet from paper, filled in while the survey was open; counted apart. Raises ``ValidationError``."""
    found = _locked(survey)
    if (
        not found.is_survey
        or found.state not in ("open", "result_review")
        or not found.opened_on
        or not found.closes_on
    ):
        raise ValidationError(f"“{found.title}”目前“{found.state_title}”，不能录入答卷。")
    if not found.opened_on <= filled_on <= min(found.closes_on, timezone.localdate(at)):
        raise ValidationError(
            {
                "filled_on": f"填写的日期应在调查的时间里（{told(found.opened_on)}到{told(found.closes_on)}），也不能晚于今天。"
            }
        )
    return _kept(found, given, filled_on, by=by, paper=True, at=at)


def forget_addresses(now: datetime) -> int:
    """Destroy the hashes of addresses of all surveys that are over; of how many. Done by the tick, and by whatever ends a survey."""
    today, number = timezone.localdate(now), 0
    over = Consultation.objects.exclude(voting_secret="").filter(Q(closes_on__lt=today) | ~Q(state="open"))
    for each in over.select_related("organ"):
        with transaction.atomic():
            number += destroy_addresses(_locked(each), by=SYSTEM, at=now)
    return number


def destroy_addresses(found: Consultation, *, by: Actor, at: datetime | None = None) -> bool:
    """Destroy the survey's key and the hashes made with it. Call it with the row locked."""
    if not found.voting_secret:
        return False
    found.sheets.exclude(address_key="").update(address_key="")
    found.voting_secret = ""
    found.save(update_fields=["voting_secret"])
    record(found, "forget_addresses", by=by, organ=found.organ, at=at)
    return True


def address_key(survey: Consultation, address: str) -> str:
    """The keyed hash under which an address is counted."""
    if not survey.voting_secret or not address:
        return ""
    return hmac.new(survey.voting_secret.encode(), address.encode(), hashlib.sha256).hexdigest()


class WrongAnswers(ValidationError):
    """Some questions were not answered as they can be; ``by_question`` holds the sentences by the key of the question."""

    def __init__(self, by_question: Mapping[int, str]) -> None:
        super().__init__("有的题目没有答好，请看题目下面的说明。")
        self.by_question = dict(by_question)


def check(questions: list[Question], given: Mapping[int, Given]) -> None:
    """Raises ``WrongAnswers``; an answer to a question of another survey is refused with the rest."""
    places = {each.pk: place for place, each in enumerate(questions)}
    if any(key not in places for key in given):
        raise ValidationError("提交的内容和这份问卷对不上，请刷新页面以后重新填写。")
    wrong = problems_of([each.asked for each in questions], {places[key]: each for key, each in given.items()})
    if wrong:
        raise WrongAnswers({questions[place].pk: said for place, said in wrong.items()})
    if all(each.is_blank for each in given.values()):
        raise ValidationError("一题都没有回答，没有提交。")


def _kept(
    found: Consultation,
    given: Mapping[int, Given],
    on: date,
    *,
    by: Actor,
    paper: bool = False,
    key: str = "",
    token: str = "",
    at: datetime | None,
) -> Sheet:
    questions = standing(found)
    check(questions, given)
    made = Sheet(
        consultation=found,
        paper=paper,
        filled_on=on,
        at=at or timezone.now(),
        entered_by=by.person,
        address_key=key,
        token=token or None,
    )
    made.save()
    answers: list[Answer] = []
    for question in questions:
        each = given.get(question.pk, Given())
        if question.form in COUNTED:
            for place, chosen in enumerate(each.chosen):
                words = each.words if chosen == OTHER else ""
                answers.append(_answer(made, question, chosen, words, first=place == 0))
        elif each.words:
            answers.append(_answer(made, question, None, each.words))
    Answer.objects.bulk_create(answers)
    record(made, "enter_sheet" if paper else "receive_sheet", by=by, organ=found.organ, at=at)
    return made


def _answer(sheet: Sheet, question: Question, chosen: int | None, words: str, *, first: bool = True) -> Answer:
    return Answer(
        sheet=sheet,
        question=question,
        chosen=chosen,
        words=words,
        written=bool(words),
        paper=sheet.paper,
        first=first,
    )


def _locked(survey: Consultation) -> Consultation:
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("organ")
    return rows.get(pk=survey.pk)
