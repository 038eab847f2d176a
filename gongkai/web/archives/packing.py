"""Packing the file of a case into one ZIP that proves itself (``gongkai.applications.archive_bag``).

It holds the case as JSON (every step, amendments included), letters and wordings, all materials, the proof of each limit day by day,
the rows of the log, and the list of contents. That it was handed out is on record with the digest of its manifest, so that a bundle
made elsewhere, or with a manifest written anew, is found out by the organ's log.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.applications.archive_bag import CASE, CONTENTS, FORMAT, LOG, Paper, write_bag
from gongkai.applications.archive_verify import HANDED_OUT
from gongkai.applications.service_dates import service_of
from gongkai.web.applications.letters import document_of
from gongkai.web.applications.materials import bytes_of
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import CaseFile
from gongkai.web.applications.signals import gathering
from gongkai.web.archives.contents import Entry, contents_letter, entries, written
from gongkai.web.archives.keeping import kept, periods
from gongkai.web.log.models import Event
from gongkai.web.log.services import chain_of, events_of, record

if TYPE_CHECKING:
    from gongkai.web.archives.keeping import Kept
    from gongkai.web.log.actors import Actor

MOST_BYTES = 1024**3
"""All materials of one case together; beyond that a browser is no way to take them away."""
TRIES = 3
"""How often a case that goes on while it is packed is packed again."""
COLUMNS = (
    "channel", "submitted_at", "received_on", "applicant_kind", "outcome", "ended_on", "description", "wanted_form", "wanted_route",
    "erased_at",
)  # fmt: skip
EXPLAINED = """这是一件政府信息公开申请的档案包，自带校验值，可以离线核验。

{folder}/data/案件.json　　　登记的内容、每一步办理记录（包括更正）、答复和文书的校验值
{folder}/data/卷内目录　　　　卷内文件的目录
{folder}/data/文书、答复　　　发出的文书和历次答复稿
{folder}/data/材料　　　　　　卷内材料
{folder}/data/期限　　　　　　各项期限的逐日说明
{folder}/data/日志　　　　　　日志里与这件申请有关的各条，每条带校验值
{folder}/manifest-sha256.txt　以上每一份文件的校验值（BagIt，RFC 8493）

