"""JSON from bytes, exactly and safely: decimals stay decimal, no key stands twice, no NaN, no endless numbers.

Also tells text that went through a wrong change of encoding, which no later step could repair with certainty.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

from gongkai.annualreport.model import SCHEMA
from gongkai.documents.model import Unreadable

LONGEST_NUMBER = 64
HAN = re.compile("[\u4e00-\u9fff]")


def parse_json(data: bytes) -> object:
    """The value that ``data`` spells. Raises ``Unreadable("bad-json", …)`` with line and column of a mistake."""
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise Unreadable("bad-json", "这个文件不是文字，不能当作 JSON 读取。") from None
    try:
        return json.loads(
            text.removeprefix("\ufeff"),
            parse_float=_decimal,
            parse_int=_whole,
            parse_constant=_constant,
            object_pairs_hook=_pairs,
        )
    except json.JSONDecodeError as problem:
        where = f"第{problem.lineno}行第{problem.colno}个字符"
        spoilt = "，其中的文字是编码转换出错后的乱码，请从原来的文件重新产生" if garbled(text) else ""
        foreign = f"，也没有写明 schema：“{SCHEMA}”，不是本系统的年度报告数据" if SCHEMA not in text else ""
        raise Unreadable("bad-json", f"这个文件不是合格的 JSON：{where}处写法不对{foreign}{spoilt}。") from problem
    except RecursionError:
        raise Unreadable("bad-json", "这个 JSON 嵌套得太深，不是年度报告的数据。") from None


def _decimal(text: str) -> Decimal:
    _fit(text)
    return Decimal(text)


def _whole(text: str) -> int:
    _fit(text)
    return int(text)


def _fit(text: str) -> None:
    if len(text) > LONGEST_NUMBER:
        raise Unreadable("bad-json", f"数字太长：{text[:20]}…，共{len(text)}个字符。")


def _constant(text: str) -> NoReturn:
    raise Unreadable("bad-json", f"JSON 里的“{text}”不是数字；没有数据的写 null。")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Unreadable("bad-json", f"键“{key[:40]}”写了两次，无法知道以哪一个为准。")
        found[key] = value
    return found


def garbled(text: str) -> bool:
    """Whether Chinese text was decoded with a wrong encoding.

    Turned back into the bytes of the wrong encoding, such text is UTF-8 again; true Chinese hardly ever is.
    """
    if text.count("\ufffd") * 20 > len(text):
        return True
    for wrong, least in (("gb18030", 0.3), ("cp1252", 0.15), ("latin-1", 0.15)):
        right = text.encode(wrong, "ignore").decode("utf-8", "ignore")
        han = len(HAN.findall(text)) if wrong == "gb18030" else len(text)
        if han >= 8 and len(HAN.findall(right)) >= max(4, least * han):
            return True
    return False
