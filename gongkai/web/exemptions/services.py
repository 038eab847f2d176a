"""Assessing what may be published, and looking again at what is withheld. Each function does one thing whole or not at all.

assess(version, *, by, answers, at=None) -> Assessment         answers: {question's key: exemptions.Answer}; raises ``Incomplete``
adopt(assessment, *, by, at=None) -> Wording                    writes class and ground of the outcome into the draft
reassess(version, *, by, conclusion, reason, basis, at=None) -> Reassessment   "keep" or "disclose": the latter begins a draft
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.publishing.exemptions import WITHHOLDING, Answer, Ground, Wizard, evaluate, statement, wizard_on
from gongkai.publishing.moves import DISCLOSURE_CLASSES, VERSION
from gongkai.web.exemptions.models import Assessment, Reassessment, content_digest
from gongkai.web.exemptions.queries import awaiting
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.publishing import services as publishing
from gongkai.web.publishing.models import Version, Wording
from gongkai.web.publishing.steps import person_of


@transaction.atomic
def assess(version: Version, *, by: Actor, answers: Mapping[str, Answer], at: datetime | None = None) -> Assessment:
    """Weigh the answers on the draft at hand and keep them. Raises ``Incomplete``, ``ValidationError``."""
    version = Version.objects.select_for_update(of=("self",)).select_related("organ").get(pk=version.pk)
    if version.state != "draft":
        raise ValidationError(
            f"这一稿目前“{VERSION.title_of(version.state)}”，公开属性只在起草时认定。要重新认定的，请先退回或者撤回送审。"
        )
    moment = at or timezone.now()
    wizard = wizard_on(timezone.localdate(moment))
    outcome = evaluate(answers, wizard)
    wording = version.wording
    made = Assessment(
        version=version,
        wording=wording,
        content_sha256=content_digest(wording),
        table_since=wizard.since,
        answers=_told(answers, wizard),
        grounds=[
            {
                "number": each.number, "title": _named(each), "article": each.article, "effect": each.effect,
                "reason": each.reason, "overridden": each.overridden,
            }
            for each in outcome.grounds
        ],
        disclosure_class=outcome.disclosure_class,
        decided_by=outcome.decided_by,
        mandatory=outcome.mandatory,
        partial=outcome.partial,
        cut=outcome.cut,
        statement=statement(outcome),
        next=outcome.next,
        by=person_of(by),
        at=moment,
    )  # fmt: skip
    return save(made, "assess", by=by, organ=version.organ, at=at)


def _named(ground: Ground) -> str:
    """What bars by its subject, everything else by the answer."""
    return ground.topic if ground.effect in WITHHOLDING and ground.topic else ground.title


def _told(answers: Mapping[str, Answer], wizard: Wizard) -> list[dict[str, str]]:
    """The answers with questions and articles as they read now: the table may change, what was asked does not."""
    found = []
    for question in wizard.questions:
        answer = answers.get(question.key)
        option = question.option(answer.option) if answer else None
        if answer is None or option is None:
            continue
        found.append(
            {
                "number": question.number, "key": question.key, "question": question.text, "option": option.key,
                "title": option.title, "article": option.article or question.article,
                "reason": answer.reason.strip() if option.asks else "",
            }
        )  # fmt: skip
    return found


@transaction.atomic
def adopt(assessment: Assessment, *, by: Actor, at: datetime | None = None) -> Wording:
    """Let the draft propose what the assessment came to. Raises ``NotAllowed``, ``ValidationError``."""
    version = assessment.version
    if assessment.disclosure_class not in DISCLOSURE_CLASSES:
        raise ValidationError(f"这次认定没有得出公开属性。{assessment.next}")
    if not assessment.made_on(version.wording):
        raise ValidationError("认定以后正文改过，请对现在的文稿重新认定。")
    return publishing.edit_draft(
        version, by=by, at=at, disclosure_class=assessment.disclosure_class, ground=assessment.statement
    )


@transaction.atomic
def reassess(
    version: Version, *, by: Actor, conclusion: str, reason: str, basis: str, at: datetime | None = None
) -> Reassessment:
    """Look again at what is withheld; ``disclose`` begins the next version as a draft, to be reviewed like any other.

    Raises ``ValidationError``, and ``NotAllowed`` when the person may not draft.
    """
    version = Version.objects.select_for_update(of=("self",)).select_related("organ", "item").get(pk=version.pk)
    if not awaiting(version.organ).filter(pk=version.pk).exists():
        raise ValidationError("这一件现在不在“不公开的信息”之列：可能已经另起一版，请看它的办理经过。")
    given = {"conclusion": conclusion, "reason": reason.strip(), "basis": basis.strip()}
    made = Reassessment(version=version, by=person_of(by), at=at or timezone.now(), **given)
    save(made, "reassess", by=by, organ=version.organ, at=at)
    if conclusion == Reassessment.Conclusion.DISCLOSE:
        publishing.new_version(version.item, by=by, at=at, disclosure_class="proactive", ground="")
    return made
