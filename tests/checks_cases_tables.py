"""One firing and one passing case for every check of tables, cells, form, head and years.

``CASES`` lists (code, maker, fires): ``maker()`` gives a report, or a report and the one of the year before; ``fires`` says whether the
check must leave a finding on it. ``test_checks_catalogue.py`` runs the list and demands both kinds for every code.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from makers import made_report, made_table

from gongkai.annualreport.model import ABSENT, Cell, Doubt, ExtraRow, Label, Report, ReportTable, Section, State
from gongkai.annualreport.scheme import scheme_of, split

Made = Report | tuple[Report, Report]
Change = Callable[[Report], Any]


def clean(form: str = "2021", *, year: int | None = None, organ: str = "宁川市人民政府", seed: int = 0) -> Report:
    """A report on which no check of this file has more to say than what last year's should be."""
    year = year or (2023 if form == "2021" else 2020)
    report = made_report(form, year=year, seed=seed, organ=organ)
    report.dated = date(year + 1, 1, 20)
    section_of(report, "other_matters").text = "本年发出信息处理费收费通知2份，收取0元。"
    if form == "2019":
        put(report, "proactive_disclosure.central_procurement.amount_10k_yuan", Decimal("3.5"), "3.5万元")
        for column in ("made", "newly_published", "published_total"):
            put(report, f"proactive_disclosure.government_rules.{column}", 0)
    return report


def section_of(report: Report, key: str) -> Section:
    section = report.section(key)
    assert section is not None
    return section


def put(report: Report, cell: str, value: int | Decimal | None, text: str | None = None) -> None:
    """Write a figure, or with None a blank."""
    table = report.tables[split(cell)[0]]
    assert table is not None
    if value is None:
        table.cells[cell] = Cell(State.BLANK)
    else:
        table.cells[cell] = Cell(State.VALUE, value, str(value) if text is None else text)


def state(report: Report, cell: str, held: State, text: str = "") -> None:
    table = report.tables[split(cell)[0]]
    assert table is not None
    table.cells[cell] = Cell(held, None, text)


def add(report: Report, cell: str, more: int) -> None:
    value = report.value(cell)
    assert value is not None
    put(report, cell, value + more)


def with_(change: Change, form: str = "2021", **options: Any) -> Callable[[], Report]:
    def make() -> Report:
        report = clean(form, **options)
        change(report)
        return report

    return make


def pair(change: Change | None = None, form: str = "2021", **options: Any) -> Callable[[], tuple[Report, Report]]:
    """Two years that fit together; ``change`` spoils the later one."""

    def make() -> tuple[Report, Report]:
        year = options.pop("year", 2023 if form == "2021" else 2020)
        report, prior = clean(form, year=year, **options), clean(form, year=year - 1, seed=7, **options)
        options["year"] = year
        fit(report, prior)
        if change is not None:
            change(report)
        return report, prior

    return make


def fit(report: Report, prior: Report) -> None:
    """Make last year's figures such that this year's follow from them."""
    for column in scheme_of(report.form).table("applications").columns_of["received"]:
        carried = report.value(f"applications.carried_in.{column.key}")
        assert carried is not None
        before = prior.value(f"applications.carried_out.{column.key}")
        assert before is not None
        put(prior, f"applications.carried_out.{column.key}", carried)
        add(prior, f"applications.received.{column.key}", int(carried - before))
    for row in ("government_rules", "normative_documents"):
        at = f"proactive_disclosure.{row}"
        if report.form == "2021":
            figures = [report.value(f"{at}.{column}") for column in ("in_force", "issued", "repealed")]
            in_force, issued, repealed = (int(value or 0) for value in figures)
            put(prior, f"{at}.in_force", in_force - issued + repealed)
            put(prior, f"{at}.issued", 0)
            put(prior, f"{at}.repealed", 0)
    for row in ("licensing", "other_services", "penalties", "enforcement_measures", "admin_fees"):
        at = f"proactive_disclosure.{row}"
        if report.form == "2019":
            put(prior, f"{at}.prior_items", report.value(f"{at}.prior_items"))
            put(prior, f"{at}.item_change", 0)
        for column in ("decisions", "amount_10k_yuan"):
            if (value := report.value(f"{at}.{column}")) is not None:
                put(prior, f"{at}.{column}", value)
    for cell in scheme_of(report.form).table("disputes").addresses:
        put(prior, cell, report.value(cell))


