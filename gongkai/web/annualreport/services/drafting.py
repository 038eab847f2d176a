"""A report out of the ledger: begun, written, completed by hand where no register is, approved by another person, published."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.annualreport.model import Source
from gongkai.annualreport.scheme import cell_label, scheme_for, scheme_of, split
from gongkai.web.annualreport.drafting import (
    PREAMBLE,
    Drafted,
    contents_of,
    digest_over,
    draft_report,
    errors_in,
    findings_on,
    newest_texts,
    prior_report,
    read_back,
    records_of,
)
from gongkai.web.annualreport.files import name_for
from gongkai.web.annualreport.intake import Taken
from gongkai.web.annualreport.models import (
    Adjustment,
    KeptReport,
    ReportDraft,
    ReportSource,
    ReportState,
    SectionText,
    Snapshot,
)
from gongkai.web.annualreport.services.keeping import new_record
from gongkai.web.annualreport.services.release import check_another, publish_report
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record, save
from gongkai.web.organs.models import Organ

State = ReportDraft.State


@transaction.atomic
def start_draft(organ: Organ, year: int, *, by: Actor, note: str = "") -> ReportDraft:
    """Begin the report for a year, in the form in force for it. Where one is published already, this begins its correction."""
    scheme = scheme_for(year)
    if scheme is None or year > timezone.localdate().year:
        raise ValidationError({"year": "请填写已经开始的年度，从2019年度起。"})
    known = ReportDraft.objects.filter(organ=organ, year=year).exclude(state=State.PUBLISHED).first()
    if known is not None:
        return known
    former = KeptReport.objects.filter(organ=organ, year=year, state=ReportState.PUBLISHED).first()
    if former is not None and not note.strip():
        raise ValidationError({"note": f"{year}年度的年报已经公布。要更正，请写明更正了什么、为什么更正。"})
    draft = ReportDraft(organ=organ, year=year, form=scheme.form, corrects=former, note=note.strip() if former else "")
    save(draft, "start_report_draft", by=by, organ=organ)
    if former is not None:
        told = former.report
        for section in told.sections:
            if section.key and section.text:
                write_section(draft, section.key, section.text, by=by)
        if told.preamble:
            write_section(draft, PREAMBLE, told.preamble, by=by)
    return draft


@transaction.atomic
def write_section(draft: ReportDraft, section: str, text: str, *, by: Actor, seen: int | None = None) -> SectionText:
    """Save a new wording of a section. ``seen`` is the number of the wording that the writer began from: when another was saved
    since, it is refused, so that nobody writes over another's work."""
    draft = _locked(draft, State.DRAFTING)
    if section != PREAMBLE and section not in {each.key for each in scheme_of(draft.form).sections}:
        raise ValidationError("这版格式没有这一部分。")
    newest = newest_texts(draft).get(section)
    number = newest.number if newest else 0
    if seen is not None and seen != number and newest is not None:
        raise ValidationError(
            {"text": f"{newest.written_by.name}刚才保存了第{number}稿，和您打开时不同。请把两稿合在一起，再按“保存”。"}
        )
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if newest is not None and newest.text == plain:
        return newest
    wording = SectionText(draft=draft, section=section, number=number + 1, text=plain, written_by=by.person)
    return save(wording, "write_report_section", by=by, organ=draft.organ)


@transaction.atomic
def enter_figures(
    draft: ReportDraft, values: Mapping[str, Decimal], *, source: str, reason: str, by: Actor
) -> list[Adjustment]:
    """Enter figures for cells that no register feeds (人工填报); they count once another person signs them."""
    draft = _locked(draft, State.DRAFTING)
    scheme = scheme_of(draft.form)
    drafted = draft_report(draft)
    open_cells = set(drafted.open)
    made = []
    for at, value in values.items():
        if at in drafted.problems:
            raise ValidationError(
                f"{cell_label(at, draft.form)}：{drafted.problems[at]}理清以后由台账计数，不人工填报。"
            )
        if at not in open_cells:
            raise ValidationError("这一格由台账计数，不能人工填报。数字不对的，请更正台账里的记录。")
        _, row, column = split(at)
        kind = next(each for each in scheme.table(split(at)[0]).columns_of[row] if each.key == column).kind
        if (kind != "change" and value < 0) or (kind != "amount" and value != value.to_integral_value()):
            raise ValidationError(f"{cell_label(at, draft.form)}应填不小于零的{'数' if kind == 'amount' else '整数'}。")
        known = drafted.waiting.get(at) or drafted.by_hand.get(at)
        if known is not None and known.value == value:
            continue
        entry = Adjustment(
            draft=draft, cell=at, value=value, source=source.strip(), reason=reason.strip(), entered_by=by.person
        )
        made.append(save(entry, "enter_figure", by=by, organ=draft.organ))
    return made


@transaction.atomic
def sign_figures(draft: ReportDraft, *, by: Actor) -> list[Adjustment]:
    """Sign all figures that others entered and nobody signed yet."""
    draft = _locked(draft, State.DRAFTING)
    waiting = list(draft_report(draft).waiting.values())
    theirs = [each for each in waiting if by.person is not None and each.entered_by_id != by.person.pk]
    if not theirs:
        if waiting:
            raise ValidationError("这些数字是您自己填报的，请由另一人核签。")
        raise ValidationError("没有等待核签的数字。")
    now = timezone.now()
    for each in theirs:
        each.signed_by, each.signed_at = by.person, now
        save(each, "sign_figure", by=by, organ=draft.organ)
    return theirs


