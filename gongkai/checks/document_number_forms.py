"""文号 that are not written as GB/T 9704—2012 7.2.5 asks: other brackets, a year of two digits, zeros before the number, 第."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.checks.hits import Hit, hit, narrow

_NUMBER = re.compile(
    r"(?P<open>[\[(【〔〈<]) ?(?P<year>[0-9]{4}|[0-9]{2}) ?(?P<close>[\])】〕〉>]) ?(?P<the>第)? ?(?P<serial>[0-9]{1,5}) ?号"
)
_BARE = re.compile(r"(?P<year>20[0-9]{2})年第(?P<serial>[0-9]{1,4})号")
_ORGAN = re.compile(r"[一-鿿]{1,9}(?:\([一-鿿]{1,4}\))? ?$")
_BARE_ORGAN = re.compile(r"[一-鿿]{1,6}[发办字函政](?:发|函)?$")
_REACH = 16
_TAIL = re.compile(
    r"[一-鿿]*(?:发|办|字|函|政|令|税|规|复|请|通|党|人|建|教|农|财|审|批|公|环|卫|民|交|水|安|应急|市监|资规|（[一-鿿]+）)$"
)
_LEADS = re.compile(r"^.*(?:根据|依据|按照|贯彻|落实|现将|执行|参照|同时废止|印发|转发|关于|以及|和|与|及|的|《|》)")


def detect(text: str, *, day: date, words: Any = None) -> Iterator[Hit]:
    """Document numbers in another form, with the right one. Court cases ``（2024）鲁0602行初15号`` and 令 are numbers of other kinds."""
    plain = narrow(text)
    for found in _NUMBER.finditer(plain):
        right_brackets = found["open"] == "〔" and found["close"] == "〕"
        fine = right_brackets and len(found["year"]) == 4 and not found["the"] and not found["serial"].startswith("0")
        if fine or (found["year"].startswith(("0", "1")) and len(found["year"]) == 4):
            continue
        yield from _told(text, found, _ORGAN.search(plain[max(0, found.start() - _REACH) : found.start()]))
    for found in _BARE.finditer(plain):
        yield from _told(text, found, _BARE_ORGAN.search(plain[max(0, found.start() - _REACH) : found.start()]))


def _told(text: str, found: re.Match[str], before: re.Match[str] | None) -> Iterator[Hit]:
    if before is None:
        return
    organ = before[0]
    lead = _LEADS.match(organ)
    start = found.start() - len(organ) + (lead.end() if lead else 0)
    organ = (organ[lead.end() :] if lead else organ).strip()
    if not organ or not _TAIL.search(organ):
        return
    year = found["year"] if len(found["year"]) == 4 else f"20{found['year']}"
    right = f"{organ}〔{year}〕{int(found['serial'])}号"
    yield hit("document_number", "form", start, found.end(), wrong=text[start : found.end()], right=right)
