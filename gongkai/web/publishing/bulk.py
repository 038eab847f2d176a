"""Many items at once: imported drafts, and reviews and releases of lists. All of a call or nothing of it; each item has its own
wording, review, publication and events, as if it had gone alone (一事一审). Asks the database about as much for five hundred as for one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import prefetch_related_objects
from django.db.models.functions import Upper
from django.utils import timezone

from gongkai.publishing.index_numbers import read_index_number
from gongkai.publishing.moves import REVIEW_MOVES, STAGES
from gongkai.web.casework.services import act_many
from gongkai.web.log.actors import Actor
from gongkai.web.log.cleaning import clean_fields
from gongkai.web.log.services import append_many, happened
from gongkai.web.log.snapshots import changes, snapshot
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.belonging import InUse
from gongkai.web.publishing.carrying import carry, read_files
from gongkai.web.publishing.classifying import classify_many
from gongkai.web.publishing.drafting import checked, fit_for_submission, show, validate, with_files
from gongkai.web.publishing.models import Item, Publication, Review, SiteColumn, Version, Wording
from gongkai.web.publishing.numbering import next_index_numbers
from gongkai.web.publishing.signals import clearing, edited, published, submitting, together
from gongkai.web.publishing.steps import person_of


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new item begins with; ``fields`` as ``services.draft_item`` takes them.

    ``index_number`` is one that it has borne elsewhere and keeps (索引号不因发布机构变化而改变); None: given on publication.
    """

    column: SiteColumn
    section: Section | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    index_number: str | None = None


class Refused(ValidationError):
    """Some of the list cannot be done, so nothing was: ``problems`` by place in the list, each a field's sentences."""

    def __init__(self, problems: Mapping[int, ValidationError]) -> None:
        self.problems = dict(problems)
        super().__init__(
            [f"第{place + 1}件：{'；'.join(problem.messages)}" for place, problem in self.problems.items()]
        )


@transaction.atomic
def draft_many(organ: Organ, drafts: Sequence[Draft], *, by: Actor, at: datetime | None = None) -> list[Version]:
    """Begin many items, each with the first wording of its first version. Raises ``NotAllowed``, ``Refused``."""
    person, now = person_of(by), at or timezone.now()
    wordings, files, problems = [], [], _taken(drafts)
    in_use = InUse(organ, timezone.localdate(now))
    for place, draft in enumerate(drafts):
        if place in problems:
            continue
        try:
            wording = Wording(
                number=1, author=person, written_at=now, column=draft.column, **checked(dict(draft.fields))
            )
            if draft.section is not None and draft.section.organ_id != organ.pk:
                raise ValidationError({"section": "这个科室不属于所选的机关，请另选。"})
            validate(wording, organ, in_use)
        except ValidationError as problem:
            problems[place] = problem
        else:
            files.append(with_files(wording, organ, None))
            wordings.append(wording)
    if problems:
        raise Refused(problems)
    items = [
        Item(organ=organ, section=draft.section, index_number=draft.index_number, created_at=now) for draft in drafts
    ]
    for item, wording in zip(items, wordings, strict=True):
        show(item, wording)
    Item.objects.bulk_create(items, batch_size=500)
    begun = [happened(item, "add_item", by=by, after=changes({}, snapshot(item))[1], at=at) for item in items]
    append_many(begun, by=by, organ=organ)
    versions = [Version(item=item, organ=organ, number=1, entered_at=now) for item in items]
    facts = [{"wording": 1, "sha256": wording.sha256} for wording in wordings]
    act_many(versions, "draft", by=by, facts=facts, at=now)
    for version, wording in zip(versions, wordings, strict=True):
        wording.version = version
    Wording.objects.bulk_create(wordings, batch_size=200)
    for plan, wording in zip(files, wordings, strict=True):
        if plan:
            carry(plan, wording)
    with together():
        for wording in wordings:
            edited.send(Wording, wording=wording, by=by, at=now)
    return versions