@transaction.atomic
def submit_draft(draft: ReportDraft, *, by: Actor) -> Snapshot:
    """Set the report before the leading group and fix what each cell counts. Errors and open cells stop it, in words."""
    draft = _locked(draft, State.DRAFTING)
    if timezone.localdate().year <= draft.year:
        raise ValidationError(f"{draft.year}年还没有过完。年报统计到12月31日，请在{draft.year + 1}年1月1日以后送批。")
    drafted = draft_report(draft)
    _check_whole(drafted)
    content, records = contents_of(drafted), records_of(drafted)
    snapshot = Snapshot(
        draft=draft,
        as_of=drafted.during.until,
        content=content,
        records=records,
        digest=digest_over(content, records),
    )
    save(snapshot, "take_report_snapshot", by=by, organ=draft.organ)
    draft.state, draft.submitted_by = State.SUBMITTED, by.person
    save(draft, "submit_report_draft", by=by, organ=draft.organ)
    return snapshot


@transaction.atomic
def return_draft(draft: ReportDraft, *, by: Actor, note: str) -> ReportDraft:
    """Give it back with a reason."""
    draft = _locked(draft, State.SUBMITTED)
    if not note.strip():
        raise ValidationError({"note": "请写明退回的理由，起草的人要照着改。"})
    draft.state, draft.submitted_by = State.DRAFTING, None
    return save(draft, "return_report_draft", by=by, organ=draft.organ, note=note.strip())


@transaction.atomic
def publish_draft(draft: ReportDraft, *, by: Actor) -> KeptReport:
    """Approve what was submitted and publish it. The ledger is counted again: a figure that changed since stops it; the file is
    written, read back and compared before anything is public."""
    draft = _locked(draft, State.SUBMITTED)
    check_another(draft.submitted_by_id, by)
    snapshot = draft.snapshots.latest("id")
    drafted = draft_report(draft, snapshot.as_of)
    content = contents_of(drafted)
    if digest_over(content, records_of(drafted)) != snapshot.digest:
        raise ValidationError(
            f"送批以后台账有变化：{_changed(drafted, snapshot)}。请先退回，由起草的人核对后重新送批。"
        )
    report = drafted.report
    back = read_back(drafted, report)
    if back.differences:
        label, ours, theirs = back.differences[0]
        raise ValidationError(
            f"写成的文件读回来有{len(back.differences)}处不同，没有公布。第一处：{label}，应为“{ours}”，读出“{theirs}”。"
        )
    taken = Taken(back.data, name_for(report, "docx"))
    report.source = Source(taken.name, "docx", taken.sha256)
    kept = new_record(
        report,
        taken,
        by=by,
        organ=draft.organ,
        subject=draft.organ,
        named=draft.organ.name,
        source=ReportSource.DRAFTED,
        prior=prior_report(draft),
        note=draft.note,
        corrects=draft.corrects,
        uploaded_by=draft.submitted_by,
    )
    kept.state, kept.submitted_by = ReportState.SUBMITTED, draft.submitted_by
    save(kept, "submit_report", by=by, organ=draft.organ)
    kept = publish_report(kept, by=by)
    draft.state, draft.published = State.PUBLISHED, kept
    save(draft, "publish_report_draft", by=by, organ=draft.organ)
    record(
        snapshot, "lock_report_snapshot", by=by, organ=draft.organ, facts={"digest": snapshot.digest, "report": kept.pk}
    )
    return kept


def _check_whole(drafted: Drafted) -> None:
    problems = []
    if drafted.waiting:
        problems.append(f"有{len(drafted.waiting)}个人工填报的数字还没有第二人核签")
    if drafted.problems:
        at, why = min(drafted.problems.items())
        problems.append(
            f"有{len(drafted.problems)}格没有计数，第一格是{cell_label(at, drafted.draft.form)}：{why.rstrip('。')}"
        )
    open_cells = [at for at in drafted.missing if at not in drafted.waiting and at not in drafted.problems]
    if open_cells:
        first = "、".join(cell_label(at, drafted.draft.form) for at in open_cells[:3])
        problems.append(
            f"还有{len(open_cells)}格没有登记台账、也没有人工填报（{first}{'等' if len(open_cells) > 3 else ''}）"
        )
    if problems:
        raise ValidationError(f"还不能送批：{'；'.join(problems)}。")
    wrong = errors_in(findings_on(drafted))
    if wrong:
        raise ValidationError(f"还不能送批：核对发现{len(wrong)}处错误。第一处：{wrong[0].message}")


def _changed(drafted: Drafted, snapshot: Snapshot) -> str:
    before = snapshot.content["cells"]
    changed = [
        f"{cell_label(at, drafted.draft.form)}由{before[at]['text'] or '空白'}变为{cell.text or '空白'}"
        for table in drafted.report.tables.values()
        if table is not None
        for at, cell in table.cells.items()
        if at in before and before[at]["text"] != cell.text
    ]
    return "，".join(changed[:3]) + ("等" if len(changed) > 3 else "") if changed else "数字没有变，但计入的记录换了"


def _locked(draft: ReportDraft, *states: State) -> ReportDraft:
    fresh = ReportDraft.objects.select_for_update(of=("self",)).select_related("organ").get(pk=draft.pk)
    if fresh.state not in states:
        wanted = "”或者“".join(state.label for state in states)
        raise ValidationError(f"这份草稿目前“{fresh.get_state_display()}”，要在“{wanted}”时才能这样办。请刷新页面。")
    return fresh
