"""Consultations and surveys, what people said to them, and the periods that an organ sets for itself."""

from gongkai.web.consultations.models.consultation import Consultation, ConsultationFile, PeriodSetting
from gongkai.web.consultations.models.opinions import Opinion, OpinionGroup
from gongkai.web.consultations.models.surveys import Answer, Question, Sheet

__all__ = [
    "Answer",
    "Consultation",
    "ConsultationFile",
    "Opinion",
    "OpinionGroup",
    "PeriodSetting",
    "Question",
    "Sheet",
]
