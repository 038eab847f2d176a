"""Conditions that only applications have: the day of receipt by channel, and the day of posting."""

from __future__ import annotations

from datetime import date

from gongkai.applications.channels import THAT_DAY, channels
from gongkai.casework.events import told
from gongkai.casework.guards import Guard, Situation, Words


def receipt_day(basis: str) -> Guard:
    """What is handed in or signed for was received on that very day; no later day can be chosen (《条例》第三十一条第一项、第二项)."""

    def test(situation: Situation) -> Words | None:
        submitted = situation.history.last("submit")
        if submitted is None:
            return None
        channel = channels().get(str(submitted.facts.get("channel", "")))
        if channel is None or channel.rule not in THAT_DAY or situation.on == submitted.on:
            return None
        return {"channel": channel.title, "rule": THAT_DAY[channel.rule], "day": told(submitted.on)}

    sentence = "“{channel}”的申请，以{rule}之日为收到申请之日，应当是{day}。"
    return Guard("receipt_day", "收到日期符合渠道的规定", sentence, basis, test)


def posted_rightly(basis: str) -> Guard:
    """A reply sent by post counts from the day of posting, which must be known and not lie before its approval; no other way has one."""

    def test(situation: Situation) -> Words | None:
        posted = situation.facts.get("posted_on")
        if situation.facts.get("delivery") == "post" and posted is None:
            return {"why": "邮寄送达的，请填写交邮的日期，答复是否逾期以交邮之日计"}
        if posted is None or not isinstance(posted, str):
            return None
        if situation.facts.get("delivery", "post") != "post":
            return {"why": "交邮的日期只有邮寄送达的才填写，其他方式以签收、发出之日计，请核对送达方式"}
        try:
            day = date.fromisoformat(posted)
        except ValueError:
            return None
        entered = situation.history.entered
        if entered is not None and day < entered.on:
            return {"why": f"交邮的日期{told(day)}早于批准答复的日期{told(entered.on)}，请核对"}
        return None

    return Guard(
        "posted_rightly",
        "邮寄送达的写明交邮日期",
        "送达还办不了：{why}。",
        basis,
        test,
        fields=("delivery", "posted_on"),
    )


def signed_after_posting(basis: str) -> Guard:
    """Nobody signs for a reply before it was sent."""

    def test(situation: Situation) -> Words | None:
        served = situation.history.last("serve")
        if served is None:
            return None
        sent = date.fromisoformat(str(served.facts.get("posted_on") or served.on))
        return {"day": told(sent)} if situation.on < sent else None

    sentence = "答复{day}才发出，签收的日期不会更早，请核对。"
    return Guard("signed_after_posting", "不早于发出答复的日期", sentence, basis, test)


def awaits(field: str, title: str, basis: str) -> Guard:
    """The case waits for some party of this kind; without one there is nothing to hear."""

    def test(situation: Situation) -> Words | None:
        legs = situation.history.clock("reply")
        clocks = situation.history.table.clock_of
        for stand in legs[-1].stands if legs else ():
            if stand.until is None and stand.no_longer_than and clocks[stand.no_longer_than].per == field:
                return None
        return {"title": title}

    return Guard(f"awaits.{field}", f"正在等待{title}的意见", "目前没有在征求{title}的意见。", basis, test)
