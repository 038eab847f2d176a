"""What a file of releases would record, line by line, without recording anything."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from gongkai.publishing.channels import channel_titles
from gongkai.publishing.lists import RELEASES, Planned, planned
from gongkai.web.log.cleaning import full_clean
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item
from gongkai.web.releases.models import Account, Release


def plan_releases(organ: Organ, data: bytes) -> list[Planned]:
    """Every line with its values or what is wrong with it. Raises ``UnreadableList`` for what is no list of releases."""
    lines = planned(RELEASES, data, "title")
    numbers = {each.values["index_number"] for each in lines if each.values.get("index_number")}
    items = {each.index_number: each for each in Item.objects.filter(organ=organ, index_number__in=numbers)}
    accounts = {(each.platform, each.name): each for each in Account.objects.filter(organ=organ)}
    known = _recorded(organ, lines, [each.pk for each in items.values()])
    seen: dict[tuple[Any, ...], int] = {}
    for line in lines:
        _resolve(line, items, accounts)
        if line.errors:
            continue
        key = _key(line.values)
        if key in seen:
            line.errors.append(f"和第{seen[key]}行是同一条，同一渠道只登记一次。")
        elif key in known:
            line.errors.append("这一条已经登记过，同一渠道只登记一次。请从文件里删去这一行。")
        seen.setdefault(key, line.number)
        _check(organ, line)
    return lines


def _resolve(line: Planned, items: dict[str | None, Item], accounts: dict[tuple[str, str], Account]) -> None:
    """Put records in the place of numbers and names."""
    number = line.values.pop("index_number", "")
    if number:
        item = items.get(number)
        if item is None:
            line.errors.append(f"本机关没有索引号是“{number}”的信息。")
        else:
            line.values["item"] = item
    name = line.values.pop("account", "")
    if name:
        channel = line.values.get("channel", "")
        account = accounts.get((channel, name))
        if account is None:
            title = channel_titles().get(channel, "这个渠道")
            line.errors.append(f"本机关在“{title}”没有登记过账号“{name}”，请先登记账号。")
        else:
            line.values["account"] = account


def _key(values: dict[str, Any]) -> tuple[Any, ...]:
    item = values.get("item")
    return (values["channel"], item.pk) if item else (values["channel"], values["on"], values["title"])


def _recorded(organ: Organ, lines: list[Planned], items: list[int]) -> set[tuple[Any, ...]]:
    """The keys that stand in the register already, of the days and items in the file; two queries."""
    days = {each.values["on"] for each in lines if each.values.get("on")}
    found: set[tuple[Any, ...]] = set()
    standing = Release.objects.filter(organ=organ, voided_at=None)
    if days:
        rows = standing.filter(item=None, on__range=(min(days), max(days)))
        found |= set(rows.values_list("channel", "on", "title"))
    if items:
        found |= set(standing.filter(item__in=items).values_list("channel", "item_id"))
    return found


def _check(organ: Organ, line: Planned) -> None:
    """What the model itself says of the line."""
    try:
        full_clean(Release(organ=organ, **line.values), alone=True)
    except ValidationError as problem:
        line.errors += problem.messages
