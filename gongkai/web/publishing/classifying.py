"""Writing down in which classes and further columns an item is, as the wording in public says; for lists and counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.web.publishing.models import Item, ItemClass, Placement, SiteColumn, Wording


def classify(item: Item, wording: Wording) -> None:
    """Let the rows of classes and placements say what ``wording`` says, no more and no less."""
    wanted = set(_classes(wording))
    there = {(scheme, key): pk for pk, scheme, key in item.classes.values_list("pk", "scheme", "key")}
    gone = [pk for pair, pk in there.items() if pair not in wanted]
    if gone:
        ItemClass.objects.filter(pk__in=gone).delete()
    new = sorted(wanted - set(there))
    if new:
        ItemClass.objects.bulk_create([ItemClass(item=item, scheme=scheme, key=key) for scheme, key in new])
    if wording.also_in or item.placements.exists():
        _place(item, wording)


def classify_many(shown: Sequence[tuple[Item, Wording]]) -> None:
    """As ``classify``, for items that the public could not read before."""
    rows = [
        ItemClass(item=item, scheme=scheme, key=key)
        for item, wording in shown
        for scheme, key in sorted(set(_classes(wording)))
    ]
    ItemClass.objects.bulk_create(rows, batch_size=500)
    for item, wording in shown:
        if wording.also_in:
            _place(item, wording)


def _classes(wording: Wording) -> Iterator[tuple[str, str]]:
    statutory = set(wording.statutory_classes)
    if wording.column.category:
        statutory.add(wording.column.category)
    yield from (("statutory", key) for key in statutory)
    yield from (("local", key) for key in wording.local_classes)
    if wording.theme:
        yield "theme", wording.theme
    if wording.audience:
        yield "audience", wording.audience


def _place(item: Item, wording: Wording) -> None:
    columns = SiteColumn.objects.filter(organ=item.organ_id, pk__in=wording.also_in).exclude(pk=wording.column_id)
    wanted = set(columns.values_list("pk", flat=True))
    there = dict(item.placements.values_list("column_id", "pk"))
    Placement.objects.filter(pk__in=[pk for column, pk in there.items() if column not in wanted]).delete()
    Placement.objects.bulk_create([Placement(item=item, column_id=column) for column in sorted(wanted - set(there))])
