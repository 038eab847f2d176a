"""Screening wordings and deciding about what was found; keeping the words.

screen(wording, *, by, at=None) -> Screening            stores what is found now
decide(wording, fingerprint, *, by, choice, reason="", at=None) -> Decision     Raises ``ValidationError``
save_word(word, *, by) -> ScreeningWord; import_words(organ, *, by, data) -> Imported
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.checks.body_text import body_text
from gongkai.checks.detecting import detectors_version
from gongkai.checks.links import is_external, is_local
from gongkai.checks.words import Words
from gongkai.publishing.screening import Find
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import Entry, append_many, happened, record, save
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Version, Wording
from gongkai.web.publishing.signals import later
from gongkai.web.screening.material import address_key, attached_rows
from gongkai.web.screening.models import Decision, LinkCheck, Screening, ScreeningWord
from gongkai.web.screening.queries import SETTLING, decisions_of, screened_now, stored_pairs, undecided
from gongkai.web.screening.word_files import read_words
from gongkai.web.screening.wordlists import words_of

CODE = "screening"
"""The code of refusals to submit, by which a page knows to lead to the screening."""
GONE = "再次筛查时，这一处已经没有了。"


@dataclass(frozen=True, slots=True)
class Imported:
    """How many words a file added, changed and left as they were."""

    added: int
    changed: int
    same: int


def screen(wording: Wording, *, by: Actor, at: datetime | None = None, words: Words | None = None) -> Screening:
    """Screen a wording as it stands and keep what was found; what was found before and is gone is noted as mended."""
    words = words or words_of(wording.version.organ)
    return screen_many([(wording, by, at)], {wording.version.organ_id: words})[0]


@transaction.atomic
def screen_many(
    wordings: Sequence[tuple[Wording, Actor, datetime | None]], words: Mapping[int, Words]
) -> list[Screening]:
    """Screen each of many wordings, with ``words`` by the key of the organ; rows and events are written in one go."""
    if not wordings:
        return []
    files = attached_rows([wording for wording, _, _ in wordings])
    earlier = _latest([wording.version_id for wording, _, _ in wordings])
    now, made, found = timezone.now(), list[Screening](), []
    for wording, by, at in wordings:
        organ = wording.version.organ
        material, pairs, words_sha256 = screened_now(wording, words[organ.pk], files.get(wording.pk, []))
        made.append(
            Screening(
                wording=wording,
                organ=organ,
                at=at or now,
                by=by.person,
                detectors=detectors_version(),
                words_sha256=words_sha256,
                sha256=material.sha256,
                hits=[find.as_json() | {"fingerprint": key} for find, key in pairs],
                **_counts(pairs),
            )
        )
        found.append(pairs)
    Screening.objects.bulk_create(made, batch_size=200)
    entries: dict[tuple[str, int], tuple[Actor, Organ, list[Entry]]] = {}
    for each, pairs, (wording, by, _) in zip(made, found, wordings, strict=True):
        facts = {"wording": wording.number, "sha256": each.sha256, **_counts(pairs)}
        entry = happened(each, "screen_wording", by=by, facts=facts, at=each.at)
        entries.setdefault((by.key, each.organ_id), (by, each.organ, []))[2].append(entry)
    for by, organ, told in entries.values():
        append_many(told, by=by, organ=organ)
    for each, (wording, by, _) in zip(made, wordings, strict=True):
        _note_links(wording, each.at)
        before = earlier.get(wording.version_id)
        if before is not None and by.person is not None:
            _note_mended(wording.version, before, each, by, each.at)
    return made


def _latest(versions: Sequence[int]) -> dict[int, Screening]:
    """The last screening of each version."""
    rows = Screening.objects.filter(wording__version__in=versions).select_related("wording").order_by("id")
    return {each.wording.version_id: each for each in rows}


@transaction.atomic
def decide(
    wording: Wording, fingerprint: str, *, by: Actor, choice: str, reason: str = "", at: datetime | None = None
) -> Decision:
    """Note what a person decided about a find of the wording as it stands. Raises ``ValidationError``."""
    if by.person is None:
        raise ValueError("筛查出的问题要由人处理。")
    version = Version.objects.select_for_update(of=("self",)).select_related("organ").get(pk=wording.version_id)
    if wording.sealed_at is not None:
        raise ValidationError("这一稿已经送审，筛查的处理不能再改。要改请先撤回或者退回。")
    reason = reason.strip()
    if choice not in SETTLING:
        raise ValidationError({"choice": "请选“属于误报”或者“应当保留”。改好正文再筛查一次的，系统自己记“已修改”。"})
    if choice == Decision.Choice.KEPT and len(reason) < 4:
        raise ValidationError({"reason": "应当保留的，请写明理由，例如 公示依据、本人书面同意。"})
    made = screen(wording, by=by, at=at)
    found = next((each for each in made.hits if each["fingerprint"] == fingerprint), None)
    if found is None:
        raise ValidationError("正文刚刚改过，这一处已经没有了。请看下面现在的结果。")
    decision = Decision(
        version=version,
        screening=made,
        fingerprint=fingerprint,
        kind=found["kind"],
        quote=found["quote"],
        choice=choice,
        reason=reason,
        by=by.person,
        at=at or made.at,
    )
    decision.full_clean()
    decision.save()
    facts = {"kind": decision.kind, "choice": choice, "quote": decision.quote, "reason": reason}
    record(decision, "decide_find", by=by, organ=version.organ, facts=facts, at=decision.at)
    return decision


def refuse_undecided(sender: type, *, wording: Wording, by: Actor, at: datetime | None = None, **_: object) -> None:
    """Receiver of ``submitting``: screen the wording, and refuse it while an error is undecided; the lists are read once for many."""
    later(_check, (wording, by, at))


def _check(submitted: list[Any]) -> None:
    words: dict[int, Words] = {}
    problems = []
    for wording, _, _ in submitted:
        organ = wording.version.organ
        if organ.pk not in words:
            words[organ.pk] = words_of(organ)
    for (wording, _, _), made in zip(submitted, screen_many(submitted, words), strict=True):
        left = undecided(wording.version, stored_pairs(made)) if made.errors else []
        if left:
            titles = "、".join(dict.fromkeys(find.title for find, _ in left))
            which = f"“{wording.title}”的" if len(submitted) > 1 else ""
            problems.append(
                f"{which}发布前筛查还有{len(left)}处没有处理（{titles}），不能送审。请到这件信息的“发布前筛查”页逐处改正，"
                "或者写明属于误报、应当保留的理由。"
            )
    if problems:
        raise ValidationError([ValidationError(problem, code=CODE) for problem in problems])


def save_word(word: ScreeningWord, *, by: Actor) -> ScreeningWord:
    """Add or change a word. Raises ``ValidationError``."""
    return save(word, "edit_screening_word" if word.pk else "add_screening_word", by=by, organ=word.organ)


def _counts(pairs: list[tuple[Find, str]]) -> dict[str, int]:
    told = [find.severity for find, _ in pairs]
    return {"errors": told.count("error"), "warnings": told.count("warning"), "notices": told.count("notice")}


def _note_links(wording: Wording, now: datetime) -> None:
    """Put down the addresses outside, for the background to ask."""
    found = {address for _, _, address in body_text(wording.body_html).links if is_external(address)}
    wanted = {address_key(each): each for each in found if not is_local(each) and len(each) <= 2000}
    if not wanted:
        return
    there = set(LinkCheck.objects.filter(address_sha256__in=wanted).values_list("address_sha256", flat=True))
    LinkCheck.objects.filter(address_sha256__in=there).update(seen_at=now)
    LinkCheck.objects.bulk_create(
        [LinkCheck(address_sha256=key, address=each, seen_at=now) for key, each in wanted.items() if key not in there],
        ignore_conflicts=True,
    )


def _note_mended(version: Version, earlier: Screening, made: Screening, by: Actor, now: datetime) -> None:
    there = {each["fingerprint"] for each in made.hits}
    known = decisions_of(version)
    for each in earlier.hits:
        key = each["fingerprint"]
        last = known[key][-1].choice if key in known else ""
        if key in there or each["severity"] == "notice" or last == Decision.Choice.MENDED or by.person is None:
            continue
        decision = Decision(
            version=version, screening=made, fingerprint=key, kind=each["kind"], quote=each["quote"],
            choice=Decision.Choice.MENDED, reason=GONE, by=by.person, at=now,
        )  # fmt: skip
        decision.save()
        known = {**known, key: [decision]}
        facts = {"kind": decision.kind, "choice": decision.choice, "quote": decision.quote}
        record(decision, "decide_find", by=by, organ=version.organ, facts=facts, at=now)


@transaction.atomic
def import_words(organ: Organ, *, by: Actor, data: bytes) -> Imported:
    """Add the words of a CSV file and change those that are there, all or none. Raises ``Unreadable`` with the problems."""
    lines = read_words(data)
    there = {word.wrong: word for word in ScreeningWord.objects.select_for_update().filter(organ=organ)}
    added, changed = list[ScreeningWord](), list[ScreeningWord]()
    for line in lines:
        word = there.get(line.wrong)
        given = asdict(line)
        if word is None:
            added.append(ScreeningWord(organ=organ, **given))
        elif any(getattr(word, name) != value for name, value in given.items()):
            for name, value in given.items():
                setattr(word, name, value)
            changed.append(word)
    ScreeningWord.objects.bulk_create(added, batch_size=500)
    ScreeningWord.objects.bulk_update(changed, ["right", "kind", "grave", "note", "below", "active"], batch_size=200)
    done = Imported(len(added), len(changed), len(lines) - len(added) - len(changed))
    if added or changed:
        facts = {"added": done.added, "changed": done.changed, "sha256": hashlib.sha256(data).hexdigest()}
        record(organ, "import_screening_words", by=by, organ=organ, facts=facts)
    return done
