"""What an organ is made of. Every other record of the site belongs to an organ."""

from gongkai.web.organs.models.imports import ImportFile
from gongkai.web.organs.models.organ import Organ, OrganName, Reorganisation, Section, Succession
from gongkai.web.organs.models.people import Appointment, GroupMember
from gongkai.web.organs.models.rules import OrganDocument, OrganDocumentVersion
from gongkai.web.organs.models.work import Training, WorkPoint, WorkPointProgress

__all__ = [
    "Appointment",
    "GroupMember",
    "ImportFile",
    "Organ",
    "OrganDocument",
    "OrganDocumentVersion",
    "OrganName",
    "Reorganisation",
    "Section",
    "Succession",
    "Training",
    "WorkPoint",
    "WorkPointProgress",
]
