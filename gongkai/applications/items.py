"""The items of an application (申请事项): several pieces of information asked for in one paper.

They stand in the description, numbered, so that there is one wording and not two: ``composed`` writes them, ``items_of`` reads them,
also from a letter that was copied as it came.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

MOST = 10
"""Items that the portal's form asks for at once; who wants more is asked to hand in several applications (一事一申请)."""
_NUMBERED = re.compile(r"^[ \t　]*(?:[（(]?(\d{1,2})[)）]|(\d{1,2})(?:[.．](?!\d)|、)|[（(]?([一二三四五六七八九十]{1,3})[)）、])[ \t　]*", re.MULTILINE)  # fmt: skip
_DIGITS = {sign: place for place, sign in enumerate("一二三四五六七八九", 1)}


def composed(items: Sequence[str]) -> str:
    """The description that asks for the items; one alone is not numbered.

    >>> composed(["2023年部门决算", "验收结论"])
    '1. 2023年部门决算\\n2. 验收结论'
    """
    given = [each.strip() for each in items if each.strip()]
    if len(given) < 2:
        return "".join(given)
    return "\n".join(f"{number}. {each}" for number, each in enumerate(given, 1))


def items_of(description: str) -> tuple[str, ...]:
    """The items that a description asks for; a description that is not numbered from 1 on is one item.

    >>> items_of("申请以下信息：\\n1、2023年部门决算\\n2、验收结论")
    ('2023年部门决算', '验收结论')
    """
    text = description.strip()
    marks = list(_counted(text))
    if len(marks) < 2:
        return (text,) if text else ()
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    found = tuple(text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True))
    return found if all(found) else (text,)


def _counted(text: str) -> Iterator[re.Match[str]]:
    """The marks that count up from one; a number within an item that begins a line is none of them."""
    expected = 1
    for mark in _NUMBERED.finditer(text):
        if _number(mark) == expected:
            expected += 1
            yield mark


def _number(mark: re.Match[str]) -> int:
    plain = mark[1] or mark[2]
    if plain:
        return int(plain)
    tens, has_ten, ones = mark[3].partition("十")
    if not has_ten:
        return _DIGITS.get(tens, 0)
    return (_DIGITS.get(tens, 0) if tens else 1) * 10 + _DIGITS.get(ones, 0)
