"""The yearly assessment: score tables, rounds with their objects, scores with evidence, objections, vetoes, appraisals by the public."""

from gongkai.web.assessment.models.rounds import Round, Subject
from gongkai.web.assessment.models.scores import Appraisal, EvidenceFile, Objection, Score, VetoFound
from gongkai.web.assessment.models.tables import ScoreTable

__all__ = ["Appraisal", "EvidenceFile", "Objection", "Round", "Score", "ScoreTable", "Subject", "VetoFound"]
