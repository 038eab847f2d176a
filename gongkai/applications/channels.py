"""How an application arrives, and which day is the day of its receipt (``channels.yaml``; 《条例》第三十一条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from gongkai.casework.events import told
from gongkai.law.loader import LINE, DataError, Reader, grounded, load

FILE = Path(__file__).with_name("channels.yaml")
ONLINE = "online"
"""The channel of the portal's own form."""
MESSAGE = "message"
"""The channel of what was found in a message to the organ."""


class ReceiptRule(StrEnum):
    """Which day counts as the day of receipt."""

    SUBMISSION = "submission"
    SIGNING = "signing"
    CONFIRMATION = "confirmation"
    MUTUAL = "mutual"
    ARRIVAL = "arrival"


_CONFIRMED = (ReceiptRule.CONFIRMATION, ReceiptRule.MUTUAL)
THAT_DAY = {ReceiptRule.SUBMISSION: "提交", ReceiptRule.SIGNING: "签收"}
"""The rules by which the day that counts is the day itself on which the application came, and what that day is called."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One way in. ``receipt`` tells applicants the rule, ``asks`` tells officers what to enter; a ``basic`` one is never refused.

    ``proof``: the day of confirmation rests on a call or the like, which must be told; ``arrives`` is what the day of arrival is called.
    """

    key: str
    title: str
    rule: ReceiptRule
    since: date
    basic: bool
    proof: bool
    arrives: str
    receipt: str
    asks: str
    basis: str

    @property
    def prompt(self) -> bool:
        """Whether the office has to confirm with the applicant on the day of arrival (a message is first read as what it was sent as)."""
        return self.rule in _CONFIRMED and self.key != MESSAGE


@cache
def channels() -> Mapping[str, Channel]:
    """Every channel by key."""
    return read_channels(FILE)


def read_channels(path: Path) -> dict[str, Channel]:
    """Read a file of channels, strictly; raises ``DataError`` with file and line."""
    return {key: _channel(key, each, path.name) for key, each in load(path).items() if key != LINE}


def _channel(key: str, each: object, where: str) -> Channel:
    data = Reader(each, where)
    rule = data.take("rule", str)
    if rule not in {one.value for one in ReceiptRule}:
        raise DataError(f"{data.where}：rule 应是 {'、'.join(ReceiptRule)} 之一：{rule!r}")
    made = Channel(
        key,
        data.take("title", str),
        ReceiptRule(rule),
        data.take("since", date),
        data.take("basic", bool),
        data.take("proof", bool),
        data.take("arrives", str),
        data.take("receipt", str),
        data.take("asks", str),
        data.take("basis", str),
    )
    checked = data.take("checked", str)
    data.done()
    grounded(data, made.basis, checked)
    return made


def receipt_problems(
    channel: Channel, *, received_on: date, entered_on: date, evidence: str, late: str, soon: date | None = None
) -> dict[str, str]:
    """What is still to be told before a day of receipt may be recorded on the day ``entered_on``, by field.

    A day that lies back needs the reason why it was not recorded then; it stands in the record. Where the confirmation is no record
    of the system itself, its proof must be told too (《条例》第三十一条第二项、第三项). ``soon`` is the last day on which a confirmation
    is as prompt as the law has it; one that comes later puts off the limit and needs a reason too.
    """
    found = {}
    back = received_on < entered_on
    if not evidence.strip() and (channel.proof or (back and channel.rule is ReceiptRule.MUTUAL)):
        found["evidence"] = (
            f"“{channel.title}”以与申请人确认之日为收到申请之日，请写明确认的方式和凭据，例如“当日上午电话确认，通话记录存卷”。"
            f"（{channel.basis}）"
        )
    if back and not late.strip():
        found["late"] = "收到日期早于今天，请写明没有当日登记的原因。原因记入办理记录，不能删改。"
    elif soon is not None and received_on > soon and channel.prompt and not late.strip():
        found["late"] = (
            f"{channel.title}的申请应当在收到的当日与申请人确认，确认得晚，答复期限就晚。{told(soon)}以后才确认的，请写明原因。"
            f"原因记入办理记录，不能删改。（{channel.basis}）"
        )
    return found
