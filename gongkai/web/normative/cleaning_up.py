"""Clean-up rounds (清理): every document in force gets a conclusion; the decision is published; then it is carried out, all or nothing.

The decision is an item like any other and goes through the review. Carrying out relates it to each document: 废止 repeals, 失效
ends the term, 继续有效 with a new day sets the term; the decision is the ground on every page.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from html import escape

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.letters import Heading as LetterHeading
from gongkai.letters import Letter, Paragraph, Table, write
from gongkai.publishing.normative import CONCLUSIONS, KINDS
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.normative.models import CleanUp, CleanUpEntry
from gongkai.web.organs.models import Organ
from gongkai.web.publishing import counts, relating
from gongkai.web.publishing import services as publishing
from gongkai.web.publishing.models import Item, Relation, SiteColumn, Version

LISTS = {"continue": "继续有效的文件", "amend": "拟修改的文件", "repeal": "废止的文件", "lapse": "失效的文件"}
HEAD = ("序号", "标题", "文号", "制定机关", "理由")
WIDTHS = (1.0, 6.0, 3.0, 3.0, 4.0)


@transaction.atomic
def begin(
    organ: Organ,
    *,
    by: Actor,
    title: str,
    as_of: date,
    kind: str = "periodic",
    subject: str = "",
    at: datetime | None = None,
) -> CleanUp:
    """Begin a round over all documents that were in force on a day, of the organ and of those below it."""
    if as_of > timezone.localdate(at):
        raise ValidationError({"as_of": "清理的是到某一天为止现行有效的文件，这一天不能在今天以后。"})
    made = save(
        CleanUp(organ=organ, title=title.strip(), kind=kind, subject=subject.strip(), as_of=as_of, begun_at=at or timezone.now()),
        "begin_cleanup", by=by, organ=organ, at=at,
    )  # fmt: skip
    found = [
        item
        for row in KINDS
        for item in counts.in_force(organ, row, as_of, branch=True).order_by("organ", "signed_on", "id")
    ]
    if not found:
        raise ValidationError({"as_of": f"{as_of:%Y-%m-%d}没有现行有效的规章、行政规范性文件，不需要清理。"})
    CleanUpEntry.objects.bulk_create([CleanUpEntry(cleanup=made, item=item) for item in found])
    return made


@transaction.atomic
def conclude(
    entry: CleanUpEntry,
    *,
    by: Actor,
    conclusion: str,
    reason: str,
    until: date | None = None,
    at: datetime | None = None,
) -> CleanUpEntry:
    """Say what becomes of a document, and why."""
    cleanup = CleanUp.objects.select_for_update(of=("self",)).select_related("organ").get(pk=entry.cleanup_id)
    _check_state(cleanup, CleanUp.State.OPEN)
    problems = {}
    if conclusion not in CONCLUSIONS:
        problems["conclusion"] = "请选择结论。"
    if not reason.strip():
        problems["reason"] = "请填写理由，例如 上位法已经修改，第三条与之不一致。"
    if until is not None and conclusion != "continue":
        problems["until"] = "只有继续有效的才填写新的有效期。"
    elif until is not None and until <= cleanup.as_of:
        problems["until"] = "新的有效期要晚于清理的截止日期。"
    if problems:
        raise ValidationError(problems)
    entry.conclusion, entry.reason, entry.until = conclusion, reason.strip(), until
    return save(entry, "conclude_entry", by=by, organ=cleanup.organ, at=at)


@transaction.atomic
def finish(cleanup: CleanUp, *, by: Actor, at: datetime | None = None) -> CleanUp:
    """Close the list: every document has a conclusion."""
    cleanup = CleanUp.objects.select_for_update(of=("self",)).select_related("organ").get(pk=cleanup.pk)
    _check_state(cleanup, CleanUp.State.OPEN)
    open_ones = cleanup.entries.filter(conclusion="").count()
    if open_ones:
        raise ValidationError(f"还有{open_ones}份文件没有结论，每一份都有结论以后才能办结。")
    cleanup.state = CleanUp.State.CONCLUDED
    return save(cleanup, "finish_cleanup", by=by, organ=cleanup.organ, at=at)


@transaction.atomic
def draft_decision(cleanup: CleanUp, *, by: Actor, column: SiteColumn, at: datetime | None = None) -> Version:
    """Draft the decision with its lists as an item; it goes through the ordinary review."""
    cleanup = CleanUp.objects.select_for_update(of=("self",)).select_related("organ").get(pk=cleanup.pk)
    _check_state(cleanup, CleanUp.State.CONCLUDED)
    if cleanup.decision_id is not None:
        raise ValidationError("决定已经拟好，请在那一件信息里修改、送审。")
    version = publishing.draft_item(
        cleanup.organ,
        by=by,
        column=column,
        at=at,
        title=f"{cleanup.organ.name}关于公布{cleanup.title}结果的决定",
        genre="other_documents",
        body_html=_body(cleanup),
    )
    cleanup.decision = version.item
    save(cleanup, "draft_cleanup_decision", by=by, organ=cleanup.organ, at=at)
    return version


@transaction.atomic
def apply(cleanup: CleanUp, *, by: Actor, on: date | None = None, at: datetime | None = None) -> CleanUp:
    """Carry out a published decision on every document, in one transaction. ``on``: the first day without force, else today."""
    cleanup = CleanUp.objects.select_for_update(of=("self",)).select_related("organ", "decision").get(pk=cleanup.pk)
    _check_state(cleanup, CleanUp.State.CONCLUDED)
    decision = cleanup.decision
    if decision is None or not decision.is_public:
        raise ValidationError("清理决定公开以后才能执行。请先把决定送审、发布。")
    day = on or timezone.localdate(at)
    if decision.signed_on and day < decision.signed_on:
        raise ValidationError({"on": "执行日期早于决定的成文日期，请核对。"})
    for entry in cleanup.entries.select_related("item__organ").exclude(conclusion="amend"):
        _carry_out(entry, decision, by, day, at)
    cleanup.state, cleanup.applied_on = CleanUp.State.APPLIED, day
    return save(cleanup, "apply_cleanup", by=by, organ=cleanup.organ, at=at)


def written(cleanup: CleanUp, to: str) -> bytes:
    """The lists as DOCX or PDF."""
    blocks: list[LetterHeading | Paragraph | Table] = [Paragraph(_opening(cleanup))]
    for number, (key, title) in enumerate(LISTS.items()):
        rows = _rows(cleanup, key)
        blocks.append(LetterHeading(f"{'一二三四'[number]}、{title}（{len(rows)}件）"))
        blocks.append(Table(HEAD, rows, widths=WIDTHS) if rows else Paragraph("没有。"))
    letter = Letter(
        f"{cleanup.title}结果",
        blocks,
        organ=cleanup.organ.name,
        signed_by=cleanup.organ.name,
        dated=cleanup.applied_on or timezone.localdate(),
        landscape=True,
    )
    return write(letter, to=to)


def _carry_out(entry: CleanUpEntry, decision: Item, by: Actor, day: date, at: datetime | None) -> None:
    item, conclusion = entry.item, entry.conclusion
    if item.repealed_on is not None:
        return
    if conclusion == "repeal":
        relating.relate(decision, Relation.Kind.REPEALS, by=by, target=item, on=day, note="", at=at)
    elif conclusion == "lapse" and (item.expires_on is None or item.expires_on >= day):
        last = day - timedelta(days=1)
        relating.relate(decision, Relation.Kind.SETS_TERM, by=by, target=item, on=day, until=last, at=at)
    elif conclusion == "continue" and entry.until is not None:
        relating.relate(decision, Relation.Kind.SETS_TERM, by=by, target=item, on=day, until=entry.until, at=at)


def _check_state(cleanup: CleanUp, state: CleanUp.State) -> None:
    if cleanup.state != state:
        raise ValidationError(f"这次清理现在“{cleanup.get_state_display()}”，不能办理这一步。")


def _opening(cleanup: CleanUp) -> str:
    subject = f"（{cleanup.subject}）" if cleanup.subject else ""
    return f"对截至{cleanup.as_of.year}年{cleanup.as_of.month}月{cleanup.as_of.day}日现行有效的规章、行政规范性文件进行了{cleanup.get_kind_display()}{subject}，结果如下。"


def _rows(cleanup: CleanUp, conclusion: str) -> list[tuple[str, ...]]:
    found = cleanup.entries.filter(conclusion=conclusion).select_related("item__organ")
    return [
        (
            str(number),
            entry.item.title,
            entry.item.document_number,
            entry.item.organ.name,
            entry.reason + (f"（有效期至{entry.until:%Y-%m-%d}）" if entry.until else ""),
        )
        for number, entry in enumerate(found, 1)
    ]


def _body(cleanup: CleanUp) -> str:
    parts = [f"<p>{escape(_opening(cleanup))}</p>"]
    for number, (key, title) in enumerate(LISTS.items()):
        rows = _rows(cleanup, key)
        parts.append(f"<h2>{'一二三四'[number]}、{title}（{len(rows)}件）</h2>")
        if not rows:
            parts.append("<p>没有。</p>")
            continue
        head = "".join(f'<th scope="col">{name}</th>' for name in HEAD)
        lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        parts.append(f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>")
    return "\n".join(parts)
