"""Telephone numbers: mobile ones belong to persons, landlines mostly to offices (《电信网编号计划》)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.checks.hits import Hit, hit, narrow, near

_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.*])(?:(?:\+|00)86[ \-]?|[(](?:\+|00)?86[)][ \-]?)?1[3-9][0-9](?:[0-9]{8}|[ \-][0-9]{4}[ \-][0-9]{4})(?![0-9A-Za-z*]|\.[0-9])"
)
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.*\-/])(?:[(]0[1-9][0-9]{1,2}[)] ?|0[1-9][0-9]{1,2}[ \-]{1,2})[2-8][0-9]{6,7}(?![0-9A-Za-z]|\.[0-9])"
    r"|(?<![0-9A-Za-z.*\-/])0(?:10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}(?![0-9A-Za-z]|\.[0-9])"
)
_PHONE_SAID = re.compile(r"电话|热线|传真|手机|宅电|联系|拨打|咨询")
_PERSON = re.compile(
    r"[农户低保]户|户主|孤儿|患者|家属|死者|申请人|投诉人|举报人|信访人|当事人|被处罚人|本人|受助|获补|学生|考生|姓名|补贴|补助|救助|[男女]\s*[，、]?\s*\d{2}岁"
)
_HOME = re.compile(r"住宅电话|家庭电话|宅电|家中电话|家里电话")
_MONEY = re.compile(r"^\s*(?:元|万元|吨|公斤|平方米|件)")


def detect(text: str, *, day: date, words: Any = None) -> Iterator[Hit]:
    """Mobile numbers (an error near words about people who did not ask to be known), landlines (a warning if they are of a home)."""
    plain = narrow(text)
    for found in _MOBILE.finditer(plain):
        start, end = found.span()
        if not _MONEY.match(plain[end : end + 4]):
            yield hit("mobile", "person" if near(plain, start, end, _PERSON, 40, 20) else "found", start, end)
    for found in _LANDLINE.finditer(plain):
        start, end = found.span()
        if near(plain, start, end, _HOME, 14):
            yield hit("landline", "home", start, end)
        elif plain[start] == "(" or "-" in found[0] or near(plain, start, end, _PHONE_SAID, 20):
            yield hit("landline", "office", start, end)
