"""审查发布卷宗: everything on record about an item in one file that can be printed and verified against the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gongkai.documents.model import Unreadable
from gongkai.letters import Block, Facts, Heading, Letter, Note, Paragraph, Table
from gongkai.letters.layout import plain
from gongkai.publishing.comparison import ADDED, REMOVED, compared
from gongkai.web.exemptions.models import Assessment, Reassessment
from gongkai.web.log.models import Event
from gongkai.web.log.services import kind_of
from gongkai.web.operation.titles import fact_title, move_title
from gongkai.web.organs.authority import places_of
from gongkai.web.publishing.access import DOSSIER_POLICY
from gongkai.web.publishing.models import Item, Publication, Review, Version, Wording
from gongkai.web.releases.models import Release
from gongkai.web.screening.models import Decision, Screening
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.publishing.papers import brief, handed_out, local

NAMED = ("opinion", "basis", "reason", "matter", "publish_at", "ground")
"""Facts of a step that the list of events repeats."""


@dataclass(frozen=True)
class Records:
    """What is on record about an item; of the versions only those that the reader may see."""

    item: Item
    versions: list[Version]
    wordings: list[Wording]

    @property
    def keys(self) -> list[int]:
        """The versions' keys."""
        return [version.pk for version in self.versions]


@staff
def dossier(request: Any, pk: int) -> HttpResponse:
    """The file as a page to be printed, or as PDF or DOCX."""
    rows = Item.objects.select_related("organ", "section", "column", "current")
    item = DOSSIER_POLICY.get(request.user, rows, pk=pk)
    inside = any(place.organ_id == item.organ_id for place in places_of(request.user))
    made = letter(gathered(item, drafts=inside))
    told = ""
    if request.GET.get("to") in ("pdf", "docx"):
        try:
            return handed_out(made, request.GET["to"], f"审查发布卷宗-{item.pk}")
        except Unreadable as problem:
            told = problem.message
    context = {
        "item": item,
        "letter": made,
        "blocks": plain(made.blocks),
        "refusal": told,
        "crumbs": [
            ("工作台", "/workbench/"),
            ("公开信息", reverse("workbench:items")),
            (item.title, reverse("workbench:item", args=[item.pk])),
            ("审查发布卷宗", None),
        ],
    }
    return render(request, "workbench/publishing/dossier.html", context, status=422 if told else 200)


def gathered(item: Item, *, drafts: bool) -> Records:
    """The records; without ``drafts`` only of versions that were published at some time."""
    versions = item.versions.select_related("organ").order_by("number")
    if not drafts:
        versions = versions.filter(publication__isnull=False)
    found = list(versions)
    wordings = Wording.objects.filter(version__in=found).select_related("author", "version__organ", "column")
    return Records(item, found, list(wordings.order_by("version__number", "number")))


def letter(records: Records) -> Letter:
    """The file."""
    item = records.item
    blocks: list[Block] = [
        Facts(_about(item)),
        Heading("一、各版各稿"),
        _wordings(records),
        Heading("二、公开属性认定"),
        *_assessments(records),
        Heading("三、发布前筛查和处理"),
        *_screenings(records),
        Heading("四、审查"),
        _reviews(records),
        Heading("五、发布、撤下"),
        *_publications(records),
        Heading("六、各渠道的发布"),
        *_releases(item),
        Heading("七、办理经过和日志"),
        *_events(records),
    ]
    return Letter(
        "审查发布卷宗",
        blocks,
        number=f"索引号：{item.index_number}" if item.index_number else "",
        organ=item.organ.name,
    )


def _about(item: Item) -> list[tuple[str, ...]]:
    return [
        ("标题", item.title),
        ("机关", item.organ.name, "起草科室", str(item.section or "")),
        ("文号", item.document_number, "体裁", item.genre_title),
        ("栏目", str(item.column), "现在", item.get_state_display()),
    ]


def _which(wording: Wording) -> str:
    return f"第{wording.version.number}版第{wording.number}稿"


