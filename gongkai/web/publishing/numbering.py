"""Giving index numbers: one after the other in an organ and year, to one writer at a time, none twice."""

from __future__ import annotations

from django.db import transaction

from gongkai.publishing.index_numbers import front_part, index_number
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import IndexCounter, Item


@transaction.atomic
def next_index_number(organ: Organ, year: int) -> str:
    """Take the next number, as ``next_index_numbers``."""
    return next_index_numbers(organ, year, 1)[0]


@transaction.atomic
def next_index_numbers(organ: Organ, year: int, count: int) -> list[str]:
    """Take the next ``count`` numbers that no item bears. Within a year the front part stays, even when the organ's code is entered meanwhile."""
    counter = IndexCounter.objects.select_for_update().filter(organ=organ, year=year).first()
    if counter is None:
        front = front_part(organ.uscc, organ.code)
        if IndexCounter.objects.filter(front=front, year=year).exists():
            front = organ.code
        IndexCounter.objects.get_or_create(organ=organ, year=year, defaults={"front": front})
        counter = IndexCounter.objects.select_for_update().get(organ=organ, year=year)
    made: list[str] = []
    while len(made) < count:
        first, counter.last = counter.last + 1, counter.last + count - len(made)
        serials = (index_number(counter.front, year, serial) for serial in range(first, counter.last + 1))
        wanted = list(serials)
        # 导入的信息带着原来的索引号，可能占着这一段里的某一号
        taken = set(Item.objects.filter(index_number__in=wanted).values_list("index_number", flat=True))
        made += [number for number in wanted if number not in taken]
    counter.save(update_fields=["last"])
    return made
