"""Letters to who complained (告知书) and the notice to set things right, as official documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from gongkai.assessment.accountability.choices import listed, title_of
from gongkai.casework import History
from gongkai.casework.events import told
from gongkai.letters import Facts, Heading, Letter, Paragraph
from gongkai.web.accountability.models import Complaint, Rectification
from gongkai.web.accountability.queries import ComplaintFile, RectificationFile

REMEDY = "您认为行政机关在政府信息公开工作中侵犯您的合法权益的，也可以依法申请行政复议或者提起行政诉讼（《条例》第五十一条）。"


def kinds_of(complaint: Complaint, history: History) -> dict[str, str]:
    """The letters that can be written now, by key, with their titles."""
    made = {each.move for each in history.effective}
    found = {"accepted": "投诉受理告知书"} if "accept" in made else {}
    if complaint.state in ("declined", "handed_over", "decided", "told"):
        names = {"declined": "投诉不予受理告知书", "handed_over": "投诉转送告知书"}
        key = "result" if complaint.state in ("decided", "told") else complaint.state
        found[key] = names.get(key, "投诉处理结果告知书")
    return found


def letter(complaint: Complaint, kind: str) -> Letter:
    """The letter of that kind. Raises ``KeyError`` for one that cannot be written now."""
    case = ComplaintFile(complaint)
    title = kinds_of(complaint, case.history)[kind]
    blocks, dated = _WRITTEN[kind](complaint, case)
    return Letter(
        title=f"{complaint.organ.name}\n{title}",
        blocks=[Paragraph(_came(complaint)), *blocks],
        number=complaint.number,
        organ=complaint.organ.name,
        to=f"{complaint.name or '投诉人'}：",
        signed_by=complaint.organ.name,
        dated=dated,
    )


def notice(rectification: Rectification) -> Letter:
    """The notice by which an organ is made to set something right."""
    case = RectificationFile(rectification)
    known = listed("measures").get(rectification.means)
    begun = case.history.effective[0]
    due = date.fromisoformat(str(begun.facts["limit"]))
    basis = known.basis if known else "《条例》第四十七条"
    came = rectification.source_title + (f"：{rectification.source_note}" if rectification.source_note else "")
    title = {"criticise": "通报批评并要求整改的通知", "order": "责令改正通知"}.get(rectification.means, "整改通知")
    return Letter(
        title=f"{rectification.orderer.name}\n关于{rectification.title}的{title}",
        blocks=[
            Paragraph(
                f"根据{came}，你单位在政府信息公开工作中存在下列问题，现依照{basis}，{rectification.means_title}。"
            ),
            Heading("一、存在的问题"),
            *_paragraphs(rectification.problem),
            Heading("二、整改要求"),
            *_paragraphs(rectification.requirements),
            Heading("三、整改期限"),
            Paragraph(f"请于{told(due)}以前完成整改，报告整改措施和结果，并附证明材料。"),
        ],
        number=rectification.number,
        organ=rectification.orderer.name,
        to=f"{rectification.organ.name}：",
        signed_by=rectification.orderer.name,
        dated=begun.on,
    )


def _came(complaint: Complaint) -> str:
    day = told(complaint.received_on) if complaint.received_on else ""
    return f"本机关于{day}收到您对{complaint.about_named}政府信息公开工作的投诉（编号{complaint.number}，{complaint.kind_title}）。"


def _accepted(complaint: Complaint, case: ComplaintFile) -> tuple[list[Any], date]:
    begun, accepted = case.history.effective[0], case.history.last("accept")
    assert accepted is not None
    until = f"，在{told(complaint.due_on)}以前作出处理" if complaint.due_on else ""
    said = f"经审查，符合《条例》第五十一条的规定，现予受理。本机关将调查核实{until}，并告知您结果。"
    about = Facts([("投诉编号", complaint.number), ("期限的依据", str(begun.facts.get("rule", "")))])
    return [Paragraph(said), about], accepted.on


def _declined(complaint: Complaint, case: ComplaintFile) -> tuple[list[Any], date]:
    last = case.history.last("decline")
    assert last is not None
    ground = title_of("decline_grounds", str(last.facts["ground"]))
    said = f"经审查，{ground}，本机关不予受理。理由是：{last.facts['reason']}"
    return [Paragraph(said), Paragraph(REMEDY)], last.on


def _handed_over(complaint: Complaint, case: ComplaintFile) -> tuple[list[Any], date]:
    last = case.history.last("hand_over")
    assert last is not None
    into = f"，编号{last.facts['into']}，查询码不变，收到日期不变" if last.facts.get("into") else ""
    said = f"您的投诉由{last.facts['organ']}处理，本机关已经转送{into}。理由是：{last.facts['reason']}"
    return [Paragraph(said)], last.on


def _result(complaint: Complaint, case: ComplaintFile) -> tuple[list[Any], date]:
    last, finding = case.history.last("decide"), complaint.findings.order_by("-number").first()
    assert last is not None
    orders = [each for each in case.history.effective if each.move == "order_rectification"]
    blocks: list[Any] = [
        Paragraph(f"经调查核实，您投诉的情况{complaint.outcome_title}。"),
        Heading("查明的情况和处理意见"),
        *_paragraphs(finding.body if finding is not None else ""),
    ]
    if orders:
        blocks.append(
            Paragraph(
                f"本机关已经要求{complaint.about_named}整改（{'、'.join(str(each.facts['order']) for each in orders)}）。"
            )
        )
    return [*blocks, Paragraph(REMEDY)], last.on


def _paragraphs(text: str) -> list[Any]:
    return [Paragraph(line.strip()) for line in text.split("\n") if line.strip()]


_WRITTEN: dict[str, Callable[[Complaint, ComplaintFile], tuple[list[Any], date]]] = {
    "accepted": _accepted,
    "declined": _declined,
    "handed_over": _handed_over,
    "result": _result,
}
