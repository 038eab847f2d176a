"""The dry run of a list: each line with what it would become or what is wrong with it. Nothing but the batch itself is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Upper
from django.utils import timezone

from gongkai.publishing.catalogue_rows import Row, read_rows
from gongkai.web.exchange.models import ImportBatch, ImportLine
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.drafting import checked, validate
from gongkai.web.publishing.models import Item, LocalClass, SiteColumn, Wording
from gongkai.web.publishing.steps import person_of

State = ImportLine.State
DAYS = ("signed_on", "effective_on", "expires_on", "earlier_published_on")


def plan_batch(organ: Organ, *, by: Actor, name: str, data: bytes) -> ImportBatch:
    """Keep an uploaded list with the result of its dry run. Raises ``UnreadableList`` for what is no list."""
    return keep_batch(organ, read_rows(data), by=by, name=name, sha256=hashlib.sha256(data).hexdigest())


@transaction.atomic
def keep_batch(organ: Organ, rows: Iterable[Row], *, by: Actor, name: str, sha256: str, **more: Any) -> ImportBatch:
    """Keep a batch with a line for each row. Earlier dry runs of the same person that were not carried out are dropped."""
    person = person_of(by)
    waiting = ImportBatch.objects.filter(organ=organ, uploaded_by=person, state=ImportBatch.State.CHECKED)
    for old in waiting:
        old.state = ImportBatch.State.DROPPED
        save(old, "drop_import", by=by, organ=organ)
    batch = ImportBatch(organ=organ, name=name[:200], sha256=sha256, uploaded_by=person, **more)
    save(batch, "check_import", by=by, organ=organ)
    places = Places.of(organ)
    made = [_line(batch, row, places, by) for row in rows]
    _against_what_there_is(organ, made)
    ImportLine.objects.bulk_create(made, batch_size=200)
    return batch


@dataclass(frozen=True, slots=True)
class Places:
    """What lines may name: columns by code, title or path, sections by name, classes by key or title."""

    columns: Mapping[str, SiteColumn]
    sections: Mapping[str, Section]
    classes: Mapping[str, str]

    @classmethod
    def of(cls, organ: Organ) -> Places:
        """Those of an organ that are in use."""
        columns: dict[str, SiteColumn] = {}
        twice: set[str] = set()
        for column in SiteColumn.objects.filter(organ=organ, closed_on=None).select_related("parent"):
            path = f"{column.parent.title}/{column.title}" if column.parent else column.title
            for name in {column.title, path}:
                twice |= {name} & set(columns)
                columns[name] = column
        for name in twice:
            del columns[name]
        columns |= {column.code: column for column in columns.values()}
        columns |= {each.code: each for each in SiteColumn.objects.filter(organ=organ, closed_on=None)}
        sections = {each.name: each for each in Section.objects.filter(organ=organ, closed_on=None)}
        classes: dict[str, str] = {}
        for each in LocalClass.objects.filter(closed_on=None).order_by("-organ"):
            if each.organ_id in (None, organ.pk):
                classes |= {each.title: each.key, each.key: each.key}
        return cls(columns, sections, classes)


def _line(batch: ImportBatch, row: Row, places: Places, by: Actor) -> ImportLine:
    fields, problems = dict(row.fields), list(row.errors)
    column, section = places.columns.get(row.column), places.sections.get(row.section)
    if row.column and column is None:
        known = "、".join(sorted({each.title for each in places.columns.values()})[:12])
        problems.append(
            f"没有“{row.column}”这个在用的栏目，或者有几个同名的（请写网址标识）。在用的栏目有：{known or '（还没有设置）'}。"
        )
    if row.section and section is None:
        problems.append(f"没有“{row.section}”这个科室。")
    if section is None and places.sections and not row.section:
        problems.append("没有填“科室”：本机关设有科室，要由起草科室的负责人审核。")
    wrong = [each for each in row.local_classes if each not in places.classes]
    if wrong:
        problems.append(f"没有“{'、'.join(wrong)}”这样的组配分类，请先在“组配分类”里设置。")
    fields["local_classes"] = [places.classes[each] for each in row.local_classes if each in places.classes]
    if not problems and column is not None:
        problems += _refusals(fields, column, batch.organ, by)
    told = {
        "fields": plain(fields),
        "column": column.pk if column else None,
        "section": section.pk if section else None,
        "index_number": row.index_number,
    }
    return ImportLine(
        batch=batch,
        number=row.number,
        title=row.title[:200],
        known_as=hashlib.sha256(f"{batch.organ_id}|{row.known_as}".encode()).hexdigest(),
        digest=digest_of_told(told),
        told=told,
        problems=problems,
        notes=row.notes,
        state=State.REFUSED if problems else State.READY,
    )


def _refusals(fields: Mapping[str, Any], column: SiteColumn, organ: Organ, by: Actor) -> list[str]:
    wording = Wording(number=1, author=person_of(by), written_at=timezone.now(), column=column, **checked(dict(fields)))
    try:
        validate(wording, organ)
    except ValidationError as refusal:
        return list(refusal.messages)
    return []


def _against_what_there_is(organ: Organ, lines: list[ImportLine]) -> None:
    """What was imported before is not imported again; a number that another item bears cannot be given twice."""
    done = ImportLine.objects.filter(state=State.DONE, known_as__in=[line.known_as for line in lines])
    before = {known: (digest, item) for known, digest, item in done.values_list("known_as", "digest", "item")}
    numbers = [line.told["index_number"] for line in lines if line.told["index_number"]]
    # 读的时候不分大小写，所以只有大小写不同的也算重复
    items = Item.objects.annotate(plain=Upper("index_number")).filter(plain__in=[each.upper() for each in numbers])
    borne = {str(item.index_number).upper(): item for item in items.select_related("organ")}
    for line in lines:
        if line.state == State.REFUSED:
            continue
        if line.known_as in before:
            line.state, line.item_id = State.KNOWN, before[line.known_as][1]
            if before[line.known_as][0] != line.digest:
                line.notes.append("内容和以前导入的不一样。要改的，请在那件信息的页面另起一版。")
            continue
        owner = borne.get(str(line.told["index_number"] or "").upper())
        if owner is not None:
            told = f"《{owner.title}》" if owner.organ_id == organ.pk else "另一个机关的信息"
            line.problems.append(f"索引号{owner.index_number}已经由{told}使用。索引号不能重复，也不能改给别的信息。")
            line.state = State.REFUSED


def plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as JSON keeps them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}


def typed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as services take them."""
    return {
        name: date.fromisoformat(value) if name in DAYS and isinstance(value, str) else value
        for name, value in fields.items()
    }


def digest_of_told(told: Mapping[str, Any]) -> str:
    """SHA-256 of what a line says."""
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
