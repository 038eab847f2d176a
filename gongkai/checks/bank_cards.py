"""Numbers of bank cards: the issuer's first digits, a known length, the check digit of Luhn (ISO/IEC 7812), and the words around."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.checks.hits import Hit, hit, narrow, near

_NUMBER = re.compile(r"(?<![0-9A-Za-z*])(?=([3-9][0-9]{3}(?:[ \-]?[0-9]){10,15})(?![0-9A-Za-z*]|[ \-][0-9]))")
_DEBIT = re.compile(r"62[0-9]{14}|62[0-9]{15}|62[0-9]{17}")
_CREDIT = re.compile(r"(?:4[0-9]{3}|5[1-5][0-9]{2}|35[2-8][0-9])[0-9]{12}|3[47][0-9]{13}|9558[0-9]{15}")
_SAID = re.compile(r"卡号|银行卡|一卡通|社保卡|工资卡|信用卡|储蓄卡|借记卡|账户|帐户|账号|帐号|户名|持卡人|打卡|开户")
_TREASURY = re.compile(r"专户|国库|财政局|交易中心|对公")
_OTHER = re.compile(r"编号|序列号|追溯码|流水号|订单|代码|条码|票据")


def detect(text: str, *, day: date, words: Any = None) -> Iterator[Hit]:
    """Card numbers. Without a word about cards only 19-digit numbers of UnionPay count, since one in ten numbers passes by chance."""
    plain = narrow(text)
    done = 0
    for found in _NUMBER.finditer(plain):
        start, end = found.start(1), found.end(1)
        number = re.sub(r"[ \-]", "", found[1])
        if start < done or not (_DEBIT.fullmatch(number) or _CREDIT.fullmatch(number)) or not luhn(number):
            continue
        if near(plain, start, end, _TREASURY, 30):
            continue
        said = near(plain, start, end, _SAID, 24, 12)
        if said or (_DEBIT.fullmatch(number) and len(number) == 19 and not near(plain, start, end, _OTHER, 10)):
            yield hit("bank_card", "named" if said else "found", start, end)
            done = end


def luhn(number: str) -> bool:
    """Whether the last digit checks the others.

    >>> luhn("4111111111111111")
    True
    """
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
