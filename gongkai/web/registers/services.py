"""Everything that changes the registers. Each raises ``ValidationError`` with what is wrong and what to do.

enter(model, organ, *, by, **fields) -> record                a Matter, Decision, Fee or ProcurementProject, not public yet
edit(record, *, by, **fields)                                 while it is not public
release(record, *, by)                                        to the public, by another person than who entered it
keep_back(record, *, by, reason); withdraw(record, *, by, reason); void(record, *, by, reason)
remove(item, *, by, on, why)                                  a matter or a fee is struck off the list
change_decision(decision, *, by, on, how)                     changed, revoked, found unlawful or void
import_records(key, organ, data, *, by) -> list               all of a file or nothing of it
enter_batch(organ, *, by, title, on, matters=(), note=""); void_batch(batch, *, by, reason)
collect(fee, *, by, since, until, amount, source); void_collection(collection, *, by, reason)
tally(organ, *, by, kind, since, until, count=None, amount=None, source, note="", evidence=None) -> Tally
confirm_tally(tally, *, by); void_tally(tally, *, by, reason)

What would count the same thing twice is refused at entry (``conflicts``). ``at`` is now, unless a demonstration is built.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.publishing.screening import hints
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import append_many, happened, save
from gongkai.web.log.services import record as note_event
from gongkai.web.log.snapshots import snapshot
from gongkai.web.organs.models import Organ
from gongkai.web.registers.conflicts import against_collection, against_record, against_tally
from gongkai.web.registers.importing import plan_records
from gongkai.web.registers.models import (
    Decision,
    Fee,
    FeeCollection,
    Matter,
    MatterBatch,
    ProcurementProject,
    Registered,
    Tally,
)

Record = TypeVar("Record", Matter, Decision, Fee, ProcurementProject)
State = Registered.State
MODELS: dict[str, Any] = {
    "matters": Matter, "decisions": Decision, "fees": Fee, "procurement": ProcurementProject,
}  # fmt: skip
PENALTIES = "penalties"
FIXED = frozenset({"organ", "state", "entered_by", "entered_at", "released_by", "released_at", "ended_at", "reason"})


@transaction.atomic
def enter(model: type[Record], organ: Organ, *, by: Actor, at: datetime | None = None, **fields: Any) -> Record:
    """Enter a record of a register; the public does not see it yet."""
    made = model(organ=_locked_organ(organ), entered_by=by.person, **fields)
    if at is not None:
        made.entered_at = at
    _once(made)
    return save(made, f"enter_{model._meta.model_name}", by=by, organ=organ, at=at)


@transaction.atomic
def edit(record: Record, *, by: Actor, **fields: Any) -> Record:
    """Correct a record that is not public. Who corrects it is who answers for it, and may not release it."""
    record = _locked(record)
    _in_state(
        record, (State.ENTERED,), "只有还没有公开的登记可以修改。已经公开的，作废后重新登记，或者登记取消、变更。"
    )
    for name in set(fields) - FIXED:
        setattr(record, name, fields[name])
    record.entered_by = by.person or record.entered_by
    _once(record)
    return save(record, f"edit_{record._meta.model_name}", by=by, organ=record.organ)


@transaction.atomic
def release(record: Record, *, by: Actor, at: datetime | None = None) -> Record:
    """Let the public see a record that another person entered."""
    record = _locked(record)
    _in_state(record, (State.ENTERED, State.KEPT_BACK, State.WITHDRAWN), "这一条已经公开，或者已经作废。")
    if by.person is None or by.person.pk == record.entered_by_id:
        raise ValidationError("登记和审定公开要由两个人分别办理：您登记的，请由另一人审定公开。")
    problems = withheld_words(record)
    if problems:
        raise ValidationError(problems)
    record.state, record.reason, record.ended_at = State.RELEASED, "", None
    record.released_by, record.released_at = by.person, at or timezone.now()
    return save(record, f"release_{record._meta.model_name}", by=by, organ=record.organ, at=at)


def withheld_words(record: Any) -> list[str]:
    """What in a record must not be shown to the public: a person's name or personal numbers, in words for who releases it."""
    if not isinstance(record, Decision):
        return []
    text = "\n".join((record.content, record.result, record.basis, record.number))
    found = [f"{hint.title}：{hint.place}（{hint.basis}）。请改好再公开。" for hint in hints(text, "")]
    if record.kind == PENALTIES and record.changed_on is not None:
        found.append(
            "这件处罚决定已经变更、撤销，不能公开原来的决定（《行政处罚法》第四十八条第二款）。变更以后的决定另行登记、公开。"
        )
    if record.is_person and record.subject.strip() and record.subject.strip() in text:
        found.append("内容或者结果里写着相对人的姓名。自然人的姓名公开时要隐去，请改成“当事人”再公开。")
    return found


