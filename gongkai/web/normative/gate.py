"""What publishing tells of normative documents: no text goes before the reviewers without its registered file; files follow."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.publishing.normative import KINDS, LIVING
from gongkai.publishing.registration_numbers import number_key
from gongkai.web.normative.following import follow
from gongkai.web.normative.models import NormativeDocument, RegistrationRule
from gongkai.web.normative.rules import rules_of
from gongkai.web.publishing.models import Item, Wording
from gongkai.web.publishing.signals import later

READY = ("registered", *LIVING, "expired", "repealed", "superseded")
"""States of a file whose text may go before the reviewers where registration is kept here."""


def on_submitting(sender: Any, wording: Wording, at: datetime | None = None, **kwargs: Any) -> None:
    """Refuse the text of a document that is not registered as its organ's rule demands. Raises ``ValidationError``."""
    if wording.genre in KINDS:
        later(_check, (wording, at))


def _check(things: list[object]) -> None:
    wordings = cast("list[tuple[Wording, datetime | None]]", things)
    items = {wording.version.item_id for wording, _ in wordings}
    files = {each.item_id: each for each in NormativeDocument.objects.filter(item__in=items)}
    rules: dict[tuple[int, date], RegistrationRule | None] = {}
    for wording, at in wordings:
        item, organ = wording.version.item, wording.version.organ
        # 没有写成文日期的：已经公开过的看公开的那一天，没有公开过的看今天
        shown = item.earlier_published_on or (item.published_at and timezone.localdate(item.published_at))
        day = wording.signed_on or shown or timezone.localdate(at)
        if (organ.pk, day) not in rules:
            rules[organ.pk, day] = rules_of([organ], day)[organ.pk]
        problem = _problem(wording, rules[organ.pk, day], files.get(item.pk))
        if problem:
            where = f"“{wording.title}”：" if len(wordings) > 1 else ""
            raise ValidationError({"registration_number": where + problem})


def _problem(wording: Wording, rule: RegistrationRule | None, file: NormativeDocument | None) -> str:
    if file is not None and file.state not in (*READY, "signed"):
        return f"这份文件现在“{file.state_title}”，签发、登记以后才能送审发布。"
    if rule is None or rule.mode == "not_kept":
        return ""
    if rule.mode == "elsewhere":
        if wording.registration_number.strip():
            return ""
        return f"从{rule.since:%Y-%m-%d}起，{wording.genre_title}要有{rule.registrar}给的统一编号，请填写（{rule.basis}）。"
    if file is None:
        return (
            f"从{rule.since:%Y-%m-%d}起，{wording.genre_title}要先由{rule.registrar}统一登记、编号才能发布（{rule.basis}）。"
            "请在“规范性文件”里立项办理，从那里起草正文；以前的文件请作为历史文件录入。"
        )
    if file.state not in READY:
        return f"这份文件现在“{file.state_title}”，由{rule.registrar}登记、编号以后才能送审发布。"
    if file.registration_number and number_key(wording.registration_number) != file.registration_key:
        return f"统一编号和登记的不一致。登记的是{file.registration_number}，请照此填写。"
    return ""


def on_published(sender: Any, item: Item, at: datetime, **kwargs: Any) -> None:
    """A version became public: its file is published."""
    if item.genre in KINDS:
        later(_published, (item.pk, at))


def _published(things: list[object]) -> None:
    moments = dict(cast("list[tuple[int, datetime]]", things))
    for file in NormativeDocument.objects.filter(item__in=list(moments)).select_related("organ"):
        follow(file, at=moments.get(file.item_id or 0))


def on_changed(sender: Any, item: Item, at: datetime, **kwargs: Any) -> None:
    """An item was repealed, amended, or given another term: its file follows."""
    if item.genre in KINDS:
        later(_published, (item.pk, at))
