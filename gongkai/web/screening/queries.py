"""What was found in a wording and what people decided about it, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.safestring import mark_safe

from gongkai.checks.detecting import detectors_version
from gongkai.checks.marking import TITLES
from gongkai.checks.words import Words
from gongkai.publishing.cleaning import clean_html
from gongkai.publishing.screening import Find, shown
from gongkai.web.privacy.cipher import blind_index
from gongkai.web.publishing.attaching import staff_body
from gongkai.web.publishing.models import Attachment, Version, Wording
from gongkai.web.screening.material import Material, material_of
from gongkai.web.screening.models import Decision, Screening
from gongkai.web.screening.wordlists import words_of

SETTLING = (Decision.Choice.FALSE_ALARM, Decision.Choice.KEPT)
"""Choices that settle a find which is still there."""


@dataclass(frozen=True)
class Shown:
    """A find with what was decided about it, the last decision last."""

    find: Find
    fingerprint: str
    decisions: tuple[Decision, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether a person decided that it may stay."""
        return bool(self.decisions) and self.decisions[-1].choice in SETTLING

    @property
    def blocks(self) -> bool:
        """Whether it keeps the wording from being submitted."""
        return self.find.severity == "error" and not self.settled

    @property
    def gravity(self) -> str:
        """How grave it is, in words."""
        return TITLES[self.find.severity]

    @property
    def tone(self) -> str:
        """The tone of its status."""
        return {"error": "bad", "warning": "warn", "notice": "info"}[self.find.severity]


@dataclass
class Report:
    """``screening`` is the stored one that it shows, None when it was just made for this page and not stored."""

    wording: Wording
    shown: list[Shown] = field(default_factory=list)
    screening: Screening | None = None
    body: str = ""
    outdated: bool = False
    gone: list[Decision] = field(default_factory=list)
    at: datetime | None = None

    def of(self, severity: str) -> list[Shown]:
        """The finds of one gravity."""
        return [each for each in self.shown if each.find.severity == severity]

    @property
    def errors(self) -> list[Shown]:
        """What must be decided before submission."""
        return self.of("error")

    @property
    def warnings(self) -> list[Shown]:
        """What deserves a look."""
        return self.of("warning")

    @property
    def notices(self) -> list[Shown]:
        """What is for the record."""
        return self.of("notice")

    @property
    def in_body(self) -> list[Shown]:
        """The finds that are marked in the body."""
        return [each for each in self.shown if each.find.field == "body"]

    @property
    def undecided(self) -> list[Shown]:
        """What keeps it from being submitted."""
        return [each for each in self.shown if each.blocks]


def report_of(wording: Wording) -> Report:
    """What stands out in a wording, marked in its body, with the decisions.

    Of a sealed wording the stored screening is shown: what the reviewers saw. A draft is looked at anew, which nothing stores.
    """
    version = wording.version
    stored = Screening.objects.filter(wording=wording).order_by("-id").first()
    sealed = wording.sealed_at is not None
    material = material_of(wording, read_files=not sealed)
    words = None if sealed and stored else words_of(version.organ)
    if stored is not None and stored.sha256 == material.sha256 and words is None:
        pairs = stored_pairs(stored)
    else:
        words = words or words_of(version.organ)
        pairs = fingerprinted(material.finds(words))
        stored = None
    decisions = decisions_of(version)
    report = Report(wording, [Shown(find, key, tuple(decisions.get(key, ()))) for find, key in pairs], stored)
    report.at = stored.at if stored else None
    report.outdated = stored is not None and stored.detectors != detectors_version()
    # 先清理再标：标出来的页面里没有正文以外的东西
    marked = shown(clean_html(wording.body_html), (find for find, _ in pairs))
    if "<img" in marked:
        marked = staff_body(marked, wording.version.item)
    report.body = mark_safe(marked)  # noqa: S308 - 上面清理过，只加了 <mark>
    there = {key for _, key in pairs}
    report.gone = [each[-1] for key, each in decisions.items() if key not in there]
    return report


def decisions_of(version: Version) -> Mapping[str, list[Decision]]:
    """What was decided about the finds of a version, by fingerprint, oldest first."""
    found: dict[str, list[Decision]] = {}
    for each in Decision.objects.filter(version=version).select_related("by").order_by("id"):
        found.setdefault(each.fingerprint, []).append(each)
    return found


def undecided(version: Version, pairs: Iterable[tuple[Find, str]]) -> list[tuple[Find, str]]:
    """The errors about which nobody has decided that they may stay."""
    decisions = decisions_of(version)
    return [
        (find, key)
        for find, key in pairs
        if find.severity == "error" and not (key in decisions and decisions[key][-1].choice in SETTLING)
    ]


def fingerprinted(finds: Iterable[Find]) -> list[tuple[Find, str]]:
    """Each find with the keyed digest of what was found and what stands around it."""
    return [
        (each, blind_index(f"{each.kind}|{each.field}|{each.where}|{each.secret.strip('|') or each.message}"))
        for each in finds
    ]


def screened_now(
    wording: Wording, words: Words | None = None, attached: Sequence[Attachment] | None = None
) -> tuple[Material, list[tuple[Find, str]], str]:
    """The wording looked at now: what there was to screen, the finds, the digest of the words in force."""
    material, words = material_of(wording, attached=attached), words or words_of(wording.version.organ)
    return material, fingerprinted(material.finds(words)), words.digest


def stored_pairs(screening: Screening) -> list[tuple[Find, str]]:
    """The finds of a stored screening with their fingerprints."""
    return [
        (Find(**{name: value for name, value in each.items() if name != "fingerprint"}), str(each["fingerprint"]))
        for each in screening.hits
    ]
