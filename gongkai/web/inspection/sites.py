"""What a site is for the check: all organs that stand under one 网站标识码, since the vetoes are counted over the whole site.

An organ without a code of its own publishes on the site of the organ above it (国办发〔2017〕47号: 县级部门、乡镇原则上不设网站);
where nobody above has one either, everything below the topmost organ is taken for one site. The organ that stands highest in a site
answers for it (主办单位).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.web.organs.models import Organ


@dataclass(frozen=True)
class Site:
    """One site: who answers for it, and every organ that publishes there."""

    key: str
    host: Organ
    organs: tuple[Organ, ...]

    @property
    def title(self) -> str:
        """What it is called."""
        return f"{self.host.short_name}网站"

    @property
    def code(self) -> str:
        """Its 网站标识码; empty where none is entered."""
        return self.host.site_code


class Sites:
    """All sites of the installation on a day. Asks the database once."""

    def __init__(self, on: date) -> None:
        rows = [each for each in Organ.objects.order_by("order", "name") if _stands(each, on)]
        self.organs = {each.pk: each for each in rows}
        self._keys = {each.pk: self._key(each) for each in rows}
        grouped: dict[str, list[Organ]] = {}
        for each in rows:
            grouped.setdefault(self._keys[each.pk], []).append(each)
        self.sites = {key: Site(key, _highest(found), tuple(found)) for key, found in grouped.items()}

    def of(self, organ: Organ) -> Site:
        """The site on which an organ publishes; one of its own for an organ that no longer stands."""
        key = self._keys.get(organ.pk)
        return self.sites[key] if key is not None else Site(f"organ:{organ.pk}", organ, (organ,))

    def below(self, organ: Organ) -> list[Organ]:
        """The organs below one, in the order of the tree."""
        return [each for each in self.organs.values() if each.is_below(organ)]

    def _key(self, organ: Organ) -> str:
        above = [self.organs[int(part)] for part in organ.path.strip("/").split("/") if int(part) in self.organs]
        coded = next((each.site_code for each in reversed(above) if each.site_code), "")
        return coded or f"organ:{above[0].pk}"


def _stands(organ: Organ, on: date) -> bool:
    return organ.dissolved_on is None or organ.dissolved_on > on


def _highest(organs: list[Organ]) -> Organ:
    return min(organs, key=lambda each: (each.path.count("/"), each.order, each.pk))
