"""How a proposal begins: what was handed over to the organ, each number of a session's register once; one, or a whole register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.engagement.proposals.choices import HANDING_IN, titles
from gongkai.engagement.proposals.local import plain
from gongkai.engagement.proposals.numbers import number_of, register_number, session_name
from gongkai.web.casework import services as casework
from gongkai.web.log.actors import Actor
from gongkai.web.organs.models import Organ, Section
from gongkai.web.proposals.models import Proposal
from gongkai.web.proposals.settings import Ruled, ruled

Key = tuple[str, str, str]
"""Kind, session and number: what makes a proposal the same within an organ."""
_LONGEST = {
    "session": 60, "register_number": 40, "title": 200, "proposers": 200, "group": 80, "body": 120, "main_body": 120,
    "contact": 200, "content": 20_000,
}  # fmt: skip
_TITLES = {
    "session": "届次", "register_number": "编号", "title": "标题", "proposers": "代表、委员", "group": "代表团、界别",
    "body": "交办单位", "main_body": "主办单位", "contact": "联系方式", "content": "内容",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Handing:
    """What the hand-over says."""

    kind: str
    session: str
    register_number: str
    title: str
    proposers: str
    handed_on: date
    role: str = "sole"
    group: str = ""
    body: str = ""
    main_body: str = ""
    contact: str = ""
    content: str = ""

    def tidy(self) -> Handing:
        """Without blanks around; session and number as they are compared."""
        plain_words: dict[str, Any] = {
            name: " ".join(str(getattr(self, name)).replace("\x00", "").split())
            for name in ("title", "proposers", "group", "body", "main_body", "contact")
        }
        return replace(
            self,
            session=session_name(self.session.replace("\x00", "")),
            register_number=register_number(self.register_number.replace("\x00", "")),
            content=self.content.replace("\r\n", "\n").replace("\x00", "").strip(),
            **plain_words,
        )

    @property
    def key(self) -> Key:
        """What makes it the same."""
        return self.kind, self.session, self.register_number

    def problems(self, today: date) -> dict[str, str]:
        """What is wrong with it, by field."""
        found: dict[str, str] = {}
        for name in ("session", "register_number", "title", "proposers"):
            if not getattr(self, name):
                found[name] = f"请填写{_TITLES[name]}。"
        for name, longest in _LONGEST.items():
            if len(getattr(self, name)) > longest:
                found[name] = f"{_TITLES[name]}最多{longest}个字，现在有{len(getattr(self, name))}个。"
        if self.kind not in titles("kinds"):
            found["kind"] = "请选择是人大代表建议还是政协提案。"
        if self.role not in titles("roles"):
            found["role"] = "请选择承办方式。"
        if self.handed_on > today:
            found["handed_on"] = "交办的日期还没有到，请核对。"
        elif self.handed_on.year < 2000:
            found["handed_on"] = "交办的日期太早，请核对年份。"
        if self.role == HANDING_IN and not self.main_body:
            found["main_body"] = "会办的，请写明主办单位，意见要送给它。"
        return found


@transaction.atomic
def hand_over(
    organ: Organ,
    given: Handing,
    *,
    by: Actor,
    origin: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Proposal:
    """Register what was handed over. Raises ``NotAllowed``, and ``ValidationError`` for a number that was registered before."""
    tidy = given.tidy()
    Organ.objects.select_for_update().get(pk=organ.pk)
    known = known_in(organ, [tidy])
    if tidy.key in known:
        raise ValidationError({"register_number": f"这个届次的这个编号已经登记过，就是{known[tidy.key]}。"})
    (made,) = hand_over_many(organ, [tidy], by=by, origin=origin, at=at)
    return made


@transaction.atomic
def hand_over_many(
    organ: Organ, given: Sequence[Handing], *, by: Actor, origin: str = "", at: datetime | None = None
) -> list[Proposal]:
    """Register all that are not registered yet, all or none; those that were before are left out. Raises ``ValidationError``."""
    if not organ.exists_now:
        raise ValidationError("这个机关已经撤销，请交给承接其职能的机关。")
    Organ.objects.select_for_update().get(pk=organ.pk)
    today = timezone.localdate(at)
    tidy = {each.key: each for each in (one.tidy() for one in given)}
    known = known_in(organ, list(tidy.values()))
    rules, serials, cases, facts = ruled(organ), dict[int, int](), [], []
    for key, each in tidy.items():
        if key in known:
            continue
        if found := each.problems(today):
            raise ValidationError(found)
        year = each.handed_on.year
        serials[year] = serials[year] + 1 if year in serials else _next_serial(organ, year)
        cases.append(_built(organ, each, year, serials[year]))
        more = {"origin": " ".join(origin.split())} if origin.strip() else {}
        facts.append(facts_of(each, rules) | more)
    casework.act_many(cases, "hand_over", by=by, facts=facts, at=at)
    return cases


def known_in(organ: Organ, given: Sequence[Handing]) -> dict[Key, str]:
    """Which of these are registered, with their numbers."""
    rows = Proposal.objects.filter(organ=organ, session__in={each.session for each in given}).values_list(
        "kind", "session", "register_number", "number"
    )
    return {(kind, session, register): number for kind, session, register, number in rows}


def facts_of(given: Handing, rules: Ruled) -> dict[str, Any]:
    """What the first step records: which one it is, the organ's part, and the limits that hold for it."""
    limit, basis = rules.answer(given.kind, given.role, given.handed_on)
    return {
        "kind": given.kind,
        "role": given.role,
        "session": given.session,
        "register_number": given.register_number,
        **begun(limit, basis, given.handed_on, rules),
    }


def begun(limit: Any, basis: str, handed_on: date, rules: Ruled) -> dict[str, Any]:
    """The day and the limits of a hand-over."""
    objection = rules.limit("objection", handed_on)
    found = {"handed_on": handed_on.isoformat(), "limit": plain(limit), "rule": basis}
    return found if objection is None else found | {"objection_limit": plain(objection.limit)}


def set_section(proposals: Sequence[Proposal], section: Section) -> None:
    """Remember which section a proposal was assigned to; call it within the transaction of the step."""
    Proposal.objects.filter(pk__in=[each.pk for each in proposals]).update(section=section)
    for each in proposals:
        each.section = section


def _built(organ: Organ, given: Handing, year: int, serial: int) -> Proposal:
    names = (
        "kind", "session", "register_number", "title", "proposers", "group", "body", "main_body", "contact", "content",
    )  # fmt: skip
    return Proposal(
        organ=organ,
        number=number_of(organ.code, year, serial),
        year=year,
        serial=serial,
        **{name: getattr(given, name) for name in names},
    )


def _next_serial(organ: Organ, year: int) -> int:
    last: Mapping[str, Any] = Proposal.objects.filter(organ=organ, year=year).aggregate(last=Max("serial"))
    return (last["last"] or 0) + 1