核验：gongkai archive verify 档案包.zip，逐份说明有没有改动；加上 --log 日志导出文件，还与机关的日志对照。
没有本程序的，解开以后在文件夹里用 sha256sum -c manifest-sha256.txt 核对。
档案包里有申请人的个人信息，请按规定保管。
"""


@dataclass(frozen=True, slots=True)
class Packed:
    """What was packed: name of the file, its size and digest, the digest of its manifest."""

    name: str
    size: int
    sha256: str
    manifest: str


def hand_out(application: Application, target: BinaryIO, *, by: Actor, at: datetime | None = None) -> Packed:
    """Write the bundle to ``target`` and put on record that it was handed out, to whom and with which digest.

    Packing takes seconds and holds no lock: when the case went on meanwhile, it is packed again.
    """
    now = timezone.localtime(at or timezone.now())
    for _ in range(TRIES):
        fresh = Application.objects.select_related("organ").get(pk=application.pk)
        before = _newest(fresh)
        target.seek(0)
        target.truncate()
        manifest, count = _write(fresh, target, by=by, now=now)
        if _newest(fresh) == before:
            break
    else:
        raise ValidationError("打包的时候这件申请正在办理，内容一直在变。请过一会儿再下载。")
    target.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := target.read(1024**2):
        digest.update(piece)
        size += len(piece)
    target.seek(0)
    packed = Packed(f"{fresh.number}.zip", size, digest.hexdigest(), manifest)
    facts = {"manifest": manifest, "sha256": packed.sha256, "bytes": size, "files": count}
    record(fresh, HANDED_OUT, by=by, organ=fresh.organ, facts=facts, at=at)
    return packed


def _newest(application: Application) -> int | None:
    """The last event of the case."""
    return events_of(application).values_list("id", flat=True).last()


def _write(application: Application, target: BinaryIO, *, by: Actor, now: datetime) -> tuple[str, int]:
    """Write the bag; the digest of its manifest and the number of files."""
    sizes = sum(application.materials.filter(erased_at=None).values_list("size", flat=True))
    if sizes > MOST_BYTES:
        raise ValidationError(
            f"卷内材料共{sizes // 1024**2}兆字节，超过{MOST_BYTES // 1024**2}兆字节，不能在网页上打包下载，请联系系统管理员从备份导出。"
        )
    try:
        papers = list(_papers(application, now))
    except FileNotFoundError as problem:
        raise ValidationError(
            "卷内有一份材料的文件找不到了，没有打包。请联系系统管理员从备份恢复，或者核对是不是刚刚销毁。"
        ) from problem
    info = {
        "Source-Organization": application.organ.name,
        "External-Identifier": application.number,
        "External-Description": f"政府信息公开申请{application.number}的档案",
        "Contact-Name": by.name,
    }
    return write_bag(target, application.number, papers, info, now), len(papers)


def _papers(application: Application, now: datetime) -> Iterator[Paper]:
    case = CaseFile(application, today=timezone.localdate(now))
    rows = list(events_of(application))
    listed: list[tuple[str, str, str, str, str]] = []
    paths: dict[str, str] = {}
    for number, entry in enumerate(entries(application), start=1):
        paper = _paper(number, entry)
        if paper is not None:
            paths[_key(entry)] = paper.path
            yield paper
        title = f"{entry.title}：{entry.name}" if entry.name else entry.title
        listed.append((f"{entry.on:%Y-%m-%d}", title, entry.by, entry.digest[:12], entry.note))
    more: list[Paper] = []
    gathering.send(
        Application,
        application=application,
        add=lambda path, title, data: more.append(Paper(f"其他/{path}", title, data)),
    )
    for paper in more:
        listed.append((f"{timezone.localdate(now):%Y-%m-%d}", paper.title, application.organ.short_name, "", ""))
        yield paper
    yield from _limits(case)
    yield Paper(LOG, "日志摘录", _lines([row.row.as_json() for row in rows]))
    known = _kept(application)
    yield Paper(CASE, "案件", _json(_case(application, case, rows, paths, known, now)))
    ending, data = written(contents_letter(application, known, listed))
    yield Paper(f"{CONTENTS}.{ending}", "卷内目录", data)
    yield Paper("说明.txt", "说明", EXPLAINED.format(folder=application.number).encode())


def _kept(application: Application) -> Kept:
    found = Application.objects.select_related("organ").get(pk=application.pk)
    return kept(found, periods(found.organ))


def _paper(number: int, entry: Entry) -> Paper | None:
    if entry.reply is not None and entry.reply.body:
        return Paper(f"答复/{number:03d} 第{entry.reply.number}稿.txt", entry.title, entry.reply.body.encode())
    if entry.letter is not None and not entry.letter.erased:
        ending, data = written(document_of(entry.letter))
        return Paper(f"文书/{number:03d} {_plain(entry.letter.title)}.{ending}", entry.title, data)
    if entry.material is not None and not entry.material.erased_at:
        name = _plain(f"{entry.material.get_role_display()} {entry.material.name}")
        return Paper(f"材料/{number:03d} {name}", entry.title, bytes_of(entry.material))
    return None


def _key(entry: Entry) -> str:
    for kind, found in (("reply", entry.reply), ("letter", entry.letter), ("material", entry.material)):
        if found is not None:
            return f"{kind}:{found.pk}"
    return ""


def _limits(case: CaseFile) -> Iterator[Paper]:
    told = []
    for number, each in enumerate(case.clocks(), start=1):
        told.append("\n".join((each.title, *(f"　　{sentence}" for sentence in each.sentences))))
        days = case.proof(each.clock, each.key) if each.provable else ()
        if not days:
            continue
        out = io.StringIO()
        lines = csv.writer(out)
        lines.writerow(("日期", "星期", "是否计入", "第几日", "说明", "依据"))
        for day in days:
            counted = "计入" if day.counted else "不计入"
            last = "；最后一日" if day.last else ""
            lines.writerow((day.on.isoformat(), day.weekday, counted, day.number or "", f"{day.why}{last}", day.basis))
        yield Paper(f"期限/{number:02d} {_plain(each.title)}.csv", each.title, ("\ufeff" + out.getvalue()).encode())
    yield Paper("期限/说明.txt", "期限的说明", "\n\n".join(told).encode())


def _case(
    application: Application, case: CaseFile, rows: list[Event], paths: dict[str, str], known: Kept, now: datetime
) -> dict[str, Any]:
    served = service_of(case.history)
    chain = chain_of(application.organ)
    return {
        "format": FORMAT,
        "made_at": now.isoformat(timespec="seconds"),
        "number": application.number,
        "organ": {"code": application.organ.code, "name": application.organ.name},
        "case": {"id": str(application.pk), "state": application.state, "state_title": application.state_title}
        | {name: _value(getattr(application, name)) for name in COLUMNS},
        "applicant": {name: getattr(application, name) for name in (*Application.PERSONAL, "identity_kind")},
        "third_parties": [{"label": each.label, "name": each.name} for each in application.parties.all()],
        "service": None
        if served is None
        else {
            "delivery": served.delivery,
            "timely_on": served.timely_on.isoformat(),
            "remedy_from": _value(served.remedy_from),
        },
        "retention": {
            "kind": known.kind,
            "years": known.period.years,
            "basis": known.period.basis,
            "due_on": _value(known.due_on),
        },
        "steps": [row.content["event"] for row in rows if row.case_number],
        "replies": [
            {
                "number": each.number,
                "outcome": each.outcome,
                "body": each.body,
                "said": each.said,
                "salt": each.salt if each.body else "",
                "digest": each.digest,
                "author": each.author.name,
                "written_at": each.written_at.isoformat(),
                "path": paths.get(f"reply:{each.pk}"),
            }
            for each in application.replies.select_related("author")
        ],
        "letters": [
            {
                "kind": each.kind,
                "number": each.number,
                "title": each.title,
                "said": None if each.erased else each.said,
                "salt": "" if each.erased else each.salt,
                "digest": each.digest,
                "step": each.step,
                "dated": each.dated.isoformat(),
                "path": paths.get(f"letter:{each.pk}"),
            }
            for each in application.letters.all()
        ],
        "materials": [
            {
                "role": each.role,
                "name": each.name,
                "size": each.size,
                "sha256": each.sha256,
                "step": each.step,
                "added_at": each.added_at.isoformat(),
                "erased_at": _value(each.erased_at),
                "path": paths.get(f"material:{each.pk}"),
            }
            for each in application.materials.all()
        ],
        "log": {
            "chain": chain.key,
            "title": str(chain),
            "rows": len(rows),
            "head": {"number": chain.length, "digest": chain.head},
        },
    }


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _lines(values: list[Any]) -> bytes:
    return "".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) + "\n" for each in values).encode()


def _plain(name: str) -> str:
    """A name that every file system takes: no separators, no signs that Windows refuses, not too long."""
    clean = "".join("_" if sign in '\\/:*?"<>|' or ord(sign) < 32 else sign for sign in name).strip(" .")
    if len(clean.encode()) <= 150:
        return clean or "未命名"
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 8:
        stem, ending = clean, ""
    while len(stem.encode()) > 140:
        stem = stem[:-1]
    return f"{stem}.{ending}" if ending else stem
