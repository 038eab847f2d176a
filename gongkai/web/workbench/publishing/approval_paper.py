"""政府信息公开审查呈批单: one version with what was proposed, found and decided, as DOCX or PDF."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone

from gongkai.documents.model import Unreadable
from gongkai.letters import Facts, Letter, Note, Opinion
from gongkai.publishing.moves import STAGE_TITLES, STAGES
from gongkai.web.exemptions.models import Assessment
from gongkai.web.exemptions.queries import latest
from gongkai.web.publishing.models import Item, Publication, Review, Version, Wording
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.publishing.items import found, shown
from gongkai.web.workbench.publishing.papers import handed_out, local, screening_told

ORDINARY = ("section", "secrecy", "office")
"""The stages that every form has, signed or still to be signed."""


@staff
def approval_paper(request: Any, pk: int) -> HttpResponse:
    """The paper of the version at hand, or of the one that is asked for by its number."""
    item = found(request, pk)
    version = _asked(request, item)
    to = "docx" if request.GET.get("to") == "docx" else "pdf"
    try:
        return handed_out(letter(version), to, f"审查呈批单-{item.pk}-{version.number}")
    except Unreadable as problem:
        return shown(request, item, status=422, refusal=problem.message)


def _asked(request: Any, item: Item) -> Version:
    rows: QuerySet[Version] = item.versions.select_related("organ", "item__section").order_by("-number")
    number = request.GET.get("version", "")
    if number:
        rows = rows.filter(number=int(number)) if number.isdecimal() and len(number) < 6 else rows.none()
    version = rows.first()
    if version is None:
        raise Http404
    return version


def letter(version: Version) -> Letter:
    """The paper."""
    item, wording = version.item, version.wording
    assessment = latest(version)
    reviews = list(Review.objects.filter(wording__version=version).select_related("reviewer", "wording").order_by("id"))
    several = len({each.wording_id for each in reviews} | {wording.pk}) > 1
    return Letter(
        "政府信息公开审查呈批单",
        [
            Facts(_particulars(item, version, wording)),
            *([Facts(_assessed(assessment, wording))] if assessment else []),
            Facts([("发布前筛查", screening_told(wording))]),
            *(_opinion(each, several=several) for each in reviews),
            *_to_be_signed(version, wording, reviews),
            Facts(_decided(version)),
            Note(
                f"本单由系统据审查记录生成，打印于{local(timezone.now())}。文稿校验值（SHA-256）：{wording.sha256}。"
                "依据：《条例》第十七条，《保守国家秘密法》第三十五条，《保守国家秘密法实施条例》第四十二条。"
            ),
        ],
        organ=version.organ.name,
    )


def _particulars(item: Item, version: Version, wording: Wording) -> list[tuple[str, ...]]:
    files = [str(each) for each in wording.attachments.order_by("order", "id")]
    rows: list[tuple[str, ...]] = [
        ("标题", wording.title),
        ("索引号", item.index_number or "（发布时给出）", "文号", wording.document_number),
        ("起草科室", str(item.section or version.organ), "起草人", str(wording.author)),
        ("体裁", wording.genre_title, "栏目", str(wording.column)),
        (
            "版次",
            f"第{version.number}版第{wording.number}稿",
            "送审时间",
            local(wording.sealed_at) if wording.sealed_at else "（没有送审）",
        ),
    ]
    if wording.summary:
        rows.append(("内容概述", wording.summary))
    if files:
        rows.append(("附件", "\n".join(files)))
    rows.append(("拟公开属性", wording.get_disclosure_class_display()))
    if wording.ground:
        rows.append(("理由和依据", wording.ground))
    return rows


def _assessed(assessment: Assessment, wording: Wording) -> list[tuple[str, ...]]:
    """What the questions came to, in short, with the articles as they read that day."""
    said = [f"{assessment.result_title}（由第{assessment.decided_by}题决定）"]
    for each in assessment.grounds:
        reason = f"：{each['reason']}" if each["reason"] else ""
        gone = "（另有规定应当公开，不再成立）" if each["overridden"] else ""
        said.append(f"第{each['number']}题　{each['title']}（{each['article']}）{reason}{gone}")
    if assessment.partial:
        said.append(f"区分处理，隐去：{assessment.cut}")
    said.append(f"认定：{assessment.by}，{local(assessment.at)}")
    if not assessment.made_on(wording):
        said.append("（认定以后正文改过）")
    return [("认定结果", "\n".join(said))]


def _opinion(review: Review, *, several: bool) -> Opinion:
    which = f"（第{review.wording.number}稿）" if several else ""
    text = f"{review.get_conclusion_display()}{which}：{review.opinion}"
    return Opinion(review.get_stage_display(), text, review.basis, str(review.reviewer), timezone.localtime(review.at))


def _to_be_signed(version: Version, wording: Wording, reviews: list[Review]) -> list[Opinion]:
    """Places for those who have still to decide on the wording at hand."""
    if version.ended:
        return []
    made = {each.stage for each in reviews if each.wording_id == wording.pk and each.conclusion != "returned"}
    waiting = STAGES.get(version.state)
    stages = [stage for stage in STAGE_TITLES if stage in ORDINARY or stage == waiting]
    return [Opinion(STAGE_TITLES[stage]) for stage in stages if stage not in made]


def _decided(version: Version) -> list[tuple[str, ...]]:
    publication = Publication.objects.filter(version=version).first()
    released = local(publication.published_at) if publication else ""
    if not released and version.scheduled_at:
        released = f"定于{local(version.scheduled_at)}"
    return [("办理结果", version.state_title, "发布时间", released)]
