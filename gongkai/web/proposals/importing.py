"""A register as a file: every line looked at first, then all registered or none; a number that was registered before is left out.

plan(organ, data) -> [Planned]                           what each line would do; nothing is entered
import_register(organ, data, *, by) -> [Proposal]        raises ``ValidationError`` while a line is wrong
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.applications.details import needless_personal_data
from gongkai.engagement.proposals.lists import REGISTER, wrong
from gongkai.publishing.lists import Planned, planned
from gongkai.web.casework.services import act_many
from gongkai.web.log.actors import Actor
from gongkai.web.organs.models import Organ, Section
from gongkai.web.proposals.beginning import Handing, Key, hand_over_many, known_in, set_section
from gongkai.web.proposals.joining import ask_co_handler
from gongkai.web.proposals.models import Proposal
from gongkai.web.proposals.moving import recorded_facts
from gongkai.web.proposals.settings import Ruled, ruled

_OF_HANDING = (
    "kind", "session", "register_number", "title", "proposers", "handed_on", "role", "group", "body", "main_body",
    "contact", "content",
)  # fmt: skip


def plan(organ: Organ, data: bytes, *, at: datetime | None = None) -> list[Planned]:
    """Every line with what is wrong with it. Raises ``UnreadableList`` for what is no such list."""
    lines, today, rules = planned(REGISTER, data, "title"), timezone.localdate(at), ruled(organ)
    sections = set(Section.objects.filter(organ=organ, closed_on=None).values_list("name", flat=True))
    first: dict[Key, int] = {}
    given = {line.number: _handing(line) for line in lines if not line.errors}
    known = known_in(organ, list(given.values()))
    for line in lines:
        handing = given.get(line.number)
        if handing is None:
            continue
        line.errors += handing.problems(today).values()
        line.errors += wrong(line.values, today, rules.results)
        named = line.values.get("section")
        if named and named not in sections:
            line.errors.append(f"本机关没有“{named}”这个科室，请先设立或者空着。")
        if any(needless_personal_data(str(line.values.get(name, ""))) for name in ("ground", "document")):
            line.errors.append("理由和文号里不要写电话等联系方式。")
        earlier = first.setdefault(handing.key, line.number)
        if earlier != line.number:
            line.errors.append(f"和第{earlier}行是同一件（届次、编号相同）。")
        elif handing.key in known:
            line.notes.append(f"已经登记过（{known[handing.key]}），跳过。")
        elif line.values.get("replied_on") and line.values.get("co_handlers"):
            line.notes.append("已经答复的，会办单位不再登记。")
    return lines


@transaction.atomic
def import_register(organ: Organ, data: bytes, *, by: Actor, at: datetime | None = None) -> list[Proposal]:
    """Register what is new of a file, with sections, co-handlers, and replies and attitudes that came before."""
    lines = plan(organ, data, at=at)
    if any(line.errors for line in lines):
        raise ValidationError("有的行不对，一件也没有登记。请改好以后重新上传。")
    said = {_handing(line).key: line for line in lines}
    made = hand_over_many(organ, [_handing(line) for line in lines], by=by, at=at)
    new = [(each, said[each.kind, each.session, each.register_number]) for each in made]
    _assign(organ, new, by, at)
    for proposal, line in new:
        for name in () if line.values.get("replied_on") else line.values.get("co_handlers", ()):
            here = Organ.objects.filter(name=name, dissolved_on=None).exclude(pk=organ.pk).first()
            ask_co_handler(proposal, name, to=here, by=by, at=at)
    _replies(organ, [pair for pair in new if pair[1].values.get("replied_on")], ruled(organ), by, at)
    return made


def _handing(line: Planned) -> Handing:
    return Handing(**{name: line.values[name] for name in _OF_HANDING if name in line.values}).tidy()


def _assign(organ: Organ, new: Sequence[tuple[Proposal, Planned]], by: Actor, at: datetime | None) -> None:
    for section in Section.objects.filter(organ=organ, closed_on=None):
        theirs = [each for each, line in new if line.values.get("section") == section.name]
        act_many(theirs, "assign", by=by, facts=[{"section": section.name}] * len(theirs), at=at)
        set_section(theirs, section)


def _replies(
    organ: Organ, replied: Sequence[tuple[Proposal, Planned]], rules: Ruled, by: Actor, at: datetime | None
) -> None:
    facts = [
        recorded_facts(
            proposal, line.values["replied_on"], line.values["result"], line.values["attribute"],
            line.values.get("ground", ""), line.values.get("document", ""), rules=rules,
        )
        for proposal, line in replied
    ]  # fmt: skip
    act_many([proposal for proposal, _ in replied], "record_reply", by=by, facts=facts, at=at)
    rated = [(proposal, line.values) for proposal, line in replied if line.values.get("attitude")]
    told = [{"attitude": given["attitude"], "returned_on": given["returned_on"].isoformat()} for _, given in rated]
    act_many([proposal for proposal, _ in rated], "rate", by=by, facts=told, at=at)
