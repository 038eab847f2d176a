"""Conditions that only complaints about disclosure work and rectifications have."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.assessment.accountability.choices import FOUNDED, titles
from gongkai.casework.guards import Guard, Situation, Words

OWN = "主管部门办理规程"


def chosen(field: str, name: str) -> Guard:
    """What is given stands in the list of that name."""

    def test(situation: Situation) -> Words | None:
        given = situation.facts.get(field)
        if given is None or given in titles(name):
            return None
        return {"given": str(given), "allowed": "、".join(titles(name).values())}

    sentence = "没有“{given}”这一项，可以选：{allowed}。"
    return Guard(f"chosen.{field}", "{field}在列出的选项里", sentence, OWN, test, fields=(field,))


def no_account_open() -> Guard:
    """The organ complained about has said what it was asked."""

    def test(situation: Situation) -> Words | None:
        return {} if account_open(situation) else None

    sentence = "被投诉机关还没有说明情况。收到以后再办；逾期不说明的，先办理“不再等说明”。"
    return Guard("no_account_open", "没有正在等的情况说明", sentence, OWN, test)


def account_awaited() -> Guard:
    """The organ complained about was asked and has not answered."""

    def test(situation: Situation) -> Words | None:
        return None if account_open(situation) else {}

    return Guard("account_awaited", "正在等情况说明", "现在没有在等被投诉机关的情况说明。", OWN, test)


def account_open(situation: Situation) -> bool:
    """Whether an account was asked for and neither came nor was given up."""
    moves = ("ask_account", "give_account", "waive_account")
    last = next((each for each in reversed(situation.history.effective) if each.move in moves), None)
    return last is not None and last.move == "ask_account"


def extension_allowed() -> Guard:
    """Not longer than the rule of the day on which the complaint came allows."""

    def test(situation: Situation) -> Words | None:
        begun = situation.history.effective[0] if situation.history.effective else None
        most = begun.facts.get("longest") if begun else None
        given = situation.facts.get("longer")
        amount = given.get("amount") if isinstance(given, Mapping) else given
        if not isinstance(most, Mapping) or not isinstance(amount, int) or amount <= most["amount"]:
            return None
        return {"most": str(most["amount"]), "given": str(amount)}

    sentence = "最多延长{most}日，填写的是{given}日。"
    return Guard("extension_allowed", "不超过可以延长的日数", sentence, OWN, test, fields=("longer",))


def founded() -> Guard:
    """The decision says that the complaint is right, at least in part."""

    def test(situation: Situation) -> Words | None:
        decided = situation.history.last("decide")
        return None if decided is not None and decided.facts.get("outcome") in FOUNDED else {}

    sentence = "查证属实（或者部分属实）的，才能要求整改。"
    return Guard("founded", "查证属实", sentence, "《条例》第四十七条第二款", test)
