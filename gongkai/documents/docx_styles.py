"""What styles and lists of a DOCX say that its paragraphs do not: headings, hidden text, automatic numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gongkai.documents.docx_xml import Members, attribute, child, children, members, number, on, value, whole
from gongkai.documents.numbering import LEVELS, Counter, Level, labelled

if TYPE_CHECKING:
    from lxml.etree import _Element

HEADING = re.compile(r"^(heading\s*\d|title$|subtitle$|标题)", re.IGNORECASE)


@dataclass(slots=True)
class Style:
    """One style; ``outline`` counts from 0, and 9 is body text. ``list_id`` 0 takes numbering away."""

    name: str = ""
    heading: bool = False
    based_on: str | None = None
    outline: int | None = None
    hidden: bool | None = None
    list_id: int | None = None
    level: int | None = None


class Styles:
    """The styles of a document by their id, with what they inherit."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._resolved: dict[str | None, Style] = {}
        self.default: str | None = None
        for element in children(root, "w:style"):
            key = attribute(element, "styleId")
            if key is None:
                continue
            about = members(element)
            paragraph = members(about.get("w:pPr"))
            numbering = members(paragraph.get("w:numPr"))
            self._styles[key] = Style(
                name=value(about, "w:name") or "",
                based_on=value(about, "w:basedOn"),
                outline=number(paragraph, "w:outlineLvl"),
                hidden=on(members(about.get("w:rPr")), "w:vanish"),
                list_id=number(numbering, "w:numId"),
                level=number(numbering, "w:ilvl"),
            )
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
                self.default = key

    def of(self, key: str | None) -> Style:
        """A style with everything that it inherits; an empty one when there is none of that id."""
        if key in self._resolved:
            return self._resolved[key]
        found = Style()
        first = key
        seen: set[str] = set()
        while key is not None and key not in seen and key in self._styles:
            seen.add(key)
            style = self._styles[key]
            found.name = found.name or style.name
            found.heading = found.heading or bool(HEADING.match(style.name))
            if found.outline is None:
                found.outline = style.outline
            if found.hidden is None:
                found.hidden = style.hidden
            if found.list_id is None:
                found.list_id = style.list_id
            if found.level is None:
                found.level = style.level
            key = style.based_on
        self._resolved[first] = found
        return found

    def is_heading(self, properties: Members) -> bool:
        """Whether paragraph properties, or the style they name, make a heading."""
        outline = number(properties, "w:outlineLvl")
        if outline is not None:
            return outline < LEVELS
        style = self.of(value(properties, "w:pStyle", self.default))
        return style.heading if style.outline is None else style.outline < LEVELS


@dataclass(slots=True)
class _List:
    abstract: str
    overrides: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Lists:
    """The lists of a document; ``label`` gives the number of each paragraph when asked in reading order."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, Level]] = {}
        self._linked: dict[str, str] = {}
        self._style_levels: dict[tuple[str, str], int] = {}
        self._lists: dict[int, _List] = {}
        self._counters: dict[str, Counter] = {}
        self._started: set[tuple[int, int]] = set()
        for element in children(root, "w:abstractNum"):
            self._read_abstract(element)
        for element in children(root, "w:num"):
            self._read_list(element)

    def _read_abstract(self, element: _Element) -> None:
        key = attribute(element, "abstractNumId") or ""
        levels: dict[int, Level] = {}
        for each in children(element, "w:lvl"):
            index = whole(attribute(each, "ilvl"))
            if index is not None and 0 <= index < LEVELS:
                levels[index] = read_level(each)
                if style := value(members(each), "w:pStyle"):
                    self._style_levels[key, style] = index
        self._abstract[key] = levels
        if link := value(members(element), "w:numStyleLink"):
            self._linked[key] = link

    def _read_list(self, element: _Element) -> None:
        key = whole(attribute(element, "numId"))
        if key is None:
            return
        found = _List(value(members(element), "w:abstractNumId") or "")
        for override in children(element, "w:lvlOverride"):
            index = whole(attribute(override, "ilvl"))
            if index is None or not 0 <= index < LEVELS:
                continue
            level = child(override, "w:lvl")
            if level is not None:
                found.overrides[index] = read_level(level)
            start = number(members(override), "w:startOverride")
            if start is not None:
                found.starts[index] = start
        self._lists[key] = found

    def label(self, properties: Members) -> tuple[str, bool]:
        """The number text of a paragraph and whether white space follows it; an empty text where it has none."""
        own = members(properties.get("w:numPr"))
        written = child(properties.get("w:listPr"), "wx:t")
        if written is not None:  # Word 2003 XML says the number as it was shown
            return attribute(written, "wx:val") or "", True
        list_id, index = number(own, "w:numId"), number(own, "w:ilvl")
        style_id = value(properties, "w:pStyle", self._styles.default)
        style = self._styles.of(style_id)
        if list_id is None:
            list_id = style.list_id
            if index is None and style_id is not None and list_id in self._lists:
                index = self._style_levels.get((self._lists[list_id].abstract, style_id))
        if index is None:
            index = style.level or 0
        if not list_id or list_id not in self._lists:
            return "", False
        return self._next(list_id, index)

    def _next(self, list_id: int, index: int) -> tuple[str, bool]:
        found = self._lists[list_id]
        abstract = found.abstract
        if abstract in self._linked:
            linked = self._styles.of(self._linked[abstract]).list_id
            if linked is not None and linked in self._lists:
                abstract = self._lists[linked].abstract
        counter = self._counters.setdefault(abstract, Counter(dict(self._abstract.get(abstract, {}))))
        shared = counter.levels
        if found.overrides:
            counter.levels = {**shared, **found.overrides}
        if index in found.starts and (list_id, index) not in self._started:
            counter.restart(index, found.starts[index])
        self._started.add((list_id, index))
        level = counter.levels.get(index)
        label = counter.next(index)
        counter.levels = shared
        return label, level is None or level.gap

    def labelled(self, properties: Members, text: str) -> str:
        """``text`` with the automatic number that stands before it."""
        label, gap = self.label(properties)
        return labelled(label, gap, text)


def read_level(element: _Element) -> Level:
    """One ``w:lvl``."""
    about = members(element)
    level = Level(
        start=number(about, "w:start", 0) or 0,
        format=value(about, "w:numFmt", "decimal") or "decimal",
        text=value(about, "w:lvlText", "") or "",
        restart=number(about, "w:lvlRestart"),
        legal=bool(on(about, "w:isLgl")),
        gap=value(about, "w:suff") != "nothing",
    )
    if "w:numFmt" not in about and "mc:AlternateContent" in about:
        fallback = members(child(about["mc:AlternateContent"], "mc:Fallback"))
        level = replace(level, format=value(fallback, "w:numFmt", "decimal") or "decimal")
    return level
