"""The wording of a reply: composed from the decision, kept encrypted, its digest in the record of the case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.applications.counted import DRAFTED
from gongkai.applications.decision import Decision, problems
from gongkai.applications.letters import answering, letter_kinds
from gongkai.applications.moves import DRAFTING
from gongkai.applications.outcomes import can_be_drafted, outcomes
from gongkai.casework.chain import commitment, new_salt
from gongkai.web.applications.letters import Composed, composed_of, remedies_of
from gongkai.web.applications.models import Application, Reply
from gongkai.web.applications.telling import raise_problems
from gongkai.web.casework.services import history_of
from gongkai.web.letters.services import settings_of
from gongkai.web.log.actors import Actor


def write_reply(
    application: Application,
    move: str,
    given: dict[str, Any],
    text: str,
    *,
    decision: Decision | None = None,
    by: Actor,
    at: datetime,
    on: date | None,
) -> Reply:
    """Keep a new wording of the reply and say in ``given`` which row of table 3 it belongs to.

    It is composed from ``decision``; ``text`` alone is for cases that are registered afterwards.
    """
    day = on or timezone.localdate(at)
    composed = composed_reply(application, move, given, text, decision=decision, on=day)
    if by.person is None:
        raise ValueError("答复要由人拟定。")
    salt = new_salt()
    made = Reply(
        application=application,
        number=application.replies.count() + 1,
        outcome=_outcome(move, given, decision),
        kind=composed.kind.key,
        title=composed.title,
        addressee=composed.addressee,
        body=composed.body,
        findings=json.dumps(decision.as_json(), ensure_ascii=False) if decision else "",
        values=json.dumps(composed.values, ensure_ascii=False, sort_keys=True),
        template=composed.template,
        salt=salt,
        author=by.person,
        written_at=at,
    )
    made.digest = commitment(made.said, salt)
    made.save()
    if move == "draft":
        given["outcome"] = made.outcome
    given["reply_digest"] = made.digest
    return made


def composed_reply(
    application: Application,
    move: str,
    given: Mapping[str, Any],
    text: str,
    *,
    decision: Decision | None,
    on: date,
) -> Composed:
    """What the answer will say. Raises ``ValidationError`` beside what is missing."""
    if decision is not None:
        raise_problems(problems(decision, on, move=move))
        kind, said = letter_kinds().kinds[decision.kind], decision.told()
        remedy, articles = decision.remedy, decision.articles
    else:
        row = _outcome(move, given, None)
        if move == "draft" and row not in {each.key for each in can_be_drafted(on)}:
            raise ValidationError({"outcome": "请选择办理结果，只能选表三的一行。"})
        if not text.strip():
            raise ValidationError({"reply": "请填写答复的内容：事实、依据和理由，以及申请人怎样取得信息。"})
        kind, said = answering(row), text.strip()
        remedy, articles = outcomes()[row].remedy, outcomes()[row].articles
    values = {
        "outcome": outcomes()[_outcome(move, given, decision)].full_title,
        "articles": articles,
        "findings": said,
        "remedy": remedies_of(application, remedy, on),
    }
    return composed_of(application, kind, values, on=on)


def _outcome(move: str, given: Mapping[str, Any], decision: Decision | None) -> str:
    if decision is not None:
        return decision.outcome.key
    return str(DRAFTED.get(move) or given.get("outcome") or "")


def reply_at_hand(application: Application) -> Reply | None:
    """The last wording."""
    return application.replies.order_by("-number").first()


def check_reviews(application: Application) -> None:
    """Refuse an approval without the legality review that the organ has set as a rule for itself."""
    if not settings_of(application.organ).legality_review:
        return
    done = [each.move for each in history_of(application).effective]
    drafted = max((place for place, move in enumerate(done) if move in DRAFTING), default=-1)
    if "review_legality" not in done[drafted + 1 :]:
        raise ValidationError("本机关规定答复批准以前要作合法性审核，这一稿还没有审核意见。请先送合法性审核人员审核。")