def _wordings(records: Records) -> Table:
    rows, before = [], None
    for each in records.wordings:
        sealed = f"{brief(each.sealed_at)}送审" if each.sealed_at else "没有送审"
        rows.append(
            [_which(each), f"{each.author}\n{brief(each.written_at)}\n{sealed}", _changed(before, each), each.sha256]
        )
        before = each
    return Table(["文稿", "起草", "与上一稿相比", "校验值（SHA-256）"], rows, widths=(3, 5, 6, 8))


def _changed(before: Wording | None, after: Wording) -> str:
    if before is None:
        return f"初稿：{after.title}"
    said = []
    if before.title != after.title:
        said.append(f"标题改为：{after.title}")
    if before.disclosure_class != after.disclosure_class:
        said.append(f"公开属性由{before.get_disclosure_class_display()}改为{after.get_disclosure_class_display()}")
    lines = compared(before.body_html, after.body_html)
    added, removed = (sum(line.mark == mark for line in lines) for mark in (ADDED, REMOVED))
    if added or removed:
        said.append(f"正文增加{added}段、删去{removed}段")
    if before.files_sha256 != after.files_sha256:
        said.append("附件有改动")
    return "\n".join(said) or ("登记项有改动" if before.sha256 != after.sha256 else "没有改动")


def _assessments(records: Records) -> Iterator[Block]:
    rows = []
    made = Assessment.objects.filter(version__in=records.keys).select_related("by", "wording__version").order_by("id")
    for each in made:
        grounds = [
            f"第{ground['number']}题　{ground['title']}（{ground['article']}）{'：' + ground['reason'] if ground['reason'] else ''}"
            f"{'（不再成立）' if ground['overridden'] else ''}"
            for ground in each.grounds
        ]
        result = each.result_title + (f"\n隐去：{each.cut}" if each.partial else "")
        rows.append([_which(each.wording), result, "\n".join(grounds), f"{each.by}\n{brief(each.at)}"])
    looked = Reassessment.objects.filter(version__in=records.keys).select_related("by").order_by("id")
    for again in looked:
        rows.append(
            [
                "定期评估",
                again.get_conclusion_display(),
                f"{again.reason}（{again.basis}）",
                f"{again.by}\n{brief(again.at)}",
            ]
        )
    if rows:
        yield Table(["文稿", "结果", "事由和依据", "认定人、时间"], rows, widths=(3, 4, 9, 4))
    else:
        yield Paragraph("没有作过认定：拟主动公开的，可以不作。")


def _screenings(records: Records) -> Iterator[Block]:
    made = (
        Screening.objects.filter(wording__version__in=records.keys)
        .select_related("by", "wording__version")
        .order_by("id")
    )
    rows = [
        [
            _which(each.wording),
            f"须处理{each.errors}处、请核对{each.warnings}处、提示{each.notices}处",
            f"{each.by or '系统'}\n{brief(each.at)}",
        ]
        for each in made
    ]
    if not rows:
        yield Paragraph("没有保存的筛查记录。")
        return
    yield Table(["文稿", "结果", "操作人、时间"], rows, widths=(4, 8, 5))
    decided = Decision.objects.filter(version__in=records.keys).select_related("by").order_by("id")
    rows = [[each.quote, each.get_choice_display(), each.reason, f"{each.by}\n{brief(each.at)}"] for each in decided]
    if rows:
        yield Table(["找到的（已遮盖）", "处理", "理由", "处理人、时间"], rows, widths=(6, 3, 6, 4))


def _reviews(records: Records) -> Block:
    made = (
        Review.objects.filter(wording__version__in=records.keys)
        .select_related("reviewer", "wording__version")
        .order_by("id")
    )
    rows = [
        [
            f"{each.get_stage_display()}\n{_which(each.wording)}",
            each.get_conclusion_display(),
            f"{each.opinion}\n依据：{each.basis}",
            f"{each.reviewer}\n{brief(each.at)}",
        ]
        for each in made
    ]
    return (
        Table(["环节", "结论", "意见和依据", "审查人、时间"], rows, widths=(4, 3, 9, 4))
        if rows
        else Paragraph("还没有审查。")
    )


