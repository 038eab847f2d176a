"""Whether the applicant was told of an extension before the time was over (《条例》第三十三条第二款): said wherever the limit is told.

The article asks for approval and for telling the applicant; that both must come before the end of the limit is the reading taken
here. The clock goes by the approval; a notice that came late is shown and changes no day, for the body or the court judges it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from gongkai.casework import Counting, History
from gongkai.casework.events import told
from gongkai.casework.reckoning import due

BASIS = "《条例》第三十三条第二款"


@dataclass(frozen=True, slots=True)
class ToldLate:
    """What is to be said of the notice; ``recorded`` tells whether its delivery is on record at all."""

    sentence: str
    recorded: bool


def told_late(history: History, counting: Counting, as_of: date) -> ToldLate | None:
    """What is wrong with telling the applicant of the extension; None when it was in time, or may still be."""
    extended = history.last("extend")
    if extended is None:
        return None
    last = _without(history, counting, extended.number, as_of)
    if last is None:
        return None
    made = history.last("deliver_extension")
    if made is not None and made.number > extended.number:
        if made.on <= last:
            return None
        return ToldLate(
            f"延期答复告知书{told(made.on)}才送达申请人，晚于延期以前的最后一日{told(last)}。延期应当在期限届满以前告知申请人（{BASIS}）；"
            "期限仍照批准的延期计算，这次延期有没有效力，由复议机关、人民法院认定，请在卷内写明迟延的原因。",
            recorded=True,
        )
    if as_of <= last or history.ended:
        return None
    return ToldLate(
        f"延期以前的最后一日{told(last)}已经过去，延期答复告知书的送达还没有登记。延期应当在期限届满以前告知申请人（{BASIS}）；"
        "已经送达的，请登记“申请人收到延期答复告知书”，日期照送达凭证填写。",
        recorded=False,
    )


def _without(history: History, counting: Counting, extended: int, as_of: date) -> date | None:
    """The last day that the limit would have without the extension."""
    for leg in history.clock("reply"):
        kept = tuple(each for each in leg.extensions if each.mark.event != extended)
        if len(kept) == len(leg.extensions):
            continue
        bare = replace(leg, extensions=kept)
        # 延期只有一次，这一段以前没有别的延期可以沿用
        return due(history, bare, replace(counting, keep_extensions=False), leg.ended.on if leg.ended else as_of).day
    return None
