"""What the section “附件” of an item's page shows."""

from __future__ import annotations

from typing import Any

from gongkai.web.organs.authority import Denied
from gongkai.web.publishing.access import POLICY
from gongkai.web.publishing.attaching import attachments_of
from gongkai.web.publishing.models import Item, Version, Wording
from gongkai.web.workbench.files.forms import UploadForm


def section(request: Any, item: Item, version: Version, wording: Wording) -> dict[str, Any]:
    """Context for ``workbench/files/section.html``: the files of the wording at hand, and the form for who may change them."""
    there = attachments_of(wording)
    changeable = version.state == "draft" and _may_edit(request.user, version)
    return {
        "files": there,
        "files_changeable": changeable,
        "upload_form": UploadForm() if changeable else None,
    }


def _may_edit(person: Any, version: Version) -> bool:
    try:
        POLICY.check(person, "edit", version)
    except Denied:
        return False
    return True
