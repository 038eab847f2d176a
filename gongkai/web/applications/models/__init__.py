"""What an application is made of."""

from gongkai.web.applications.models.afterwards import Feedback, Filing, Proposal, Tie
from gongkai.web.applications.models.application import Application
from gongkai.web.applications.models.drafts import Draft, DraftFile
from gongkai.web.applications.models.letters import Letter
from gongkai.web.applications.models.lookup import LookUpFailure
from gongkai.web.applications.models.materials import Material
from gongkai.web.applications.models.papers import Party, Reply

__all__ = [
    "Application",
    "Draft",
    "DraftFile",
    "Feedback",
    "Filing",
    "Letter",
    "LookUpFailure",
    "Material",
    "Party",
    "Proposal",
    "Reply",
    "Tie",
]
