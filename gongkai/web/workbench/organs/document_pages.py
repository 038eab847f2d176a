"""Guides and rules: the list, one document with its versions, drafting, comparing, releasing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from gongkai.web.organs import services
from gongkai.web.organs.access import DOCUMENT_POLICY, VERSION_POLICY, readable_versions
from gongkai.web.organs.authority import acting
from gongkai.web.organs.models import Organ, OrganDocument, OrganDocumentVersion
from gongkai.web.organs.queries import in_force
from gongkai.web.organs.services.documents import digest_of
from gongkai.web.organs.texts import compare, parts
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.document_forms import (
    DiscardForm,
    DocumentForm,
    EditDocumentForm,
    ReleaseForm,
    VersionForm,
)
from gongkai.web.workbench.organs.organ_pages import found_organ, organ_crumbs
from gongkai.web.workbench.organs.pages import Crumb, ask, lacks_second_factor, start


def document_url(document: OrganDocument) -> str:
    """The page of a guide or rule."""
    return reverse("workbench:organ_document", args=[document.pk])


def version_url(version: OrganDocumentVersion) -> str:
    """The page of one of its versions."""
    return reverse("workbench:document_version", args=[version.pk])


def _crumbs(organ: Organ, *more: Crumb) -> list[Crumb]:
    return start(("指南与制度", reverse("workbench:organ_documents", args=[organ.code])), *more)


@staff
def documents(request: Any, code: str) -> HttpResponse:
    """The guide and the rules of an organ, with what is in force and what waits."""
    organ = found_organ(request, code)
    rows = list(DOCUMENT_POLICY.visible(request.user, organ.documents.all()))
    now = {version.document_id: version for version in in_force(organ)}
    drafts = {
        version.document_id: version
        for version in readable_versions(request.user)
        .filter(document__organ=organ, published_at=None)
        .select_related("author")
    }
    context = {
        "organ": organ,
        "rows": [(row, now.get(row.pk), drafts.get(row.pk)) for row in rows],
        "may_add": DOCUMENT_POLICY.may_in(request.user, "add", organ) and organ.exists_now,
        "crumbs": organ_crumbs(organ, ("指南与制度", None)),
    }
    return render(request, "workbench/organs/documents.html", context)


@staff
def add_document(request: Any, code: str) -> HttpResponse:
    """A new guide or rule; its wording is drafted next."""
    organ = found_organ(request, code)
    DOCUMENT_POLICY.check(request.user, "add", OrganDocument(organ=organ))
    return ask(
        request,
        DocumentForm,
        lambda given: services.add_document(organ, by=acting(request.user, organ), **given),
        title="新建指南或者制度",
        done="已经新建，现在可以起草内容。",
        to=lambda made: reverse("workbench:write_version", args=[made.pk]),
        cancel=reverse("workbench:organ_documents", args=[organ.code]),
        crumbs=_crumbs(organ, ("新建", None)),
    )


def _document(request: Any, pk: int, action: str = "read") -> OrganDocument:
    return DOCUMENT_POLICY.get(request.user, OrganDocument.objects.select_related("organ"), action, pk=pk)


@staff
def document(request: Any, pk: int) -> HttpResponse:
    """One guide or rule with all its versions."""
    found = _document(request, pk)
    rows = readable_versions(request.user).filter(document=found)
    versions = list(rows.select_related("author", "released_by", "document__organ"))
    draft = next((version for version in versions if version.state == "draft"), None)
    fresh = draft or OrganDocumentVersion(document=found)
    context = {
        "document": found,
        "versions": versions,
        "draft": draft,
        "in_force": in_force(found.organ).filter(document=found).first(),
        "may_write": VERSION_POLICY.may(request.user, "write", fresh)
        and (draft is None or draft.author_id == request.user.pk)
        and found.organ.exists_now,
        "may_edit": DOCUMENT_POLICY.may(request.user, "add", found),
        "crumbs": _crumbs(found.organ, (found.title, None)),
    }
    return render(request, "workbench/organs/document.html", context)


@staff
def edit_document(request: Any, pk: int) -> HttpResponse:
    """Change title, code or order."""
    found = _document(request, pk, "add")
    return ask(
        request,
        partial(EditDocumentForm, instance=found),
        lambda given: services.edit_document(found, by=acting(request.user, found.organ), **given),
        title=f"修改《{found}》的名称",
        done="已经保存。",
        to=document_url(found),
        crumbs=_crumbs(found.organ, (found.title, document_url(found)), ("修改名称", None)),
    )


@staff
def write_version(request: Any, pk: int) -> HttpResponse:
    """Draft the next version, beginning with the wording of the last."""
    found = _document(request, pk)
    latest = found.versions.first()
    draft = latest if latest is not None and latest.state == "draft" else OrganDocumentVersion(document=found)
    VERSION_POLICY.check(request.user, "write", draft)
    begin = {} if draft.pk or latest is None else {"body": latest.body}
    return ask(
        request,
        partial(VersionForm, instance=draft, initial=begin),
        lambda given: services.write_version(found, by=acting(request.user, found.organ), **given),
        title=f"起草《{found}》",
        done="草稿已经保存，请由另一人审看后批准公布。",
        to=version_url,
        cancel=document_url(found),
        button="保存草稿",
        crumbs=_crumbs(found.organ, (found.title, document_url(found)), ("起草", None)),
    )


def _version(request: Any, pk: int, action: str = "read") -> OrganDocumentVersion:
    rows = readable_versions(request.user).select_related("document__organ", "author", "released_by")
    found = get_object_or_404(rows, pk=pk)
    if action != "read":
        VERSION_POLICY.check(request.user, action, found)
    return found


@staff
def version(request: Any, pk: int) -> HttpResponse:
    """One wording, with what changed since the one before, and the button to release it."""
    found = _version(request, pk)
    before = found.document.versions.filter(number__lt=found.number).exclude(published_at=None).first()
    author = found.author_id == request.user.pk
    context = {
        "version": found,
        "parts": list(parts(found.body)),
        "before": before,
        "pairs": compare(before.body, found.body) if before else [],
        "form": ReleaseForm(initial={"seen": digest_of(found)}),
        "is_author": author,
        "may_write": VERSION_POLICY.may(request.user, "write", found) and author,
        "may_discard": VERSION_POLICY.may(request.user, "discard", found),
        "may_release": VERSION_POLICY.may(request.user, "release", found) and not author,
        "needs_second_factor": lacks_second_factor(request.user, VERSION_POLICY, "release", found),
        "crumbs": _version_crumbs(found, (f"第{found.number}版", None)),
    }
    return render(request, "workbench/organs/version.html", context)


@staff
def release_version(request: Any, pk: int) -> HttpResponse:
    """Publish a draft that was read."""
    found = _version(request, pk, "release")
    return ask(
        request,
        partial(ReleaseForm, initial={"seen": digest_of(found)}),
        lambda given: services.release_version(
            found, by=acting(request.user, found.document.organ), seen=given["seen"]
        ),
        title=f"公布《{found.document}》第{found.number}版",
        done="已经公布。",
        to=version_url(found),
        button="批准公布",
        intro="公布以后不能再改，要修改的另出新版。",
        crumbs=_version_crumbs(found, (f"第{found.number}版", version_url(found)), ("公布", None)),
    )


@staff
def discard_draft(request: Any, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = _version(request, pk, "discard")
    return ask(
        request,
        DiscardForm,
        lambda given: services.discard_draft(found, by=acting(request.user, found.document.organ), note=given["note"]),
        title=f"废弃《{found.document}》第{found.number}版的草稿",
        done="草稿已经废弃。",
        to=document_url(found.document),
        button="废弃草稿",
        intro="草稿的文字不再保留，日志里记下谁在何时废弃了它。",
        crumbs=_version_crumbs(found, (f"第{found.number}版", version_url(found)), ("废弃", None)),
    )


@staff
def compare_versions(request: Any, pk: int) -> HttpResponse:
    """Two wordings beside each other."""
    found = _document(request, pk)
    versions = list(readable_versions(request.user).filter(document=found))
    before, after = (_chosen(versions, request.GET.get(name, "")) for name in ("before", "after"))
    after = after or (versions[0] if versions else None)
    if after is None:
        raise Http404
    before = before or next((each for each in versions if each.number < after.number), after)
    context = {
        "document": found,
        "versions": versions,
        "before": before,
        "after": after,
        "pairs": compare(before.body, after.body),
        "crumbs": _crumbs(found.organ, (found.title, document_url(found)), ("比较版本", None)),
    }
    return render(request, "workbench/organs/compare.html", context)


def _chosen(versions: list[OrganDocumentVersion], number: str) -> OrganDocumentVersion | None:
    return next((each for each in versions if str(each.number) == number), None)


def _version_crumbs(version: OrganDocumentVersion, *more: Crumb) -> list[Crumb]:
    return _crumbs(version.document.organ, (version.document.title, document_url(version.document)), *more)
