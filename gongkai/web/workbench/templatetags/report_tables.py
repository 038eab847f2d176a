"""The cells of a report's tables. Written here and not in a template: a report has two hundred of them."""

from __future__ import annotations

from collections.abc import Collection

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from gongkai.web.annualreport.beside import Drawn

register = template.Library()


@register.simple_tag
def report_cells(line: list[Drawn], anchored: Collection[str] = ()) -> SafeString:
    """The cells of one line; a figure links to what is behind it, or to its place in the source when that is ``anchored``."""
    written = [_figure(cell, anchored) if cell.kind == "figure" else _head(cell) for cell in line]
    return mark_safe("".join(written))  # noqa: S308 - 各格都已转义


def _head(cell: Drawn) -> str:
    if cell.scope:
        given = (cell.scope, cell.css, _spans(cell), cell.text)
        return format_html('<th scope="{}" class="{}"{}>{}</th>', *given)
    return format_html('<td class="gk-corner"{}>{}</td>', _spans(cell), cell.text)


def _figure(cell: Drawn, anchored: Collection[str]) -> str:
    named = format_html(' id="{}" data-cell="{}"', cell.anchor, cell.address) if cell.anchor else ""
    if cell.marks:
        named += ' class="wrong"' if cell.marks[0].tone == "bad" else ' class="doubtful"'
    elif cell.state:
        named += ' class="missing"'
    if cell.url:
        said = format_html('<a href="{}">{}</a>', cell.url, cell.text)
    elif cell.source and cell.source in anchored:
        said = format_html('<a href="#{}">{}</a>', cell.source, cell.text or "（空）")
    else:
        said = conditional_escape(cell.text)
    if cell.state:
        said += format_html(' <span class="cell-state">{}</span>', cell.state)
    for mark in cell.marks:
        said += format_html(' <a class="cell-mark" href="#{}">{}{}</a>', mark.anchor, mark.label, mark.number)
    return f"<td{named}{_spans(cell)}>{said}</td>"


def _spans(cell: Drawn) -> SafeString:
    columns = f' colspan="{int(cell.colspan)}"' if cell.colspan > 1 else ""
    rows = f' rowspan="{int(cell.rowspan)}"' if cell.rowspan > 1 else ""
    return mark_safe(columns + rows)  # noqa: S308 - 只有数字
