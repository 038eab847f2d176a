"""Home addresses down to the house or flat, where the words speak of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.checks.hits import Hit, hit

_LEAD = re.compile(
    r"(?:家庭住址|家庭地址|住址|户籍地址|户籍所在地|居住地址|居住地|常住地址|现住址|现住|家住|(?<=，)住(?!所|房|宅|院|户|建)|(?<=、)住(?!所|房|宅|院|户|建))(?:为|是|在|：|:|\s)*"
)
_HOUSE = re.compile(
    r"[^，。；：、（）()\n\t]{0,40}?(?:号院|号楼|号|栋|幢|弄|组|队|单元|室)(?:[0-9０-９A-Za-z\-]{1,6}(?:号院|号楼|号|栋|幢|单元|层|室)){0,4}"
)
_NUMBERED = re.compile(r"[0-9０-９一二三四五六七八九十百]+(?:号院|号楼|号|栋|幢|弄|组|队|单元|室)")
_OFFICE = re.compile(r"行政中心|政府|公司|局$|大厦|政务服务|窗口")


def detect(text: str, *, day: date, words: Any = None) -> Iterator[Hit]:
    """What follows a word for someone's dwelling, up to the last number of house, stairs or room."""
    for lead in _LEAD.finditer(text):
        found = _HOUSE.match(text, lead.end())
        if found and _NUMBERED.search(found[0]) and not _OFFICE.search(found[0]):
            yield hit("home_address", "found", *found.span())