def _taken(drafts: Sequence[Draft]) -> dict[int, ValidationError]:
    """The places whose index number cannot be given: not in its plain form, or borne already, whatever the case of its letters."""
    numbers = [draft.index_number.upper() if draft.index_number else "" for draft in drafts]
    if not any(numbers):
        return {}
    known = Item.objects.annotate(plain=Upper("index_number")).filter(plain__in=numbers)
    seen, found = set(known.values_list("plain", flat=True)), {}
    for place, number in enumerate(numbers):
        if number and read_index_number(number) != number:
            found[place] = ValidationError(f"索引号“{number}”的写法不对，例如 000014349/2017-00110。")
        elif number in seen:
            found[place] = ValidationError(f"索引号{number}已经使用。索引号不能重复，也不能改给别的信息。")
        seen |= {number} - {""}
    return found


def submit_many(versions: Sequence[Version], *, by: Actor, at: datetime | None = None) -> None:
    """Lay many drafts before the reviewers. Raises ``NotAllowed``, ``Refused``."""
    for version in Version.objects.filter(pk__in=[each.pk for each in versions], wordings__attachments__isnull=False):
        read_files(version)
    _submit_many(versions, by=by, at=at)


@transaction.atomic
def _submit_many(versions: Sequence[Version], *, by: Actor, at: datetime | None) -> None:
    wordings, problems = wordings_of(versions), {}
    moment = at or timezone.now()
    facts = []
    with together():
        for place, wording in enumerate(wordings):
            try:
                submitting.send(Wording, wording=wording, by=by, at=at)
                fit_for_submission(wording, timezone.localdate(moment))
            except ValidationError as problem:
                problems[place] = problem
            said = {"disclosure_class": wording.disclosure_class, "wording": wording.number, "sha256": wording.sha256}
            facts.append(said | ({"ground": wording.ground} if wording.ground else {}))
    if problems:
        raise Refused(problems)
    _move(versions, "submit", by=by, facts=facts, at=moment)
    unsealed = [wording for wording in wordings if wording.sealed_at is None]
    for wording in unsealed:
        wording.sealed_at = moment
    Wording.objects.filter(pk__in=[wording.pk for wording in unsealed]).update(sealed_at=moment)


@transaction.atomic
def review_many(
    versions: Sequence[Version], *, by: Actor, conclusion: str, opinion: str, basis: str, at: datetime | None = None
) -> list[Review]:
    """Record the same conclusion on each of many wordings, all at one stage, each as a review of its own."""
    person, moment = person_of(by), at or timezone.now()
    stages = {STAGES.get(version.state, "") for version in versions}
    move = REVIEW_MOVES.get((min(stages), conclusion)) if len(stages) == 1 else None
    if move is None:
        raise ValidationError("所选的信息不在同一个审查环节，或者这一环节不能作出这个结论，请分别办理。")
    wordings, problems, stage = wordings_of(versions), {}, min(stages)
    if conclusion == "cleared":
        with together():
            for place, wording in enumerate(wordings):
                try:
                    clearing.send(Version, wording=wording, by=by, at=at)
                except ValidationError as problem:
                    problems[place] = problem
    if problems:
        raise Refused(problems)
    opinion, basis = opinion.strip(), basis.strip()
    _move(versions, move, by=by, facts=[{"opinion": opinion, "basis": basis}] * len(versions), at=moment)
    made = [
        Review(
            wording=wording,
            stage=stage,
            conclusion=conclusion,
            opinion=opinion,
            basis=basis,
            reviewer=person,
            at=moment,
        )
        for wording in wordings
    ]
    for each in made[:1]:
        clean_fields(each)
    return Review.objects.bulk_create(made, batch_size=200)


