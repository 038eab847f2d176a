"""One firing and one passing case for every check of the text (crosscheck, disclosed, claims, flows, sections).

``CASES`` lists (code, maker, fires): ``maker()`` gives a report, or a report and the one of the year before; ``fires`` says whether the
check must leave a finding on it. ``test_checks_catalogue.py`` runs the list and demands both kinds for every code.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from makers import made_report

from gongkai.annualreport.model import Candidate, Cell, Doubt, Report, State
from gongkai.annualreport.scheme import scheme_of, split

Figures = dict[str, int | Decimal]
Maker = Callable[[], Report | tuple[Report, Report]]

DISPUTES = dict.fromkeys(scheme_of("2021").table("disputes").addresses, 0)


def report_with(
    overview: str = "",
    *,
    figures: Figures | None = None,
    form: str = "2021",
    year: int | None = None,
    organ: str = "青石县农业农村局",
    **texts: str,
) -> Report:
    """A consistent report whose text and figures are set; a section that is not given says nothing of figures."""
    report = made_report(form, year=year or (2023 if form == "2021" else 2020), organ=organ)
    said = {
        "overview": overview or "本年按时更新专栏。",
        "proactive_disclosure": "",
        "applications": "",
        "disputes": "",
        "issues_and_improvements": "存在的问题：解读形式不多。上年的问题已经解决。下一步将增加图解。",
        "other_matters": "没有收取信息处理费。",
    } | texts
    for section in report.sections:
        if section.key is not None:
            section.text = said[section.key]
    for cell, value in (figures or {}).items():
        put(report, cell, value)
    return report


def put(report: Report, cell: str, value: int | Decimal | None) -> None:
    """Write a figure, or with None a blank."""
    table = report.tables[split(cell)[0]]
    assert table is not None
    table.cells[cell] = Cell(State.BLANK) if value is None else Cell(State.VALUE, value, str(value))


def unreadable_disputes(overview: str, *, nine: bool = True) -> Report:
    """Table 4 whose row has one figure too many: nothing is read, a candidate is offered."""
    report = report_with(overview)
    table = report.tables["disputes"]
    assert table is not None
    for cell in table.scheme.addresses:
        table.cells[cell] = Cell(State.ILLEGIBLE, None, "")
    held: dict[str, int | Decimal] = {**DISPUTES}
    if nine:
        held |= {"disputes.direct_suit.upheld": 9, "disputes.direct_suit.total": 9}
    report.doubts.append(
        Doubt(
            "C-COUNT",
            "这一行有16个数，应有15个。",
            list(held),
            quote="0 9 0",
            candidates=[Candidate(held, "各项之和成立")],
        )
    )
    return report


def _case(code: str, fires: bool, overview: str = "", **options: object) -> tuple[str, Maker, bool]:
    return code, lambda: report_with(overview, **options), fires  # type: ignore[arg-type]


def _years(now: str, before: str, *, section: str = "overview") -> Maker:
    return lambda: (report_with(**{section: now}, year=2023), report_with(**{section: before}, year=2022))


RECEIVED = "applications.received.total"
LONG = "我局坚持把信息公开与业务工作同部署同落实，在局务会上听取汇报，压实各股室责任，按目录逐条对照检查，发现栏目更新不及时的当场交办，限期补齐；"
PLAN = "针对存在的问题，下一步将从完善制度、加强培训、丰富形式三方面着手，逐项列出清单，明确完成的时间和责任人，确保件件有着落，事事有回音。"

CASES: list[tuple[str, Maker, bool]] = [
    _case("X-ZERO-APP", True, "全年未收到政府信息公开申请。", figures={RECEIVED: 4}),
    _case("X-ZERO-APP", False, "全年未收到政府信息公开申请。", figures={RECEIVED: 0, **{f"applications.received.{c}": 0 for c in ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")}}),
    _case("X-NUM-APP", True, "共收到政府信息公开申请31件。", figures={RECEIVED: 33}),
    _case("X-NUM-APP", False, "共收到政府信息公开申请33件。", figures={RECEIVED: 33}),
    _case("X-DONE", True, "收到的申请均已办理完成。", figures={"applications.carried_out.total": 2}),
    _case("X-DONE", False, "收到的申请均已办理完成。", figures={f"applications.carried_out.{c}": 0 for c in ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org", "total")}),
    _case("X-CARRY", True, "结转下年度继续办理的申请3件。", figures={"applications.carried_out.total": 5}),
    _case("X-CARRY", False, "结转下年度继续办理的申请5件。", figures={"applications.carried_out.total": 5}),
    _case("X-RESULT", True, applications="予以公开9件。", figures={"applications.granted.total": 8}),
    _case("X-RESULT", False, applications="予以公开8件。", figures={"applications.granted.total": 8}),
    ("X-ZERO-T4", lambda: unreadable_disputes("不存在因政府信息公开被申请行政复议、提起行政诉讼的情况。"), True),
    ("X-ZERO-T4", lambda: unreadable_disputes("不存在因政府信息公开被申请行政复议、提起行政诉讼的情况。", nine=False), False),
    _case("X-NUM-T4", True, "因政府信息公开引起的行政复议6件。", figures={"disputes.reconsideration.total": 7}),
    _case("X-NUM-T4", False, "因政府信息公开引起的行政复议7件。", figures={"disputes.reconsideration.total": 7}),
    _case("X-DOC", True, "制发行政规范性文件5件。", figures={"proactive_disclosure.normative_documents.issued": 6}),
    _case("X-DOC", False, "制发行政规范性文件6件。", figures={"proactive_disclosure.normative_documents.issued": 6}),
    _case("X-DOC-LT", True, "全年主动公开政府信息3条。", figures={"proactive_disclosure.normative_documents.issued": 6}),
    _case("X-DOC-LT", False, "全年主动公开政府信息30条。", figures={"proactive_disclosure.normative_documents.issued": 6}),
    _case("X-LIC", True, "全年作出行政处罚决定11件。", figures={"proactive_disclosure.penalties.decisions": 12}),
    _case("X-LIC", False, "全年作出行政处罚决定12件，公示行政处罚信息40条。", figures={"proactive_disclosure.penalties.decisions": 12}),
    _case("X-FEE", True, other_matters="收取行政事业性收费3.5万元。", figures={"proactive_disclosure.admin_fees.amount_10k_yuan": Decimal("3.6")}),
    _case("X-FEE", False, other_matters="收取行政事业性收费3.5万元。", figures={"proactive_disclosure.admin_fees.amount_10k_yuan": Decimal("3.4962")}),
    _case("X-PROC", True, "政府采购项目3个。", form="2019", figures={"proactive_disclosure.central_procurement.projects": 4}),
    _case("X-PROC", False, "政府采购项目4个。", form="2019", figures={"proactive_disclosure.central_procurement.projects": 4}),
    _case("X-SAME", True, "通过政府网站公开信息120条。工作有了进展。全年政府网站发布信息102条。"),
    _case("X-SAME", False, "通过政府网站公开信息120条。工作有了进展。全年政府网站发布信息120条。"),
    _case("N-PART-SUM", True, "公开信息90条，分别为工作动态50条、公示公告39条。"),
    _case("N-PART-SUM", False, "公开信息90条，分别为工作动态50条、公示公告40条。"),
    _case("N-PART-OVER", True, "公开信息90条，其中工作动态50条、公示公告41条。"),
    _case("N-PART-OVER", False, "公开信息90条，其中工作动态50条、公示公告40条。"),
    _case("N-PART-GAP", True, "公开信息90条，其中工作动态50条、公示公告30条。"),
    _case("N-PART-GAP", False, "公开信息90条，其中工作动态5条、公示公告3条。"),
    _case("N-PART-CHAN", True, "公开信息90条，其中通过网站公开60条，通过微信公众号公开95条。"),
    _case("N-PART-CHAN", False, "公开信息90条，其中通过网站公开60条，通过微信公众号公开85条。"),
    _case("N-UNIT", True, "公开信息90万条，其中工作动态50条、公示公告40条。"),
    _case("N-UNIT", False, "公开信息90条，其中工作动态50条、公示公告40条。"),
    _case("N-FLOW", True, "受理群众投诉30件，办结34件。"),
    _case("N-FLOW", False, "受理群众投诉30件，办结30件。"),
    _case("N-PCT", True, "受理群众投诉30件，办结27件，办结率95%。"),
    _case("N-PCT", False, "受理群众投诉30件，办结27件，办结率90%。"),
    _case("N-LIST-N", True, "开设4个专栏（政策解读、意见征集、在线访谈）。"),
    _case("N-LIST-N", False, "开设3个专栏（政策解读、意见征集、在线访谈）。"),
    ("Y-TREND", _years("公开政府信息150条，同比增长40%。", "公开政府信息100条。"), True),
    ("Y-TREND", _years("公开政府信息150条，同比增长50%。", "公开政府信息100条。"), False),
    _case("S-FEE-MISS", True, other_matters="无其他需要报告的事项。"),
    _case("S-FEE-MISS", False, other_matters="本年未收取信息处理费。"),
    _case("S-PROB-MISS", True, issues_and_improvements="下一步将继续做好信息公开。"),
    _case("S-PROB-MISS", False, issues_and_improvements="信息更新不够及时。下一步将明确责任人。"),
    _case("S-FIX-MISS", True, issues_and_improvements="信息更新不及时，形式单一。"),
    _case("S-FIX-MISS", False, issues_and_improvements="信息更新不及时，形式单一。今后按月检查。"),
    _case("S-FIX-LAST", True, issues_and_improvements="信息更新不及时。今后按月检查。"),
    _case("S-FIX-LAST", False, issues_and_improvements="信息更新不及时。今后按月检查。2022年指出的培训不足，已经办了两期培训班。"),
    ("S-DUP-YEAR", _years(f"2023年，{LONG}全年培训3次。{PLAN}", f"2022年，{LONG}全年培训2次。{PLAN}"), True),
    ("S-DUP-YEAR", _years(f"2023年，{LONG}全年培训3次。{PLAN}", f"2022年，{LONG[:30]}。全年没有培训。"), False),
]  # fmt: skip
