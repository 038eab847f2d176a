"""统一社会信用代码 (GB 32100—2015) by checksum. Those of public bodies are meant to be known and are passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.checks.hits import Hit, hit, narrow, near

_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Za-z])")
_TRADER = re.compile(r"个体|经营者|字号")
_PUBLIC = ("1", "2", "3")
"""First characters of codes that 机构编制, 外交 and 司法行政 give."""
_INDIVIDUAL = "92"


def detect(text: str, *, day: date, words: Any = None) -> Iterator[Hit]:
    """Valid codes of companies (for the record) and of individual traders (a warning: the code leads to a person)."""
    from stdnum.cn import uscc

    plain = narrow(text)
    for found in _CODE.finditer(plain):
        code = found[0]
        if code.startswith(_PUBLIC) or not uscc.is_valid(code):
            continue
        trader = code.startswith(_INDIVIDUAL) or near(plain, *found.span(), _TRADER, 30)
        yield hit("credit_code", "unclear" if trader else "organisation", *found.span())
