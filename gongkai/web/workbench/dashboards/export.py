"""All numbers of the dashboard to take away: as a table with what each of them counts, and as a paper of one or two sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai import letters
from gongkai.assessment.dashboards.comparing import Comparison
from gongkai.letters import Bars, Heading, Letter, Note, Paragraph, Table
from gongkai.web.components.wording import MISSING, date_words, moment_words
from gongkai.web.dashboards.board import Board, board, division
from gongkai.web.dashboards.due import HEAPS
from gongkai.web.dashboards.subjects import SUBJECTS, measures, subject_of
from gongkai.web.files.sheets import Sheet, handed_out
from gongkai.web.workbench.dashboards.choosing import Asked, asked_for
from gongkai.web.workbench.dashboards.overview import PRESSING, due_lines
from gongkai.web.workbench.dashboards.tables import Cell, Line, groups, tables
from gongkai.web.workbench.entry import staff

HEAD = ("主题", "数的是什么", "按什么分", "哪一项", "单位", "今年以来", "去年同期", "比去年同期", "口径")
Row = list[Any]


@never_cache
@require_GET
@staff
def figures(request: Any, form: str) -> HttpResponseBase:
    """Every number of every subject, divided too, with its definition: XLSX or CSV."""
    asked = asked_for(request)
    found = board(asked.scope, asked.on, asked.today)
    title = f"{asked.scope.title}政务公开数字（{_period(found.days)}，算于{moment_words(found.counted_at)}）"
    return handed_out(_name(asked), form, Sheet(_text(title), HEAD, _rows(asked, found)))


@never_cache
@require_GET
@staff
def paper(request: Any, form: str) -> HttpResponse:
    """The first page as a document."""
    asked = asked_for(request)
    if form not in letters.MEDIA_TYPES:
        raise Http404
    made = document(asked, board(asked.scope, asked.on, asked.today))
    answer = HttpResponse(letters.write(made, form), content_type=letters.MEDIA_TYPES[form])
    name = f"{asked.organ.short_name}政务公开情况一览{asked.on:%Y%m%d}.{form}"
    answer["Content-Disposition"] = content_disposition_header(form == "docx", name) or "inline"
    return answer


def document(asked: Asked, found: Board) -> Letter:
    """The numbers of the first page for paper: the measures, what is due, coverage and columns."""
    blocks: list[Any] = [
        Paragraph(
            f"{asked.scope.title}{_period(found.days)}政务公开工作的主要数字如下，与去年同期比较。{found.days.told}"
        ),
        Heading("一、各项工作"),
    ]
    for each in groups(asked, found, SUBJECTS):
        if each.unused:
            blocks.append(Paragraph(f"{each.title}：没有任何记录，没有启用。"))
            continue
        rows = [_paper_row(line) for line in each.lines]
        blocks.append(Table(("项目", "今年以来", "去年同期", "比去年同期"), rows, each.title, (0.34, 0.16, 0.16, 0.34)))
    due = due_lines(asked, found)
    blocks.append(Heading(f"二、{date_words(asked.today)}在办、到期和逾期"))
    head = ("种类", *(heap.title for heap in HEAPS.values()))
    blocks.append(
        Table(head, [(title, *(each.words for each in cells)) for title, cells in due], "", (0.4, 0.2, 0.2, 0.2))
        if due
        else Paragraph("没有在办的事。")
    )
    missing = [each.category for each in found.covered if not each.number]
    having = len(found.covered) - len(missing)
    pressing = "、".join(f"{each.label}{found.colours[each]}个" for each in PRESSING)
    blocks += [
        Heading("三、法定类别和栏目"),
        Paragraph(
            f"《条例》第十九条至第二十一条的{len(found.covered)}类里，{having}类有公开的信息，{len(missing)}类没有；"
            f"栏目共{sum(found.colours.values())}个，其中{pressing}。"
        ),
        *_bars(found),
        Note(
            f"数字由记录计数得出，算于{moment_words(found.counted_at)}，可以在系统里逐项打开。“{MISSING}”是没有可比的记录，不是零。"
        ),
    ]
    return Letter(title=f"{asked.scope.title}\n政务公开情况一览", blocks=blocks, organ=asked.organ.name)


def _bars(found: Board) -> Iterator[Bars]:
    for (key, by), parts in found.drawn.items():
        measure = measures()[key]
        rows = [(part.title, (part.numbers[key][0],)) for part in parts if part.numbers.get(key, (0, 0))[0]][:10]
        if len(rows) > 1:
            title = f"{subject_of(measure).title}：{measure.title}（按{measure.divisions[by].title}）"
            yield Bars(title, ("今年以来",), rows, measure.unit)


def _paper_row(line: Line) -> tuple[str, ...]:
    unit = "" if line.is_rate else line.unit
    return (
        line.title,
        *(f"{each.words}{unit if each.words != MISSING else ''}" for each in (line.now, line.before)),
        line.change,
    )


def _rows(asked: Asked, found: Board) -> Iterator[Row]:
    for each in groups(asked, found, SUBJECTS):
        if each.unused:
            yield [each.title, "没有任何记录，没有启用", "", "", "", None, None, "", ""]
            continue
        for line in each.lines:
            yield [
                each.title,
                line.title,
                "",
                "合计",
                line.unit,
                _value(line.now, line),
                _value(line.before, line),
                line.change,
                line.told,
            ]
        yield from _parts(asked, each.key)
    for title, cells in due_lines(asked, found):
        for heap, made in zip(HEAPS.values(), cells, strict=True):
            told = f"{heap.told}（{date_words(asked.today)}）"
            yield ["在办和到期", heap.title, "种类", title, "件", made.number, None, "", told]
    for row in found.covered:
        named = f"{row.category.title}（{row.category.article}）"
        last = f"最近一条{date_words(row.last)}" if row.last else "没有公开的信息"
        yield ["法定类别", "公开着的信息", "类别", named, "条", row.number, None, "", last]
    for colour, number in found.colours.items():
        yield ["栏目更新", "栏目", "状态", colour.label, "个", number, None, "", "按网站检查的口径。"]


def _parts(asked: Asked, key: str) -> Iterator[Row]:
    subject = next(each for each in SUBJECTS if each.key == key)
    for table in tables(asked, subject, division(subject, asked.scope, asked.on)):
        for part, pairs in table.rows:
            for measure, (now, before) in zip(table.measures, pairs, strict=True):
                if now.number or before.number:
                    yield [
                        subject.title,
                        measure.title,
                        table.title,
                        _text(part.title),
                        measure.unit,
                        now.number,
                        before.number,
                        "",
                        measure.told,
                    ]


def _value(cell: Cell, line: Line) -> Any:
    """A count as a number, a share in words, nothing where there is nothing."""
    if cell.words == MISSING:
        return None
    return cell.words if line.is_rate else cell.number


def _period(days: Comparison) -> str:
    return f"{date_words(days.now.since)}至{date_words(days.now.until)}"


def _name(asked: Asked) -> str:
    return f"dashboard-{asked.organ.code}-{asked.on.isoformat()}{'-below' if asked.scope.below else ''}"


def _text(value: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
