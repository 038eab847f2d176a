"""What is left over from drafting: names of earlier drafts, gaps, notes to oneself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.checks.hits import Hit, hit, near

_DRAFT = re.compile(r"征求意见稿|送审稿|讨论稿|修改稿|修订稿|审议稿|草稿|初稿|报批稿")
_BRACKETED = re.compile(r"[（(【\[]\s*$")
_QUOTED = re.compile(r"《[^《》\n]*$")
_CONSULTING = re.compile(r"征求[^。\n]{0,30}意见|听证|起草|审议|征集")
_PART = r"[×xX]"
_GAPS = re.compile(
    r"[（(]?此处(?:略|省略|待补充|空缺)[）)]?|此处(?:插入|添加|补充)[一-鿿]{0,6}"
    r"|待(?:补充|定|核实|确认|完善|填写|核准)(?=$|[：:，。；、）)\s])"
    r"|[×xX]{1,4}(?:年[×xX0-9]{1,2})?月[×xX0-9]{1,2}日"
    r"|(?<![0-9A-Za-z×xX王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金])(?:×{2,}|[xX]{3,})(?![A-Za-z×xX])"
    r"|20[xX×]{2}|(?<=[〕\]）)])[xX×]{1,4}(?=号)"
    r"|(?<!_)_{3,}(?=[户个人件项万元名家次亩%％年月日])|(?<!＿)＿{3,}(?=[户个人件项万元名家次亩%％年月日])"
)
_NOTES = re.compile(
    r"(?<![A-Za-z])(?:TODO|FIXME|TBD)(?![A-Za-z])|批注\s*[\[【（(][^\]】）)\n]{1,20}[\]】）)]|【(?:填写说明|注释|备注|修改说明|编者注|批注)[^】\n]{0,20}】"
    r"|请领导(?:审定|审阅|批示)|(?:请|由)[一-鿿]{1,4}(?:科|处|股|办)(?:补充|核对|修改|提供)(?=[）)。，]|$)"
)


def detect(text: str, *, day: date, words: Any = None) -> Iterator[Hit]:
    """Drafts by name (not those that a public consultation speaks of), gaps and notes."""
    for found in _DRAFT.finditer(text):
        bracketed = near(text, *found.span(), _BRACKETED, 3)
        if (
            bracketed
            and not near(text, *found.span(), _QUOTED, 60)
            and not near(text, *found.span(), _CONSULTING, 60, 30)
        ):
            yield hit("draft_mark", "named", *found.span())
    for found in _GAPS.finditer(text):
        yield hit("draft_mark", "gap", *found.span())
    for found in _NOTES.finditer(text):
        yield hit("draft_mark", "note", *found.span())
