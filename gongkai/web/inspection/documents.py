"""The self-inspection report as an official document (自查报告), from what was kept when it was drawn up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from gongkai.assessment.freshness.judging import Verdict
from gongkai.assessment.freshness.rules import HOWS, PARTS
from gongkai.casework.events import told
from gongkai.letters import Heading, Letter, Note, Opinion, Paragraph, Table
from gongkai.web.inspection.models import SelfInspection

QUARTERS = ("一", "二", "三", "四")
MEASURES = "按照{basis}逐项检查：栏目、首页、办事指南、留言和新媒体的更新由系统从发布记录计数，程序看不到的项目由工作人员检查后填写。"
NEXT = "对照上面的问题清单逐项整改，由政务公开工作机构逐件核查、销号；没有评估的项目在下一次检查以前补齐。"


def document(inspection: SelfInspection) -> Letter:
    """The report of a quarter. What was not assessed is named as such."""
    content, organ = inspection.content, inspection.organ
    blocks: list[Any] = [
        Paragraph(
            f"以{told(inspection.on)}为检查时点，{_scope(content)}。现将{inspection.year}年第{QUARTERS[inspection.quarter - 1]}季度自查情况报告如下。"
        ),
        Heading("一、自查的组织和做法"),
        Paragraph(inspection.measures or MEASURES.format(basis=content["basis"])),
        Heading("二、总体情况"),
        Paragraph(_summary(content)),
        Table(
            ("项目", "数量"),
            [(each["title"], f"{each['number']}{each['unit']}") for each in content["counts"]],
            "基本数据",
            (0.72, 0.28),
        ),
        Heading("三、单项否决逐项检查"),
        *_vetoes(content),
        Heading("四、人工检查的结论"),
        *_answers(content),
        Heading("五、问题清单和整改期限"),
        *_problems(content),
        Heading("六、下一步打算"),
        Paragraph(inspection.next_steps or NEXT),
        Note(
            f"本报告第{inspection.version}版，由{inspection.drawn_by.name}于{_moment(inspection.drawn_at)}编制；数字由记录计数得出，可以在系统里逐条打开。内容校验值{inspection.sha256[:16]}。"
        ),
        Opinion(
            "办公室审签",
            "同意报送。" if inspection.checked_at else "",
            "",
            _name(inspection.checked_by),
            _day(inspection.checked_at),
        ),
        Opinion(
            "领导小组签发",
            "同意。" if inspection.signed_at else "",
            "",
            _name(inspection.signed_by),
            _day(inspection.signed_at),
        ),
    ]
    return Letter(
        title=f"{organ.name}\n{inspection.year}年第{QUARTERS[inspection.quarter - 1]}季度政府网站和政务新媒体\n自查报告",
        blocks=blocks,
        organ=organ.name,
        signed_by=organ.name,
        dated=_day(inspection.signed_at) or timezone.localdate(inspection.drawn_at),
    )


def _scope(content: dict[str, Any]) -> str:
    site = content["site"]
    named = f"{site['title']}（网站标识码{site['code']}）" if site["code"] else site["title"]
    if site["whole"]:
        return f"对{named}和所属政务新媒体进行了自查"
    return f"对本机关在{named}的栏目和本机关的政务新媒体进行了自查（单项否决按全站计数，主办单位是{site['host']}）"


def _summary(content: dict[str, Any]) -> str:
    by = {verdict: [each for each in content["vetoes"] if each["verdict"] == verdict.value] for verdict in Verdict}
    said = [f"共检查{len(content['vetoes'])}项单项否决指标"]
    if by[Verdict.TRIGGERED]:
        said.append(f"触发{len(by[Verdict.TRIGGERED])}项：{_titles(by[Verdict.TRIGGERED])}")
    else:
        said.append("单项否决的项目都没有触发")
    if by[Verdict.NOT_ASSESSED]:
        said.append(f"没有评估{len(by[Verdict.NOT_ASSESSED])}项：{_titles(by[Verdict.NOT_ASSESSED])}，不当作合格")
    said.append(f"没有触发{len(by[Verdict.CLEAR])}项")
    if by[Verdict.NOT_APPLICABLE]:
        said.append(f"不适用{len(by[Verdict.NOT_APPLICABLE])}项")
    return "；".join(said) + "。"


def _titles(vetoes: list[dict[str, Any]]) -> str:
    return "、".join(each["title"] for each in vetoes)


def _vetoes(content: dict[str, Any]) -> list[Any]:
    found: list[Any] = []
    for part, title in PARTS.items():
        rows = [
            (each["number"], each["title"], _counted(each), Verdict(each["verdict"]).label, _said(each, content))
            for each in content["vetoes"]
            if each["part"] == part
        ]
        head = ("序号", "项目", "数到／触发", "结论", "说明")
        found.append(Table(head, rows, f"{title}的单项否决", (0.11, 0.3, 0.13, 0.16, 0.3)))
    return found


def _counted(veto: dict[str, Any]) -> str:
    return "—" if veto["count"] is None else f"{veto['count']}／{veto['limit']}"


def _said(veto: dict[str, Any], content: dict[str, Any]) -> str:
    if veto["said"]:
        return str(veto["said"])
    if veto["count"] is None:
        return HOWS[veto["how"]]
    return f"其中本机关{veto['own']}" if veto["count"] and not content["site"]["whole"] else ""


def _answers(content: dict[str, Any]) -> list[Any]:
    rows = [
        (
            each["title"],
            answer["organ"],
            told(date.fromisoformat(answer["on"])),
            answer["words"],
            answer["note"],
            answer["by"],
        )
        for each in content["vetoes"]
        for answer in each["answers"]
    ]
    if not rows:
        return [Paragraph("检查时点以前一个季度里没有填写过人工检查的结论，上面的有关项目都没有评估。")]
    return [
        Table(
            ("项目", "机关", "检查日期", "结论", "怎样检查的", "检查人"),
            rows,
            "人工检查的结论",
            (0.2, 0.14, 0.14, 0.16, 0.26, 0.1),
        )
    ]


def _problems(content: dict[str, Any]) -> list[Any]:
    if not content["problems"]:
        return [Paragraph("没有需要整改的问题。")]
    rows = [
        (str(number), f"{each['organ']}　{each['subject']}", each["what"], each["responsible"], each["due_on"])
        for number, each in enumerate(content["problems"], start=1)
    ]
    said = f"共{len(rows)}个问题，逐个落实责任人和整改期限。"
    return [
        Paragraph(said),
        Table(
            ("序号", "对象", "问题", "责任科室和责任人", "整改期限"), rows, "问题清单", (0.08, 0.22, 0.34, 0.2, 0.16)
        ),
    ]


def _name(person: Any) -> str:
    return person.name if person is not None else ""


def _day(moment: Any) -> date | None:
    return timezone.localdate(moment) if moment else None


def _moment(moment: Any) -> str:
    at = timezone.localtime(moment)
    return f"{told(at.date())}{at:%H:%M}"
