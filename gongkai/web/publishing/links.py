"""How an item belongs to others, as the public may see it: both directions, only what is public now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.publishing.document_numbers import document_number
from gongkai.publishing.index_numbers import read_index_number
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item, Relation
from gongkai.web.publishing.prepared import Given, Prepared
from gongkai.web.publishing.relating import WORKING

FORWARD = {
    Relation.Kind.INTERPRETS: "解读的文件",
    Relation.Kind.SUPERSEDES: "代替的文件",
    Relation.Kind.REPEALS: "废止的文件",
    Relation.Kind.AMENDS: "修改的文件",
    Relation.Kind.SETS_TERM: "改定有效期的文件",
    Relation.Kind.IMPLEMENTS: "制定依据",
    Relation.Kind.RELATED: "相关信息",
}
BACKWARD = {
    Relation.Kind.INTERPRETS: "政策解读",
    Relation.Kind.SUPERSEDES: "已由以下文件代替",
    Relation.Kind.REPEALS: "已由以下文件废止",
    Relation.Kind.AMENDS: "已由以下文件修改",
    Relation.Kind.SETS_TERM: "有效期已由以下文件改定",
    Relation.Kind.IMPLEMENTS: "依据本件制定的文件",
    Relation.Kind.RELATED: "相关信息",
}
ORDER = (
    "政策解读", "解读的文件", "已由以下文件代替", "已由以下文件废止", "已由以下文件修改", "有效期已由以下文件改定", "代替的文件", "废止的文件",
    "修改的文件", "改定有效期的文件", "制定依据", "依据本件制定的文件", "相关信息",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A line: ``url`` empty for a document outside without address; ``item`` None for one outside this site.

    ``on``: since when it works, for what repeals, amends, supersedes or sets a term.
    """

    title: str
    url: str
    item: Item | None = None
    on: date | None = None
    note: str = ""
    partly: bool = False


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links of one kind under a title."""

    title: str
    links: tuple[Link, ...]


def relations_shown(item: Item) -> list[LinkGroup]:
    """What the page of a public item shows of its relations, in groups. One question to the database.

    Nothing is shown of an item that is unpublished or withdrawn, on either side.
    """
    if not item.is_public:
        return []
    groups: dict[str, dict[tuple[str, str], Link]] = {}
    for row in _STANDING(item=item.pk):
        forward = row.source_id == item.pk
        other = row.target if forward else row.source
        if other is not None and not other.is_public:
            continue
        title = (FORWARD if forward else BACKWARD)[Relation.Kind(row.kind)]
        link = _link(row, other)
        groups.setdefault(title, {}).setdefault((link.title, link.url), link)
    return [LinkGroup(title, tuple(groups[title].values())) for title in ORDER if title in groups]


def _standing() -> QuerySet[Relation]:
    rows = Relation.objects.filter(Q(source=Given("item")) | Q(target=Given("item")), ended_at=None)
    return rows.select_related("source", "target").order_by("id")


_STANDING = Prepared(_standing)


def _link(row: Relation, other: Item | None) -> Link:
    on = row.effective_on if row.kind in WORKING else None
    if other is None:
        return Link(row.outside_title, row.outside_url, None, on, row.note, row.partly)
    return Link(other.title, other.get_absolute_url(), other, on, row.note, row.partly)


def relations_of(item: Item) -> list[tuple[str, Relation, Item | None]]:
    """Every relation of an item for staff, with its title and the other side; both directions, unpublished ones too."""
    rows = Relation.objects.filter(Q(source=item) | Q(target=item), ended_at=None)
    found = []
    for row in rows.select_related("source__organ", "target__organ", "made_by").order_by("id"):
        forward = row.source_id == item.pk
        title = (FORWARD if forward else BACKWARD)[Relation.Kind(row.kind)]
        found.append((title, row, row.target if forward else row.source))
    return sorted(found, key=lambda each: ORDER.index(each[0]))


def public_interpretations(items: Iterable[Item]) -> dict[int, list[Item]]:
    """The public interpretations of each item by its key, with one question."""
    rows = Relation.objects.filter(
        kind=Relation.Kind.INTERPRETS, ended_at=None, target__in=list(items), source__state="published"
    )
    found: dict[int, list[Item]] = {}
    for row in rows.select_related("source").order_by("source__published_at", "id"):
        assert row.target_id is not None
        found.setdefault(row.target_id, []).append(row.source)
    return found


def relatable(organ: Organ, words: str, *, without: Item | None = None) -> QuerySet[Item]:
    """Items that an item of ``organ`` may be related to: public ones, and the organ's own; by number, or by words of the title."""
    found = Item.objects.filter(Q(state="published") | Q(organ=organ))
    if without is not None:
        found = found.exclude(pk=without.pk)
    text = " ".join(words.split())[:100]
    number = read_index_number(text)
    exact = Q(document_number=document_number(text)) | Q(registration_number__iexact=text)
    if number:
        exact |= Q(index_number__iexact=number)
    titles = Q()
    for word in text.split()[:8]:
        titles &= Q(title__icontains=word)
    return (
        found.filter(exact | titles).select_related("organ").order_by("-published_at", "-id") if text else found.none()
    )