def doubted(code: str, cells: tuple[str, ...] = ()) -> Change:
    def change(report: Report) -> None:
        report.doubts.append(Doubt(code, "这一行有16个数，应有15个。", list(cells)))

    return change


def drop_section(key: str) -> Change:
    def change(report: Report) -> None:
        report.sections = [section for section in report.sections if section.key != key]

    return change


def merge_sections(report: Report) -> None:
    drop_section("disputes")(report)
    section = section_of(report, "applications")
    section.title, section.merged = "三、申请办理和行政复议、行政诉讼情况", ("disputes",)


def drop_table(key: str) -> Change:
    def change(report: Report) -> None:
        report.tables[key] = None

    return change


def cut_table(report: Report) -> None:
    table = report.tables["applications"]
    assert table is not None
    for cell in list(table.cells)[49:]:
        table.cells[cell] = ABSENT


def blank_all(report: Report) -> None:
    for table in report.tables.values():
        assert table is not None
        for cell in table.cells:
            table.cells[cell] = Cell(State.BLANK)


def old_table(report: Report) -> None:
    """The 2019 form of table 3 in a report for 2023."""
    report.tables["applications"] = made_report("2019").tables["applications"]


def label(axis: str, key: str, written: str, expected: str, table: str = "applications") -> Change:
    def change(report: Report) -> None:
        held = report.tables[table]
        assert held is not None
        held.labels.append(Label(table, key, axis, written, expected))

    return change


def extra_row(report: Report) -> None:
    table = report.tables["proactive_disclosure"]
    assert table is not None
    table.extra_rows.append(ExtraRow("local.1", "其他公开文件", [Cell(State.VALUE, 3, "3")]))


def set_(**values: Any) -> Change:
    def change(report: Report) -> None:
        for name, value in values.items():
            setattr(report, name, value)

    return change


def text(key: str, words: str) -> Change:
    def change(report: Report) -> None:
        section_of(report, key).text = words

    return change


def reorder(report: Report) -> None:
    report.sections[4], report.sections[5] = report.sections[5], report.sections[4]


def row(report: Report, at: str, *figures: int) -> None:
    """Write the figures of a row, in the order of its columns."""
    table, key = at.split(".", 1)
    held = report.tables[table]
    assert held is not None
    for column, value in zip(held.scheme.columns_of[key], figures, strict=True):
        put(report, f"{at}.{column.key}", value)


def documents(*figures: int) -> Change:
    return lambda report: row(report, "proactive_disclosure.normative_documents", *figures)


def many_carried_out(report: Report) -> None:
    for key in scheme_of("2021").table("applications").rows:
        row(report, f"applications.{key}", 0, 0, 0, 0, 0, 0, 0)
    for key, number in (("received", 60), ("granted", 20), ("processed_total", 20), ("carried_out", 40)):
        row(report, f"applications.{key}", number, 0, 0, 0, 0, 0, number)


def carried_out_too_many(report: Report) -> None:
    many_carried_out(report)
    for column in ("natural_person", "total"):
        put(report, f"applications.processed_total.{column}", None)
        put(report, f"applications.carried_out.{column}", 70)


def unpaid(report: Report, told: str) -> None:
    for key in scheme_of("2021").table("applications").rows:
        row(report, f"applications.{key}", 0, 0, 0, 0, 0, 0, 0)
    for key in ("received", "other.fee_unpaid", "processed_total"):
        row(report, f"applications.{key}", 1, 0, 0, 0, 0, 0, 1)
    section_of(report, "other_matters").text = told


def partly_twice(report: Report) -> None:
    """Two kinds of partly granted applications counted as refused too: no single cell explains it."""
    for key in scheme_of("2021").table("applications").rows:
        row(report, f"applications.{key}", 0, 0, 0, 0, 0, 0, 0)
    row(report, "applications.received", 4, 3, 0, 0, 0, 0, 7)
    row(report, "applications.granted", 2, 1, 0, 0, 0, 0, 3)
    row(report, "applications.partly_granted", 2, 2, 0, 0, 0, 0, 4)
    row(report, "applications.refused.third_party", 1, 2, 0, 0, 0, 0, 3)
    row(report, "applications.refused.deliberative", 1, 0, 0, 0, 0, 0, 1)
    row(report, "applications.processed_total", 4, 3, 0, 0, 0, 0, 7)


