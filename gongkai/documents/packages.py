"""Parts of an OPC package (ECMA-376 part 2): which part belongs to which, and what a file says of itself."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from gongkai.documents.archives import Archive, parse_xml
from gongkai.documents.docx_xml import children, short

if TYPE_CHECKING:
    from lxml.etree import _Element

PROPERTIES = {"dc:title": "title", "dcterms:created": "created", "dcterms:modified": "modified"}


def optional_part(archive: Archive, name: str) -> _Element | None:
    """A part as XML; None where the package has none of that name."""
    data = archive.get(name)
    return None if data is None else parse_xml(data, what=archive.what)


def related_parts(archive: Archive, name: str = "") -> dict[str, str]:
    """The parts that a part (or, without a name, the package) is related to, by the last word of the relation's type."""
    return dict(reversed([(kind, target) for _, kind, target in relations(archive, name)]))


def relations(archive: Archive, name: str = "") -> list[tuple[str, str, str]]:
    """Id, kind and target of each relation of a part to another inside the package."""
    folder, last = posixpath.split(name)
    root = optional_part(archive, posixpath.join(folder, "_rels", f"{last}.rels"))
    found = []
    for element in children(root, "rel:Relationship"):
        if element.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target") or "")).lstrip("/")
            kind = (element.get("Type") or "").rpartition("/")[2]
            found.append((element.get("Id") or "", kind, target))
    return found


def core_properties(archive: Archive) -> dict[str, str]:
    """Title and dates as the file has them."""
    root = optional_part(archive, "docProps/core.xml")
    found: dict[str, str] = {}
    for element in () if root is None else root:
        key = PROPERTIES.get(short(element.tag))
        if key and element.text and element.text.strip():
            found[key] = element.text.strip()
    return found
