"""Relating items: interpretation and document, repeal, amendment, new term, basis. What repeals or amends marks the older page.

A relation works once its source is public: published, the source repeals, amends or gives a term to the target from the day
``on`` (else its own 施行日期, else the day of publication), which may lie ahead. The target's page then says so with the source
as its ground (国办发〔2017〕47号). Nothing of a source that is not public is ever shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.publishing.genres import DOCUMENTS
from gongkai.web.log.actors import SYSTEM, Actor
from gongkai.web.log.services import save
from gongkai.web.publishing.models import Item, Relation
from gongkai.web.publishing.signals import changed, later

Kind = Relation.Kind
ENDING = (Kind.REPEALS, Kind.SUPERSEDES)
WORKING = (*ENDING, Kind.AMENDS, Kind.SETS_TERM)
"""Kinds that change whether the target is in force."""
MARKS = {"repealed_on": "repeal_item", "amended_on": "amend_item", "expires_on": "set_item_term"}
LONGEST_GROUND = 200


@transaction.atomic
def relate(
    source: Item,
    kind: str,
    *,
    by: Actor,
    target: Item | None = None,
    outside_title: str = "",
    outside_url: str = "",
    on: date | None = None,
    partly: bool = False,
    until: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Relation:
    """Relate ``source`` to an item of this site, or to a document outside it. Raises ``ValidationError``."""
    source = Item.objects.select_for_update(of=("self",)).select_related("organ").get(pk=source.pk)
    made = Relation(
        source=source,
        kind=kind,
        target=target,
        outside_title=outside_title.strip(),
        outside_url=outside_url.strip(),
        on=on,
        partly=partly,
        until=until,
        note=note.strip(),
        made_by=by.person,
        made_at=at or timezone.now(),
    )
    _check(made)
    save(made, "relate", by=by, organ=source.organ, at=at)
    if source.is_public:
        take_effect([made], by=by, at=at)
        _tell_pages(made, at)
    return made


@transaction.atomic
def unrelate(relation: Relation, *, by: Actor, reason: str, at: datetime | None = None) -> Relation:
    """Take back a relation that was made wrongly; what it did to the target is undone. Raises ``ValidationError``."""
    relation = Relation.objects.select_for_update(of=("self",)).select_related("source__organ").get(pk=relation.pk)
    if relation.ended_at is not None:
        raise ValidationError("这一关系已经取消。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明取消的理由，例如 选错了文件。"})
    if relation.effective_on is None:
        _check_open(relation)
    relation.ended_at, relation.ended_why = at or timezone.now(), reason.strip()
    save(relation, "unrelate", by=by, organ=relation.source.organ, at=at)
    if relation.effective_on is not None and relation.target_id is not None:
        mark(relation.target_id, by=by, at=at)
    if relation.source.is_public:
        _tell_pages(relation, at)
    return relation


def take_effect(relations: Iterable[Relation], *, by: Actor, at: datetime | None = None) -> None:
    """Let relations of public sources work; doing it twice changes nothing."""
    for each in relations:
        source = each.source
        if each.effective_on is None:
            published = source.published_at or at or timezone.now()
            each.effective_on = each.on or source.effective_on or timezone.localdate(published)
            each.save(update_fields=["effective_on"])
        if each.kind in WORKING and each.target_id is not None:
            mark(each.target_id, by=by, at=at)


@transaction.atomic
def mark(target_id: int, *, by: Actor, at: datetime | None = None) -> Item:
    """Write on an item what later documents did to it. A repeal entered by hand, with its own ground, stays."""
    item = (
        Item.objects.select_for_update(of=("self",))
        .select_related("organ", "current__review__wording")
        .get(pk=target_id)
    )
    rows = list(working(item))
    before = {name: getattr(item, name) for name in MARKS} | {
        name: getattr(item, name) for name in ("repealed_by", "amended_by")
    }
    _mark_repeal(item, [each for each in rows if each.kind in ENDING and not each.partly])
    changing = [each for each in rows if each.kind == Kind.AMENDS or (each.kind == Kind.REPEALS and each.partly)]
    if changing or item.related_from.filter(Q(kind=Kind.AMENDS) | Q(partly=True)).exists():
        item.amended_on = min((_day(each) for each in changing), default=None)
        item.amended_by = _cut("；".join(_amendment(each) for each in changing))
    item.expires_on = _term(item, rows)
    for name, move in MARKS.items():
        grounds = {"repealed_on": "repealed_by", "amended_on": "amended_by"}
        ground = grounds.get(name)
        if getattr(item, name) != before[name] or (ground and getattr(item, ground) != before[ground]):
            save(item, move, by=by, organ=item.organ, at=at)
            changed.send(Item, item=item, move=move, at=at or timezone.now())
            break
    return item


def working(item: Item) -> QuerySet[Relation]:
    """The relations that changed whether an item is in force, in the order of their days."""
    found = item.related_from.filter(kind__in=WORKING, ended_at=None, effective_on__isnull=False)
    return found.select_related("source").order_by("effective_on", "id")


def ground_of(source: Item) -> str:
    """A later document as a page names it for a ground: title and number; of a withdrawn one only the index number."""
    if not source.is_public:
        return f"后来的文件（索引号{source.index_number}，已撤下）"
    number = f"（{source.document_number}）" if source.document_number else ""
    return _cut(f"{source.title}{number}")


def on_published(sender: Any, item: Item, at: datetime, **kwargs: Any) -> None:
    """A version became public: its relations work now, and what earlier decisions said of its own term holds on."""
    later(_published, (item, at))


def _published(things: list[object]) -> None:
    items = {item.pk: (item, at) for item, at in cast("list[tuple[Item, datetime]]", things)}
    rows = Relation.objects.filter(source__in=list(items), ended_at=None).filter(
        Q(kind__in=WORKING) | Q(effective_on=None)
    )
    for row in rows.select_related("source"):
        take_effect([row], by=SYSTEM, at=items[row.source_id][1])
    _tell_others({key: at for key, (_, at) in items.items()})
    terms = Relation.objects.filter(target__in=list(items), ended_at=None, kind=Kind.SETS_TERM)
    for key in terms.values_list("target", flat=True).distinct():
        item, at = items[key]
        item.expires_on = mark(key, by=SYSTEM, at=at).expires_on


def on_changed(sender: Any, item: Item, move: str, at: datetime, **kwargs: Any) -> None:
    """An item was withdrawn: what it did to others stays done, but their pages no longer name it."""
    if move != "withdraw_item":
        return
    _tell_others({item.pk: at})
    for target in item.relations.filter(ended_at=None, kind__in=WORKING, target__isnull=False).values_list(
        "target", flat=True
    ):
        mark(target, by=SYSTEM, at=at)


def _tell_pages(relation: Relation, at: datetime | None) -> None:
    """Both pages show a relation: whoever keeps pages or an index must know that they changed."""
    moment = at or timezone.now()
    for item in (relation.source, relation.target):
        if item is not None and item.is_public:
            changed.send(Item, item=item, move="relate", at=moment)


def _tell_others(moments: dict[int, datetime]) -> None:
    """The pages of items related to those that were published or withdrawn show something else from now on."""
    touching = Q(source__in=list(moments)) | Q(target__in=list(moments))
    for row in Relation.objects.filter(touching, ended_at=None).select_related("source__organ", "target__organ"):
        for item, other in ((row.source, row.target_id), (row.target, row.source_id)):
            if item is not None and item.is_public and other in moments and item.pk not in moments:
                changed.send(Item, item=item, move="relate", at=moments[other])


def _mark_repeal(item: Item, repealing: list[Relation]) -> None:
    """Let the earliest repeal by a document mark the item; one that was entered by hand stays."""
    marking = item.related_from.filter(marks=True)
    if item.repealed_on is not None and not marking.exists():
        return
    item.repealed_on, item.repealed_by = None, ""
    first = repealing[0] if repealing else None
    (marking.exclude(pk=first.pk) if first else marking).update(marks=False)
    if first is not None:
        item.repealed_on, item.repealed_by = _day(first), ground_of(first.source)
        Relation.objects.filter(pk=first.pk).update(marks=True)


def _amendment(each: Relation) -> str:
    what = "部分废止" if each.partly else "修改"
    # 撤下的文件，说明里也会有它的内容
    note = f"：{each.note}" if each.note and each.source.is_public else ""
    return f"{_day(each):%Y-%m-%d}由{ground_of(each.source)}{what}{note}"


def _term(item: Item, rows: list[Relation]) -> date | None:
    setting = [each for each in rows if each.kind == Kind.SETS_TERM]
    if setting:
        return setting[-1].until
    return item.current.wording.expires_on if item.current is not None else item.expires_on


def _day(each: Relation) -> date:
    assert each.effective_on is not None
    return each.effective_on


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_GROUND else f"{text[: LONGEST_GROUND - 1]}…"


def _check(made: Relation) -> None:
    source, target, kind = made.source, made.target, made.kind
    if kind not in Kind.values:
        raise ValidationError({"kind": "没有这种关系，请从列出的关系里选。"})
    if target is None and not made.outside_title:
        raise ValidationError({"target": "请选择一件信息，或者填写站外文件的标题。"})
    if target is not None and made.outside_title:
        raise ValidationError({"outside_title": "选了本站的信息，就不要再填站外文件的标题。"})
    known = target is not None and (target.is_public or (kind in WORKING and target.current_id is not None))
    if target is not None and not known and target.organ_id != source.organ_id:
        raise ValidationError({"target": "这件信息没有公开，不能建立关系。"})
    if kind in WORKING:
        _check_working(made)
    elif made.until is not None:
        raise ValidationError({"until": "只有“改定有效期”才填写新的有效期。"})
    if (
        target is None
        and Relation.objects.filter(source=source, kind=kind, outside_title=made.outside_title, ended_at=None).exists()
    ):
        raise ValidationError({"outside_title": "这一关系已经登记过了。"})


def _check_working(made: Relation) -> None:
    source, target = made.source, made.target
    if source.genre not in DOCUMENTS and source.genre != "decisions":
        raise ValidationError(
            {"kind": f"只有文件、决定才能{made.get_kind_display()}别的文件，这一件是“{source.genre_title}”。"}
        )
    if target is not None and (target.genre not in DOCUMENTS or target.current_id is None):
        raise ValidationError({"target": "要选一份已经公开过的文件。"})
    if target is not None and not target.organ.path.startswith(source.organ.path):
        raise ValidationError(
            {"target": f"“{target}”是{target.organ}的文件，要由它自己或者它的上级机关{made.get_kind_display()}。"}
        )
    if target is not None and made.on and target.signed_on and made.on < target.signed_on:
        raise ValidationError({"on": "生效日期早于那份文件的成文日期，请核对。"})
    if made.kind != Kind.SETS_TERM and made.until is not None:
        raise ValidationError({"until": "只有“改定有效期”才填写新的有效期。"})
    if (
        target is not None
        and made.kind in ENDING
        and Relation.objects.filter(source=target, target=source, kind__in=ENDING, ended_at=None).exists()
    ):
        raise ValidationError({"target": "那份文件已经登记为废止本件，两份文件不能互相废止。"})
    _check_open(made)


def _check_open(made: Relation) -> None:
    """What a source does to others is reviewed along with it: not to be changed while reviewers have it before them."""
    source = made.source
    if source.is_public or made.kind not in WORKING:
        return
    version = source.versions.order_by("-number").first()
    if version is not None and not version.ended and version.state != "draft":
        raise ValidationError(
            f"本件已经送审（{version.state_title}），废止、修改别的文件的关系要随文稿一起审查。请先撤回送审再改。"
        )
