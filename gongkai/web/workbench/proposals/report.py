"""办理情况 of a year: figures and rates, each number opening the proposals it counts; as a page, CSV and XLSX."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.engagement.proposals.choices import attitudes, good_attitudes, kinds
from gongkai.organs.roles import Role
from gongkai.web.files.sheets import Sheet, handed_out
from gongkai.web.log.services import record
from gongkai.web.organs.authority import Denied, acting, roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.proposals.access import POLICY
from gongkai.web.proposals.counting import FIGURES, RATES, Row, counted, figures, years
from gongkai.web.proposals.models import Proposal
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.proposals.records import trail

PAGE = 25
_READERS = frozenset({Role.FOI_OFFICER, Role.LEADING_GROUP, Role.AUDITOR, Role.SUPERVISING_OFFICE})
LIST_HEAD = (
    "系统编号", "机关", "种类", "届次", "编号", "标题", "代表、委员", "承办方式", "承办科室", "交办日期", "状态", "最后一日",
    "首次答复日期", "是否按期", "答复文号", "办理结果", "满意程度", "反馈日期", "重新办理", "公开情况",
)  # fmt: skip


@require_GET
@staff
def report(request: Any) -> HttpResponseBase:
    """The figures of what was handed over in a year: this one unless asked otherwise."""
    organ, year, below = _asked(request)
    found = figures(organ, date(year, 1, 1), date(year, 12, 31), below=below)
    form = request.GET.get("as", "")
    columns = (*found.rows, found.total)
    if form:
        rows = [[title, *(row[name] for row in columns)] for name, (title, _) in FIGURES.items()]
        rows += [[f"{title}（%）", *(row.rate(name) for row in columns)] for name, (title, _, _) in RATES.items()]
        return handed_out(
            f"proposals-{year}",
            form,
            Sheet(f"{organ.name}{year}年建议提案办理情况", ["", *(row.title for row in columns)], rows, fixed=1),
        )
    asked = {"year": year} | ({"below": 1} if below else {})
    context = {
        "organ": organ,
        "year": year,
        "years": sorted({*years(organ), timezone.localdate().year, year}, reverse=True),
        "columns": columns,
        "lines": [(title, [(row[name], _link(name, row, asked)) for row in columns]) for name, (title, _) in FIGURES.items()],
        "rates": [(title, FIGURES[part][0], FIGURES[whole][0], [row.rate(name) for row in columns]) for name, (title, part, whole) in RATES.items()],
        "results": [(key, title, n, f"{reverse('workbench:proposal_records')}?{urlencode(asked | {'result': key})}") for key, title, n in found.results],
        "good": "、".join(attitudes()[key].title for key in good_attitudes()),
        "below": below,
        "can_look_below": organ.has_below,
        "crumbs": trail(None, ("办理情况", None)),
    }  # fmt: skip
    return render(request, "workbench/proposals/report.html", context)


@require_GET
@staff
def records(request: Any) -> HttpResponseBase:
    """The proposals that a figure counts, and the list as a file."""
    organ, year, below = _asked(request)
    name, kind = request.GET.get("figure", "handed_over"), request.GET.get("kind", "")
    result = request.GET.get("result", "")[:20].replace("\x00", "")
    if name not in FIGURES or (kind and kind not in kinds()):
        raise Http404
    found = counted(organ, date(year, 1, 1), date(year, 12, 31), name, kind=kind, below=below, result=result)
    found = POLICY.visible(request.user, found).select_related("organ", "section").defer("contact", "content")
    found = found.order_by("handed_on", "kind", "id")
    told = f"{year}年{kinds()[kind].title if kind else '建议提案'}：{FIGURES[name][0]}" + (
        f"，{result}类" if result else ""
    )
    form = request.GET.get("as", "")
    if form in ("csv", "xlsx"):
        by = acting(request.user, organ)
        record(organ, "export_proposals", by=by, organ=organ, facts={"year": year, "figure": name, "form": form})
        return handed_out(
            f"proposal-list-{year}",
            form,
            Sheet(told, LIST_HEAD, (_line(each) for each in found.iterator(2000)), fixed=1),
        )
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "title": told,
        "query": urlencode({key: value for key, value in request.GET.items() if key not in ("page", "as")}),
        "below": below,
        "crumbs": trail(None, ("办理情况", f"{reverse('workbench:proposal_report')}?year={year}"), (told, None)),
    }
    return render(request, "workbench/proposals/records.html", context)


def _asked(request: Any) -> tuple[Organ, int, bool]:
    """The organ, the year and whether those below are taken in."""
    organ: Organ = request.organ
    if not roles_in(request.user, organ) & _READERS:
        raise Denied("办理情况由本机关的政务公开专职人员、领导小组成员和审计员查看。")
    text = request.GET.get("year", "")
    year = (
        int(text) if text.isascii() and text.isdigit() and 2000 <= int(text[:6]) <= 2100 else timezone.localdate().year
    )
    return organ, year, request.GET.get("below") == "1"


def _link(name: str, row: Row, asked: dict[str, Any]) -> str:
    given = asked | {"figure": name} | ({"kind": row.key} if row.key else {})
    return f"{reverse('workbench:proposal_records')}?{urlencode(given)}"


def _line(each: Proposal) -> list[Any]:
    return [
        each.number, each.organ.name, each.kind_title, each.session, each.register_number, each.title, each.proposers,
        each.role_title, each.section.name if each.section else "", each.handed_on, each.state_title,
        "" if each.ended else each.due_on, each.replied_on, "" if each.in_time is None else "按期" if each.in_time else "逾期",
        each.document, f"{each.result} {each.result_title}".strip(), each.attitude_title, each.rated_on,
        "是" if each.redone else "", each.publicity_title,
    ]  # fmt: skip
