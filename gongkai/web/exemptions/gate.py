"""No proposal to withhold without an assessment that says so; called before a draft is laid before the reviewers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from gongkai.publishing.moves import DISCLOSURE_CLASSES
from gongkai.web.exemptions.models import Assessment
from gongkai.web.exemptions.queries import latest_of
from gongkai.web.publishing.models import Wording
from gongkai.web.publishing.signals import later

CODE = "assessment"
"""The code of these refusals, by which a page knows to lead to the questions."""


def on_submitting(wording: Wording, **_: Any) -> None:
    """Receiver of ``submitting``; asks the database once for however many wordings are submitted together."""
    later(_check, wording)


def _check(wordings: list[Any]) -> None:
    found = latest_of([wording.version for wording in wordings])
    problems = []
    for wording in wordings:
        problem = lacking(wording, found.get(wording.version_id))
        if problem and len(wordings) > 1:
            problem = f"“{wording.title}”：{problem}"
        problems.append(problem)
    told = [problem for problem in problems if problem]
    if told:
        raise ValidationError([ValidationError(problem, code=CODE) for problem in told])


def lacking(wording: Wording, assessment: Assessment | None) -> str:
    """Why the wording cannot be submitted with this assessment, as a sentence; empty when it can."""
    proposed = DISCLOSURE_CLASSES[wording.disclosure_class]
    if wording.disclosure_class == "proactive":
        if assessment is None or not assessment.made_on(wording):
            return ""
        if assessment.mandatory and assessment.disclosure_class == "withheld":
            return f"这一稿的公开属性认定是“不予公开”（第{assessment.decided_by}题），不能以“主动公开”送审。请改写公开属性，或者改好正文以后重新认定。"
        return ""
    if assessment is None:
        return f"拟定的公开属性是“{proposed}”，送审以前要先作公开属性认定，写明不主动公开的事由（《条例》第十三条至第十六条）。"
    if not assessment.disclosure_class:
        return f"公开属性认定的结果是“{assessment.result_title}”，不能送审。{assessment.next}"
    if assessment.disclosure_class != wording.disclosure_class:
        return f"拟定的公开属性是“{proposed}”，公开属性认定的结果是“{assessment.result_title}”，两者不一致。请改写公开属性，或者重新认定。"
    return ""
