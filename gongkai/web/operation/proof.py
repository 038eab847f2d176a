"""Proving the whole: the log of every organ, and that each case is in the state that its log gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from gongkai.casework import Event as Step
from gongkai.casework import History, ImpossibleHistory, read, replay
from gongkai.casework.chain import Seal
from gongkai.casework.counting import Counting, Uncountable
from gongkai.web.casework.models import Case
from gongkai.web.casework.services import counting_now
from gongkai.web.log.actors import Actor
from gongkai.web.log.export_files import Part
from gongkai.web.log.models import Chain, Event
from gongkai.web.log.proof import verify_chain, verify_chains
from gongkai.web.log.services import record
from gongkai.web.organs.models import Organ


def verify_all(seals: Mapping[str, Sequence[Seal]] | None = None) -> Iterator[Part]:
    """Chains first, then each kind of case."""
    yield from verify_chains(seals)
    for kind in case_kinds():
        yield verify_states(kind)


def verify_organ(chain: Chain, by: Actor) -> Event:
    """Prove one chain and the cases of its organ, and put the result on record."""
    parts = [verify_chain(chain)]
    if chain.organ is not None:
        parts += [verify_states(kind, chain.organ) for kind in case_kinds()]
    findings = [finding for part in parts for finding in part.findings]
    facts = {
        "rows": chain.length,
        "head": chain.head,
        "cases": "；".join(f"{part.title}{part.told}" for part in parts[1:]),
        "findings": len(findings),
        "found": findings[:20],
    }
    return record(chain, "verify_log", by=by, organ=chain.organ, facts=facts)


def case_kinds() -> list[type[Case]]:
    """Every kind of case that the site has."""
    return [model for model in apps.get_models() if issubclass(model, Case)]


def verify_states(kind: type[Case], organ: Organ | None = None) -> Part:
    """Whether every case of a kind (of one organ) is in the state that follows from its events, and every event has its case."""
    found: list[str] = []
    cases = kind._default_manager.order_by("pk")
    begun = Event.objects.filter(subject_kind=str(kind._meta.label_lower), case_number=1).order_by("id")
    if organ is not None:
        cases, begun = cases.filter(organ=organ), begun.filter(chain__organ=organ)
    keys = list(cases.values_list("pk", flat=True))
    counting = counting_now()
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        steps = _steps(kind, some)
        for case in kind._default_manager.filter(pk__in=some).order_by("pk"):
            if _disagreement(case, steps[str(case.pk)], counting):
                found += _again(kind, case.pk, counting)
    known = {str(key) for key in keys}
    lost = [key for key in begun.values_list("subject_id", flat=True).iterator() if key not in known]
    for key in lost:
        if not kind._default_manager.filter(pk=key).exists():
            found.append(f"日志里有编号为{key}的{kind._meta.verbose_name}，数据库里没有这一件。")
    return Part(f"{kind._meta.verbose_name}的状态", f"{len(keys)} 件", tuple(found))


def _again(kind: type[Case], key: int, counting: Counting) -> list[str]:
    """Look once more under the lock: someone may have been at work between the two questions."""
    with transaction.atomic():
        case = kind._default_manager.select_for_update().filter(pk=key).first()
        problem = _disagreement(case, _steps(kind, [key])[str(key)], counting) if case else ""
    return [f"编号为{key}的{kind._meta.verbose_name}：{problem}"] if problem else []


def _steps(kind: type[Case], keys: Sequence[int]) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = defaultdict(list)
    events = Event.objects.filter(
        subject_kind=str(kind._meta.label_lower),
        subject_id__in=[str(key) for key in keys],
        case_number__isnull=False,
    )
    for key, content in events.order_by("subject_id", "case_number").values_list("subject_id", "content"):
        found[key].append(Step.from_json(content["event"]))
    return found


def _disagreement(case: Case, steps: Sequence[Step], counting: Counting) -> str:
    """What of the case differs from its events; nothing when all agrees."""
    try:
        history = replay(case.table, steps)
    except ImpossibleHistory as problem:
        return f"它的日志不合步骤表：{problem}"
    if history.state != case.state:
        return f"状态记为“{case.state_title}”，按日志应当是“{case.table.title_of(history.state)}”。"
    if history.ended != case.ended:
        return "是否办结的标记与日志不一致。"
    if not case.main_clock:
        return ""
    if str(history.status(case.main_clock)) != case.clock_status:
        return "期限的状态与日志不一致。"
    if case.clock_status == "running" and _last_day(history, case.main_clock, counting) != case.due_on:
        return f"最后一日记为{case.due_on}，按日志和现行日历推算不是这一天。"
    return ""


def _last_day(history: History, clock: str, counting: Counting) -> object:
    try:
        reading = read(history, clock, counting, timezone.localdate())
    except Uncountable:
        return None
    return reading.due.day if reading and reading.due else None
