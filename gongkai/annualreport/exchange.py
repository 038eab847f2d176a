"""A report from its JSON object (``gongkai.report/1``), the inverse of ``model.report_json``.

Full and brief objects are taken, and ones written by hand: title, organ, year or form, tables, and sections as a list or
as ``{key: text}``. A cell that is null is blank unless ``cells`` says otherwise; a cell left out is absent. Mistakes are
answered with ``Unreadable("bad-json", …)``, which names the path and what belongs there.
"""

from __future__ import annotations

import difflib
from datetime import date
from typing import Any

from gongkai.annualreport.exchange_cells import Mistakes, hint, read_place, read_table, shown
from gongkai.annualreport.exchange_text import garbled, parse_json
from gongkai.annualreport.model import PRE_FORM, SCHEMA, Report, ReportTable, Section, Source, known_forms
from gongkai.annualreport.scheme import Scheme, scheme_for, scheme_of, schemes, table_keys
from gongkai.documents.model import Unreadable

FIELDS = (
    "schema",
    "source",
    "title",
    "organ",
    "organs",
    "year",
    "form",
    "forms",
    "tables",
    "cells",
    "sections",
    "preamble",
    "signed_by",
    "dated_on",
    "published_on",
    "findings",
    "notes",
)
YEARS = range(1990, 2101)
NUMERALS = "一二三四五六七八九十"


def read_report_json(data: bytes) -> Report:
    """The report in the bytes of a JSON file; its ``source`` is the one that the file names, if it names one."""
    return report_from_json(parse_json(data))


def report_from_json(data: object) -> Report:
    """The report that an object of the contract describes.

    Raises ``Unreadable("bad-json", …)`` for anything that is not such an object.
    """
    top = _top(data)
    mistakes = Mistakes()
    year = _year(top.get("year"), mistakes)
    form = _form(top.get("form"), year, mistakes)
    mistakes.stop()
    report = Report(
        title=_text(top, "title", mistakes),
        organ=_text(top, "organ", mistakes),
        year=year,
        form=form,
        tables=_tables(top, form, mistakes),
        sections=_sections(top.get("sections"), form, mistakes),
        source=_source(top.get("source"), mistakes),
        preamble=_text(top, "preamble", mistakes) or "",
        organs=_strings(top.get("organs"), "organs", mistakes),
        signed_by=_text(top, "signed_by", mistakes),
        dated=_day(top.get("dated_on"), "dated_on", mistakes),
        published=_day(top.get("published_on"), "published_on", mistakes),
        notes=_strings(top.get("notes"), "notes", mistakes),
    )
    if report.organ and not report.organs:
        report.organs = [report.organ]
    mistakes.stop()
    _refuse_garbled(report)
    return report


def _top(data: object) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Unreadable("bad-json", "这个 JSON 的最外层应是一组键值（{…}），里面写 title、organ、year、tables 等。")
    if isinstance(error := data.get("error"), dict):
        said = str(error.get("message", "")).strip() or "没有写明原因"
        raise Unreadable("bad-json", f"这是一条读取失败的记录，里面没有年度报告：{said}")
    schema = data.get("schema")
    if schema is not None and schema != SCHEMA:
        raise Unreadable("bad-json", f"schema 应为“{SCHEMA}”，现为{shown(schema)}。本程序不认识这种数据。")
    for key in data:
        near = difflib.get_close_matches(str(key), FIELDS, 1, 0.8) if key not in FIELDS else []
        if near and near[0] not in data:
            raise Unreadable("bad-json", f"不认识的键“{_name(key)}”，是否应为“{near[0]}”？")
    if not isinstance(data.get("tables"), dict):
        why = "没有 tables（各张表的数据）" if "tables" not in data else "tables 应是一组键值"
        if schema is None:
            why = f"没有写明 schema：“{SCHEMA}”，也{why}" if why[0] == "没" else f"没有写明 schema：“{SCHEMA}”，{why}"
            why += "，看来是别的程序产生的"
            if garbled(_all_text(data)):
                why += "；其中的文字是编码转换出错后的乱码"
        raise Unreadable("bad-json", f"这个 JSON 不是本系统的年度报告数据：{why}。")
    return data


def _year(value: object, mistakes: Mistakes) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and value in YEARS:
        return value
    mistakes.add("year", f"应为四位数的年份，例如 2023，现为 {shown(value)}")
    return None


def _form(value: object, year: int | None, mistakes: Mistakes) -> str:
    if value is None:
        if year is None:
            mistakes.add("form", "form 和 year 至少要写一个，据以确定用哪一版格式")
            return PRE_FORM
        scheme = scheme_for(year)
        return PRE_FORM if scheme is None else scheme.form
    if value in known_forms():
        return str(value)
    mistakes.add("form", f"应为 {'、'.join(known_forms())} 之一（写成带引号的文字），现为 {shown(value)}")
    return PRE_FORM


