"""Conditions that only proposals have: who replies, co-handlers heard, the proposer contacted, the longer limit, the attitude."""

from __future__ import annotations

from gongkai.casework import History
from gongkai.casework.counting import Length, Unit
from gongkai.casework.events import Event
from gongkai.casework.guards import Guard, Situation, Words
from gongkai.engagement.proposals.choices import HANDING_IN, Kind, attitudes, kinds, title_of, titles

OWN = "本机关办理规程"
REPLIES = ("reply", "record_reply")
RATINGS = ("rate", "redo", "rate_still")


def kind_of(history: History) -> Kind | None:
    """Whether it is a deputies' proposal or a CPPCC proposal."""
    return kinds().get(str(history.effective[0].facts.get("kind", ""))) if history.effective else None


def role_of(history: History) -> str:
    """The organ's part in it: as handed over last."""
    found = (str(each.facts["role"]) for each in reversed(history.effective) if "role" in each.facts)
    return next(found, "")


def last_reply(history: History) -> Event | None:
    """The reply at hand."""
    return next((each for each in reversed(history.effective) if each.move in REPLIES), None)


def first_reply(history: History) -> Event | None:
    """The first reply."""
    return next((each for each in history.effective if each.move in REPLIES), None)


def waited_for(history: History) -> tuple[str, ...]:
    """The co-handlers that were asked and have not given their opinion."""
    waiting: dict[str, None] = {}
    for each in history.effective:
        name = str(each.facts.get("co_handler", ""))
        if each.move == "ask_co_handler":
            waiting[name] = None
        elif each.move in ("hear_co_handler", "drop_co_handler"):
            waiting.pop(name, None)
    return tuple(waiting)


def replies(wanted: bool = True) -> Guard:
    """The organ replies to the proposers itself; or (not ``wanted``) hands its opinion to the organ that does."""

    def test(situation: Situation) -> Words | None:
        role = role_of(situation.history)
        if (role != HANDING_IN) is wanted:
            return None
        return {
            "role": title_of("roles", role),
            "why": "意见交主办机关，由主办机关答复" if wanted else "由本机关直接答复",
        }

    name, title = ("replies", "由本机关答复") if wanted else ("hands_in", "本机关是会办")
    return Guard(name, title, "本机关是“{role}”，{why}。", OWN, test)


def leads() -> Guard:
    """The organ is the main one of several."""

    def test(situation: Situation) -> Words | None:
        role = role_of(situation.history)
        return None if role == "main" else {"role": title_of("roles", role)}

    return Guard("leads", "本机关是主办", "本机关是“{role}”，只有主办的才请其他单位会办。", OWN, test)


def co_handler_asked(*, waiting: bool) -> Guard:
    """The co-handler was asked and has not answered; or (not ``waiting``) is not being waited for."""

    def test(situation: Situation) -> Words | None:
        given = situation.facts.get("co_handler")
        if given is None or (str(given) in waited_for(situation.history)) is waiting:
            return None
        return {"name": str(given), "why": "没有在等它的会办意见" if waiting else "已经请它会办，还没有收到意见"}

    name, title = ("asked", "已请这个单位会办") if waiting else ("not_asked", "没有正在等这个单位")
    return Guard(f"co_handler_{name}", title, "会办单位“{name}”{why}，请核对。", OWN, test, fields=("co_handler",))


def all_heard() -> Guard:
    """No co-handler is waited for."""

    def test(situation: Situation) -> Words | None:
        waiting = waited_for(situation.history)
        return {"waiting": "、".join(waiting)} if waiting else None

    sentence = "还没有收到{waiting}的会办意见。不再等的，先办理“不再等会办意见”。"
    return Guard("all_heard", "会办单位都有了意见", sentence, OWN, test)


def chosen(field: str, name: str) -> Guard:
    """What is given stands in the list of that name."""

    def test(situation: Situation) -> Words | None:
        given = situation.facts.get(field)
        if given is None or given in titles(name):
            return None
        return {"given": str(given), "allowed": "、".join(titles(name).values())}

    return Guard(
        f"chosen.{field}",
        "{field}在列出的选项里",
        "没有“{given}”这一项，可以选：{allowed}。",
        OWN,
        test,
        fields=(field,),
    )


def reasoned(basis: str) -> Guard:
    """What is not published in full says why."""

    def test(situation: Situation) -> Words | None:
        given = situation.facts.get("attribute")
        if given in (None, "full") or str(situation.facts.get("ground", "")).strip():
            return None
        return {"attribute": title_of("attributes", str(given))}

    return Guard(
        "reasoned", "不全文公开的写明理由", "“{attribute}”的，请写明理由。", basis, test, fields=("attribute", "ground")
    )


def longer_as_the_law_says(basis: str) -> Guard:
    """The longer limit is that of the law for hard ones of its kind, counted from the hand-over."""

    def test(situation: Situation) -> Words | None:
        kind, legs, given = kind_of(situation.history), situation.history.clock("answer"), situation.facts.get("longer")
        if kind is None or not legs or not isinstance(given, dict):
            return None
        most = situation.needs_counting().limits(kind.hard, legs[-1].since.on)
        try:
            asked = Length(given["amount"], Unit(given["unit"]))
        except (KeyError, ValueError):
            return None
        if most is not None and (asked.amount, asked.unit) == (most.amount, most.unit):
            return None
        return {"why": f"自交办之日起一共{most}" if most else "那时的规定没有更长的期限"}

    sentence = "不能延长这么久：{why}。"
    return Guard(
        "longer", "延长到法定的较长期限", sentence, basis, test, lasting=False, fields=("longer",), clocks=("answer",)
    )


def never(move: str, sentence: str) -> Guard:
    """``move`` has not been made."""

    def test(situation: Situation) -> Words | None:
        return None if situation.history.last(move) is None else {}

    return Guard(f"never.{move}", "没有办理过“{move}”", sentence, OWN, test, moves=(move,))


def stage_fits() -> Guard:
    """What is said after the reply is contact after it."""

    def test(situation: Situation) -> Words | None:
        stage, history = situation.facts.get("stage"), situation.history
        if stage not in titles("stages"):
            return None
        replied = history.state in ("replied", "closed")
        if (stage == "after") is replied:
            return None
        return {"stage": title_of("stages", str(stage)), "why": "已经答复" if replied else "还没有答复"}

    return Guard(
        "stage_fits", "沟通的阶段与办理相符", "这件目前{why}，不会是“{stage}”，请核对。", OWN, test, fields=("stage",)
    )


def not_rated() -> Guard:
    """The form with the proposer's attitude came back once for each reply."""

    def test(situation: Situation) -> Words | None:
        reply = last_reply(situation.history)
        found = [each for each in situation.history.effective if each.move in RATINGS]
        if reply is None or not found or found[-1].number < reply.number:
            return None
        return {"attitude": title_of("attitudes", str(found[-1].facts.get("attitude", "dissatisfied")))}

    return Guard(
        "not_rated",
        "这次答复还没有反馈",
        "这次答复的反馈已经登记为“{attitude}”；登记错的，请用“更正记录”。",
        OWN,
        test,
        moves=RATINGS,
    )


def content() -> Guard:
    """The attitude is not one by which the matter is taken up again."""

    def test(situation: Situation) -> Words | None:
        found = attitudes().get(str(situation.facts.get("attitude", "")))
        return {"attitude": found.title} if found is not None and found.again else None

    sentence = "反馈“{attitude}”的，请办理“反馈不满意，重新办理”。"
    return Guard("content", "反馈不是“不满意”", sentence, OWN, test, fields=("attitude",))
