"""What the name of an organ tells: government, department or township, and whether it can make 规章.

Names are all that a report gives, so the answers are careful: None where the name leaves it open.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """Who reports (《条例》第四十九条); ``TOWNSHIP`` is not named there."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    TOWNSHIP = "township"


_TOWNSHIP = re.compile(r"(乡|镇|街道)(人民政府|办事处|党政办公室)?$|街道办$")
_GOVERNMENT = re.compile(
    r"(人民政府|政府|行政公署|省|市|自治区|自治州|州|盟|县|旗|区|(?:区|园|港|岛|山|湖)管理委员会|管委会)(办公厅|办公室)?$"
)
_DEPARTMENT = re.compile(r"(局|厅|委|委员会|办公室|办公厅|办|处|院|署|队|所|站|中心|部|科技委|室|会|行|校|馆)$")
_PLACE = re.compile(r"[省市县区州盟旗]")
_COUNTY_LEVEL = re.compile(r"(县|旗|(?<!自治)(?<!地)区)(人民政府|政府)?(办公室)?$")


def bare(name: str) -> str:
    """A name without spaces and what stands in brackets."""
    return re.sub(r"[（(][^（）()]*[）)]|\s", "", name)


@lru_cache(maxsize=1024)
def kind_of(name: str) -> Kind | None:
    """Government, department or township by the name; None where it is open.

    >>> kind_of("青石县人民政府"), kind_of("青石县农业农村局"), kind_of("青石县柳林镇人民政府")
    (<Kind.GOVERNMENT: 'government'>, <Kind.DEPARTMENT: 'department'>, <Kind.TOWNSHIP: 'township'>)
    """
    name = bare(name)
    if _TOWNSHIP.search(name):
        return Kind.TOWNSHIP
    if _GOVERNMENT.search(name):
        return Kind.GOVERNMENT
    if _DEPARTMENT.search(name):
        return Kind.DEPARTMENT
    return None


@lru_cache(maxsize=1024)
def cannot_make_rules(name: str) -> bool:
    """Whether the organ surely cannot make 规章 (《立法法》第九十一条、第九十三条).

    Counties and districts, townships and the departments of local governments cannot; of a 市 the name
    does not tell whether it is divided into districts.

    >>> cannot_make_rules("青石县人民政府"), cannot_make_rules("宁川市人民政府"), cannot_make_rules("宁川市财政局")
    (True, False, True)
    """
    kind = kind_of(name)
    name = bare(name)
    if kind is Kind.TOWNSHIP:
        return True
    if kind is Kind.DEPARTMENT:
        return bool(_PLACE.search(name[:-1])) and not name.startswith(("国家", "中国", "中华人民共和国"))
    return bool(_COUNTY_LEVEL.search(name)) and not re.search(r"新区|实验区|开发区|示范区|特区|保税区", name)


def letters(name: str) -> str:
    """A name without spaces, brackets and the words that say nothing of which organ it is."""
    return re.sub(r"人民政府|办公室|办公厅|管理委员会|管委会|中国|中华人民共和国|关于", "", bare(name))


def abbreviates(short: str, full: str) -> bool:
    """Whether every character of ``short`` is found in ``full`` in this order.

    >>> abbreviates("市经信局", "青石市经济和信息化局")
    True
    """
    rest = iter(full)
    return all(character in rest for character in short)


def same_organ(one: str, other: str) -> bool:
    """Whether two names can be those of one organ: equal, one within the other, or one short for the other."""
    a, b = sorted((letters(one), letters(other)), key=len)
    return not a or a in b or abbreviates(a, b)
