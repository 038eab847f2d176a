"""The list of contents of a file (卷内目录): what it consists of, in the order in which it came together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from gongkai import letters
from gongkai.applications.service_dates import service_of
from gongkai.documents.model import Unreadable
from gongkai.letters import Facts, Note, Table
from gongkai.web.applications.models import Application, Letter, Material, Reply
from gongkai.web.archives.keeping import Kept
from gongkai.web.casework.services import history_of

APPLICANT = "申请人"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. ``name`` may name a person and is shown only to who reads the file; ``digest`` is empty where none was taken."""

    title: str
    on: date
    by: str
    digest: str = ""
    name: str = ""
    note: str = ""
    material: Material | None = None
    letter: Letter | None = None
    reply: Reply | None = None
    at: datetime | None = None


def entries(application: Application) -> list[Entry]:
    """Everything in the file, by the moment at which it came into it."""
    found = [_application(application)]
    organ = application.organ.short_name
    for reply in application.replies.select_related("author"):
        note = "内容已经销毁" if not reply.body else ""
        title = f"答复（第{reply.number}稿）：{reply.outcome_title}"
        found.append(
            Entry(
                title,
                timezone.localdate(reply.written_at),
                organ,
                reply.digest,
                note=note,
                reply=reply,
                at=reply.written_at,
            )
        )
    for letter in application.letters.all():
        note = "内容已经销毁" if letter.erased else ""
        found.append(
            Entry(str(letter), letter.dated, organ, letter.digest, note=note, letter=letter, at=letter.made_at)
        )
    for material in application.materials.all():
        found.append(_material(material, organ))
    return sorted(found, key=lambda each: each.at or application.submitted_at)


def _application(application: Application) -> Entry:
    note = "内容已经销毁" if application.erased_at else ""
    day = timezone.localdate(application.submitted_at)
    return Entry("政府信息公开申请（登记的内容）", day, APPLICANT, note=note, at=application.submitted_at)


def _material(material: Material, organ: str) -> Entry:
    outside = material.role in (
        Material.Role.REQUEST,
        Material.Role.IDENTITY,
        Material.Role.CORRECTION,
        Material.Role.RECEIVED,
    )
    note = f"{timezone.localdate(material.erased_at):%Y-%m-%d}销毁" if material.erased_at else ""
    return Entry(
        material.get_role_display(),
        timezone.localdate(material.added_at),
        (APPLICANT if material.role != Material.Role.RECEIVED else "来文方") if outside else organ,
        material.sha256,
        name=material.name,
        note=note,
        material=material,
        at=material.added_at,
    )


def contents_letter(application: Application, kept: Kept, rows: list[tuple[str, str, str, str, str]]) -> letters.Letter:
    """The list as a document; ``rows`` are date, title, author, digest and remark."""
    served = service_of(history_of(application))
    times = "—"
    if served is not None:
        signed = f"，{_day(served.remedy_from)}签收" if served.remedy_from else "，没有签收记录"
        times = f"{served.way}，{_day(served.timely_on)}送达{signed}"
    facts = Facts(
        (
            ("申请编号", application.number, "机关", application.organ.name),
            ("收到日期", _day(application.received_on), "办结日期", _day(application.ended_on)),
            ("办理结果", application.outcome_title or "—", "保管期限", f"{kept.kind_title}，{kept.period.length}"),
            ("送达", times),
        )
    )
    table = Table(
        ("序号", "日期", "题名", "责任者", "校验值（前12位）", "备注"),
        [(str(number), *row) for number, row in enumerate(rows, start=1)],
        caption="卷内文件",
        widths=(0.07, 0.14, 0.38, 0.13, 0.17, 0.11),
    )
    note = Note("校验值是文件内容的 SHA-256。全部校验值在 manifest-sha256.txt 里，可以用 gongkai archive verify 核验。")
    return letters.Letter(
        f"{application.number}卷内目录", (facts, table, note), organ=application.organ.name, landscape=False
    )


def written(letter: letters.Letter) -> tuple[str, bytes]:
    """The document as PDF; as DOCX where no font of this machine has a character of it. With the ending of its name."""
    try:
        return "pdf", letters.write(letter, "pdf")
    except Unreadable:
        return "docx", letters.write(letter, "docx")


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else "—"
