"""Personal data as lists show it: enough to tell persons apart, too little to identify one."""

from __future__ import annotations


def mask_name(name: str) -> str:
    """The family name and stars.

    >>> mask_name("张三"), mask_name("欧阳小明"), mask_name("青石县某某有限公司")
    ('张*', '欧***', '青石**司')
    """
    if len(name) > 4:
        return f"{name[:2]}**{name[-1]}"
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*" * len(name)


def mask_number(number: str) -> str:
    """The first three and the last two characters of a number (telephone, identity card).

    >>> mask_number("13900000000")
    '139******00'
    """
    if len(number) <= 5:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 5) + number[-2:]
