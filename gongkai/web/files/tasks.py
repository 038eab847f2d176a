"""Work on files that takes too long for a page."""

from __future__ import annotations

from django_tasks import task

from gongkai.web.files.models import StoredFile
from gongkai.web.files.services import extract


@task()
def extract_in_background(stored: int) -> str:
    """Read the words in a file; what became of it."""
    return extract(StoredFile.objects.select_related("organ").get(pk=stored)).text_state
