"""One file in, one report out."""

from __future__ import annotations

import hashlib

from gongkai.annualreport.model import PRE_FORM, Doubt, Report, ReportTable, Section, Source
from gongkai.annualreport.reading.found import Found
from gongkai.annualreport.reading.glued import read_glued
from gongkai.annualreport.reading.identity import Identity, find_date, identify, published_in, sign_off
from gongkai.annualreport.reading.paragraphs import Piece, pieces_of
from gongkai.annualreport.reading.refusal import refuse
from gongkai.annualreport.reading.rows import Row, rows_of
from gongkai.annualreport.reading.sections import read_sections, split_inline
from gongkai.annualreport.reading.tables import read_tables
from gongkai.annualreport.scheme import scheme_for, schemes, table_keys
from gongkai.documents.model import Document

LONG_LINE = 300


def read_report(data: bytes, name: str, *, bounded: bool = False) -> Report:
    """Read one annual report out of the bytes of a file of any known format.

    ``bounded`` runs foreign parsers in a process of their own with limits of time and memory. Raises ``Unreadable``
    with a Chinese sentence for a file that cannot be read or is no annual report.
    """
    from gongkai.documents.sniff import sniff

    digest = hashlib.sha256(data).hexdigest()
    if sniff(data, name) == "json":
        from gongkai.annualreport.exchange import read_report_json

        report = read_report_json(data)
        report.source = Source(name, "json", digest)
        return report
    from gongkai.documents.reader import open_document

    document = open_document(data, name, bounded=bounded)
    report = report_of(document)
    report.source = Source(name, document.format, digest)
    return report


def report_of(document: Document) -> Report:
    """The report that a document holds; ``Unreadable`` when it holds none."""
    rows = rows_of(document)
    guess, _ = identify(document.meta, _first_pieces(rows), [])
    tables = read_tables(rows, guess.year)
    taken = set().union(*(found.rows for found in tables.values())) if tables else set()
    _read_glued_rows(rows, tables)
    pieces = split_inline(pieces_of(document, rows, taken))
    form = _form(tables, guess.year)
    scheme = next((each for each in schemes() if each.form == form), schemes()[-1])
    head, sections = read_sections(pieces, scheme.sections)
    identity, used = identify(document.meta, head, pieces)
    refuse(document, identity.title, "\n".join(piece.text for piece in pieces), tables)
    if form == PRE_FORM or (not tables and identity.year is not None and identity.year < schemes()[0].since_year):
        form = PRE_FORM
    report = Report(
        title=identity.title,
        organ=identity.organ,
        year=identity.year,
        form=form,
        tables={key: tables[key].table if key in tables else None for key in table_keys()},
        sections=sections,
        preamble="\n".join(piece.text for index, piece in enumerate(head) if index not in used),
        doubts=[doubt for found in tables.values() for doubt in found.doubts],
        dated=identity.dated,
        notes=[note.message for note in document.notes],
    )
    _sign(report, pieces)
    _name_organ(report, identity)
    published = document.meta.get("published") or published_in(report.preamble)
    if published:
        report.published = find_date(published)
    report.doubts.extend(_notes(document))
    return report


def _first_pieces(rows: list[Row]) -> list[Piece]:
    return [Piece(" ".join(row.text.split()), row.place) for row in rows[:40] if not row.in_table]


def _form(tables: dict[str, Found], year: int | None) -> str:
    """The form of the report: of its first table that was read; by its year when there is no table."""
    for key in table_keys():
        if key in tables and any(cell.text or cell.value is not None for cell in tables[key].table.cells.values()):
            return tables[key].table.form
    for found in tables.values():
        return found.table.form
    due = scheme_for(year) if year is not None else None
    return due.form if due else PRE_FORM


def _read_glued_rows(rows: list[Row], tables: dict[str, Found]) -> None:
    """Tables not found line by line are looked for in running text whose cells were run together.

    What such a table took of a row's text is cut out of it, so that it is not read as prose."""
    missing = [key for key in table_keys() if key not in tables or _is_empty(tables[key].table)]
    if not missing:
        return
    text, starts = "", []
    for row in rows:
        starts.append(len(text))
        text += ("" if row.in_table else row.text) + "\n"
    if len(text) < LONG_LINE:
        return
    spans: list[tuple[int, int]] = []
    for key in missing:
        best = None
        for scheme in reversed(schemes()):
            if not any(table.key == key for table in scheme.tables):
                continue
            place = rows[0].place
            glued = read_glued(text, scheme.table(key), place)
            if glued is not None and (best is None or len(glued.doubts) < len(best.doubts)):
                best = glued
        if best is not None:
            tables[key] = Found(best.table, 1.0, set(), best.doubts)
            spans.append((best.start, best.end))
    for start, end in spans:
        for row, at in zip(rows, starts, strict=True):
            left, right = max(start, at), min(end, at + len(row.text))
            if left < right:
                row.text = row.text[: left - at] + " " * (right - left) + row.text[right - at :]
                row.label = row.text.strip()


def _is_empty(table: ReportTable) -> bool:
    return all(cell.value is None and not cell.text for cell in table.cells.values())


def _sign(report: Report, pieces: list[Piece]) -> None:
    """Take signature and date off the end of the last section."""
    signed, dated, taken = sign_off(pieces)
    report.signed_by = signed
    report.dated = dated or report.dated
    if taken and report.sections:
        last = report.sections[-1]
        kept = last.paragraphs[: max(0, len(last.paragraphs) - taken)]
        report.sections[-1] = Section(
            last.key, last.title, "\n".join(text for text, _ in kept), last.number, last.place, kept, last.merged
        )


def _name_organ(report: Report, identity: Identity) -> None:
    """The organ as the file writes it: from the title, or from the signature where the title only abbreviates it."""
    full = report.signed_by
    if full and (report.organ is None or (len(full) > len(report.organ) and report.organ[:1] in "市区县省州镇乡我本")):
        report.organ = full
    named = [report.organ, identity.organ, report.signed_by]
    report.organs = list(dict.fromkeys(name for name in named if name))


def _notes(document: Document) -> list[Doubt]:
    codes = {"ocr-doubt": "C-OCR", "encoding": "C-ENCODING", "glyphs": "C-ENCODING"}
    return [Doubt(codes[note.code], note.message, [], note.place) for note in document.notes if note.code in codes]
