"""政府信息公开指南 and 制度 on the portal: the wording in force, and every former one with its days (《条例》第十二条)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from gongkai.web.organs.models import Organ, OrganDocument, OrganDocumentVersion
from gongkai.web.organs.queries import former_versions, in_force
from gongkai.web.organs.texts import parts
from gongkai.web.portal.meta import article_meta, column_meta

GUIDE, RULES = OrganDocument.Kind.GUIDE, OrganDocument.Kind.RULES


def _organ(code: str) -> Organ:
    return get_object_or_404(Organ.objects.select_related("parent"), code=code)


def guide(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    """The guide, with the particulars of the organ that it must give; or one of its versions."""
    organ = _organ(code)
    found = OrganDocument.objects.filter(organ=organ, kind=GUIDE).first()
    here = reverse("portal:guide", args=[code])
    crumbs: list[tuple[str, str | None]] = [("首页", "/"), (organ.name, organ.get_absolute_url())]
    if found is None or not found.versions.exclude(published_at=None).exists():
        if number is not None:
            raise Http404
        context = {
            "organ": organ,
            "crumbs": [*crumbs, ("政府信息公开指南", None)],
            "meta": column_meta("政府信息公开指南", description=f"{organ.name}的政府信息公开指南"),
        }
        return render(request, "portal/organs/document.html", context)
    crumbs += [("政府信息公开指南", here if number else None)]
    return _shown(
        request, found, number, crumbs, here, lambda each: reverse("portal:guide_version", args=[code, each.number])
    )


def rules(request: HttpRequest, code: str) -> HttpResponse:
    """The rules in force, and those that were."""
    organ = _organ(code)
    now = [version for version in in_force(organ) if version.document.kind == RULES]
    rest = OrganDocument.objects.filter(organ=organ, kind=RULES, versions__published_at__isnull=False)
    rest = rest.exclude(pk__in=[version.document_id for version in now]).distinct()
    context = {
        "organ": organ,
        "versions": now,
        "coming": list(rest),
        "crumbs": [("首页", "/"), (organ.name, organ.get_absolute_url()), ("政府信息公开制度", None)],
        "meta": column_meta("政府信息公开制度", description=f"{organ.name}的政府信息公开制度"),
    }
    return render(request, "portal/organs/rules.html", context)


def document(request: HttpRequest, code: str, document: str, number: int | None = None) -> HttpResponse:
    """One rule as it is in force, or one of its versions."""
    organ = _organ(code)
    found = get_object_or_404(OrganDocument, organ=organ, kind=RULES, code=document)
    here = reverse("portal:document", args=[code, document])
    crumbs = [
        ("首页", "/"),
        (organ.name, organ.get_absolute_url()),
        ("政府信息公开制度", reverse("portal:rules", args=[code])),
        (found.title, here if number else None),
    ]
    return _shown(
        request,
        found,
        number,
        crumbs,
        here,
        lambda each: reverse("portal:document_version", args=[code, document, each.number]),
    )


def _shown(
    request: HttpRequest,
    found: OrganDocument,
    number: int | None,
    crumbs: list[Any],
    here: str,
    address: Callable[[OrganDocumentVersion], str],
) -> HttpResponse:
    organ, versions, today = found.organ, list(former_versions(found)), timezone.localdate()
    now = next((each for each in versions if each.effective_on <= today), None)
    if number is None:
        version = now or (versions[0] if versions else None)
    else:
        version = next((each for each in versions if each.number == number), None)
    if version is None:
        raise Http404
    if number is not None:
        crumbs = [*crumbs, (f"第{number}版", None)]
    context = {
        "organ": organ,
        "document": found,
        "version": version,
        "is_in_force": now is not None and version.pk == now.pk,
        "is_coming": version.effective_on > today,
        "in_force_url": here if now else "",
        "coming": [(each, address(each)) for each in versions if each.effective_on > today and each.pk != version.pk],
        "parts": list(parts(version.body)),
        "versions": [(each, address(each), each.pk == (now.pk if now else None)) for each in versions],
        "crumbs": crumbs,
        "meta": article_meta(
            found.title,
            published_at=version.published_at,
            source=organ.name,
            url=request.path,
            column=found.get_kind_display(),
        ),
    }
    return render(request, "portal/organs/document.html", context)
