"""What is in a column: its own items, those of the columns below it and merged into it, and those that are placed in it besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import ColumnAddress, Item, Placement, SiteColumn
from gongkai.web.publishing.prepared import Given, Prepared
from gongkai.web.publishing.queries import public_items
from gongkai.web.publishing.stamps import stamp

KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Branch:
    """A column in the tree with what is public in it, each item once, and what is below it."""

    column: SiteColumn
    count: int
    depth: int
    below: tuple[Branch, ...]

    def all(self) -> Iterator[Branch]:
        """Itself and everything below it, in the order of the tree."""
        yield self
        for each in self.below:
            yield from each.all()


def in_column(column: SiteColumn) -> QuerySet[Item]:
    """The public items of a column, newest first. Asks one question to know the columns below it and whether anything is placed there."""
    placed = Placement.objects.filter(column=OuterRef("pk"))
    rows = SiteColumn.objects.filter(path__startswith=column.path).annotate(placed=Exists(placed))
    shown = dict(rows.values_list("pk", "placed"))
    found = public_items(column.organ)
    if any(shown.values()):
        besides = Placement.objects.filter(column__in=[pk for pk, has in shown.items() if has]).values("item")
        return found.filter(Q(column__in=shown) | Q(pk__in=besides))
    # 只有一个栏目、没有“同时列入”的，走 item_public_in_column 这条索引
    return found.filter(column=column) if list(shown) == [column.pk] else found.filter(column__in=shown)


def beside(item: Item) -> tuple[Item | None, Item | None]:
    """The public items that stand just before and after one in its own column, by the day they became public."""
    given = {"column": item.column_id, "at": item.published_at, "key": item.pk}
    older, newer = _OLDER(**given), _NEWER(**given)
    return older[0] if older else None, newer[0] if newer else None


def _older() -> QuerySet[Item]:
    before = Q(published_at__lt=Given("at")) | Q(published_at=Given("at"), pk__lt=Given("key"))
    return _here().filter(before, published_at__lte=Given("at")).order_by("-published_at", "-id")[:1]


def _newer() -> QuerySet[Item]:
    after = Q(published_at__gt=Given("at")) | Q(published_at=Given("at"), pk__gt=Given("key"))
    return _here().filter(after, published_at__gte=Given("at")).order_by("published_at", "id")[:1]


def _here() -> QuerySet[Item]:
    found = Item.objects.filter(state="published", column=Given("column"))
    return found.only("title", "index_number", "published_at")


_OLDER, _NEWER = Prepared(_older), Prepared(_newer)


def at_address(organ: Organ, code: str) -> SiteColumn | None:
    """The column of that address, now or before it was renamed. A merged one is given as such: ask ``standing_for``."""
    rows = SiteColumn.objects.select_related("organ", "parent", "section", "picture", "merged_into")
    found = rows.filter(organ=organ, code=code).first()
    if found is None:
        old = ColumnAddress.objects.filter(organ=organ, code=code).first()
        found = rows.get(pk=old.column_id) if old else None
    return found


def standing_for(column: SiteColumn) -> SiteColumn:
    """The column that shows what it held: itself, or the one into which it was merged, however often."""
    while column.merged_into is not None:
        column = column.merged_into
    return column


def columns_of(organ: Organ) -> list[SiteColumn]:
    """All columns of an organ in their order, closed and merged ones too."""
    found = list(SiteColumn.objects.filter(organ=organ).order_by("order", "id"))
    for each in found:
        each.organ = organ
    return found


def column_tree(organ: Organ, *, closed: bool = True, known: str = "") -> list[Branch]:
    """The columns in use, and (unless told otherwise) closed ones that still show something, as a tree. ``known``: the organ's stamp."""
    columns = columns_of(organ)
    counts = public_counts(organ, known, columns)
    return tree_of((each for each in columns if each.merged_into_id is None), counts, closed=closed)


def tree_of(columns: Iterable[SiteColumn], counts: dict[int, int], *, closed: bool = True) -> list[Branch]:
    """Columns of one organ as a tree, without asking the database. One whose upper column is not among them stands at the top."""
    below: dict[int | None, list[SiteColumn]] = {}
    rows = list(columns)
    known = {each.pk for each in rows}
    for each in rows:
        below.setdefault(each.parent_id if each.parent_id in known else None, []).append(each)

    def branches(parent: int | None, depth: int) -> Iterator[Branch]:
        for each in below.get(parent, []):
            under = tuple(branches(each.pk, depth + 1))
            count = counts.get(each.pk, 0)
            if each.closed_on is None or (closed and count) or under:
                yield Branch(each, count, depth, under)

    return list(branches(None, 1))


def open_columns(organ: Organ) -> list[SiteColumn]:
    """The columns of the tree, one after the other, each with ``public_count`` of all that it shows."""
    found = []
    for each in (one for top in column_tree(organ) for one in top.all()):
        each.column.public_count = each.count  # type: ignore[attr-defined]
        found.append(each.column)
    return found


def public_counts(organ: Organ, known: str = "", columns: Iterable[SiteColumn] | None = None) -> dict[int, int]:
    """How many public items each column of an organ shows, each item once; kept until something public of the organ changes.

    ``known`` and ``columns``: the stamp and all columns of the organ, where they have been asked for.
    """
    key = f"columns-{known or stamp(organ)}"
    found: dict[int, int] | None = cache.get(key)
    if found is None:
        found = _counted(organ, columns)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _counted(organ: Organ, columns: Iterable[SiteColumn] | None) -> dict[int, int]:
    rows = SiteColumn.objects.filter(organ=organ).only("path") if columns is None else columns
    paths = {each.pk: [int(part) for part in each.path.strip("/").split("/")] for each in rows}
    own = Item.objects.filter(organ=organ, state="published").order_by().values_list("column").annotate(Count("pk"))
    found: Counter[int] = Counter()
    for column, count in own:
        for each in paths.get(column, ()):
            found[each] += count
    besides = Placement.objects.filter(column__organ=organ, item__state="published")
    placed: dict[int, set[int]] = {}
    home: dict[int, int] = {}
    for item, column, where in besides.values_list("item", "column", "item__column"):
        placed.setdefault(item, set()).update(paths.get(column, ()))
        home[item] = where
    for item, shown in placed.items():
        found.update(shown - set(paths.get(home[item], ())))
    return dict(found)
