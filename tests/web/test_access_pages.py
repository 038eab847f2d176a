"""The walls over HTTP: every address of the workbench, as somebody who has no business there.

Addresses come from the resolver, so a new page is asked as well. Whoever opens an address with a record in it enters in
``RECORDS`` how to make one; an address that fits nothing there fails the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pdf_files import Page, pdf

from gongkai.annualreport.scheme import schemes
from gongkai.applications.moves import TABLE
from gongkai.assessment.submissions.periods import Period
from gongkai.assessment.yearly.tables import example
from gongkai.casework import Event as CaseEvent
from gongkai.organs.roles import Role
from gongkai.web.accountability.models import Account as ComplaintAccount
from gongkai.web.accountability.models import Complaint, Evidence, Liability, Rectification
from gongkai.web.accountability.models import Paper as ComplaintPaper
from gongkai.web.accounts.models import Person
from gongkai.web.accounts.services import add_person
from gongkai.web.annualreport.models import KeptReport, ReportDraft
from gongkai.web.applications.materials import add_material
from gongkai.web.applications.models import Application, Letter, Material
from gongkai.web.archives.models import Disposal
from gongkai.web.assessment.models import (
    Appraisal,
    EvidenceFile,
    Objection,
    Round,
    Score,
    ScoreTable,
    Subject,
    VetoFound,
)
from gongkai.web.batches.models import Batch
from gongkai.web.concerns.models import AskedQuestion, Concern, PublicMeeting, Response
from gongkai.web.consultations.models import Consultation, ConsultationFile, Opinion, OpinionGroup, Question
from gongkai.web.disputes.models import CasePaper, Dispute
from gongkai.web.exchange.models import HandOver, ImportBatch
from gongkai.web.exemptions.models import Assessment
from gongkai.web.fees.models import FeeStatement
from gongkai.web.files.models import StoredFile
from gongkai.web.files.services import keep
from gongkai.web.inspection.content import Drawing
from gongkai.web.inspection.models import Problem, SelfInspection
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.models import Event
from gongkai.web.log.services import append, kind_of, save
from gongkai.web.messages.models import Category as MessageCategory
from gongkai.web.messages.models import Contribution, ImportRun, Message, Publication
from gongkai.web.messages.models import Paper as MessagePaper
from gongkai.web.normative.models import CleanUp, NormativeDocument
from gongkai.web.notes.models import Note
from gongkai.web.organs.authority import acting
from gongkai.web.organs.models import (
    Appointment,
    GroupMember,
    ImportFile,
    Organ,
    OrganDocument,
    OrganDocumentVersion,
    Training,
    WorkPoint,
)
from gongkai.web.privacy.cipher import encrypt_bytes
from gongkai.web.proposals.models import Proposal, ProposalPaper
from gongkai.web.proposals.models import Publication as ProposalPublication
from gongkai.web.publishing.models import Attachment, Item, LocalClass, Relation, SiteColumn, Version, Wording
from gongkai.web.redaction.models import Marking, Redaction
from gongkai.web.redaction.models import Release as RedactionRelease
from gongkai.web.registers.models import (
    Decision,
    Fee,
    FeeCollection,
    Matter,
    MatterBatch,
    ProcurementProject,
    Tally,
)
from gongkai.web.releases.models import Account, PlatformEvent, Release
from gongkai.web.screening.models import ScreeningWord
from gongkai.web.search.models import SearchSynonym
from gongkai.web.submissions import circulars
from gongkai.web.submissions.models import Adoption, Submission
from tests.web.addresses import Address, addresses
from tests.web.conftest import PASSWORD, County, signed_in, verified
from tests.web.forced_rows import anything_goes, row

WORKBENCH = "workbench/"
Values = dict[str, Any]
Make = Callable[[County, Person], Values]


def _made(model: Any, **known: Any) -> Make:
    def make(county: County, insider: Person) -> Values:
        return {"pk": row(model, county.bureau, insider, known).pk}

    return make


def _item(county: County, insider: Person) -> Values:
    made = row(Item, county.bureau, insider, {"section": county.section})
    row(Version, county.bureau, insider, {"item": made})
    return {"pk": made.pk}


def _item_file(county: County, insider: Person) -> Values:
    made = row(Item, county.bureau, insider, {"section": county.section})
    wording = row(Wording, county.bureau, insider, {"version": {"item": made}})
    place = default_storage.save("uploads/access", ContentFile(pdf([Page()])))
    stored = row(StoredFile, county.bureau, insider, {"kind": "pdf", "media_type": "application/pdf", "place": place})
    row(Attachment, county.bureau, insider, {"wording": wording, "file": stored})
    return {"pk": made.pk, "key": stored.key, "number": 1}


def _picture(county: County, insider: Person) -> Values:
    place = default_storage.save("uploads/access", ContentFile(b"\x89PNG"))
    stored = row(StoredFile, county.bureau, insider, {"kind": "png", "media_type": "image/png", "place": place})
    return {"key": stored.key}


def _assessment(county: County, insider: Person) -> Values:
    item = row(Item, county.bureau, insider, {"section": county.section})
    version = row(Version, county.bureau, insider, {"item": item})
    return {"pk": row(Assessment, county.bureau, insider, {"version": version}).pk}


def _withheld(county: County, insider: Person) -> Values:
    item = row(Item, county.bureau, insider, {"section": county.section})
    version = row(Version, county.bureau, insider, {"item": item, "state": "withheld"})
    row(Wording, county.bureau, insider, {"version": version})
    return {"pk": version.pk}


def _screened(county: County, insider: Person) -> Values:
    """With a wording, as every item has."""
    made = row(Item, county.bureau, insider, {"section": county.section})
    version = row(Version, county.bureau, insider, {"item": made})
    row(Wording, county.bureau, insider, {"version": version})
    return {"pk": made.pk}


def _document(county: County, insider: Person) -> Values:
    made = row(OrganDocument, county.bureau, insider, {})
    row(OrganDocumentVersion, county.bureau, insider, {"document": made})
    return {"pk": made.pk}


def _application(county: County, insider: Person) -> Values:
    """With one step on record, as amending it needs."""
    made = row(Application, county.bureau, insider, {})
    now = timezone.now()
    step = CaseEvent(1, next(iter(TABLE.move_of)), now, timezone.localdate(now), SYSTEM.key, "", {}, "")
    append(made, step, by=SYSTEM, organ=county.bureau, step=True)
    return {"number": made.number, "step": 1}


def _lettered(county: County, insider: Person) -> Values:
    """With a letter, whose file is asked for as well."""
    made = _application(county, insider)
    case = Application.objects.get(number=made["number"])
    letter = row(Letter, county.bureau, insider, {"application": case, "kind": "receipt", "series": "", "reply": None})
    return {"number": case.number, "pk": letter.pk, "kind": "help_request"}


def _charged(county: County, insider: Person) -> Values:
    """With a statement of its fee."""
    made = _application(county, insider)
    row(FeeStatement, county.bureau, insider, {"application": Application.objects.get(number=made["number"])})
    return {"number": made["number"]}


def _redaction(county: County, insider: Person) -> Values:
    """With its working copy, and a file that was released."""
    place = default_storage.save("cases/access", ContentFile(encrypt_bytes(pdf([Page()]))))
    made = row(Redaction, county.bureau, insider, {"layer": "applicant", "place": place, "page_sizes": [[595, 842]]})
    kept = {"application": made.application, "place": place}
    material = row(Material, county.bureau, insider, kept)
    marking = row(Marking, county.bureau, insider, {"redaction": made, "number": 1})
    Marking.objects.filter(pk=marking.pk).update(marks={"boxes": {}, "withheld": {}})
    known = {"redaction": made, "marking": marking, "state": "released", "material": material}
    release = row(RedactionRelease, county.bureau, insider, known)
    return {"number": made.application.number, "pk": made.pk, "page": 1, "release": release.pk}


def _dispute(county: County, insider: Person) -> Values:
    """With one step and one file on record."""
    made = row(Dispute, county.bureau, insider, {"kind": "reconsideration", "application": None, "follows": None})
    now = timezone.now()
    step = CaseEvent(1, "receive_copy", now, timezone.localdate(now), SYSTEM.key, "", {"act": "other"}, "")
    append(made, step, by=SYSTEM, organ=county.bureau, step=True)
    place = default_storage.save("cases/access", ContentFile(encrypt_bytes(b"x")))
    known = {"dispute": made, "kind": "txt", "media_type": "text/plain", "place": place}
    return {"number": made.number, "step": 1, "key": row(CasePaper, county.bureau, insider, known).key}


def _concern(county: County, insider: Person) -> Values:
    """With one step and one answer on record."""
    made = row(Concern, county.bureau, insider, {"section": county.section, "severity": "other", "source": "other"})
    now = timezone.now()
    facts = {"source": "other", "severity": "other", "found_at": now.isoformat()}
    step = CaseEvent(1, "register", now, timezone.localdate(now), SYSTEM.key, "", facts, "")
    append(made, step, by=SYSTEM, organ=county.bureau, step=True)
    row(Response, county.bureau, insider, {"concern": made, "number": 1, "item": None, "meeting": None})
    return {"number": made.number, "step": 1, "response": 1}


def _message(county: County, insider: Person) -> Values:
    """With one step and one file on record."""
    known: Values = {"channel": "hotline", "kind": "help", "category": None, "came_from": None, "into": None}
    known |= {"section": county.section, "application": None}
    made = row(Message, county.bureau, insider, known)
    now = timezone.now()
    facts = {"channel": "hotline", "kind": "help", "received_on": timezone.localdate(now).isoformat()}
    step = CaseEvent(1, "register", now, timezone.localdate(now), SYSTEM.key, "", facts, "")
    append(made, step, by=SYSTEM, organ=county.bureau, step=True)
    place = default_storage.save("cases/access", ContentFile(encrypt_bytes(b"x")))
    paper = {"message": made, "kind": "txt", "media_type": "text/plain", "place": place}
    return {"number": made.number, "step": 1, "key": row(MessagePaper, county.bureau, insider, paper).key}


def _proposal(county: County, insider: Person) -> Values:
    """With one step and one file on record."""
    known: Values = {"kind": "deputy_proposal", "role": "sole", "section": county.section}
    made = row(Proposal, county.bureau, insider, known)
    now = timezone.now()
    facts = {"kind": "deputy_proposal", "role": "sole", "session": "三次会议", "register_number": "1"}
    facts |= {"handed_on": timezone.localdate(now).isoformat(), "limit": 3}
    step = CaseEvent(1, "hand_over", now, timezone.localdate(now), SYSTEM.key, "", facts, "")
    append(made, step, by=SYSTEM, organ=county.bureau, step=True)
    place = default_storage.save("cases/access", ContentFile(encrypt_bytes(b"x")))
    paper = {"proposal": made, "kind": "txt", "media_type": "text/plain", "place": place}
    return {"number": made.number, "step": 1, "key": row(ProposalPaper, county.bureau, insider, paper).key}


def _proposal_publication(county: County, insider: Person) -> Values:
    of = {"proposal": row(Proposal, county.bureau, insider, {"kind": "deputy_proposal", "role": "sole"})}
    known = {"kind": "deputy_proposal", "attribute": "full", "reviewed_by": None, "state": "prepared"}
    return {"pk": row(ProposalPublication, county.bureau, insider, of | known).pk}


def _part(county: County, insider: Person) -> Values:
    known = {"message": {"organ": county.bureau, "channel": "hotline", "kind": "help"}, "section": county.section}
    return {"pk": row(Contribution, county.bureau, insider, known).pk}


def _problem(county: County, insider: Person) -> Values:
    """With one step on record."""
    made = row(Problem, county.bureau, insider, {"indicator": "empty", "inspection": None, "section": None})
    now = timezone.now()
    facts = {"limit": timezone.localdate(now).isoformat()}
    step = CaseEvent(1, "raise_problem", now, timezone.localdate(now), SYSTEM.key, "", facts, "")
    append(made, step, by=SYSTEM, organ=county.bureau, step=True)
    return {"number": made.number, "step": 1}


def _complaint(county: County, insider: Person) -> Values:
    """With two steps and one file on record."""
    known: Values = {"channel": "letter", "kind": "other", "about": None, "about_named": "某局", "application": None}
    made = row(Complaint, county.bureau, insider, known | {"came_from": None})
    now = timezone.now()
    facts = {"channel": "letter", "kind": "other", "received_on": timezone.localdate(now).isoformat(), "about": "某局"}
    register = CaseEvent(1, "register", now, timezone.localdate(now), SYSTEM.key, "", facts, "")
    append(made, register, by=SYSTEM, organ=county.bureau, step=True)
    append(made, replace(register, number=2, move="accept", facts={}), by=SYSTEM, organ=county.bureau, step=True)
    place = default_storage.save("cases/access", ContentFile(encrypt_bytes(b"x")))
    paper = {"complaint": made, "kind": "text", "media_type": "text/plain", "place": place}
    key = row(ComplaintPaper, county.bureau, insider, paper).key
    return {"number": made.number, "step": 1, "key": key, "kind": "accepted", "form": "docx"}


def _complaint_account(county: County, insider: Person) -> Values:
    """With a file that the organ handed in."""
    about: Values = {"channel": "letter", "kind": "other", "application": None, "came_from": None}
    made = row(ComplaintAccount, county.bureau, insider, {"complaint": {**about, "organ": county.government}})
    place = default_storage.save("cases/access", ContentFile(encrypt_bytes(b"x")))
    paper = {"complaint": made.complaint, "role": "account", "kind": "text", "media_type": "text/plain", "place": place}
    return {"pk": made.pk, "key": row(ComplaintPaper, county.bureau, insider, paper).key}


def _rectification(county: County, insider: Person) -> Values:
    """With one step and one file on record."""
    known: Values = {"orderer": county.government, "complaint": None, "means": "urge", "source": "inspection"}
    made = row(Rectification, county.bureau, insider, known)
    now = timezone.now()
    limit = (timezone.localdate(now) + timedelta(days=9)).isoformat()
    facts = {"measure": "urge", "source": "inspection", "limit": limit}
    step = CaseEvent(1, "order", now, timezone.localdate(now), SYSTEM.key, "", facts, "")
    append(made, step, by=SYSTEM, organ=county.bureau, step=True)
    place = default_storage.save("cases/access", ContentFile(encrypt_bytes(b"x")))
    paper = {"rectification": made, "kind": "text", "media_type": "text/plain", "place": place}
    key = row(Evidence, county.bureau, insider, paper).key
    return {"number": made.number, "step": 1, "key": key, "form": "docx"}


def _consultation(county: County, insider: Person) -> Values:
    """Open for opinions, with one of them, a group, a file and one step on record."""
    known = {"kind": "other", "state": "open", "document": None, "section": county.section}
    made = row(Consultation, county.bureau, insider, known)
    Consultation.objects.filter(pk=made.pk).update(closes_on=timezone.localdate(), ended=False)
    now = timezone.now()
    step = CaseEvent(1, "withdraw", now, timezone.localdate(now), SYSTEM.key, "", {"reason": "x"}, "")
    append(made, step, by=SYSTEM, organ=county.bureau, step=True)
    group = row(OpinionGroup, county.bureau, insider, {"consultation": made, "verdict": "adopted"})
    opinion = row(Opinion, county.bureau, insider, {"consultation": made, "group": group, "source": "letter"})
    stored = keep(county.bureau, by=acting(insider, county.bureau), name="草案.txt", data="草案".encode())
    row(ConsultationFile, county.bureau, insider, {"consultation": made, "file": stored, "removed_at": None})
    return {"number": made.number, "step": 1, "serial": opinion.serial, "pk": group.pk, "key": stored.key}


def _survey(state: str) -> Make:
    """With one question."""

    def make(county: County, insider: Person) -> Values:
        known = {"kind": "survey", "state": state, "document": None, "section": county.section}
        made = row(Consultation, county.bureau, insider, known)
        asked = {"consultation": made, "form": "short", "removed_at": None, "options": []}
        question = row(Question, county.bureau, insider, asked)
        return {"number": made.number, "pk": question.pk, "what": "counts", "form": "csv", "action": "up"}

    return make


def _submission(county: County, insider: Person) -> Values:
    """With a file."""
    file = keep(county.bureau, by=acting(insider, county.bureau), name="信息.txt", data="春耕".encode())
    return {
        "number": row(Submission, county.bureau, insider, {"kind": "news", "state": "submitted", "file": file}).number
    }


def _adoption(county: County, insider: Person) -> Values:
    known = {"submission": {"kind": "news", "state": "adopted"}, "level": "own", "struck_at": None}
    return {"pk": row(Adoption, county.bureau, insider, known).pk}


def _circular(county: County, insider: Person) -> Values:
    """Drawn up by somebody else than who approves it."""
    by = acting(county.person(Role.FOI_OFFICER), county.bureau)
    made = circulars.draw(county.bureau, by=by, period=Period.around("quarter", timezone.localdate()))
    return {"pk": made.pk, "form": "docx"}


def _score_table(county: County, insider: Person) -> Values:
    """One that can be used."""
    table = example("organs", date(2026, 1, 1)).table
    made = row(ScoreTable, county.bureau, insider, {"year": 2026, "kind": "organs"})
    ScoreTable.objects.filter(pk=made.pk).update(content=table.as_json())
    return {"pk": made.pk}


def _round(county: County, insider: Person) -> Values:
    """With its table."""
    table = ScoreTable.objects.get(pk=_score_table(county, insider)["pk"])
    known: Values = {"table": table, "kind": "organs", "year": 2026}
    return {"pk": row(Round, county.bureau, insider, known).pk, "form": "docx"}


def _assessed(county: County, insider: Person) -> Values:
    """With a score that was counted, and a file."""
    known: Values = {"round": Round.objects.get(pk=_round(county, insider)["pk"]), "target": county.bureau}
    made = row(Subject, county.bureau, insider, known | {"section": None})
    row(
        Score,
        county.bureau,
        insider,
        {"subject": made, "indicator": "2-1", "measure": "applications_late", "item": None},
    )
    place = default_storage.save("cases/access", ContentFile(encrypt_bytes(b"x")))
    paper: Values = {"subject": made, "indicator": "1-1", "kind": "txt", "media_type": "text/plain", "place": place}
    return {"pk": made.pk, "key": row(EvidenceFile, county.bureau, insider, paper).key, "indicator": "2-1"}


def _of_assessed(model: Any) -> Make:
    def make(county: County, insider: Person) -> Values:
        subject = Subject.objects.get(pk=_assessed(county, insider)["pk"])
        known: Values = {"subject": subject, "indicator": "1-1"}
        if model is Appraisal:
            known = {"subject": subject, "round": subject.round}
        if model is VetoFound:
            known = {"subject": subject, "counted": True, "title": subject.round.table.table.vetoes[0].title}
        return {"pk": row(model, county.bureau, insider, known).pk}

    return make


def _self_inspection(county: County, insider: Person) -> Values:
    """With what it found."""
    made = row(SelfInspection, county.bureau, insider, {"year": 2026, "quarter": 3})
    content = Drawing(county.bureau, timezone.localdate()).content(2026, 3, ())
    SelfInspection.objects.filter(pk=made.pk).update(content=content)
    return {"pk": made.pk, "form": "docx"}


def _filed(county: County, insider: Person) -> Values:
    """With a material whose bytes are there."""
    made = _application(county, insider)
    application = Application.objects.get(number=made["number"])
    by = acting(insider, county.bureau)
    material = add_material(application, role="service", name="回执.txt", data="已收到".encode(), by=by)
    return {"number": made["number"], "key": material.key}


def _followed(county: County, insider: Person) -> Values:
    return {"kind": "applications.application", "pk": row(Application, county.bureau, insider, {}).pk}


def _note(county: County, insider: Person) -> Values:
    """By the insider and for the insider."""
    known = {**_followed(county, insider), "author": insider, "addressee": insider}
    return {"pk": row(Note, county.bureau, insider, {**known, "case": known.pop("pk")}).pk}


def _draft(county: County, insider: Person) -> Values:
    scheme = schemes()[-1]
    made = row(ReportDraft, county.bureau, insider, {"form": scheme.form, "year": scheme.since_year})
    return {"pk": made.pk, "cell": scheme.tables[0].addresses[0], "section": scheme.sections[0].key}


def _fee(county: County, insider: Person) -> Values:
    """With an amount collected."""
    made = row(Fee, county.bureau, insider, {})
    return {"pk": made.pk, "collection": row(FeeCollection, county.bureau, insider, {"fee": made}).pk}


def _related(county: County, insider: Person) -> Values:
    """With one relation, as taking it back needs."""
    made = _item(county, insider)
    relation = row(Relation, county.bureau, insider, {"source": Item.objects.get(**made), "outside_title": "站外文件"})
    return made | {"relation": relation.pk}


def _with_evidence(model: Any, **known: Any) -> Make:
    """With a file whose bytes are there, as looking at it needs."""

    def make(county: County, insider: Person) -> Values:
        kept = keep(county.bureau, by=acting(insider, county.bureau), name="截图说明.txt", data="已发布".encode())
        return {"pk": row(model, county.bureau, insider, {"evidence": kept, **known}).pk}

    return make


def _package(county: County, insider: Person) -> Values:
    place = default_storage.save("packages/test.zip", ContentFile(b"PK"))
    return {"pk": row(HandOver, county.bureau, insider, {"place": place}).pk}


def _event(county: County, insider: Person) -> Values:
    return {"pk": Event.objects.filter(chain__organ=county.bureau).latest("pk").pk}


RECORDS: dict[str, Make] = {
    "organ/<slug:code>/": lambda county, insider: {"code": county.bureau.code},
    "organs/of/<slug:code>/": lambda county, insider: {"code": county.bureau.code},
    "organs/import/<int:pk>/": _made(ImportFile, content=b"x"),
    "organs/people/<int:pk>/": lambda county, insider: {"pk": county.person(Role.FOI_OFFICER).pk},
    "organs/appointments/<int:pk>/": _made(Appointment),
    "organs/sections/<int:pk>/": lambda county, insider: {"pk": county.section.pk},
    "organs/members/<int:pk>/": _made(GroupMember),
    "organs/documents/<int:pk>/": _document,
    "organs/versions/<int:pk>/": _made(OrganDocumentVersion),
    "organs/work-points/<int:pk>/": _made(WorkPoint),
    "organs/trainings/<int:pk>/": _made(Training),
    "exchange/imports/<int:pk>/": _made(ImportBatch, source="package"),
    "exchange/packages/<int:pk>/": _package,
    "screening/items/<int:pk>/": _screened,
    "search/synonyms/<int:pk>/": _made(SearchSynonym, terms="甲词、乙词"),
    "screening/words/<int:pk>/": _made(ScreeningWord),
    "log/<int:pk>/": _event,
    "log/of/<str:kind>/<str:key>/": lambda county, insider: {
        "kind": kind_of(county.section),
        "key": county.section.pk,
    },
    "items/columns/<int:pk>/": _made(SiteColumn),
    "items/classes/<int:pk>/": _made(LocalClass),
    "items/new/pictures/<uuid:key>/": _picture,
    "items/<int:pk>/": _item,
    "normative/<int:pk>/": _made(NormativeDocument, kind="normative_documents", item=None),
    "normative/cleanups/<int:pk>/": _made(CleanUp),
    "normative/relations/<int:pk>/": _related,
    "exemptions/assess/<int:pk>/": _item,
    "exemptions/results/<int:pk>/": _assessment,
    "exemptions/withheld/<int:pk>/": _withheld,
    "items/<int:pk>/files/": _item_file,
    "applications/<slug:number>/": _application,
    "applications/<slug:number>/materials/": _filed,
    "letters/of/<slug:number>/": _lettered,
    "fees/<slug:number>/": _charged,
    "batches/<int:pk>/": _made(Batch, what="assign", state="done"),
    "archives/<slug:number>/": _filed,
    "archives/disposals/<int:pk>/": _made(Disposal),
    "redaction/<slug:number>/": _redaction,
    "disputes/<slug:number>/": _dispute,
    "concerns/<slug:number>/": _concern,
    "concerns/meetings/<int:pk>/": _made(PublicMeeting, kind="interview", part="held", policy=None, item=None),
    "concerns/questions/<int:pk>/": _made(AskedQuestion, state="passed"),
    "messages/<slug:number>/": _message,
    "proposals/<slug:number>/": _proposal,
    "proposals/publications/<int:pk>/": _proposal_publication,
    "messages/parts/<int:pk>/": _part,
    "messages/imports/<int:pk>/": _made(ImportRun, channel="hotline", state="checked"),
    "messages/questions/<int:pk>/": _made(Publication, message=None, frequent=True, reviewed_by=None),
    "messages/rules/categories/<int:pk>/": _made(MessageCategory, until=None),
    "accountability/complaints/<slug:number>/": _complaint,
    "accountability/accounts/<int:pk>/": _complaint_account,
    "accountability/rectifications/<slug:number>/": _rectification,
    "accountability/liabilities/<int:pk>/": _made(Liability, body="appointing", rectification=None, complaint=None),
    "consultations/<slug:number>/": _consultation,
    "consultations/<slug:number>/questions/": _survey("drafting"),
    "consultations/<slug:number>/preview/": _survey("open"),
    "consultations/<slug:number>/results/": _survey("open"),
    "consultations/<slug:number>/sheets/": _survey("open"),
    "submissions/<slug:number>/": _submission,
    "submissions/adoptions/<int:pk>/": _adoption,
    "submissions/circulars/<int:pk>/": _circular,
    "assessment/tables/<int:pk>/": _score_table,
    "assessment/rounds/<int:pk>/": _round,
    "assessment/subjects/<int:pk>/": _assessed,
    "assessment/objections/<int:pk>/": _of_assessed(Objection),
    "assessment/vetoes/<int:pk>/": _of_assessed(VetoFound),
    "assessment/appraisals/<int:pk>/": _of_assessed(Appraisal),
    "inspection/problems/<slug:number>/": _problem,
    "inspection/reports/<int:pk>/": _self_inspection,
    "notes/<int:pk>/": _note,
    "notes/of/<str:kind>/<int:pk>/": _followed,
    "annual-reports/<int:pk>/": _made(KeptReport),
    "annual-reports/drafts/<int:pk>/": _draft,
    "releases/<int:pk>/": _with_evidence(Release, channel="wechat"),
    "releases/accounts/<int:pk>/": _made(Account, platform="wechat"),
    "releases/platform-events/<int:pk>/": _with_evidence(PlatformEvent, kind="other"),
    "registers/matters/<int:pk>/": _made(Matter, kind="licensing"),
    "registers/decisions/<int:pk>/": _made(Decision, kind="penalties"),
    "registers/fees/<int:pk>/": _fee,
    "registers/procurement/<int:pk>/": _made(ProcurementProject),
    "registers/batches/<int:pk>/": _made(MatterBatch),
    "registers/tallies/<int:pk>/": _made(Tally, kind="licensing", evidence={}),
}
"""How to make a record of the bureau for the addresses that begin so."""

OF_NO_ORGAN = (
    "applications/statistics/",
    "organs/reorganise/",
    "organs/import/template/",
    "holidays/",
    "concerns/statistics/",
    "letters/templates/",
    "inspection/vetoes/",
    "inspection/columns/",
    "inspection/published/",
    "inspection/problems/export",
    "submissions/report/export",
    "accountability/export/",
    "accountability/statistics/export/",
    "accountability/rectifications/export/",
    "dashboards/",
)
"""Addresses whose parameters name no record of an organ."""

CHOICES = ("move", "name", "action", "to", "section", "cell")
"""Parameters that choose what to do to the record; several are tried."""
TRIED = {
    "items/": ("submit", "publish", "withdraw", "clear", "pass_secrecy"),
    "applications/": ("register", "approve", "serve", "withdraw", "extend"),
    "letters/": ("pdf", "docx"),
    "concerns/meetings/": ("announce", "hold", "cancel"),
    "concerns/questions/": ("pass", "decline", "live", "answer", "release", "return"),
    "concerns/": ("assess", "draft", "approve", "respond", "escalate", "propose_silence", "close"),
    "messages/imports/": ("go", "stop", "drop"),
    "messages/": ("assign", "draft", "approve", "answer", "transfer"),
    "proposals/": ("assign", "draft", "approve", "sign", "reply", "return"),
    "disputes/": ("submit_answer", "suspend_review", "receive_decision", "fulfil", "decide"),
    "accountability/complaints/": ("accept", "decline", "propose", "tell", "withdraw"),
    "accountability/rectifications/": ("receive", "report", "accept", "revoke"),
    "consultations/": ("submit", "open", "change_closing", "draft_result", "withdraw"),
    "submissions/circulars/": ("approve", "drop"),
    "assessment/rounds/": ("count", "close", "tell", "approve", "drop"),
    "submissions/": ("return", "decline"),
    "inspection/problems/": ("report_done", "confirm_done"),
    "inspection/reports/": ("check", "sign"),
    "registers/": ("release", "keep_back", "withdraw", "void", "remove", "change"),
    "normative/": ("consult", "pass_legal", "sign", "register", "evaluate", "abandon", "docx"),
    "annual-reports/": ("keep", "approve", "discard", "withdraw", "docx", "json", "sign", "submit"),
}


def all_roles(county: County, organ: Organ, username: str) -> Person:
    """Somebody who holds every role there is in one organ. What is closed to him is closed to each of the roles."""
    person = add_person(username=username, name="一身兼", by=SYSTEM, organ=organ, password=PASSWORD).person
    for role in Role:
        appointment = Appointment(person=person, organ=organ, role=role, since=date(2020, 1, 1))
        save(appointment, "appoint", by=SYSTEM, organ=organ)
    return person


def with_records() -> list[Address]:
    return [each for each in addresses(WORKBENCH) if each.parameters and not _rest(each).startswith(OF_NO_ORGAN)]


def _rest(address: Address) -> str:
    return address.route.removeprefix(WORKBENCH)


def fill(address: Address, county: County, insider: Person) -> Iterator[str]:
    """The address with a record of the bureau, once for each thing that can be done to it."""
    rest = _rest(address)
    known = max((start for start in RECORDS if rest.startswith(start)), key=len, default=None)
    assert known, f"{address.route}：请在 RECORDS 里写明它的记录怎么造"
    values = RECORDS[known](county, insider)
    free = [name for name, _ in address.parameters if name in CHOICES and name not in values]
    tried = next((each for start, each in TRIED.items() if rest.startswith(start)), ("x",)) if free else ("x",)
    for choice in tried:
        yield address.filled(values | dict.fromkeys(free, choice))


def test_who_is_not_signed_in_is_led_to_the_sign_in(client, db):
    astray = {}
    for address in addresses(WORKBENCH):
        path = address.filled({})
        answers = [client.get(path), client.post(path)]
        led = [answer.headers.get("Location", "").startswith("/sign-in/?next=/workbench/") for answer in answers]
        # 只收一种方法的，另一种答“不行”
        if not any(led) or any(not to and answer.status_code != 405 for to, answer in zip(led, answers, strict=True)):
            astray[address.name] = [answer.status_code for answer in answers]
    assert astray == {}


def test_who_holds_no_role_enters_no_page(client, county):
    person = add_person(username="kong", name="空", by=SYSTEM, organ=county.bureau, password=PASSWORD).person
    verified(client, person)
    entered = {}
    for address in addresses(WORKBENCH):
        path = address.filled({})
        for send in (client.get, client.post):
            status = send(path).status_code
            if status not in (403, 405):
                entered[address.name] = status
    assert entered == {}


@pytest.mark.long
def test_a_record_of_one_organ_is_not_there_for_all_the_roles_of_another(county):
    county.staffed()
    person = all_roles(county, county.bureau, "insider")
    stranger = verified(Client(raise_request_exception=False), all_roles(county, county.other, "stranger"))
    insider = verified(Client(raise_request_exception=False), person)
    open_to_strangers, closed_to_all, noted = {}, [], []
    with anything_goes():
        for address in with_records():
            with transaction.atomic():
                paths = list(fill(address, county, person))
                before = happened()
                for path in paths:
                    for send in (stranger.get, stranger.post):
                        status = send(path).status_code
                        if status not in (403, 404, 405):
                            open_to_strangers[path] = status
                noted += [address.route] if happened() != before else []
                # 这条记录对本机关的人确实在，上面的“没有”才说明问题
                answers = (send(path).status_code for path in paths for send in (insider.get, insider.post))
                closed_to_all += [address.route] if all(status in (404, 405) for status in answers) else []
                transaction.set_rollback(True)
    assert open_to_strangers == {}
    assert noted == []
    assert closed_to_all == [], "本机关的人也打不开，请核对 RECORDS 里的记录"


def happened() -> int:
    """How many events there are, without those of accounts."""
    return Event.objects.exclude(subject_kind=kind_of(Person())).count()


@pytest.mark.parametrize("role", list(Role))
def test_the_first_page_opens_for_every_role(client, county, role):
    assert signed_in(client, county.person(role)).get("/workbench/").status_code == 200
