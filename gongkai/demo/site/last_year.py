"""The made-up bureau's annual report of last year, from before it worked with this site: consistent with the year before it.

What it says is carried over is what the demonstration's ledger holds as open at the turn of the year.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.annualreport.scheme import scheme_of

COLUMNS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
RESULTS_OF_DISPUTES = ("upheld", "overturned", "other", "pending")
CARRIED_IN = (0, 0, 0, 3, 0, 1)
RESULTS = {
    "granted": (9, 4, 2, 3, 0, 1),
    "partly_granted": (2, 1, 0, 0, 0, 0),
    "refused.deliberative": (1, 0, 0, 0, 0, 0),
    "refused.enforcement_file": (0, 0, 0, 0, 1, 0),
    "unavailable.not_held": (4, 1, 0, 1, 0, 0),
    "not_processed.petition": (2, 0, 0, 0, 0, 0),
    "other.other": (1, 0, 0, 0, 0, 0),
}
SECTIONS = {
    "overview": (
        "{year}年，我局围绕粮食生产和惠农政策做好政府信息公开。\n"
        "（一）主动公开。全年在县政府网站公开信息146条，其中惠农补贴类58条、工作动态类71条、通知公告类17条。\n"
        "（二）依申请公开。全年收到政府信息公开申请{received}件，上年结转4件，办结33件，结转下年度{left}件，均按期答复。\n"
        "（三）政府信息管理。每件信息先审查后公开，由科室、保密审查员和办公室逐件审核。\n"
        "（四）平台建设。依托县政府网站设立惠农补贴专栏，按月更新。\n"
        "（五）监督保障。举办信息公开培训1次，各科室信息员全部参加。"
    ),
    "disputes": "",
    "issues_and_improvements": (
        "（一）存在的主要问题。一是政策解读多为文字，图解少；二是个别科室报送信息不够及时。\n"
        "（二）改进情况。上年提出的解读形式单一问题，今年制作了补贴申领流程图。下一步，把公开工作放到一个系统里办理，到期自动提醒。"
    ),
    "other_matters": "{year}年，我局没有发出信息处理费收费通知，实际收取0元。",
}


def last_years_report(
    organ: str, year: int, open_at_end: Mapping[str, int], disputes: Mapping[tuple[str, str], int]
) -> dict[str, Any]:
    """The report as ``gongkai.report/1`` JSON; ``open_at_end`` are the applications carried over, by kind of applicant,
    ``disputes`` the figures of table 4 by row and column."""
    scheme = scheme_of("2021")
    zero = (0,) * len(COLUMNS)
    processed = tuple(sum(column) for column in zip(*RESULTS.values(), strict=True))
    left = tuple(open_at_end.get(column, 0) for column in COLUMNS)
    received = tuple(a + b - c for a, b, c in zip(processed, left, CARRIED_IN, strict=True))
    words = {"year": year, "received": sum(received), "left": sum(left)}
    rows = {"received": received, "carried_in": CARRIED_IN, "processed_total": processed, "carried_out": left}
    table = next(each for each in scheme.tables if each.key == "applications")
    return {
        "schema": "gongkai.report/1",
        "title": scheme.title.format(organ=organ, year=year),
        "organ": organ,
        "year": year,
        "form": scheme.form,
        "preamble": "本报告依据《中华人民共和国政府信息公开条例》和"
        "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）编制。"
        f"所列数据的统计期限为{year}年1月1日至{year}年12月31日。",
        "tables": {
            "proactive_disclosure": {
                "government_rules": {"issued": 0, "repealed": 0, "in_force": 0},
                "normative_documents": {"issued": 0, "repealed": 0, "in_force": 1},
                "licensing": {"decisions": 3},
                "penalties": {"decisions": 2},
                "enforcement_measures": {"decisions": 1},
                "admin_fees": {"amount_10k_yuan": 8.216},
            },
            "applications": {key: _row((rows | RESULTS).get(key, zero)) for key in table.rows},
            "disputes": {
                row: _dispute({column: disputes.get((row, column), 0) for column in RESULTS_OF_DISPUTES})
                for row in ("reconsideration", "direct_suit", "suit_after_reconsideration")
            },
        },
        "sections": [
            {"key": each.key, "title": each.title, "text": SECTIONS.get(each.key, "").format(**words)}
            for each in scheme.sections
        ],
        "signed_by": organ,
        "dated_on": f"{year + 1}-01-15",
    }


def _row(values: tuple[int, ...]) -> dict[str, int]:
    return {**dict(zip(COLUMNS, values, strict=True)), "total": sum(values)}


def _dispute(values: dict[str, int]) -> dict[str, int]:
    return {**values, "total": sum(values.values())}
