"""Complaints about disclosure work, what organs are made to set right, and what became of who was responsible."""

from gongkai.web.accountability.models.complaint import Complaint
from gongkai.web.accountability.models.liability import Liability
from gongkai.web.accountability.models.rectification import Evidence, Rectification
from gongkai.web.accountability.models.writings import Account, Finding, Paper

__all__ = ["Account", "Complaint", "Evidence", "Finding", "Liability", "Paper", "Rectification"]
