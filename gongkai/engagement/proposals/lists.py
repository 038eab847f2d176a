"""The register of a session as a file (CSV or XLSX): its columns, and how each cell is read. Replies that were given before may stand in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from gongkai.engagement.proposals.choices import HANDING_IN, attitudes, titles
from gongkai.engagement.proposals.numbers import register_number, session_name
from gongkai.organs.importing.kinds import Column, Kind, WrongCell, code, day

_BETWEEN = re.compile(r"[、；;\n]+")


def _one_of(name: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        known: Mapping[str, str] = titles(name)
        wanted = code(cell)
        for key, title in known.items():
            if wanted in (key, unicodedata.normalize("NFKC", title)):
                return key
        raise WrongCell(f"不认识“{cell}”，可以填：{'、'.join(known.values())}。")

    return read


def names(cell: str) -> tuple[str, ...]:
    """Several names, with 、 between them, each once.

    >>> names("县水利局、县财政局；县水利局")
    ('县水利局', '县财政局')
    """
    return tuple(dict.fromkeys(" ".join(each.split()) for each in _BETWEEN.split(cell) if each.strip()))


REGISTER = Kind(
    "proposals",
    "建议提案登记簿",
    (
        Column("种类", "kind", _one_of("kinds"), needed=True, example="人大代表建议"),
        Column("届次", "session", session_name, needed=True, example="十七届人大三次会议"),
        Column("编号", "register_number", register_number, needed=True, example="123"),
        Column("标题", "title", needed=True, example="关于加快高标准农田建设的建议"),
        Column("代表、委员", "proposers", needed=True, example="李清和"),
        Column("代表团、界别", "group", example="城关代表团"),
        Column("联系方式", "contact"),
        Column("交办日期", "handed_on", day, needed=True, example="2026-03-02"),
        Column("承办方式", "role", _one_of("roles"), needed=True, example="主办"),
        Column("交办单位", "body", example="县政府办公室"),
        Column("主办单位", "main_body"),
        Column("会办单位", "co_handlers", names, example="县水利局、县财政局"),
        Column("承办科室", "section", example="种植业科"),
        Column("内容", "content"),
        Column("答复日期", "replied_on", day),
        Column("答复文号", "document"),
        Column("办理结果", "result", code),
        Column("公开属性", "attribute", _one_of("attributes")),
        Column("不全文公开的理由", "ground"),
        Column("满意程度", "attitude", _one_of("attitudes")),
        Column("反馈日期", "returned_on", day),
    ),
)
"""What a register may say of each proposal."""


def wrong(given: Mapping[str, Any], today: date, results: Callable[[date], Mapping[str, str]]) -> list[str]:
    """What is wrong between the cells of a line, beyond each cell itself. ``results`` are the classes in force on a day."""
    found: list[str] = []
    handed, replied, returned = given.get("handed_on"), given.get("replied_on"), given.get("returned_on")
    for title, on, least in (("答复日期", replied, handed), ("反馈日期", returned, replied or handed)):
        if on and on > today:
            found.append(f"“{title}”还没有到。")
        elif on and least and on < least:
            found.append(f"“{title}”早于{'答复' if least is replied else '交办'}的日期。")
    if replied:
        found += _replied(given, results(handed) if handed else {})
    elif any(given.get(name) for name in ("result", "attribute", "attitude", "returned_on", "document")):
        found.append("填了答复的结果、属性、文号或者反馈的，要填“答复日期”。")
    attitude = attitudes().get(str(given.get("attitude", "")))
    if attitude is not None and attitude.again:
        found.append("反馈“不满意”的不随登记簿导入：登记答复以后，从它的页面办理“重新办理”。")
    if bool(given.get("attitude")) != bool(returned):
        found.append("“满意程度”和“反馈日期”要一起填。")
    if given.get("co_handlers") and given.get("role") not in (None, "main"):
        found.append("只有主办的才填“会办单位”。")
    return found


def _replied(given: Mapping[str, Any], known: Mapping[str, str]) -> list[str]:
    found = []
    if given.get("role") == HANDING_IN:
        found.append("会办的由主办机关答复，请空着“答复日期”。")
    if known and given.get("result") not in known:
        listed = "、".join(f"{key}（{title}）" for key, title in known.items())
        found.append(f"填了“答复日期”的，“办理结果”要填：{listed}。")
    if not given.get("attribute"):
        found.append("填了“答复日期”的，要填“公开属性”。")
    elif given["attribute"] != "full" and not given.get("ground"):
        found.append("不全文公开的，要填理由。")
    return found
