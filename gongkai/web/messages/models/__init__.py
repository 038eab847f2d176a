"""Messages from the public, what is written about them, what an organ sets for them, what is published of them."""

from gongkai.web.messages.models.imports import ImportProblem, ImportRun
from gongkai.web.messages.models.message import Message
from gongkai.web.messages.models.publications import Publication
from gongkai.web.messages.models.rules import Category, LimitVersion
from gongkai.web.messages.models.writings import Contribution, Paper, Reply, Voice

__all__ = [
    "Category",
    "Contribution",
    "ImportProblem",
    "ImportRun",
    "LimitVersion",
    "Message",
    "Paper",
    "Publication",
    "Reply",
    "Voice",
]