def no_applications(report: Report) -> None:
    for key in scheme_of("2021").table("applications").rows:
        row(report, f"applications.{key}", 0, 0, 0, 0, 0, 0, 0)
    row(report, "disputes.reconsideration", 1, 0, 0, 0, 1)


def no_applications_twice() -> tuple[Report, Report]:
    report, prior = clean(), clean(year=2022)
    no_applications(report)
    no_applications(prior)
    return report, prior


def suits_without_reviews() -> tuple[Report, Report]:
    report, prior = clean(), clean(year=2022)
    for each in (report, prior):
        row(each, "disputes.reconsideration", 1, 0, 0, 0, 1)
        row(each, "disputes.suit_after_reconsideration", 0, 0, 0, 0, 0)
    row(report, "disputes.suit_after_reconsideration", 5, 0, 0, 0, 5)
    return report, prior


def pending_lost() -> tuple[Report, Report]:
    report, prior = clean(), clean(year=2022)
    row(prior, "disputes.direct_suit", 0, 0, 0, 4, 4)
    row(report, "disputes.direct_suit", 1, 0, 0, 0, 1)
    return report, prior


def year_of(year: int) -> Callable[[], tuple[Report, Report]]:
    return lambda: (clean(), clean(year=year))


def same_figures() -> tuple[Report, Report]:
    return clean(), clean(year=2022)


def further(change: Change | None = None) -> Callable[[], Report]:
    """A report in the made-up form of tests/forms, whose sums have codes that the catalogue does not know."""

    def make() -> Report:
        dice = Random(3)
        scheme = scheme_of("2090")
        tables: dict[str, ReportTable | None] = {table.key: made_table(table, dice) for table in scheme.tables}
        title = "宁川市人民政府2091年政府信息公开工作年度报告"
        report = Report(title, "宁川市人民政府", 2091, "2090", tables, dated=date(2092, 1, 20))
        report.sections = [
            Section(each.key, each.title, "无", number) for number, each in enumerate(scheme.sections, start=1)
        ]
        if change is not None:
            change(report)
        return report

    return make


