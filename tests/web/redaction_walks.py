"""A case with a source to be covered, for the tests of covering."""

from __future__ import annotations

from datetime import date
from typing import Any

from pdf_files import Page, pdf

from gongkai.organs.roles import Role
from gongkai.redaction.marks import Marks, box
from gongkai.web.applications.materials import add_material
from gongkai.web.applications.models import Application, Material
from gongkai.web.redaction.marking import begin, latest, mark
from gongkai.web.redaction.models import Marking, Redaction
from tests.web.test_applications_services import go, under_review, who

DAY = date(2026, 6, 10)
SECRET = "11010519491231002X"
COVERED = "青石县丰禾农资有限公司"


def two_pages() -> bytes:
    """A source: an identity number, a phone number and the name of a company on its first page."""
    first, second = Page(), Page()
    first.text(72, 100, f"户主王小禾，身份证号码{SECRET}，手机13912345678", 12)
    first.text(72, 140, COVERED, 12)
    second.text(72, 100, "验收合格，可以公开。", 12)
    return pdf([first, second])


def source_of(county: Any, application: Application, data: bytes | None = None, name: str = "验收结论.pdf") -> Material:
    by = who(county, Role.FOI_OFFICER)
    return add_material(application, role=Material.Role.SOURCE, name=name, data=data or two_pages(), by=by)


def begun(county: Any, *, layer: str = "applicant", data: bytes | None = None) -> Redaction:
    """A covering of a case under review."""
    application = under_review(county)
    return begin(application, source_of(county, application, data), layer, by=who(county, Role.INFO_OFFICER))


def marked(county: Any, redaction: Redaction, marks: Marks | None = None, role: Role = Role.INFO_OFFICER) -> Marking:
    """Marks saved by the information officer: the line with the number, and the company."""
    given = marks or Marks().with_page(
        1, [box(0.1, 0.1, 0.8, 0.03, "personal_information"), box(0.1, 0.15, 0.4, 0.03, "trade_secret")]
    )
    last = latest(redaction)
    return mark(redaction, given, based_on=last.number if last else 0, by=who(county, role))


__all__ = ["COVERED", "DAY", "SECRET", "begun", "go", "marked", "source_of", "two_pages", "who"]
