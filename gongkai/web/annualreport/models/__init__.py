"""Annual reports as the site keeps them, and the drafts out of the ledger."""

from gongkai.web.annualreport.models.drafts import Adjustment, ReportDraft, SectionText, Snapshot
from gongkai.web.annualreport.models.kept import KeptReport, ReportSource, ReportState

__all__ = ["Adjustment", "KeptReport", "ReportDraft", "ReportSource", "ReportState", "SectionText", "Snapshot"]
