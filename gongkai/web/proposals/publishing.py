"""The reply for the public: prepared by one person, looked at for secrets and names by another, published, withheld or withdrawn.

from_proposal(proposal) -> Publication              what a form begins with, not saved
prepare(publication, *, by) -> Publication
edit(publication, changes, *, by) -> Publication    returned ones go to review again
review(publication, *, passed, opinion, by)         by another person than prepared it; passing publishes, or decides to withhold
withdraw(publication, reason, *, by)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.engagement.proposals.choices import titles
from gongkai.engagement.proposals.conditions import last_reply
from gongkai.web.casework.services import history_of
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.proposals.models import Proposal, Publication
from gongkai.web.proposals.moving import step
from gongkai.web.proposals.telling import refuse_in_public

EDITABLE = ("attribute", "ground", "title", "proposers", "summary", "body")
State = Publication.State
REPLACED = (State.PUBLISHED, State.WITHHELD)


def from_proposal(proposal: Proposal) -> Publication:
    """The reply as it was signed, for a person to look through. Raises ``ValidationError`` while there is none."""
    found = last_reply(history_of(proposal))
    if found is None:
        raise ValidationError(f"这件建议、提案目前“{proposal.state_title}”，答复以后才能公开。")
    drafted = proposal.replies.order_by("-number").first() if found.move == "reply" else None
    ground = _ground(proposal)
    return Publication(
        proposal=proposal,
        organ=proposal.organ,
        kind=proposal.kind,
        year=proposal.handed_year or 0,
        reply_number=drafted.number if drafted is not None else 0,
        attribute=proposal.attribute or "full",
        ground=ground,
        title=f"关于{proposal.known_as}的答复：{proposal.title}"[:200],
        proposers=proposal.proposers,
        body=drafted.body if drafted is not None else "",
        document=proposal.document,
        replied_on=date.fromisoformat(str(found.facts["replied_on"])) if "replied_on" in found.facts else found.on,
    )


@transaction.atomic
def prepare(publication: Publication, *, by: Actor, at: datetime | None = None) -> Publication:
    """Hand what is to be published to review. Raises ``ValidationError``."""
    if by.person is None:
        raise ValueError("要公开的答复要由人整理。")
    proposal = publication.proposal
    if not proposal.is_replied:
        raise ValidationError(f"这件建议、提案目前“{proposal.state_title}”，答复以后才能公开。")
    if proposal.organ_id != publication.organ_id:
        raise ValidationError("只能公开本机关的答复。")
    same = proposal.publications.filter(reply_number=publication.reply_number).exclude(
        state__in=(State.WITHDRAWN, State.SUPERSEDED)
    )
    if same.exists():
        raise ValidationError("这次答复已经整理过，请在原来的一份上修改。")
    _tidy(publication)
    _check(publication)
    for earlier in proposal.publications.select_for_update().filter(state__in=(State.PREPARED, State.RETURNED)):
        # 重新办理以前整理、没有公开的，不再审查
        earlier.state = State.SUPERSEDED
        save(earlier, "supersede_proposal_publication", by=by, organ=publication.organ, at=at)
    publication.prepared_by, publication.prepared_at = by.person, at or timezone.now()
    publication.state, publication.reviewed_by, publication.opinion = State.PREPARED, None, ""
    return save(publication, "prepare_proposal_publication", by=by, organ=publication.organ, at=at)


@transaction.atomic
def edit(
    publication: Publication, changes: Mapping[str, object], *, by: Actor, at: datetime | None = None
) -> Publication:
    """Change what was prepared or returned; whoever changes it is its preparer, and it goes to review again."""
    fresh = _locked(publication)
    if fresh.state not in (State.PREPARED, State.RETURNED):
        raise ValidationError(f"这份答复{fresh.get_state_display()}，不能再改。")
    if by.person is None:
        raise ValueError("要公开的答复要由人整理。")
    for name, value in changes.items():
        if name not in EDITABLE:
            raise ValidationError(f"“{name}”不能这样改。")
        setattr(fresh, name, value)
    _tidy(fresh)
    _check(fresh)
    fresh.prepared_by, fresh.prepared_at = by.person, at or timezone.now()
    fresh.state, fresh.reviewed_by = State.PREPARED, None
    return save(fresh, "edit_proposal_publication", by=by, organ=fresh.organ, at=at)


@transaction.atomic
def review(
    publication: Publication, *, passed: bool, opinion: str = "", by: Actor, at: datetime | None = None
) -> Publication:
    """Publish what holds no secret (or decide to withhold it), or return it with what is to be changed."""
    fresh = _locked(publication)
    if fresh.state != State.PREPARED:
        raise ValidationError(f"这份答复{fresh.get_state_display()}，不在待审查。")
    if by.person is None or by.person.pk == fresh.prepared_by_id:
        raise ValidationError("整理的人不能自己审查，请由另一人审查（先审查后公开）。")
    if not passed and not opinion.strip():
        raise ValidationError({"opinion": "退回的，请写明要改什么。"})
    _check(fresh)
    fresh.opinion, fresh.reviewed_by = opinion.strip(), by.person
    if not passed:
        fresh.state = State.RETURNED
        return save(fresh, "return_proposal_publication", by=by, organ=fresh.organ, at=at)
    proposal = fresh.proposal
    if not proposal.is_replied:
        raise ValidationError(f"这件建议、提案目前“{proposal.state_title}”，答复以后才能公开。")
    if fresh.reply_number != from_proposal(proposal).reply_number:
        raise ValidationError("这是重新办理以前的答复，请退回，照新的答复整理。")
    for earlier in proposal.publications.select_for_update().filter(state__in=REPLACED).exclude(pk=fresh.pk):
        earlier.state = State.SUPERSEDED
        save(earlier, "supersede_proposal_publication", by=by, organ=fresh.organ, at=at)
    if fresh.attribute == "withheld":
        step(proposal, "withhold", {"ground": fresh.ground}, by=by, at=at)
        fresh.state = State.WITHHELD
        return save(fresh, "withhold_proposal_publication", by=by, organ=fresh.organ, at=at)
    step(proposal, "publish", {"attribute": fresh.attribute}, by=by, at=at)
    fresh.state, fresh.published_at = State.PUBLISHED, at or timezone.now()
    return save(fresh, "publish_proposal_publication", by=by, organ=fresh.organ, at=at)


@transaction.atomic
def withdraw(publication: Publication, reason: str, *, by: Actor, at: datetime | None = None) -> Publication:
    """Take it down from the portal; the proposal and the record stay as they are."""
    fresh = _locked(publication)
    if fresh.state != State.PUBLISHED:
        raise ValidationError(f"这份答复{fresh.get_state_display()}，不在公开。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明为什么撤下。"})
    step(fresh.proposal, "take_down", {"reason": reason.strip()}, by=by, at=at)
    fresh.state, fresh.withdrawn_at = State.WITHDRAWN, at or timezone.now()
    return save(fresh, "withdraw_proposal_publication", by=by, organ=fresh.organ, note=reason.strip(), at=at)


def _tidy(publication: Publication) -> None:
    publication.title = " ".join(publication.title.split())
    publication.proposers = " ".join(publication.proposers.split())
    for name in ("ground", "summary", "body"):
        setattr(publication, name, getattr(publication, name).replace("\r\n", "\n").replace("\x00", "").strip())
    if publication.attribute in ("summary", "withheld"):
        # 不公开的部分不留在要公开的一份里
        publication.body = ""
    if publication.attribute == "withheld":
        publication.summary = ""
    if publication.attribute == "full":
        publication.ground = ""


def _check(publication: Publication) -> None:
    found: dict[str, str] = {}
    if publication.attribute not in titles("attributes"):
        found["attribute"] = "请选择公开属性。"
    if not publication.title:
        found["title"] = "请写标题。"
    if publication.attribute == "full" and not publication.body:
        found["body"] = "全文公开的，请写明答复的全文。"
    if publication.attribute == "summary" and not publication.summary:
        found["summary"] = "摘要公开的，请写摘要。"
    if publication.attribute != "full" and not publication.ground:
        found["ground"] = "不全文公开的，请写明理由（国办发〔2014〕46号）。"
    if found:
        raise ValidationError(found)
    texts = {name: getattr(publication, name) for name in ("title", "proposers", "ground", "summary", "body")}
    refuse_in_public(publication.proposal, texts)


def _ground(proposal: Proposal) -> str:
    drafts = (e for e in reversed(history_of(proposal).effective) if e.move in ("draft", "record_reply"))
    return next((str(each.facts.get("ground", "")) for each in drafts), "")


def _locked(publication: Publication) -> Publication:
    rows = Publication.objects.select_for_update(of=("self",))
    return rows.select_related("organ", "proposal__organ", "prepared_by").get(pk=publication.pk)
