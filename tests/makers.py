"""Made-up reports for tests: consistent unless a test breaks them. No text or figure of a real organ."""

from __future__ import annotations

import random
from decimal import Decimal

from gongkai.annualreport.model import Cell, Report, ReportTable, Section, State
from gongkai.annualreport.scheme import TableScheme, address, scheme_of


def made_report(
    form: str = "2021", *, year: int = 2023, seed: int = 0, organ: str = "青石县农业农村局", size: int = 40
) -> Report:
    """A whole and consistent report: every sum of the form holds, the text agrees with the tables."""
    dice = random.Random(seed)
    scheme = scheme_of(form)
    tables: dict[str, ReportTable | None] = {table.key: made_table(table, dice, size) for table in scheme.tables}
    report = Report(
        title=scheme.title.format(organ=organ, year=year),
        organ=organ,
        year=year,
        form=form,
        tables=tables,
        organs=[organ],
        signed_by=organ,
        preamble=f"本报告依据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限为{year}年1月1日至{year}年12月31日。",
    )
    texts = _texts(report)
    report.sections = [
        Section(key=section.key, title=section.title, text=texts[section.key], number=index + 1)
        for index, section in enumerate(scheme.sections)
    ]
    return report


def made_table(scheme: TableScheme, dice: random.Random, size: int = 40) -> ReportTable:
    """A table of small random figures in which every sum of the scheme holds."""
    figures: dict[str, int | Decimal] = {}
    for part, row in scheme.lines:
        if row.local:
            continue
        for column in part.columns:
            at = address(scheme.key, row.key, column.key)
            if column.kind == "amount":
                figures[at] = Decimal(dice.randrange(0, 999999)).scaleb(-4)
            elif column.kind == "change":
                figures[at] = dice.randrange(-5, 6)
            else:
                figures[at] = 0 if dice.random() < 0.55 else dice.randrange(1, size)
    _balance(scheme, figures, dice)
    cells = {at: Cell(State.VALUE, value, str(value)) for at, value in figures.items()}
    return ReportTable(scheme.key, scheme.form, cells)


def _balance(scheme: TableScheme, figures: dict[str, int | Decimal], dice: random.Random) -> None:
    instances = scheme.instances()
    for rule, _, left, right in instances:
        if rule.across == "rows" and len(right) == 1:
            figures[right[0]] = sum(figures[at] for at in left)
    for rule, _, left, right in instances:
        if rule.across == "rows" and len(right) == 2:
            done, carried_out = right
            received, carried_in = left
            figures[carried_in] = min(int(figures[carried_in]), int(figures[done]))
            figures[carried_out] = dice.randrange(0, 4) if dice.random() < 0.3 else 0
            figures[received] = int(figures[done]) + int(figures[carried_out]) - int(figures[carried_in])
    for rule, _, left, right in instances:
        if rule.across == "columns":
            figures[right[0]] = sum(figures[at] for at in left)
    key = scheme.key
    for row in ("government_rules", "normative_documents"):
        issued, in_force = address(key, row, "issued"), address(key, row, "in_force")
        if issued in figures:
            figures[in_force] = int(figures[issued]) + dice.randrange(0, 9)
            if row == "government_rules":
                figures[issued] = figures[in_force] = figures[address(key, row, "repealed")] = 0
        made = address(key, row, "made")
        if made in figures:
            figures[address(key, row, "newly_published")] = figures[made]
            figures[address(key, row, "published_total")] = int(figures[made]) + dice.randrange(0, 9)


def _texts(report: Report) -> dict[str, str]:
    received = report.value("applications.received.total")
    carried = report.value("applications.carried_out.total")
    done = report.value("applications.processed_total.total")
    reviews = report.value("disputes.reconsideration.total")
    suits = sum(
        int(report.value(f"disputes.{row}.total") or 0) for row in ("direct_suit", "suit_after_reconsideration")
    )
    applied = (
        f"本年共收到政府信息公开申请{received}件，办结{done}件，结转下年度{carried}件。"
        if received
        else "本年未收到政府信息公开申请。"
    )
    return {
        "overview": f"{report.year}年，我局围绕中心工作推进政府信息公开。（一）主动公开。全年通过网站公布各类信息300条，其中通知公告120条，工作动态180条。（二）依申请公开。{applied}（三）政府信息管理。落实发布前审查。（四）平台建设。专栏按时更新。（五）监督保障。组织培训2次。",
        "proactive_disclosure": "",
        "applications": "",
        "disputes": "" if reviews is None else f"本年行政复议{reviews}件，行政诉讼{suits}件。",
        "issues_and_improvements": "存在的问题：一是解读形式不多；二是个别栏目更新不够及时。上年指出的培训不足问题已通过增加培训解决。改进措施：下一步增加图解，明确栏目责任人。",
        "other_matters": "本年未发出信息处理费收费通知，未收取信息处理费。",
    }
