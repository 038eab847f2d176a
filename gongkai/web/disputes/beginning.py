"""How a dispute is registered: what is checked first, and what it does to the application that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.applications.outcomes import outcomes as application_outcomes
from gongkai.casework.events import told
from gongkai.disputes.bodies import defendants_after
from gongkai.disputes.moves import BEGINNINGS
from gongkai.disputes.numbers import number_of
from gongkai.disputes.outcomes import WAYS, acts, outcome_title, standings, titles
from gongkai.web.applications.models import Application
from gongkai.web.casework import services as casework
from gongkai.web.disputes.following import enter_dispute
from gongkai.web.disputes.models import Dispute
from gongkai.web.disputes.telling import refuse_personal_data
from gongkai.web.log.actors import Actor
from gongkai.web.organs.models import Organ


@dataclass(frozen=True, slots=True)
class Filing:
    """What a notice says of the dispute. ``body`` is the reconsideration body or the court, ``body_number`` its number."""

    application: Application | None = None
    follows: Dispute | None = None
    about: str = ""
    party: str = "applicant"
    complainant: str = ""
    body: str = ""
    body_number: str = ""
    co_defendant: str = ""

    @property
    def tidy(self) -> dict[str, str]:
        """The texts without spaces around them."""
        names = ("about", "party", "complainant", "body", "body_number", "co_defendant")
        return {name: " ".join(getattr(self, name).split()) for name in names}


@transaction.atomic
def register(
    organ: Organ,
    move: str,
    filing: Filing,
    *,
    by: Actor,
    on: date,
    facts: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Dispute:
    """Register what came on the day ``on`` by one of ``BEGINNINGS``. Raises ``NotAllowed``, ``ValidationError`` in words."""
    if move not in BEGINNINGS:
        raise ValidationError("请选择收到的是什么：复议申请书副本、起诉状副本，或者由本机关审理的复议申请。")
    # 先锁机关这一行：编号不重，两个人同时登记同一件也只有一件
    Organ.objects.select_for_update().get(pk=organ.pk)
    kind, given, texts = BEGINNINGS[move], dict(facts or {}), filing.tidy
    _check(organ, kind, move, filing, given, on)
    co_defendant = texts["co_defendant"] or _derived_co_defendant(filing, given)
    last = (
        Dispute.objects.filter(organ=organ, kind=kind, year=on.year)
        .order_by("-serial")
        .values_list("serial", flat=True)
    )
    serial = (last.first() or 0) + 1
    dispute = Dispute(
        organ=organ,
        kind=kind,
        number=number_of(organ.code, kind, on.year, serial),
        year=on.year,
        serial=serial,
        application=filing.application,
        follows=filing.follows,
        **texts | {"co_defendant": co_defendant},
    )
    dispute.full_clean(exclude=["organ", "application", "follows"])
    refuse_personal_data(dispute, given, "")
    now = at or timezone.now()
    casework.act(dispute, move, by=by, facts=given, on=on, at=now, note=dispute.number)
    enter_dispute(dispute, by=by, on=on, at=now)
    return dispute


def _check(organ: Organ, kind: str, move: str, filing: Filing, given: Mapping[str, Any], on: date) -> None:
    problems: dict[str, str] = {}
    if organ.dissolved_on is not None and on >= organ.dissolved_on:
        raise ValidationError(
            f"本机关已于{told(organ.dissolved_on)}撤销。请由继续行使其职权的机关登记（《行政复议法》第十九条、《行政诉讼法》第二十六条第六款）。"
        )
    if filing.party not in titles("parties"):
        problems["party"] = "请选择谁不服。"
    if given.get("act") not in acts():
        problems["act"] = "请选择不服的是什么。"
    if not filing.body.strip():
        problems["body"] = "请填写复议机关或者法院的名称。"
    if kind == "litigation":
        problems |= _check_suit(filing, given, on)
    if filing.application is None:
        if not filing.about.strip():
            problems["about"] = "没有关联申请的，请写明不服的是什么行为、什么时候作出的。"
    elif "act" not in problems:
        problems |= _check_application(organ, move, filing, given, on)
    accepted, filed = given.get("accepted_on"), given.get("filed_on")
    if isinstance(accepted, str) and accepted > on.isoformat():
        problems["accepted_on"] = "受理、立案的日期晚于本机关收到的日期，请核对。"
    if isinstance(filed, str) and filed > str(accepted or on.isoformat()):
        problems["filed_on"] = "申请复议、起诉的日期晚于受理、立案或者本机关收到的日期，请核对。"
    if problems:
        raise ValidationError(problems)


def _check_suit(filing: Filing, given: Mapping[str, Any], on: date) -> dict[str, str]:
    way, follows, despite = given.get("way"), filing.follows, str(given.get("despite", "")).strip()
    standing = standings().get(str(given.get("standing", "")))
    if standing is None or not standing.suits:
        return {"standing": "请选择本机关在诉讼里的地位。"}
    if way not in WAYS:
        return {"way": "请选择起诉以前有没有经过复议。"}
    if follows is None:
        if way == "suit_after_reconsideration" and filing.application is not None and standing.key == "maker":
            return {"follows": "复议后起诉的，请先登记那件复议和它的结果，再在这里选它。"}
        return {}
    if way == "direct_suit":
        return {"way": "选了经过的复议，就不是“未经复议直接起诉”，请核对。"}
    if follows.concluded_on is None:
        return {
            "follows": f"复议案件{follows.number}还没有结果。复议期间不得起诉（《行政复议法》第二十九条），请先登记复议的结果。"
        }
    if follows.concluded_on > on:
        return {"follows": f"复议在{told(follows.concluded_on)}才有结果，收到起诉状副本的日期却更早，请核对。"}
    sued = defendants_after(follows.outcome, decided=True)
    if standing.key == "maker" and "maker" not in sued and not despite:
        return {
            "standing": f"复议的结果是“{outcome_title(follows.outcome)}”。复议机关改变原行政行为的，由复议机关单独作被告"
            "（《行政诉讼法》第二十六条第二款）。法院仍把本机关列为被告的，请在说明里写明。"
        }
    return {}


def _check_application(organ: Organ, move: str, filing: Filing, given: Mapping[str, Any], on: date) -> dict[str, str]:
    application, kind = filing.application, BEGINNINGS[move]
    if application is None:
        return {}
    if application.organ_id != organ.pk or move == "receive_application":
        return {"application": "这里只能关联由本机关答复的申请。"}
    act = acts()[str(given["act"])]
    if not act.application:
        return {"act": f"关联了申请，就不是“{act.title}”，请核对。"}
    if act.key == "reply":
        if application.ended_on is None or application.outcome.startswith("other."):
            return {"act": f"申请{application.number}还没有答复。对不答复不服的，请选“{acts()['inaction'].title}”。"}
        if on < application.ended_on:
            return {"on": f"本机关在{told(application.ended_on)}才答复，收到副本的日期不会更早，请核对。"}
    elif application.received_on is None or on < application.received_on:
        return {"on": "收到副本的日期早于收到申请的日期，请核对。"}
    return _check_parallel(filing, kind, application) or _check_first(application, act.key, kind, given)


def _check_parallel(filing: Filing, kind: str, application: Application) -> dict[str, str]:
    """One at a time for the same person over the same application (《行政复议法》第二十九条)."""
    pending = Dispute.objects.filter(application=application, party=filing.party, concluded_on=None).first()
    if pending is None:
        return {}
    if pending.kind == kind:
        return {
            "application": f"这件申请已经有一件没有审结的{pending.kind_title}案件（{pending.number}），不能重复登记。"
        }
    return {
        "application": f"这件申请有一件没有审结的{pending.kind_title}案件（{pending.number}）。复议和诉讼不能同时进行"
        "（《行政复议法》第二十九条），请先登记那一件的结果。"
    }


def _check_first(application: Application, act: str, kind: str, given: Mapping[str, Any]) -> dict[str, str]:
    """A refusal goes to reconsideration first (《行政复议法》第二十三条第一款第四项)."""
    if kind != "litigation" or act != "reply" or given.get("way") != "direct_suit":
        return {}
    found = application_outcomes().get(application.outcome)
    if found is None or found.remedy.key != "reconsideration_first" or application.ended_on is None:
        return {}
    if application.ended_on < found.remedy.since or str(given.get("despite", "")).strip():
        return {}
    return {
        "despite": f"答复的结果是“{found.full_title}”，应当先申请行政复议，对复议决定不服的才能起诉"
        "（《行政复议法》第二十三条第一款第四项）。请核对；法院确已立案的，写明应诉通知书上的理由，并可以向法院提出。"
    }


def _derived_co_defendant(filing: Filing, given: Mapping[str, Any]) -> str:
    """The body that upheld is sued together with the maker (《行政诉讼法》第二十六条第二款)."""
    follows = filing.follows
    if follows is None or given.get("standing") != "maker":
        return ""
    return follows.body if "body" in defendants_after(follows.outcome, decided=True) else ""
