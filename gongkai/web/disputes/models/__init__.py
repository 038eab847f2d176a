"""What a dispute is made of."""

from gongkai.web.disputes.models.dispute import Dispute
from gongkai.web.disputes.models.papers import CasePaper

__all__ = ["CasePaper", "Dispute"]
