"""What a proposal is made of."""

from gongkai.web.proposals.models.proposal import Proposal
from gongkai.web.proposals.models.publications import Publication
from gongkai.web.proposals.models.rules import LocalRule, ResultScheme
from gongkai.web.proposals.models.writings import CoHandler, Contact, ProposalPaper, Reply

__all__ = [
    "CoHandler",
    "Contact",
    "LocalRule",
    "Proposal",
    "ProposalPaper",
    "Publication",
    "Reply",
    "ResultScheme",
]