def keep_back(record: Record, *, by: Actor, reason: str) -> Record:
    """Decide that a record is not for the public, with the ground; it counts all the same."""
    return _end(record, State.KEPT_BACK, (State.ENTERED,), "keep_back", by, reason, "依法不公开的理由和依据")


def withdraw(record: Record, *, by: Actor, reason: str) -> Record:
    """Take a record from the public, with the reason; it counts all the same."""
    return _end(record, State.WITHDRAWN, (State.RELEASED,), "withdraw", by, reason, "撤回的理由")


def void(record: Record, *, by: Actor, reason: str) -> Record:
    """Void what was entered wrongly: it counts no more, and stays to be read by the office."""
    standing = (State.ENTERED, State.RELEASED, State.KEPT_BACK, State.WITHDRAWN)
    return _end(record, State.VOIDED, standing, "void", by, reason, "作废的理由")


@transaction.atomic
def remove(item: Record, *, by: Actor, on: date, why: str) -> Record:
    """Strike a matter or a fee off the list from a day on."""
    item = _locked(item)
    if not isinstance(item, Matter | Fee):
        raise ValidationError("只有事项和收费项目可以登记取消。")
    _in_state(item, (State.ENTERED, State.RELEASED, State.KEPT_BACK, State.WITHDRAWN), "这一条已经作废。")
    if item.removed_on is not None:
        raise ValidationError(f"已经登记为{item.removed_on:%Y-%m-%d}取消。")
    item.removed_on, item.removed_why = on, why.strip()
    return save(item, f"remove_{item._meta.model_name}", by=by, organ=item.organ)


@transaction.atomic
def change_decision(decision: Decision, *, by: Actor, on: date, how: str) -> Decision:
    """Enter that a decision was changed, revoked or found unlawful or void; if it is public it must soon be withdrawn."""
    decision = _locked(decision)
    _in_state(decision, (State.ENTERED, State.RELEASED, State.KEPT_BACK, State.WITHDRAWN), "这一条已经作废。")
    if decision.changed_on is not None:
        raise ValidationError(f"已经登记为{decision.changed_on:%Y-%m-%d}变更、撤销。")
    if not how.strip():
        raise ValidationError({"how": "请写明怎样变更、撤销，例如 复议机关决定撤销。"})
    decision.changed_on, decision.changed_how = on, how.strip()
    return save(decision, "change_decision", by=by, organ=decision.organ)


@transaction.atomic
def import_records(key: str, organ: Organ, data: bytes, *, by: Actor) -> list[Any]:
    """Enter every line of a file, or none when a line is wrong (the text names it). Raises ``UnreadableList`` as well.

    The lines were checked by the plan while the organ was locked; rows and events are written in one go.
    """
    organ = _locked_organ(organ)
    lines = plan_records(key, organ, data)
    wrong = next((line for line in lines if line.errors), None)
    if wrong is not None:
        raise ValidationError(f"第{wrong.number}行：{wrong.errors[0]}这次没有登记任何一条。")
    model = MODELS[key]
    made = [model(organ=organ, entered_by=by.person, **line.values) for line in lines]
    for each in made:
        each.clean_fields(exclude={"organ", "entered_by"})
    try:
        with transaction.atomic():
            model.objects.bulk_create(made)
    except IntegrityError as problem:
        raise ValidationError("有的行刚刚被别人登记过。请重新上传核对，这次没有登记任何一条。") from problem
    move = f"enter_{model._meta.model_name}"
    append_many([happened(each, move, by=by, after=snapshot(each)) for each in made], by=by, organ=organ)
    return made


@transaction.atomic
def enter_batch(
    organ: Organ, *, by: Actor, title: str, on: date, matters: Iterable[Matter] = (), note: str = ""
) -> MatterBatch:
    """Enter a batch of the inventory that was put online."""
    chosen = list(matters)
    if any(each.organ_id != organ.pk for each in chosen):
        raise ValidationError({"matters": "所选的事项有的不属于本机关，请另选。"})
    made = MatterBatch(organ=organ, title=title, on=on, note=note, entered_by=by.person)
    save(made, "enter_matter_batch", by=by, organ=organ)
    if chosen:
        made.matters.set(chosen)
        facts = {"rows": len(chosen), "codes": [each.code or each.name for each in chosen]}
        note_event(made, "fill_matter_batch", by=by, organ=organ, facts=facts)
    return made


def void_batch(batch: MatterBatch, *, by: Actor, reason: str) -> MatterBatch:
    """Void a batch entered wrongly."""
    return _void(batch, "void_matter_batch", by, reason)


