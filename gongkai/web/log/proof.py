"""Proving the log in the database: each chain by its digests, and the columns of each row by its content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from gongkai.casework.chain import Row, Seal
from gongkai.casework.chain_verify import verify
from gongkai.web.log.export_files import Part
from gongkai.web.log.models import Chain, Event

_SHOWN = 50


def seals_now() -> list[dict[str, Any]]:
    """The seals of all chains, as they are kept elsewhere."""
    now = timezone.localtime().isoformat(timespec="seconds")
    return [
        {"chain": each.key, "title": str(each), "number": each.length, "digest": each.head, "at": now}
        for each in Chain.objects.select_related("organ").order_by("id")
    ]


def verify_chains(
    seals: Mapping[str, Sequence[Seal]] | None = None, chains: Sequence[Chain] | None = None
) -> Iterator[Part]:
    """Each chain with what is wrong with it. Events that come meanwhile are left for the next time."""
    known = list(Chain.objects.select_related("organ").order_by("id")) if chains is None else list(chains)
    for chain in known:
        yield verify_chain(chain, (seals or {}).get(chain.key, ()))
    if chains is None:
        for key in sorted(set(seals or {}) - {each.key for each in known}):
            yield Part("封签", "链不存在", (f"封签里的日志链 {key} 在数据库里没有。",), key)


def verify_chain(chain: Chain, seals: Sequence[Seal] = ()) -> Part:
    """One chain up to the end that its own row names."""
    rows = _Rows(chain)
    end = [chain.seal] if chain.length else []
    found = [each.message for each in verify(rows, [*end, *seals])]
    found += rows.disagreements
    newer = Chain.objects.filter(pk=chain.pk).values_list("length", flat=True).first() or 0
    beyond = Event.objects.filter(chain=chain, number__gt=newer).order_by("number").values_list("number", flat=True)
    found += [f"有一条编号为{number}的记录不属于这本日志，是后来插入的。" for number in beyond[:_SHOWN]]
    return Part(str(chain), f"{rows.count} 条记录", tuple(dict.fromkeys(found)), chain.key)


class _Rows:
    """The rows of a chain, read anew whenever they are gone through; columns are compared the first time."""

    def __init__(self, chain: Chain) -> None:
        self.chain, self.count, self.disagreements = chain, 0, list[str]()
        self._compared = False

    def __iter__(self) -> Iterator[Row]:
        compare, self._compared = not self._compared, True
        events = Event.objects.filter(chain=self.chain, number__lte=self.chain.length).order_by("number", "id")
        for event in events.iterator(chunk_size=2000):
            if compare:
                self.count += 1
                wrong = columns_that_differ(event)
                if wrong:
                    self.disagreements.append(f"第{event.number}条记录的{'、'.join(wrong)}与它的内容不一致。")
            yield event.row


def columns_that_differ(event: Event) -> list[str]:
    """The titles of the columns that do not say what the content says."""
    try:
        subject, told = event.content["subject"], event.content["event"]
        pairs = {
            "记录时刻": (event.at, parse_datetime(told["at"])),
            "日期": (event.on.isoformat(), told["on"]),
            "办理人标识": (event.by, told["by"]),
            "办理人": (f"person:{event.person_id}" if event.person_id else "", _person(told["by"])),
            "对象种类": (event.subject_kind, subject["kind"]),
            "对象编号": (event.subject_id, subject["id"]),
            "事项": (event.move, told["move"]),
            "办理记录编号": (event.case_number or told["number"], told["number"]),
        }
    except (KeyError, TypeError, ValueError):
        return ["内容"]
    return [title for title, (column, content) in pairs.items() if column != content]


def _person(by: str) -> str:
    return by if by.startswith("person:") else ""
