"""Words as a CSV file, to be written in an office program and taken back: all of it or nothing, with the problems by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.checks.words import KINDS
from gongkai.documents.csv_lines import csv_lines
from gongkai.web.screening.models import ScreeningWord

COLUMNS = ("不当的写法", "规范的写法", "种类", "送审前必须处理", "说明", "下级机关也用", "在用")
MOST_BYTES, MOST_LINES = 5_000_000, 20_000
_KINDS = {title: key for key, title in KINDS.items()} | {
    "错别字": "wrong_word",
    "敏感": "sensitive_word",
    "": "wrong_word",
}
_YES = {"是": True, "1": True, "true": True, "yes": True, "否": False, "0": False, "false": False, "no": False}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Line:
    """A word as a line of the file gives it."""

    wrong: str
    right: str
    kind: str
    grave: bool
    note: str
    below: bool
    active: bool


class Unreadable(ValueError):
    """The file cannot be taken; ``problems`` say where and why."""

    def __init__(self, *problems: str) -> None:
        super().__init__("；".join(problems))
        self.problems = problems


def read_words(data: bytes) -> list[Line]:
    """The lines of a file in UTF-8 or GB 18030. Raises ``Unreadable`` with every problem."""
    if len(data) > MOST_BYTES:
        raise Unreadable("文件超过5MB，请分成几个文件导入。")
    rows = list(csv.reader(io.StringIO(_decoded(data), newline="")))
    if not rows:
        raise Unreadable("文件是空的。")
    head = [cell.strip() for cell in rows[0]]
    strange = [name for name in head if name and name not in COLUMNS]
    if COLUMNS[0] not in head:
        raise Unreadable(f"第1行没有列名“{COLUMNS[0]}”。列名应当是：{'、'.join(COLUMNS)}。")
    if strange:
        raise Unreadable(f"第1行有不认识的列名：{'、'.join(strange)}。列名应当是：{'、'.join(COLUMNS)}。")
    if len(rows) > MOST_LINES + 1:
        raise Unreadable(f"文件超过{MOST_LINES}行，请分成几个文件导入。")
    lines, problems, seen = [], list[str](), dict[str, int]()
    for number, row in enumerate(rows[1:], 2):
        given = {name: _bare(cell) for name, cell in zip(head, row, strict=False) if name}
        if not any(given.values()):
            continue
        line = _line(given, number, problems)
        if line.wrong in seen:
            problems.append(f"第{number}行的“{line.wrong}”和第{seen[line.wrong]}行重复。")
        seen.setdefault(line.wrong, number)
        lines.append(line)
    if problems:
        raise Unreadable(*problems)
    return lines


def written_words(words: Iterable[ScreeningWord]) -> bytes:
    """The words as a file that office programs open, UTF-8 with a mark. Cells that would be taken for formulas are quoted."""
    rows = (
        (word.wrong, word.right, KINDS[word.kind], _yes(word.grave), word.note, _yes(word.below), _yes(word.active))
        for word in words
    )
    return "".join(csv_lines(COLUMNS, rows)).encode()


def _decoded(data: bytes) -> str:
    if b"\x00" in data:
        raise Unreadable("这不是 CSV 文件。请在表格程序里另存为 CSV 再传。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("文件的文字编码认不出来，请另存为 UTF-8 的 CSV。")


def _bare(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _line(given: dict[str, str], number: int, problems: list[str]) -> Line:
    wrong, right = given.get("不当的写法", ""), given.get("规范的写法", "")
    kind = given.get("种类", "")
    if len(wrong) < 2:
        problems.append(f"第{number}行“不当的写法”要有两个字以上：“{wrong}”。")
    if len(wrong) > 60 or len(right) > 60 or len(given.get("说明", "")) > 200:
        problems.append(f"第{number}行太长：词不超过60个字，说明不超过200个字。")
    if wrong and wrong == right:
        problems.append(f"第{number}行规范的写法和不当的写法一样。")
    if kind not in _KINDS:
        problems.append(f"第{number}行的种类“{kind}”不认识，请写“错别字”或者“敏感”。")
    return Line(
        wrong, right, _KINDS.get(kind, "wrong_word"), _flag(given, "送审前必须处理", number, problems, usual=False),
        given.get("说明", ""), _flag(given, "下级机关也用", number, problems, usual=False),
        _flag(given, "在用", number, problems, usual=True),
    )  # fmt: skip


def _flag(given: dict[str, str], name: str, number: int, problems: list[str], *, usual: bool) -> bool:
    said = given.get(name, "").lower()
    if said and said not in _YES:
        problems.append(f"第{number}行的“{name}”请写“是”或者“否”，现在是“{given[name]}”。")
    return _YES.get(said, usual)


def _yes(value: bool) -> str:
    return "是" if value else "否"
