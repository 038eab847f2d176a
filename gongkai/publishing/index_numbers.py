"""索引号: made strictly, read loosely (《政府信息公开目录系统实施指引（试行）》): front part / year - serial of five digits.

The front part is the nine-character organisation code within the 统一社会信用代码 (GB 32100—2015, characters 9 to 17); an organ
whose code is not entered yet uses its short code. A number is never changed and never given twice.
"""

from __future__ import annotations

import re
import unicodedata

SERIAL_DIGITS = 5
_LOOSE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]*/\d{4}-\d{1,9}")


def front_part(uscc: str, code: str) -> str:
    """What the numbers of an organ begin with.

    >>> front_part("11370322004222241N", "kysrmzf")
    '004222241'
    >>> front_part("", "kysrmzf")
    'kysrmzf'
    """
    return uscc[8:17].upper() if len(uscc) == len("11370322004222241N") else code


def index_number(front: str, year: int, serial: int) -> str:
    """The number as it is given.

    >>> index_number("000014349", 2017, 110)
    '000014349/2017-00110'
    """
    if not front or serial < 1 or not 1949 <= year <= 9999:
        raise ValueError(f"索引号的组成不对：{front!r}、{year}、{serial}。")
    return f"{front}/{year:04d}-{serial:0{SERIAL_DIGITS}d}"


def read_index_number(text: str) -> str | None:
    """The number in its plain form, from full-width characters, blanks or other dashes; None when it is none.

    >>> read_index_number("０００１４３４９／２０１７—００１１０")
    '00014349/2017-00110'
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[‐-―－﹣−]", "-", re.sub(r"\s+", "", plain))
    return plain if _LOOSE.fullmatch(plain) else None
