"""E-mail addresses of persons: mailboxes of commercial providers, and any that a person's name stands before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.checks.hits import Hit, hit, narrow, near

_ADDRESS = re.compile(
    r"(?<![0-9A-Za-z._%+\-])[0-9A-Za-z][0-9A-Za-z._%+\-]{0,63}@(?:[0-9A-Za-z\-]{1,63}\.){1,5}[A-Za-z]{2,18}"
)
_PUBLIC_BODY = re.compile(r"\.gov\.cn$|\.mil\.cn$", re.IGNORECASE)
_COMMERCIAL = re.compile(
    r"@(?:vip\.)?(?:qq|163|126|139|189|sina|sohu|gmail|hotmail|outlook|foxmail|yeah|aliyun|icloud|live|tom|21cn|wo)\.(?:com|cn|net)(?:\.cn)?$",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"单位邮箱|公务邮箱|工作邮箱|本局|办公室|科室|报名邮箱|投诉邮箱|举报邮箱|监督邮箱|征集邮箱")


def detect(text: str, *, day: date, words: Any = None) -> Iterator[Hit]:
    """Commercial mailboxes: a warning, only a notice where the words say that an office uses it. Official ones are fine."""
    if "@" not in text and "＠" not in text:
        return
    plain = narrow(text)
    for found in _ADDRESS.finditer(plain):
        address = found[0]
        if _PUBLIC_BODY.search(address) or not _COMMERCIAL.search(address):
            continue
        yield hit("email", "public" if near(plain, *found.span(), _OFFICE, 16) else "person", *found.span())
