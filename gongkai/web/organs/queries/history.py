"""What became of an organ: its names, what it came from, what followed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongkai.web.organs.models import Organ, Succession


@dataclass(frozen=True, slots=True)
class Happening:
    """``title`` and ``text`` say it in Chinese; ``organs`` are the others that took part."""

    on: date
    title: str
    text: str
    basis: str
    organs: tuple[Organ, ...] = ()


def history_of(organ: Organ) -> list[Happening]:
    """Establishment and every reorganisation in which the organ took part, newest first. Two queries."""
    rows = Succession.objects.filter(Q(predecessor=organ) | Q(successor=organ))
    rows = rows.select_related("reorganisation", "predecessor", "successor").order_by("-reorganisation__on", "-pk")
    by_reorganisation: dict[int, list[Succession]] = {}
    for row in rows:
        by_reorganisation.setdefault(row.reorganisation_id, []).append(row)
    found = [_happening(organ, group) for group in by_reorganisation.values()]
    if organ.established_on:
        found.append(Happening(organ.established_on, "设立", f"{name_on(organ, organ.established_on)}设立。", ""))
    return found


def name_on(organ: Organ, day: date) -> str:
    """What the organ was called on a day; the name that a record of that day should bear."""
    former = organ.former_names.filter(until__gte=day).order_by("until").first()
    return former.name if former else organ.name


def _happening(organ: Organ, rows: list[Succession]) -> Happening:
    made = rows[0].reorganisation
    others: dict[int, Organ] = {}
    sentences = []
    for row in reversed(rows):
        what = f"（{row.what}）" if row.what else ""
        if row.successor_id == row.predecessor_id:
            sentences.append(f"{row.what}。")
        elif row.successor is None:
            sentences.append(f"{row.predecessor}撤销，职能不再行使{what}。")
        elif row.successor_id == organ.pk:
            sentences.append(f"承接{row.predecessor}的职能{what}。")
            others[row.predecessor_id] = row.predecessor
        else:
            sentences.append(f"职能由{row.successor}承接{what}。")
            others[row.successor.pk] = row.successor
    text = "".join(sentences) + (made.note if made.note else "")
    return Happening(made.on, made.get_kind_display(), text, made.basis, tuple(others.values()))
