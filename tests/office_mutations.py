"""Broken variants of valid office files: flipped and cut bytes, and mutated parts inside containers that stay whole.

``python tests/office_mutations.py 20000`` runs so many against the readers and says what came out; only ``Unreadable`` may.
"""

from __future__ import annotations

import collections
import copy
import io
import random
import re
import resource
import signal
import sys
import time
import zipfile
from collections.abc import Callable, Iterator

from lxml import etree
from makers import made_report
from office_files import Blocks, docx_of, docx_of_body, laid_out, numbering_part, zip_of
from office_sheets import ods_of, placed, xls_of, xlsx_of
from office_word97 import Extra, doc_of, list_parts, ole_of

from gongkai.documents import doc, doc_office
from gongkai.documents.doc import read_doc
from gongkai.documents.doc_ole import Ole
from gongkai.documents.docx import read_docx
from gongkai.documents.docx_flat import read_word_xml
from gongkai.documents.mhtml import extract_mhtml
from gongkai.documents.model import Unreadable
from gongkai.documents.xlsx import read_spreadsheet

NASTY = [
    b"-1",
    b"0",
    b"99999999999",
    b"4294967295",
    b"65536",
    b"",
    b"A1:XFD1048576",
    b"\xe4\xb8\x80",
    b"nan",
    b"1e999",
    b"&#0;",
]
WORDS = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF]
SLOW = 20
"""Seconds after which a reading counts as hanging."""


def flipped(data: bytes, dice: random.Random) -> bytes:
    """The data with some bytes changed, cut out, doubled or replaced by extreme numbers."""
    found = bytearray(data)
    for _ in range(dice.choice([1, 1, 2, 4, 16])):
        if not found:
            break
        at, kind = dice.randrange(len(found)), dice.randrange(6)
        if kind == 0:
            found[at] ^= 1 << dice.randrange(8)
        elif kind == 1:
            found[at] = dice.randrange(256)
        elif kind == 2:
            del found[at : at + dice.choice([1, 2, 8, 512])]
        elif kind == 3:
            found[at:at] = found[max(0, at - dice.choice([1, 4, 64, 512])) : at]
        elif kind == 4:
            size = dice.choice([1, 2, 4])
            found[at : at + size] = (dice.choice(WORDS) & (256**size - 1)).to_bytes(size, "little")
        elif dice.random() < 0.3:
            del found[at:]
    return bytes(found)


def retagged(xml: bytes, dice: random.Random) -> bytes:
    """XML with elements taken out, doubled, moved or renamed, and values replaced by extreme ones."""
    tokens = re.split(rb"(<[^>]*>)", xml)
    for _ in range(dice.choice([1, 2, 4, 8])):
        at, kind = dice.randrange(len(tokens)), dice.randrange(5)
        if kind == 0:
            tokens[at] = b""
        elif kind == 1:
            end = at + dice.choice([1, 2, 10, 40])
            tokens[at:at] = tokens[at:end]
        elif kind == 2:
            other = dice.randrange(len(tokens))
            tokens[at], tokens[other] = tokens[other], tokens[at]
        elif kind == 3:
            values = list(re.finditer(rb'"[^"]*"', tokens[at]))
            if values:
                chosen = dice.choice(values)
                tokens[at] = (
                    tokens[at][: chosen.start()] + b'"' + dice.choice(NASTY) + b'"' + tokens[at][chosen.end() :]
                )
        else:
            tokens[at] = dice.choice(NASTY) if not tokens[at].startswith(b"<") else tokens[at]
    return b"".join(tokens)


def reshaped(xml: bytes, dice: random.Random) -> bytes:
    """XML that stays well-formed: elements taken out, doubled, moved into others, renamed; attributes and texts replaced."""
    root = etree.fromstring(xml)
    for _ in range(dice.choice([1, 3, 10, 30])):
        elements = list(root.iter())
        one, other = dice.choice(elements), dice.choice(elements)
        kind, parent = dice.randrange(6), one.getparent()
        if kind == 0 and parent is not None:
            parent.remove(one)
        elif kind == 1 and parent is not None and len(elements) < 20_000:
            parent.insert(dice.randrange(len(parent) + 1), copy.deepcopy(one))
        elif kind == 2 and parent is not None and one not in other.iterancestors() and one is not other:
            other.append(one)
        elif kind == 3:
            one.tag = other.tag
        elif kind == 4 and one.attrib:
            one.set(dice.choice(list(one.attrib)), dice.choice(NASTY[:-1]).decode("utf-8"))
        else:
            one.text = dice.choice(NASTY[:-1]).decode("utf-8")
    return etree.tostring(root)