def _tables(top: dict[str, Any], form: str, mistakes: Mistakes) -> dict[str, ReportTable | None]:
    given: dict[str, Any] = top["tables"]
    forms = top.get("forms")
    cells = top.get("cells")
    if forms is not None and not isinstance(forms, dict):
        mistakes.add("forms", "应是一组键值：每张表用的是哪一版格式")
        forms = None
    if cells is not None and not isinstance(cells, dict):
        mistakes.add("cells", "应是一组键值：每一格的状态")
        cells = None
    _only(given, table_keys(), "tables", "没有这张表", mistakes)
    _only(forms or {}, table_keys(), "forms", "没有这张表", mistakes)
    found: dict[str, ReportTable | None] = {}
    used: set[str] = set()
    for key in table_keys():
        data = given.get(key)
        if data is None:
            found[key] = None
        elif not isinstance(data, dict):
            mistakes.add(f"tables.{key}", f"应是一组键值，没有这张表的写 null，现为 {_name(data)}")
            found[key] = None
        else:
            table = read_table(key, data, form, (forms or {}).get(key), cells or {}, mistakes)
            found[key] = table
            if table is not None:
                used.update(
                    f"{key}.{row}.{column.key}" for row, each in table.scheme.columns_of.items() for column in each
                )
    for at in cells or {}:
        if at not in used:
            mistakes.add(f"cells.{_name(at)}", "没有这一格，或者它所在的表没有数据")
    return found


def _only(given: dict[str, Any], known: tuple[str, ...], where: str, what: str, mistakes: Mistakes) -> None:
    for key in given:
        if key not in known:
            mistakes.add(f"{where}.{_name(key)}", f"{what}；{hint(key, known)}")


def _sections(value: object, form: str, mistakes: Mistakes) -> list[Section]:
    titles = _titles(form)
    if value is None:
        return []
    if isinstance(value, dict):
        _only(value, tuple(titles), "sections", "没有这一部分", mistakes)
        listed: list[Any] = [
            {"key": key, "title": titles.get(key, ""), "text": value[key]} for key in titles if key in value
        ]
    elif isinstance(value, list):
        listed = value
    else:
        mistakes.add("sections", "应为一个列表，或者 {部分: 文字}")
        return []
    found = []
    for index, each in enumerate(listed):
        where = f"sections[{index}]"
        if not isinstance(each, dict):
            mistakes.add(where, "应是一组键值：key、title、text")
            continue
        key = each.get("key")
        if key is not None and key not in titles:
            mistakes.add(f"{where}.key", f"没有这一部分 {shown(key)}；{hint(key, titles)}")
            continue
        title = _text(each, "title", mistakes, where) or titles.get(key or "", "")
        text = _text(each, "text", mistakes, where) or ""
        place = read_place(each.get("place"), f"{where}.place", mistakes)
        merged = _strings(each.get("merged"), f"{where}.merged", mistakes)
        paragraphs = [(line.strip(), place) for line in text.split("\n") if line.strip()]
        found.append(Section(key, title, text, _number(title), place, paragraphs, tuple(merged)))
    return found


def _titles(form: str) -> dict[str, str]:
    """Keys and titles of the sections: those of ``form`` first, then those that other forms have besides."""
    found: dict[str, str] = {}
    own: list[Scheme] = [scheme_of(form)] if form != PRE_FORM else []
    for scheme in (*own, *reversed(schemes())):
        for section in scheme.sections:
            found.setdefault(section.key, section.title)
    return found


def _number(title: str) -> int | None:
    head, mark, _ = title.partition("、")
    return NUMERALS.index(head) + 1 if mark and len(head) == 1 and head in NUMERALS else None


def _source(value: object, mistakes: Mistakes) -> Source | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        mistakes.add("source", "应是一组键值：name、format、sha256")
        return None
    parts = [_text(value, name, mistakes, "source") or "" for name in ("name", "format", "sha256")]
    return Source(*parts)


def _text(data: dict[str, Any], name: str, mistakes: Mistakes, where: str = "") -> str | None:
    value = data.get(name)
    if value is None:
        return None
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    mistakes.add(f"{where}.{name}" if where else name, f"应为文字，现为 {shown(value)}")
    return None


def _strings(value: object, where: str, mistakes: Mistakes) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return list(value)
    mistakes.add(where, "应为一列文字")
    return []


def _day(value: object, where: str, mistakes: Mistakes) -> date | None:
    if value is None:
        return None
    try:
        if isinstance(value, str) and len(value) == 10:
            return date.fromisoformat(value)
    except ValueError:
        pass
    mistakes.add(where, f"应为日期，例如 2024-01-25，现为 {shown(value)}")
    return None


def _refuse_garbled(report: Report) -> None:
    texts = [report.title, report.organ, report.preamble, *(f"{each.title}{each.text}" for each in report.sections)]
    if garbled("".join(text for text in texts if text)):
        raise Unreadable("bad-json", "这个 JSON 里的文字是编码转换出错后的乱码，请从原来的文件重新产生。")


def _all_text(data: object, budget: int = 20_000) -> str:
    """All strings of a foreign object, one after another, up to ``budget`` characters."""
    found: list[str] = []
    left = [data]
    while left and budget > 0:
        each = left.pop()
        if isinstance(each, str):
            found.append(each[:budget])
            budget -= len(found[-1])
        elif isinstance(each, dict):
            left.extend(each.values())
        elif isinstance(each, list):
            left.extend(each)
    return "".join(found)


def _name(key: object) -> str:
    text = str(key)
    return text if len(text) <= 60 else f"{text[:60]}…"