@transaction.atomic
def collect(
    fee: Fee, *, by: Actor, since: date, until: date, amount: Any, source: str, at: datetime | None = None
) -> FeeCollection:
    """Enter how much of a fee was collected in a period, in 元."""
    fee = Fee.objects.select_related("organ").get(pk=fee.pk)
    organ = _locked_organ(fee.organ)
    made = FeeCollection(
        organ=organ, fee=fee, since=since, until=until, amount=amount, source=source.strip(), entered_by=by.person
    )
    made.clean()
    if fee.state == State.VOIDED:
        raise ValidationError("这个收费项目已经作废，不能登记收费。")
    if since < fee.added_on or (fee.removed_on is not None and until > fee.removed_on):
        raise ValidationError({"since": "这段日子里收费项目还没有列入，或者已经取消，请核对起止日期。"})
    _refuse(against_collection(made))
    return save(made, "collect_fee", by=by, organ=organ, at=at)


def void_collection(collection: FeeCollection, *, by: Actor, reason: str) -> FeeCollection:
    """Void an amount entered wrongly."""
    return _void(collection, "void_fee_collection", by, reason)


@transaction.atomic
def tally(
    organ: Organ, *, by: Actor, kind: str, since: date, until: date, at: datetime | None = None, **fields: Any
) -> Tally:
    """Enter a sum taken over from another system; it counts once another person confirmed it."""
    made = Tally(organ=_locked_organ(organ), kind=kind, since=since, until=until, entered_by=by.person, **fields)
    if at is not None:
        made.entered_at = at
    made.clean()
    _refuse(against_tally(made))
    return save(made, "enter_tally", by=by, organ=organ, at=at)


@transaction.atomic
def confirm_tally(tally: Tally, *, by: Actor, at: datetime | None = None) -> Tally:
    """Sign a tally that another person entered."""
    tally = Tally.objects.select_for_update(of=("self",)).select_related("organ").get(pk=tally.pk)
    if tally.state != Tally.State.ENTERED:
        raise ValidationError(f"这笔汇总数{tally.get_state_display()}，不用再核签。")
    if by.person is None or by.person.pk == tally.entered_by_id:
        raise ValidationError("汇总数要由两个人分别登记和核签：您登记的，请由另一人核签。")
    _refuse(against_tally(tally))
    tally.state, tally.confirmed_by, tally.confirmed_at = Tally.State.CONFIRMED, by.person, at or timezone.now()
    return save(tally, "confirm_tally", by=by, organ=tally.organ, at=at)


@transaction.atomic
def void_tally(tally: Tally, *, by: Actor, reason: str) -> Tally:
    """Void a tally entered wrongly, or that single records replace."""
    tally = Tally.objects.select_for_update(of=("self",)).select_related("organ").get(pk=tally.pk)
    if tally.state == Tally.State.VOIDED:
        raise ValidationError("这笔汇总数已经作废了。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明作废的理由。"})
    tally.state, tally.voided_at, tally.void_reason = Tally.State.VOIDED, timezone.now(), reason.strip()
    return save(tally, "void_tally", by=by, organ=tally.organ)


def _once(record: Any) -> None:
    """Refuse a record that a tally counts already; fields that are wrong by themselves are told first."""
    record.clean_fields()
    record.clean()
    _refuse(against_record(record))


def _refuse(problems: list[str]) -> None:
    if problems:
        raise ValidationError(problems)


def _locked_organ(organ: Organ) -> Organ:
    """The organ, locked: two who enter at once are looked at one after the other, so neither slips past the other."""
    return Organ.objects.select_for_update(of=("self",)).get(pk=organ.pk)


def _locked(record: Record) -> Record:
    found: Record = type(record).objects.select_for_update(of=("self",)).select_related("organ").get(pk=record.pk)
    return found


def _in_state(record: Any, states: tuple[Any, ...], why: str) -> None:
    if record.state not in states:
        raise ValidationError(f"这一条现在是“{record.get_state_display()}”。{why}")


@transaction.atomic
def _end(record: Record, state: Any, states: tuple[Any, ...], move: str, by: Actor, reason: str, called: str) -> Record:
    record = _locked(record)
    _in_state(record, states, "可能别人刚刚办过，请刷新页面。")
    if not reason.strip():
        raise ValidationError({"reason": f"请写明{called}。"})
    record.state, record.reason, record.ended_at = state, reason.strip(), timezone.now()
    return save(record, f"{move}_{record._meta.model_name}", by=by, organ=record.organ)


@transaction.atomic
def _void(record: Any, move: str, by: Actor, reason: str) -> Any:
    record = type(record).objects.select_for_update(of=("self",)).select_related("organ").get(pk=record.pk)
    if record.voided_at is not None:
        raise ValidationError("这一条已经作废了。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明作废的理由。"})
    record.voided_at, record.void_reason = timezone.now(), reason.strip()
    return save(record, move, by=by, organ=record.organ)