def _publications(records: Records) -> Iterator[Block]:
    item, facts = records.item, []
    made = Publication.objects.filter(version__in=records.keys).select_related(
        "version", "review__wording__version", "review__reviewer"
    )
    for each in made.order_by("id"):
        by = f"{local(each.published_at)}公开{_which(each.review.wording)}，凭{each.review.reviewer}的审定"
        facts.append((f"第{each.version.number}版", by))
    if item.withdrawn_at:
        facts.append(("撤下", f"{local(item.withdrawn_at)}，理由：{item.withdrawn_why}"))
    if item.repealed_on:
        facts.append(("废止", f"自{item.repealed_on:%Y-%m-%d}起，依据：{item.repealed_by}"))
    yield Facts(facts) if facts else Paragraph("没有公开过。")


def _releases(item: Item) -> Iterator[Block]:
    rows = []
    for each in (
        Release.objects.filter(item=item).select_related("recorded_by", "account", "voided_by").order_by("on", "id")
    ):
        where = "\n".join(filter(None, (each.place, str(each.account or ""))))
        void = f"\n已作废：{each.void_reason}" if each.voided_at else ""
        rows.append(
            [
                each.channel_title,
                f"{each.on:%Y-%m-%d}",
                where + void,
                f"{each.recorded_by or '系统'}\n{brief(each.recorded_at)}",
            ]
        )
    yield (
        Table(["渠道", "日期", "地点、链接、账号", "登记"], rows, widths=(3, 3, 9, 4))
        if rows
        else Paragraph("没有登记过渠道发布。")
    )


def _events(records: Records) -> Iterator[Block]:
    events = list(_logged(records))
    numbers = {str(version.pk): version.number for version in records.versions}
    rows = [
        [
            str(event.number),
            f"{_title(event, numbers)}\n{brief(event.at)}",
            f"{event.actor_name}\n{_said(event)}".strip(),
            event.digest,
        ]
        for event in events
    ]
    yield Table(["日志号", "事项、时刻", "办理人、说明", "校验值（SHA-256）"], rows, widths=(2, 5, 8, 8))
    chains = {event.chain_id: event.chain for event in events}
    heads = "；".join(f"{chain}的日志链现有{chain.length}条，末条校验值{chain.head}" for chain in chains.values())
    yield Note(
        "核验方法：每条日志的校验值由它的内容和前一条的校验值算出，改动任何一条，后面的都对不上。审计员可以在工作台“日志”里按日志号"
        f"找到各条，并核验整条链；文稿的校验值由文稿的全部登记项、正文和附件算出。打印时，{heads}。打印于{local(timezone.now())}。"
    )


def _logged(records: Records) -> Iterable[Event]:
    """The events of the item and of everything that belongs to it, oldest first."""
    whose: dict[Any, Iterable[int]] = {
        Version: records.keys,
        Assessment: Assessment.objects.filter(version__in=records.keys).values_list("pk", flat=True),
        Reassessment: Reassessment.objects.filter(version__in=records.keys).values_list("pk", flat=True),
        Screening: Screening.objects.filter(wording__version__in=records.keys).values_list("pk", flat=True),
        Decision: Decision.objects.filter(version__in=records.keys).values_list("pk", flat=True),
        Item: [records.item.pk],
        Release: Release.objects.filter(item=records.item).values_list("pk", flat=True),
    }
    wanted = Q(pk__in=[])
    for model, keys in whose.items():
        wanted |= Q(subject_kind=kind_of(model()), subject_id__in=[str(key) for key in keys])
    return Event.objects.filter(wanted).select_related("chain").order_by("pk")


def _title(event: Event, numbers: dict[str, int]) -> str:
    title = move_title(event.subject_kind, event.move)
    if event.case_number and len(numbers) > 1:
        title += f"（第{numbers[event.subject_id]}版）"
    return title


def _said(event: Event) -> str:
    said = [
        f"{fact_title(event.subject_kind, event.move, name)}：{event.facts[name]}"
        for name in NAMED
        if event.facts.get(name)
    ]
    return "\n".join([*said, event.note] if event.note else said)