@transaction.atomic
def publish_many(versions: Sequence[Version], *, by: Actor, at: datetime | None = None) -> list[Publication]:
    """Let the public read many cleared versions of items that it has not read yet. Raises ``NotAllowed``, ``ValidationError``."""
    if not versions:
        return []
    organ, moment = versions[0].organ, at or timezone.now()
    if any(version.organ_id != organ.pk for version in versions):
        raise ValidationError("一次只能发布一个机关的信息，索引号才不会编错。")
    items = {item.pk: item for item in _locked_items(versions)}
    if any(item.current_id is not None for item in items.values()):
        raise ValidationError("其中有已经公开过的信息，它们的新版本要逐件发布。")
    _move(versions, "publish", by=by, facts=None, at=moment)
    cleared = _last_reviews(versions)
    made = [
        Publication(
            review=cleared[version.pk], version=version, conclusion=cleared[version.pk].conclusion, published_at=moment
        )
        for version in versions
    ]
    Publication.objects.bulk_create(made, batch_size=200)
    unnumbered = sum(1 for item in items.values() if item.index_number is None)
    numbers = iter(next_index_numbers(organ, timezone.localdate(moment).year, unnumbered) if unnumbered else ())
    entries, shown = [], []
    for version, publication in zip(versions, made, strict=True):
        item = items[version.item_id]
        before, wording = snapshot(item), publication.review.wording
        show(item, wording)
        item.state, item.current = Item.State.PUBLISHED, publication
        item.index_number = item.index_number or next(numbers)
        item.published_at = item.revised_at = moment
        was, now = changes(before, snapshot(item))
        entries.append(happened(item, "publish_item", by=by, before=was, after=now, at=at))
        shown.append((item, wording))
        version.item = item
    _save_items([item for item, _ in shown])
    append_many(entries, by=by, organ=organ)
    classify_many(shown)
    with together():
        for version, publication in zip(versions, made, strict=True):
            published.send(Item, item=version.item, publication=publication, first=True, at=moment)
    return made


def wordings_of(versions: Sequence[Version]) -> list[Wording]:
    """The latest wording of each version, in their order; columns and organs, which many share, are read once."""
    rows = Wording.objects.filter(version__in=[version.pk for version in versions])
    last = {row.version_id: row for row in rows.order_by("number")}
    for version in versions:
        last[version.pk].version = version
    found = [last[version.pk] for version in versions]
    prefetch_related_objects(found, "column", "version__item", "version__organ")
    return found


def _last_reviews(versions: Sequence[Version]) -> dict[int, Review]:
    """The last review of each version, with its wording and that wording's column.

    By keys, table by table: a database without statistics on what the same transaction has added plans a join of the two as if both
    were nearly empty, and compares every row with every other.
    """
    rows = Wording.objects.filter(version__in=[version.pk for version in versions]).order_by()
    version_of = dict(rows.values_list("pk", "version"))
    reviewed = Review.objects.filter(wording__in=list(version_of)).order_by("pk")
    last = {version_of[wording]: key for key, wording in reviewed.values_list("pk", "wording")}
    found = list(Review.objects.filter(pk__in=list(last.values())).order_by())
    prefetch_related_objects(found, "wording__column")
    return {each.wording.version_id: each for each in found}


def _move(
    versions: Sequence[Version], move: str, *, by: Actor, facts: Sequence[Mapping[str, Any]] | None, at: datetime
) -> None:
    act_many(versions, move, by=by, facts=facts, at=at)
    for version in versions:
        version.entered_at, version.scheduled_at = at, None
    keys = [version.pk for version in versions]
    Version.objects.filter(pk__in=keys).update(entered_at=at, scheduled_at=None)


def _locked_items(versions: Sequence[Version]) -> list[Item]:
    keys = [version.item_id for version in versions]
    rows = list(Item.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    prefetch_related_objects(rows, "organ", "column")
    return rows


def _save_items(items: Sequence[Item]) -> None:
    """Save what publishing sets. Each row says something else, for which the ORM has no quick way."""
    fields: list[Any] = [
        Item._meta.get_field(name) for name in ("state", "current", "index_number", "published_at", "revised_at")
    ]
    assigned = ", ".join(f"{connection.ops.quote_name(each.column)} = %s" for each in fields)
    table = connection.ops.quote_name(Item._meta.db_table)
    rows = [
        [*(each.get_db_prep_save(getattr(item, each.attname), connection) for each in fields), item.pk]
        for item in items
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {assigned} WHERE id = %s", rows)  # noqa: S608 - 只有列名，没有数据
