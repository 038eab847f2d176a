"""Random ways through a complaint and its rectification: whatever is refused changes nothing, whatever is done holds together."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.assessment.accountability.choices import listed
from gongkai.casework import NotAllowed
from gongkai.casework.chain_verify import verify
from gongkai.organs.roles import Role
from gongkai.web.accountability import services
from gongkai.web.accountability.access import POLICY
from gongkai.web.accountability.models import Account, Complaint, Rectification
from gongkai.web.casework.services import history_of
from gongkai.web.log.actors import PUBLIC
from gongkai.web.log.models import Chain, Event
from tests.web.accountability_walks import CONTENT, NAME, PHONE, again, chief, office, respondent, submitted, supervisor
from tests.web.conftest import County

STEPS = 25


def acts(county: County, case: Complaint, chance: random.Random) -> list[Callable[[], Any]]:
    """Everything that anybody can try, right or wrong."""
    by = chance.choice([office, chief, supervisor, respondent])(county)
    day = timezone.localdate()

    def pick(name: str) -> str:
        return chance.choice([*listed(name), "没有这个"])

    def move(name: str, **facts: Any) -> Callable[[], Any]:
        return lambda: services.make_move(case, name, by=by, facts=facts)

    def give() -> Any:
        account = Account.objects.filter(complaint=case).order_by("-id").first()
        return services.give_account(account, "说明。", by=by) if account else None

    def order() -> Any:
        return services.order(
            case.organ, county.bureau, by=by, measure=pick("measures"), source="complaint", title="整改", problem="问题",
            requirements="要求", due_on=day + timedelta(days=chance.choice([-1, 0, 9])), complaint=case,
        )  # fmt: skip

    def on_order(name: str, **facts: Any) -> Callable[[], Any]:
        def act() -> Any:
            found = Rectification.objects.filter(complaint=case).select_related("organ", "orderer").first()
            return services.move_rectification(found, name, by=by, facts=facts) if found else None

        return act

    return [
        move("accept"), move("decline", ground=pick("decline_grounds"), reason="理由"), move("investigate", what="看过"),
        move("extend", longer=chance.choice([1, 30, 31]), reason="复杂"), move("send_back", opinion="重拟"),
        move("tell", way=pick("ways")), move("withdraw"),
        lambda: services.make_move(case, "withdraw", by=PUBLIC) if chance.random() < 0.1 else None,
        lambda: services.ask_account(case, chance.choice(["请说明。", f"{NAME}的事", ""]), by=by),
        give, lambda: services.waive_account(case, "不来", by=by),
        lambda: services.propose(case, pick("outcomes"), "处理意见", by=by), lambda: services.decide(case, by=by),
        lambda: services.hand_over(case, "转", by=by, organ="", to=chance.choice([county.bureau, county.other, None])),
        order, on_order("receive"), on_order("report", report="已改"), on_order("accept", seen="看过"),
        on_order("return", reason="不够", limit=(day + timedelta(days=chance.choice([0, 5]))).isoformat()),
        on_order("revoke", reason="撤"), lambda: services.erase(case, by=by),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_tried_the_complaint_holds_together(county, seed):
    chance = random.Random(seed)
    for who in (office, chief, supervisor, respondent):
        who(county)  # 先有人，人员的登记不算进后面的数
    made = submitted(county)
    done = 0
    for _ in range(STEPS):
        case = again(made)
        before = (case.state, case.due_on, Event.objects.count())
        try:
            done += chance.choice(acts(county, case, chance))() is not None
        except (NotAllowed, ValidationError):
            after = again(made)
            assert (after.state, after.due_on, Event.objects.count()) == before
    case = again(made)
    history = history_of(case)
    assert (case.state, case.ended) == (history.state, history.ended)
    assert bool(case.outcome) == (history.last("decide") is not None)
    decided, proposed = history.last("decide"), history.last("propose")
    assert decided is None or (proposed is not None and decided.by != proposed.by)
    assert not Rectification.objects.exclude(complaint__outcome__in=("founded", "partly")).exists()
    assert not Complaint.objects.filter(about=county.bureau, organ=county.bureau).exists()
    own = county.person(Role.FOI_OFFICER)
    assert not POLICY.visible(own, Complaint.objects.all()).exists()
    said = "".join(str(each) for each in Event.objects.values_list("content", flat=True))
    assert not [word for word in (NAME, PHONE, CONTENT) if word in said]
    for chain in Chain.objects.all():
        assert verify([event.row for event in chain.events.order_by("number")], [chain.seal]) == ()
    assert done
