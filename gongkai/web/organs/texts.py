"""The wording of guides and rules as headings and paragraphs, and two wordings side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_NUMBER = r"[一二三四五六七八九十百零〇0-9]{1,4}"
_CHAPTER = re.compile(rf"^第{_NUMBER}[编章节](?:\s|　|$)")
_HEADING = re.compile(rf"^{_NUMBER}、\S.{{0,38}}$")
_SUBHEADING = re.compile(rf"^（{_NUMBER}）\S.{{0,38}}$")
_ARTICLE = re.compile(rf"^(第{_NUMBER}条(?:之{_NUMBER})?)[\s　]*(.*)$")
_ENDS = "。；：，、！？;:,.!?"


@dataclass(frozen=True, slots=True)
class Part:
    """``kind`` is chapter, heading, subheading, article or paragraph; ``label`` the number of an article."""

    kind: str
    text: str
    label: str = ""


def parts(body: str) -> Iterator[Part]:
    """The lines of a text, each as what it is. A numbered line that ends like a sentence is a paragraph.

    >>> [part.kind for part in parts("一、公开内容\\n（一）概况。\\n第三条 本办法自发布之日起施行。")]
    ['heading', 'paragraph', 'article']
    """
    for line in body.splitlines():
        text = line.strip(" 　\t")
        if not text:
            continue
        article = _ARTICLE.match(text)
        if article:
            yield Part("article", article[2], article[1])
        elif text[-1] in _ENDS:
            yield Part("paragraph", text)
        elif _CHAPTER.match(text):
            yield Part("chapter", text)
        elif _HEADING.match(text):
            yield Part("heading", text)
        elif _SUBHEADING.match(text):
            yield Part("subheading", text)
        else:
            yield Part("paragraph", text)


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of the earlier wording beside one of the later; ``kind`` is same, changed, removed or added."""

    kind: str
    before: str
    after: str

    @property
    def label(self) -> str:
        """The kind in Chinese, for who does not see colours."""
        return {"same": "", "changed": "修改", "removed": "删去", "added": "新增"}[self.kind]


def compare(before: str, after: str) -> list[Pair]:
    """Two wordings line by line.

    >>> [(pair.kind, pair.after) for pair in compare("甲\\n乙", "甲\\n丙\\n丁")]
    [('same', '甲'), ('changed', '丙'), ('added', '丁')]
    """
    old, new = _lines(before), _lines(after)
    found = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Pair("same", line, line) for line in old[i:j]]
            continue
        left, right = old[i:j], new[k:m]
        for number in range(max(len(left), len(right))):
            was = left[number] if number < len(left) else ""
            now = right[number] if number < len(right) else ""
            found.append(Pair("changed" if was and now else "removed" if was else "added", was, now))
    return found


def _lines(text: str) -> list[str]:
    return [line.strip(" 　\t") for line in text.splitlines() if line.strip(" 　\t")]
