"""Conditions that only messages have: the limit's own extension, sections heard, answers given elsewhere, ratings."""

from __future__ import annotations

from gongkai.casework import History
from gongkai.casework.events import Event
from gongkai.casework.guards import Guard, Situation, Words
from gongkai.casework.reckoning import due
from gongkai.engagement.messages.channels import Channel, channels, title_of, titles
from gongkai.engagement.messages.limits import length_of

OWN = "本机关办理规程"
ANSWERS = ("answer", "record_answer")
BEGINNINGS = ("submit", "register", "register_petition")


def channel_of(history: History) -> Channel | None:
    """The channel by which the message came."""
    return channels().get(str(history.effective[0].facts.get("channel", ""))) if history.effective else None


def last_answer(history: History) -> Event | None:
    """The answer at hand."""
    return next((each for each in reversed(history.effective) if each.move in ANSWERS), None)


def first_answer(history: History) -> Event | None:
    """The first answer."""
    return next((each for each in history.effective if each.move in ANSWERS), None)


def sections_waited_for(history: History) -> tuple[str, ...]:
    """The sections that were asked for their part and have not given it."""
    waiting: dict[str, None] = {}
    for each in history.effective:
        section = str(each.facts.get("co_section", ""))
        if each.move == "ask_section":
            waiting[section] = None
        elif each.move in ("contribute", "drop_section"):
            waiting.pop(section, None)
    return tuple(waiting)


def extension_allowed() -> Guard:
    """The rule by which the limit was set knows an extension, and it is not longer than that."""

    def test(situation: Situation) -> Words | None:
        begun = next((each for each in reversed(situation.history.effective) if "limit" in each.facts), None)
        most = length_of(begun.facts.get("longest")) if begun else None
        if most is None:
            return {"why": "这个渠道的规定没有写可以延长"}
        given = situation.facts.get("longer")
        try:
            asked = length_of(given) if given else None
        except (TypeError, KeyError, ValueError):
            return None
        if asked is None or asked.amount <= most.amount:
            return None
        return {"why": f"最多延长{most}，填写的是{asked}"}

    return Guard(
        "extension_allowed", "渠道的规定允许延长这么久", "不能这样延长：{why}。", OWN, test, fields=("longer",)
    )


def section_asked(*, waiting: bool) -> Guard:
    """The section was asked for its part and has not given it; or (not ``waiting``) it is not being waited for."""

    def test(situation: Situation) -> Words | None:
        given = situation.facts.get("co_section")
        if given is None or (str(given) in sections_waited_for(situation.history)) is waiting:
            return None
        return {"section": str(given), "why": "没有在等它的会办意见" if waiting else "已经请它会办，还没有收到意见"}

    name, title = ("asked", "已请这个科室会办") if waiting else ("not_asked", "没有正在等这个科室")
    return Guard(f"section_{name}", title, "会办科室“{section}”{why}，请核对。", OWN, test, fields=("co_section",))


def not_the_lead() -> Guard:
    """The section that leads is not asked for a part besides."""

    def test(situation: Situation) -> Words | None:
        lead = situation.history.last("assign")
        given = situation.facts.get("co_section")
        if lead is None or given is None or lead.facts.get("section") != given:
            return None
        return {"section": str(given)}

    return Guard(
        "not_the_lead",
        "不是主办科室",
        "“{section}”是主办科室，请选择别的科室。",
        OWN,
        test,
        moves=("assign",),
        fields=("co_section",),
    )


def all_sections_heard() -> Guard:
    """No section is waited for."""

    def test(situation: Situation) -> Words | None:
        waiting = sections_waited_for(situation.history)
        return {"waiting": "、".join(waiting)} if waiting else None

    sentence = "还没有收到{waiting}的会办意见。不再等的，先办理“不再会办”。"
    return Guard("all_sections_heard", "会办科室都有了意见", sentence, OWN, test)


def answered_there() -> Guard:
    """Answers to messages of this channel may be given on the platform where they come from."""

    def test(situation: Situation) -> Words | None:
        found = channel_of(situation.history)
        return None if found is None or found.elsewhere else {"channel": found.title}

    sentence = "“{channel}”的答复由本系统拟稿、审核以后答复，不能补登。"
    return Guard("answered_there", "渠道的答复可以在别的平台作出", sentence, OWN, test)


def is_petition(wanted: bool = True) -> Guard:
    """The message came by a channel of petitions."""

    def test(situation: Situation) -> Words | None:
        given = situation.facts.get("channel")
        found = channels().get(str(given)) if given is not None else channel_of(situation.history)
        if found is None or found.petition is wanted:
            return None
        return {"channel": found.title, "why": "不是信访渠道" if wanted else "是信访渠道，请按信访件登记"}

    name, title = ("petition", "信访渠道来的") if wanted else ("no_petition", "不是信访渠道来的")
    return Guard(name, title, "来件渠道“{channel}”{why}。", "《信访工作条例》第二十二条", test)


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


def not_rated() -> Guard:
    """The public rates an answer once."""

    def test(situation: Situation) -> Words | None:
        answer, rated = last_answer(situation.history), situation.history.last("rate")
        if answer is None or rated is None or rated.number < answer.number:
            return None
        return {"score": title_of("scores", str(rated.facts.get("score", "")))}

    return Guard("not_rated", "还没有评价过这次答复", "这次答复已经评价为“{score}”。", OWN, test, moves=("rate",))


def nothing_to_wait_for() -> Guard:
    """Somebody was heard about the answer, or the time for it is over."""

    def test(situation: Situation) -> Words | None:
        history = situation.history
        answer = last_answer(history)
        if answer is None or any(
            each.number > answer.number for each in history.effective if each.move in ("rate", "call_back")
        ):
            return None
        legs = history.clock("reopening")
        found = due(history, legs[-1], situation.needs_counting(), situation.on) if legs else None
        return {} if found and found.day and situation.on <= found.day else None

    sentence = "还没有评价、回访，要求再办的期限也没有届满，暂时不能办结。"
    return Guard(
        "nothing_to_wait_for",
        "已经评价、回访，或者评价期限届满",
        sentence,
        OWN,
        test,
        lasting=False,
        clocks=("reopening",),
    )
