"""What the public asks at interviews: asked online, let through by a person, answered live or afterwards. Nothing appears unseen."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.concerns.models import AskedQuestion, PublicMeeting
from gongkai.web.concerns.telling import tidy, written
from gongkai.web.log.actors import PUBLIC, Actor
from gongkai.web.log.services import record, save

State = AskedQuestion.State
LONGEST = 500


@transaction.atomic
def ask(meeting: PublicMeeting, text: str, *, token: str = "", at: datetime | None = None) -> AskedQuestion:
    """A question from the portal; the same ``token`` gives the first one back. Raises ``ValidationError``."""
    fresh = PublicMeeting.objects.select_for_update(of=("self",)).select_related("organ").get(pk=meeting.pk)
    known = AskedQuestion.objects.filter(submission_token=token).first() if token else None
    if known is not None:
        return known
    now, told = at or timezone.now(), tidy(text)
    if not fresh.open_to_questions(now):
        raise ValidationError("这场访谈现在不收提问。有问题要问的，请在互动交流里留言。")
    if not told:
        raise ValidationError({"asked": "请写明您的问题。"})
    if len(told) > LONGEST:
        raise ValidationError({"asked": f"最多{LONGEST}个字，现在有{len(told)}个，请写得短些。"})
    made = AskedQuestion.objects.create(meeting=fresh, asked=told, asked_at=now, submission_token=token or None)
    record(made, "ask_question", by=PUBLIC, organ=fresh.organ, at=at)
    return made


@transaction.atomic
def let_through(question: AskedQuestion, wording: str, *, by: Actor, at: datetime | None = None) -> AskedQuestion:
    """Show it, worded so that nobody can be recognised."""
    fresh = _in(question, (State.ASKED,), "待审核")
    fresh.wording = written(wording, "wording", "请写明公开的提问。", LONGEST)
    fresh.state, fresh.moderated_by = State.PASSED, by.person
    return save(fresh, "let_question_through", by=by, organ=fresh.meeting.organ, at=at)


@transaction.atomic
def decline(question: AskedQuestion, reason: str, *, by: Actor, at: datetime | None = None) -> AskedQuestion:
    """Leave it out, with the reason; what was asked stays for the record."""
    fresh = _in(question, (State.ASKED, State.PASSED), "待审核、待回答")
    if not reason.strip():
        raise ValidationError({"reason": "请写明为什么不采用，例如“与主题无关，已请留言”。"})
    fresh.state, fresh.declined_why, fresh.moderated_by = State.DECLINED, reason.strip()[:300], by.person
    return save(fresh, "decline_question", by=by, organ=fresh.meeting.organ, at=at)


@transaction.atomic
def answer_live(question: AskedQuestion, answer: str, *, by: Actor, at: datetime | None = None) -> AskedQuestion:
    """Note what was answered at the meeting itself, as it was said there."""
    fresh, now = _in(question, (State.PASSED,), "待回答"), at or timezone.now()
    if fresh.meeting.starts_at > now or fresh.meeting.state not in ("announced", "held"):
        raise ValidationError("访谈还没有开始，不能登记当场的回答。")
    fresh.answer = written(answer, "answer", "请写明回答的内容。", 4000)
    fresh.live, fresh.answered_by, fresh.state = True, by.person, State.ANSWERED
    # 当场回答的，答复的日期就是访谈那一天，登记晚几天也一样
    fresh.answered_at, fresh.answered_on, fresh.due_on = fresh.meeting.starts_at, fresh.meeting.on, None
    return save(fresh, "answer_question_live", by=by, organ=fresh.meeting.organ, at=at)


@transaction.atomic
def draft_answer(question: AskedQuestion, answer: str, *, by: Actor, at: datetime | None = None) -> AskedQuestion:
    """Write the answer to a question that was not answered at the meeting, for another to look at."""
    fresh = _in(question, (State.PASSED,), "待回答")
    fresh.answer = written(answer, "answer", "请写明答复的内容。", 4000)
    fresh.answered_by, fresh.state = by.person, State.DRAFTED
    return save(fresh, "draft_question_answer", by=by, organ=fresh.meeting.organ, at=at)


@transaction.atomic
def release_answer(question: AskedQuestion, *, by: Actor, at: datetime | None = None) -> AskedQuestion:
    """Show the answer. Who wrote it does not release it."""
    fresh, now = _in(question, (State.DRAFTED,), "答复待审核"), at or timezone.now()
    if by.person is None or by.person.pk == fresh.answered_by_id:
        raise ValidationError("拟答的人不能自己审核，请由另一人审核（先审后发）。")
    fresh.state, fresh.answered_at, fresh.answered_on = State.ANSWERED, now, timezone.localdate(now)
    return save(fresh, "release_question_answer", by=by, organ=fresh.meeting.organ, at=at)


@transaction.atomic
def return_answer(question: AskedQuestion, opinion: str, *, by: Actor, at: datetime | None = None) -> AskedQuestion:
    """Give the answer back to be changed."""
    fresh = _in(question, (State.DRAFTED,), "答复待审核")
    if not opinion.strip():
        raise ValidationError({"opinion": "退回的，请写明要改什么。"})
    fresh.state, fresh.opinion = State.PASSED, opinion.strip()[:300]
    return save(fresh, "return_question_answer", by=by, organ=fresh.meeting.organ, at=at)


def _in(question: AskedQuestion, states: tuple[str, ...], called: str) -> AskedQuestion:
    rows = AskedQuestion.objects.select_for_update(of=("self",)).select_related("meeting__organ")
    fresh = rows.get(pk=question.pk)
    if fresh.state not in states:
        raise ValidationError(f"这个提问{fresh.get_state_display()}，不在{called}，可能别人刚刚办过。")
    return fresh
