"""制发、废止、失效、现行有效 as of any day, against a plain model that walks day by day over random histories."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.db import connection

from gongkai.organs.roles import Role
from gongkai.publishing.validity import Validity
from gongkai.web.publishing import queries, services
from gongkai.web.publishing.counts import validity_as_of
from gongkai.web.publishing.models import Item, Publication, Relation, Review, Version, Wording
from gongkai.web.publishing.relating import relate, unrelate
from gongkai.web.publishing.triggers import lifted
from tests.web.publishing_walks import column_of, drafted, published, reviewed, who

ROW = "normative_documents"
DAY = timedelta(days=1)
BEGIN, END = date(2022, 1, 1), date(2022, 6, 30)


@dataclass
class Life:
    """A document as the model sees it: spans of being public with the term then written, and what befell it."""

    spans: list[tuple[date, date | None, date | None]]
    earlier: date | None = None
    repealed: date | None = None
    anew: list[tuple[date, date | None]] = field(default_factory=list)

    def term(self, day: date) -> date | None:
        by_then = [until for on, until in self.anew if on <= day]
        if by_then:
            return by_then[-1]
        return [term for on, _, term in self.spans if on <= day or on == self.spans[0][0]][-1]

    @property
    def first(self) -> date:
        return self.earlier or self.spans[0][0]

    def public(self, day: date) -> bool:
        if self.first <= day < self.spans[0][0]:
            return True
        return any(on <= day and (off is None or day < off) for on, off, _ in self.spans)

    def in_term(self, day: date) -> bool:
        term = self.term(day)
        return term is None or day <= term

    def in_force(self, day: date) -> bool:
        return self.public(day) and self.in_term(day) and (self.repealed is None or day < self.repealed)

    def lapses(self, day: date) -> bool:
        """Whether ``day`` is the first without force because the term was over."""
        yesterday = day - DAY
        unrepealed = self.repealed is None or self.repealed > yesterday
        return self.public(yesterday) and self.in_term(yesterday) and not self.in_term(day) and unrepealed

    def repealed_effectively(self) -> bool:
        return self.repealed is not None and self.in_term(self.repealed)


def invented(dice: random.Random) -> Life:
    day = BEGIN + timedelta(days=dice.randrange(60))
    spans: list[tuple[date, date | None, date | None]] = []
    written = day + timedelta(days=dice.randrange(10, 120)) if dice.random() < 0.6 else None
    for _ in range(dice.randrange(1, 4)):
        ends = day + timedelta(days=dice.randrange(1, 50)) if dice.random() < 0.6 else None
        spans.append((day, ends, written))
        if ends is None:
            break
        day = ends + timedelta(days=dice.choice((0, 0, 9)))
    life = Life(spans)
    if dice.random() < 0.3:
        life.earlier = spans[0][0] - timedelta(days=dice.randrange(1, 30))
    if dice.random() < 0.4:
        life.repealed = spans[0][0] + timedelta(days=dice.randrange(0, 120))
    for _ in range(dice.choice((0, 0, 1, 2))):
        on = (life.anew[-1][0] if life.anew else spans[0][0]) + timedelta(days=dice.randrange(1, 60))
        life.anew.append((on, on + timedelta(days=dice.randrange(-5, 90)) if dice.random() < 0.8 else None))
    return life


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def stored(life: Life, number: int, person: object, column: object) -> Item:
    """The rows of a life, past the services: thousands of days would take them minutes."""
    organ = column.organ
    first, last = life.spans[0], life.spans[-1]
    item = Item(
        organ=organ, column=column, title=f"第{number}份", genre=ROW, index_number=f"x/2022-{number:05d}",
        expires_on=last[2], repealed_on=life.repealed, repealed_by="决定" if life.repealed else "",
        earlier_published_on=life.earlier, published_at=noon(first[0]), revised_at=noon(last[0]),
    )  # fmt: skip
    item.save()
    for place, (on, off, term) in enumerate(life.spans):
        follows = place + 1 < len(life.spans) and life.spans[place + 1][0] == off
        state = "published" if off is None else "superseded" if follows else "withdrawn"
        version = Version(item=item, organ=organ, number=place + 1, state=state, entered_at=noon(off or on))
        version.save()
        wording = Wording.objects.create(
            version=version, number=1, column=column, title=item.title, body_html="<p>文</p>", genre=ROW, author=person,
            sealed_at=noon(on), sha256="", expires_on=term,
        )  # fmt: skip
        review = Review.objects.create(
            wording=wording,
            stage="office",
            conclusion="cleared",
            opinion="同意",
            basis="据",
            reviewer=person,
            at=noon(on),
        )
        item.current = Publication.objects.create(
            review=review, version=version, conclusion="cleared", published_at=noon(on)
        )
    withdrawn = last[1] is not None
    item.state = "withdrawn" if withdrawn else "published"
    item.withdrawn_at, item.withdrawn_why = (noon(last[1]), "误") if withdrawn else (None, "")
    item.save()
    return item


def test_counts_on_any_day_agree_with_a_plain_walk_through_random_histories(county):
    dice = random.Random(20221)
    sources = [published(county, genre="other_documents", title=f"决定{each}") for each in range(2)]
    column, person = column_of(county), county.person(Role.INFO_OFFICER)
    lives: dict[int, Life] = {}
    with lifted(connection):
        for number in range(120):
            life = invented(dice)
            # 一份决定对一份文件只能定一次有效期，第二次由另一份决定
            item = stored(life, number, person, column)
            for place, (on, until) in enumerate(life.anew):
                Relation.objects.create(
                    source=sources[place], target=item, kind="sets_term", until=until, effective_on=on
                )
            lives[item.pk] = life
    for day in (BEGIN + timedelta(days=7 * week) for week in range(26)):
        found = set(queries.in_force(county.bureau, ROW, day).values_list("pk", flat=True))
        assert found == {pk for pk, life in lives.items() if life.in_force(day)}, day
    rows = Item.objects.filter(pk__in=lives).prefetch_related("versions__publication__review__wording", "related_from")
    for item in rows:
        for day in (BEGIN + timedelta(days=11 * each) for each in range(17)):
            told = validity_as_of(item, day)
            assert (told is Validity.IN_FORCE) == lives[item.pk].in_force(day), (item.pk, day, told)
    for month in range(1, 6):
        since, until = date(2022, month, 1), date(2022, month + 1, 1) - DAY
        days = [since + timedelta(days=each) for each in range((until - since).days + 1)]
        asked = (county.bureau, ROW, since, until)
        wanted = {
            "issued": {pk for pk, life in lives.items() if since <= life.first <= until},
            "repealed": {
                pk
                for pk, life in lives.items()
                if life.repealed
                and since <= life.repealed <= until
                and life.first <= until
                and life.repealed_effectively()
            },
            "lapsed": {pk for pk, life in lives.items() if any(life.lapses(day) for day in days)},
        }
        for name, keys in wanted.items():
            found = set(getattr(queries, name)(*asked).values_list("pk", flat=True))
            assert found == keys, (name, month, found ^ keys)
    everything = queries.in_force(county.government, ROW, END, branch=True)
    assert set(everything) == set(queries.in_force(county.bureau, ROW, END))
    assert not queries.in_force(county.government, ROW, END)


def test_a_document_withdrawn_and_put_back_was_not_in_force_in_between(county):
    officer = who(county, Role.FOI_OFFICER)
    item = published(county, at=noon(date(2022, 1, 10)), signed_on=date(2022, 1, 5))
    services.withdraw(item, by=officer, reason="附件有误", at=noon(date(2022, 2, 1)))
    at = noon(date(2022, 3, 1))
    version = services.new_version(item, by=who(county, Role.INFO_OFFICER), at=at, summary="改正附件")
    services.submit(version, by=who(county, Role.INFO_OFFICER), at=at)
    services.publish(reviewed(county, version, at=at), by=officer, at=at)
    days = [date(2022, 1, 31), date(2022, 2, 1), date(2022, 2, 28), date(2022, 3, 1)]
    counted = [queries.in_force(county.bureau, ROW, day).count() for day in days]
    assert counted == [1, 0, 0, 1]
    assert queries.issued(county.bureau, ROW, date(2022, 3, 1), date(2022, 12, 31)).count() == 0


def test_what_lapsed_before_it_was_repealed_counts_as_lapsed_only(county):
    officer = who(county, Role.FOI_OFFICER)
    item = published(county, at=noon(date(2022, 1, 10)), signed_on=date(2022, 1, 5), expires_on=date(2022, 6, 30))
    services.repeal(item, by=officer, on=date(2022, 9, 1), ground="清理决定")
    year = (date(2022, 1, 1), date(2022, 12, 31))
    assert queries.repealed(county.bureau, ROW, *year).count() == 0
    assert queries.lapsed(county.bureau, ROW, *year).count() == 1


def test_an_amended_document_is_counted_as_amended_and_stays_in_force(county):
    officer = who(county, Role.FOI_OFFICER)
    old = published(county, at=noon(date(2022, 1, 10)), signed_on=date(2022, 1, 5))
    version = drafted(county, title="修改决定", genre="other_documents", document_number="", signed_on=None)
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    services.publish(reviewed(county, version), by=officer)
    made = relate(Item.objects.get(pk=version.item_id), "amends", by=officer, target=old, on=date(2022, 5, 1))
    year = (date(2022, 1, 1), date(2022, 12, 31))
    assert list(queries.amended(county.bureau, ROW, *year)) == [old]
    assert queries.in_force(county.bureau, ROW, year[1]).count() == 1
    unrelate(made, by=officer, reason="选错了")
    assert not queries.amended(county.bureau, ROW, *year)