def in_zip(data: bytes, dice: random.Random) -> bytes:
    """The container with one part mutated; or its own bytes."""
    if dice.random() < 0.15:
        return flipped(data, dice)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice(sorted(parts, key=lambda each: -len(parts[each]))[:4] if dice.random() < 0.8 else list(parts))
    mutate = dice.choices([flipped, retagged, reshaped], [1, 2, 5])[0] if parts[name].startswith(b"<") else flipped
    parts[name] = mutate(parts[name], dice)
    return zip_of(dict(parts))


def in_ole(data: bytes, dice: random.Random) -> bytes:
    """The container with one stream mutated; or its own bytes."""
    if dice.random() < 0.2:
        return flipped(data, dice)
    ole = Ole(data, "")
    streams = {name: content for name in ("WordDocument", "1Table", "Data", "Workbook") if (content := ole.get(name))}
    name = dice.choice(list(streams))
    streams[name] = flipped(streams[name], dice)
    return ole_of(streams)


def seeds() -> dict[str, tuple[Callable[[bytes], object], Callable[[bytes, random.Random], bytes], list[bytes]]]:
    """For each reader: how its files are mutated, and valid files to start from."""
    blocks: list[Blocks] = [laid_out(made_report(form, seed=1)) for form in ("2019", "2021")]
    messy = [docx_of(block, seed=1, tracked=True, split_runs=True, controls=True, breaks=True) for block in blocks]
    levels = [("chineseCounting", "%1、"), ("decimal", "%2.")]
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
    )
    listed = docx_of_body(
        "".join(item.format(level) for level in (0, 1, 1, 0)), parts={"word/numbering.xml": numbering_part(levels)}
    )
    lists = list_parts([(39, "\x00、"), (37, "（\x01）")])
    binary = [doc_of(block, Extra(lists, huge=huge)) for block in blocks for huge in (False, True)]
    body = zipfile.ZipFile(io.BytesIO(messy[0])).read("word/document.xml")
    flat = (
        b'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/word/document.xml"><pkg:xmlData>'
        + body
        + b"</pkg:xmlData></pkg:part></pkg:package>"
    )
    page = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=gb2312\n\n<p>1</p>\n--x--\n"
    return {
        "docx": (read_docx, in_zip, [*messy, listed]),
        "doc": (read_doc, in_ole, binary),
        "xlsx": (read_spreadsheet, in_zip, [xlsx_of(placed(block), boxed=True) for block in blocks]),
        "ods": (read_spreadsheet, in_zip, [ods_of(placed(block)) for block in blocks]),
        "xls": (read_spreadsheet, in_ole, [xls_of(placed(block)) for block in blocks]),
        "wordxml": (read_word_xml, reshaped, [flat]),
        "mhtml": (extract_mhtml, flipped, [page]),
    }


def mutants(kind: str, count: int, seed: int = 0) -> Iterator[tuple[Callable[[bytes], object], bytes]]:
    """``count`` broken files of a kind, the same for the same seed, each with the reader to try."""
    reader, mutate, files = seeds()[kind]
    dice = random.Random(f"{kind}-{seed}")
    for _ in range(count):
        yield reader, mutate(dice.choice(files), dice)


def main(count: int, seed: int) -> None:
    doc.office = doc_office.office = lambda: None  # type: ignore[assignment]
    kinds = list(seeds())
    total: collections.Counter[str] = collections.Counter()
    for kind in kinds:
        found: collections.Counter[str] = collections.Counter()
        longest = 0.0
        for number, (reader, data) in enumerate(mutants(kind, count // len(kinds), seed)):
            signal.alarm(SLOW)
            start = time.monotonic()
            try:
                reader(data)
                found["read"] += 1
            except Unreadable as refusal:
                found[refusal.code] += 1
            except Exception as error:
                found["CRASH"] += 1
                print(f"{kind} {seed} {number}: {error!r}", flush=True)
            signal.alarm(0)
            longest = max(longest, time.monotonic() - start)
        total += found
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{kind}: {dict(found)}, longest {longest:.1f} s, memory up to {memory} MB", flush=True)
    print(f"{sum(total.values())} inputs, {total['CRASH']} crashes")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
