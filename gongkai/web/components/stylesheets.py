"""One stylesheet for the portal and one for the workbench, put together from the components' own, so that a page loads one file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import Storage

WEB = Path(__file__).resolve().parents[1]
REPORT = WEB.parent / "annualreport" / "writing" / "templates" / "report.css"
"""The engine's own sheet for reports as pages, so that a report looks here as it does in the file that is sent."""
SHEETS = {
    "gongkai-portal.css": ("components", "portal"),
    "gongkai-workbench.css": ("components", "workbench"),
}


def assembled(name: str) -> str:
    """The text of a sheet: the statutory report's, variables, the components by name, then the face's own."""
    parts = [REPORT.read_text(encoding="utf-8")]
    for app in SHEETS[name]:
        folder = WEB / app / "static" / app
        for path in sorted(
            folder.glob("*.css"), key=lambda each: (each.name != "variables.css", each.name != "base.css", each.name)
        ):
            parts.append(path.read_text(encoding="utf-8"))
    return "\n".join(parts)


class _Assembled(Storage):
    """The assembled sheets as files, for ``collectstatic``."""

    prefix = ""

    def _open(self, name: str, mode: str = "rb") -> ContentFile[bytes]:
        return ContentFile(assembled(name).encode(), name=name)

    def exists(self, name: str) -> bool:
        return name in SHEETS

    def path(self, name: str) -> str:
        """The sheet as a file on disk, for the server that serves without collecting."""
        from django.conf import settings

        folder = Path(settings.HOME) / "styles"
        folder.mkdir(parents=True, exist_ok=True)
        path, text = folder / name, assembled(name)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            draft = path.with_suffix(".new")
            draft.write_text(text, encoding="utf-8")
            draft.replace(path)
        return str(path)


class StylesheetFinder(BaseFinder):
    """Finds the assembled sheets beside the ordinary static files."""

    storage = _Assembled()

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = self.storage.path(path) if path in SHEETS else None
        if find_all:
            return [found] if found else []
        return found or ([] if kwargs.get("all") else None)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        return ((name, self.storage) for name in SHEETS)