SUM = "applications.received.total"
CASES: list[tuple[str, Callable[[], Made], bool]] = [
    ("S-BLANK", with_(blank_all), True),
    ("S-BLANK", clean, False),
    ("S-SEC-MISS", with_(drop_section("disputes")), True),
    ("S-SEC-MISS", with_(merge_sections), False),
    ("S-SEC-ORDER", with_(drop_section("disputes")), True),
    ("S-SEC-ORDER", with_(reorder), True),
    ("S-SEC-ORDER", clean, False),
    ("S-SEC-MERGED", with_(merge_sections), True),
    ("S-SEC-MERGED", clean, False),
    ("S-SEC-HEAD", with_(lambda r: setattr(r.sections[4], "title", "五、存在问题和改进")), True),
    ("S-SEC-HEAD", with_(lambda r: setattr(r.sections[4], "title", "五、 存在的主要问题及改进情况：")), False),
    ("S-SEC-EMPTY", with_(text("issues_and_improvements", " \n")), True),
    ("S-SEC-EMPTY", with_(text("other_matters", "无")), False),
    ("S-SEC-EXTRA", with_(lambda r: r.sections.append(Section(None, "七、附件", "表", 7))), True),
    ("S-SEC-EXTRA", clean, False),
    ("S-TAB-MISS", with_(drop_table("disputes")), True),
    ("S-TAB-MISS", clean, False),
    ("S-TAB-TRUNC", with_(cut_table), True),
    ("S-TAB-TRUNC", clean, False),
    ("S-IMG-TAB", with_(doubted("S-IMG-TAB")), True),
    ("S-IMG-TAB", clean, False),
    ("S-TPL-YEAR", with_(old_table), True),
    ("S-TPL-YEAR", lambda: clean("2019"), False),
    ("S-TPL-MIX", with_(lambda r: (old_table(r), setattr(r, "year", None))), True),
    ("S-TPL-MIX", clean, False),
    ("S-TPL-LOCAL", with_(extra_row), True),
    ("S-TPL-LOCAL", clean, False),
    ("S-LAB-ROW", with_(label("row", "granted", "（一）同意公开", "（一）予以公开")), True),
    ("S-LAB-ROW", with_(label("row", "granted", "(一) 予以公开", "（一）予以公开")), False),
    ("S-LAB-COL", with_(label("column", "received.public_welfare", "社会组织", "社会公益组织")), True),
    ("S-LAB-COL", with_(label("column", "received.legal_service", "务机构", "法律服务机构")), False),
    (
        "S-LAB-UNIT",
        with_(
            label(
                "column",
                "admin_fees.amount_10k_yuan",
                "本年收费金额",
                "本年收费金额（单位：万元）",
                "proactive_disclosure",
            )
        ),
        True,
    ),
    (
        "S-LAB-UNIT",
        with_(
            label(
                "column",
                "admin_fees.amount_10k_yuan",
                "本年收费金额(万元)",
                "本年收费金额（单位：万元）",
                "proactive_disclosure",
            )
        ),
        False,
    ),
    ("S-TITLE", with_(set_(title="2023年信息公开工作年度报告")), True),
    ("S-TITLE", with_(set_(title="宁川市人民政府2023年 政府信息公开\n工作年度报告")), False),
    ("S-AGENCY", with_(set_(title="市农业局2023年政府信息公开工作年度报告", signed_by="宁川市农业农村局")), True),
    ("S-AGENCY", with_(set_(title="宁川市2023年政府信息公开工作年度报告", signed_by="宁川市人民政府办公室")), False),
    ("S-YEAR", with_(set_(preamble="所列数据的统计期限为2022年1月1日至2022年12月31日。")), True),
    ("S-YEAR", with_(set_(dated=date(2023, 1, 20))), True),
    ("S-YEAR", clean, False),
    ("S-PERIOD", with_(set_(preamble="本报告统计期限为2023年1月1日至11月30日。")), True),
    ("S-PERIOD", with_(set_(preamble="统计期限自2023年1月1日起，至12月31日止。")), False),
    ("S-DATE-MISS", with_(set_(dated=None)), True),
    ("S-DATE-MISS", with_(set_(dated=None, published=date(2024, 1, 15))), False),
    ("S-DATE-LATE", with_(set_(dated=date(2024, 2, 1)), organ="宁川市财政局"), True),
    ("S-DATE-LATE", with_(set_(dated=date(2024, 3, 31))), False),
    ("C-EMPTY", with_(lambda r: put(r, "applications.carried_in.total", None)), True),
    ("C-EMPTY", with_(cut_table), False),
    ("C-DASH", with_(lambda r: state(r, "proactive_disclosure.government_rules.issued", State.DASH, "/")), True),
    ("C-DASH", clean, False),
    ("C-NONINT", with_(lambda r: put(r, "proactive_disclosure.licensing.decisions", Decimal("3.5"))), True),
    ("C-NONINT", with_(lambda r: put(r, "proactive_disclosure.licensing.decisions", -3)), True),
    ("C-NONINT", lambda: clean("2019"), False),
    ("C-ILLEGIBLE", with_(lambda r: state(r, SUM, State.ILLEGIBLE, "约三十")), True),
    ("C-ILLEGIBLE", with_(lambda r: (state(r, SUM, State.ILLEGIBLE, "3 4"), doubted("C-GLUED", (SUM,))(r))), False),
    ("C-UNIT", with_(lambda r: put(r, "proactive_disclosure.licensing.decisions", 3, "3件")), True),
    ("C-UNIT", clean, False),
    (
        "C-FEE-PREC",
        with_(lambda r: put(r, "proactive_disclosure.admin_fees.amount_10k_yuan", Decimal("1.23456"))),
        True,
    ),
    (
        "C-FEE-PREC",
        with_(lambda r: put(r, "proactive_disclosure.admin_fees.amount_10k_yuan", Decimal("1.23450"))),
        False,
    ),
    ("C-COUNT", with_(doubted("C-COUNT")), True),
    ("C-COUNT", clean, False),
    ("C-CANDIDATE", with_(doubted("C-CANDIDATE")), True),
    ("C-CANDIDATE", clean, False),
    ("C-SHIFT", with_(doubted("C-SHIFT")), True),
    ("C-SHIFT", clean, False),
    ("C-GLUED", with_(doubted("C-GLUED")), True),
    ("C-GLUED", clean, False),
    ("C-OCR", with_(doubted("C-OCR")), True),
    ("C-OCR", clean, False),
    ("C-ENCODING", with_(text("overview", "2023年，\ufffd\ufffd局推进公开。")), True),
    ("C-ENCODING", clean, False),
    ("C-DOUBT", with_(doubted("NEW-CODE")), True),
    ("C-DOUBT", clean, False),
    ("T3-ROW", with_(lambda r: add(r, "applications.granted.business", 1)), True),
    ("T3-ROW", clean, False),
    ("T3-TOT", with_(lambda r: add(r, "applications.granted.business", 1)), True),
    ("T3-TOT", clean, False),
    ("T3-BAL", with_(lambda r: add(r, "applications.carried_out.business", 1)), True),
    ("T3-BAL", clean, False),
    ("T4-SUM", with_(lambda r: add(r, "disputes.direct_suit.total", 1)), True),
    ("T4-SUM", clean, False),
    ("T-SUM", further(lambda r: add(r, "training.courses.public", 2)), True),
    ("T-SUM", further(), False),
    ("T3-NEG", with_(carried_out_too_many), True),
    ("T3-NEG", with_(lambda r: put(r, "applications.processed_total.natural_person", None)), False),
    ("T3-OUT", with_(many_carried_out), True),
    ("T3-OUT", clean, False),
    ("T3-PARTIAL", with_(partly_twice), True),
    ("T3-PARTIAL", with_(lambda r: add(r, "applications.refused.third_party.business", 1)), False),
    ("T3-FEEROW", with_(lambda r: unpaid(r, "本年未发出信息处理费收费通知。")), True),
    ("T3-FEEROW", with_(lambda r: unpaid(r, "本年发出收费通知10件，未收取费用。")), False),
    ("T4-AFTER", suits_without_reviews, True),
    ("T4-AFTER", pair(lambda r: row(r, "disputes.suit_after_reconsideration", 0, 0, 0, 0, 0)), False),
    ("T4-NOAPP", no_applications_twice, True),
    ("T4-NOAPP", with_(no_applications), True),
    ("T4-NOAPP", clean, False),
    ("T2-STOCK", with_(documents(5, 1, 3)), True),
    ("T2-STOCK", with_(documents(5, 9, 3)), False),
    (
        "T2-REG",
        with_(lambda r: row(r, "proactive_disclosure.government_rules", 1, 0, 1), organ="青石县人民政府"),
        True,
    ),
    ("T2-REG", with_(lambda r: row(r, "proactive_disclosure.government_rules", 1, 0, 1)), False),
    ("T2-19ADD", with_(documents(4, 4, 3), "2019"), True),
    ("T2-19ADD", with_(documents(4, 4, 4), "2019"), False),
    ("T2-FLOW", pair(documents(3, 0, 70)), True),
    ("T2-FLOW", pair(), False),
    ("T2-19ITEM", pair(lambda r: add(r, "proactive_disclosure.licensing.prior_items", 2), "2019"), True),
    ("T2-19ITEM", pair(None, "2019"), False),
    ("T4-CARRY", pending_lost, True),
    ("T4-CARRY", pair(), False),
    ("Y-PRIOR", year_of(2021), True),
    ("Y-PRIOR", year_of(2022), False),
    ("Y-CARRY", pair(lambda r: add(r, "applications.carried_in.business", 1)), True),
    ("Y-CARRY", pair(), False),
    ("Y-JUMP", pair(lambda r: put(r, "proactive_disclosure.licensing.decisions", 5000)), True),
    ("Y-JUMP", pair(), False),
    ("Y-SAME", same_figures, True),
    ("Y-SAME", pair(), False),
]
