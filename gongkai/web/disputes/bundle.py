"""The evidence bundle: everything of a dispute and of the application it is about, as one ZIP that can be checked without the system.

First an index as PDF, then the answer that was given, the files of both cases, how both were handled (the log's own entries with
their digests), the limits explained day by day, and the checksums of all of it (``sha256sum -c 校验值.txt``).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongkai.applications.intake import title_of
from gongkai.casework import explain
from gongkai.casework.counting import Uncountable
from gongkai.casework.events import told
from gongkai.letters import Block, Facts, Heading, Letter, Note, Paragraph, Table, write
from gongkai.web.applications.letters import rendered
from gongkai.web.applications.materials import bytes_of as material_bytes
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import CaseFile
from gongkai.web.casework.models import Case
from gongkai.web.casework.services import counting_now, history_of
from gongkai.web.disputes.models import Dispute
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import events_of, record

INDEX, SUMS = "00 目录.pdf", "校验值.txt"


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of the bundle."""

    name: str
    what: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@transaction.atomic
def export_bundle(dispute: Dispute, *, by: Actor, at: datetime | None = None) -> bytes:
    """The bundle as a ZIP; that it was made, and its checksum, is recorded. Raises ``Unreadable`` where no PDF can be set."""
    now = at or timezone.now()
    dispute = Dispute.objects.select_related("organ", "application", "follows").get(pk=dispute.pk)
    pieces = [
        Piece(f"{number:02} {each.name}", each.what, each.data) for number, each in enumerate(_pieces(dispute), 1)
    ]
    index = Piece(INDEX, "目录", write(_index(dispute, pieces, now), "pdf"))
    data = _packed([index, *pieces], now)
    facts = {"files": len(pieces), "sha256": hashlib.sha256(data).hexdigest()}
    record(dispute, "export_bundle", by=by, organ=dispute.organ, facts=facts, at=at)
    if dispute.application is not None:
        record(
            dispute.application,
            "read_personal_data",
            by=by,
            organ=dispute.organ,
            note=f"证据包：案件{dispute.number}",
            at=at,
        )
    return data


def _pieces(dispute: Dispute) -> Iterator[Piece]:
    application = dispute.application
    if application is not None:
        yield Piece("申请登记表.pdf", "申请的内容", write(_request(application), "pdf"))
        reply = CaseFile(application).served_reply()
        if reply is not None and reply.body:
            letter = Letter(
                "政府信息公开申请答复的内容",
                [Paragraph(reply.body), Note(f"办理记录里的校验值：{reply.digest}")],
                organ=dispute.organ.name,
            )
            yield Piece("送达的答复.pdf", "送达的答复", write(letter, "pdf"))
        for sent in application.letters.all():
            if sent.body:
                yield Piece(f"{sent.title}.pdf", "申请卷：文书", rendered(sent, "pdf"))
        for each in application.materials.filter(erased_at=None):
            yield Piece(each.name, f"申请卷：{each.get_role_display()}", material_bytes(each))
        yield from _handled(application, "申请")
    for paper in dispute.papers.filter(erased_at=None):
        yield Piece(paper.name, f"案件卷：{paper.get_role_display()}", paper.read())
    yield from _handled(dispute, "案件")


def _handled(case: Case, what: str) -> Iterator[Piece]:
    """How a case was handled: the limits in words, and the log's entries as they are chained."""
    clocks = [(clock, key) for clock, key in history_of(case).legs]
    blocks: list[Block] = []
    for clock, key in clocks:
        title = case.table.clock_of[clock].title
        blocks.append(Heading(f"{title}（{key}）" if key else title))
        blocks += [Paragraph(sentence) for sentence in _explained(case, clock, key)]
    if blocks:
        letter = Letter(f"{what}{case}的期限", blocks, organ=case.organ.name)
        yield Piece(f"{what}的期限.pdf", f"{what}的期限怎样计算", write(letter, "pdf"))
    entries = [
        {"number": each.number, "previous": each.previous, "digest": each.digest, "content": each.content}
        for each in events_of(case)
    ]
    data = json.dumps(entries, ensure_ascii=False, indent=1).encode()
    yield Piece(f"{what}的办理记录.json", f"{what}的办理记录（与日志一致）", data)


def _explained(case: Case, clock: str, key: str) -> tuple[str, ...]:
    try:
        return explain(history_of(case), clock, counting_now(), timezone.localdate(), key)
    except Uncountable as refusal:
        return (str(refusal),)


def _request(application: Application) -> Letter:
    rows = [
        ("申请编号", application.number),
        ("申请人", application.applicant_name or "（已删除）"),
        ("类别", application.kind_title),
        ("渠道", application.channel_title),
        ("收到申请之日", told(application.received_on) if application.received_on else "没有确定"),
        ("所需政府信息", application.description or "（已删除）"),
        ("获取方式", title_of("wanted_forms", application.wanted_form)),
        ("办理结果", application.outcome_title or "没有答复"),
        ("答复日期", told(application.ended_on) if application.ended_on else "—"),
    ]
    return Letter("政府信息公开申请登记表", [Facts(rows)], organ=application.organ.name)


def _index(dispute: Dispute, pieces: list[Piece], now: datetime) -> Letter:
    rows = [(each.name[:2], each.name[3:], each.what, str(len(each.data)), each.sha256) for each in pieces]
    blocks: list[Block] = [
        Facts(
            [
                ("案件", f"{dispute.number}（{dispute.kind_title}）"),
                ("复议机关、法院", f"{dispute.body} {dispute.body_number}".strip()),
                ("本机关的地位", dispute.standing_title),
                ("涉及的申请", dispute.application.number if dispute.application else "没有关联申请"),
                ("不服的是", dispute.act_title),
                ("目前", dispute.state_title + (f"，{dispute.outcome_title}" if dispute.outcome else "")),
            ]
        ),
        Table(("序号", "文件", "内容", "字节", "校验值（SHA-256）"), rows, "目录", (6, 24, 20, 10, 40)),
        Note(
            f"本包由系统在{timezone.localtime(now):%Y年%m月%d日%H:%M}导出。核对：在解开的文件夹里执行 sha256sum -c {SUMS}。"
        ),
    ]
    return Letter("证据目录", blocks, number=dispute.number, organ=dispute.organ.name, signed_by=dispute.organ.name,
                  dated=timezone.localdate(now))  # fmt: skip


def _packed(pieces: list[Piece], now: datetime) -> bytes:
    stamp = timezone.localtime(now).timetuple()[:6]
    sums = "".join(f"{each.sha256}  {each.name}\n" for each in pieces).encode()
    with io.BytesIO() as buffer:
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
            for each in [*pieces, Piece(SUMS, "校验值", sums)]:
                info = zipfile.ZipInfo(each.name, stamp)
                info.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(info, each.data)
        return buffer.getvalue()
