"""What an applicant may see of the case: its state and the steps that concern the applicant, in words that an outsider understands.

Who in the organ did what, whom it asked, and what a draft says is not among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.casework import Event, History

STATES: Mapping[str, str] = {
    "submitted": "已提交，等待受理机关确认收到",
    "received": "已收到",
    "registered": "已收到，正在办理",
    "under_review": "正在办理",
    "in_correction": "等待您补正",
    "awaiting_reasons": "等待您说明理由",
    "consulting": "正在征求意见",
    "awaiting_payment": "等待您缴费",
    "decision_drafted": "正在办理",
    "decision_approved": "答复即将送达",
    "served": "已经答复",
    "withdrawn": "已经撤回",
    "merged": "已并入您的另一件申请，一并答复",
    "deemed_abandoned": "视为放弃申请，不再处理",
    "archived": "已经办结",
    "in_reconsideration": "行政复议中",
    "in_litigation": "行政诉讼中",
    "redecision_ordered": "正在重新办理",
}

STEPS: Mapping[str, str] = {
    "submit": "提交申请",
    "receive": "受理机关确认收到申请",
    "ask_correction": "受理机关请您补正（期限{workdays}个工作日）：{items}",
    "receive_correction": "受理机关收到补正，答复期限重新计算",
    "lapse_correction": "逾期没有补正，视为放弃申请",
    "ask_reasons": "受理机关请您说明理由",
    "accept_reasons": "受理机关认为理由合理，继续办理",
    "delay": "受理机关确定延迟答复，最迟{reply_by}答复",
    "consult_third_party": "征求第三方意见，所需时间不计入答复期限",
    "consult_co_maker": "征求共同制作机关意见，所需时间不计入答复期限",
    "consult_organ": "征求其他机关意见，所需时间不计入答复期限",
    "hear_last_third_party": "征求意见结束，答复期限继续计算",
    "lapse_last_third_party": "征求意见结束，答复期限继续计算",
    "hear_last_co_maker": "征求意见结束，答复期限继续计算",
    "lapse_last_co_maker": "征求意见结束，答复期限继续计算",
    "hear_last_organ": "征求意见结束，答复期限继续计算",
    "extend": "答复期限延长{workdays}个工作日",
    "ask_fee": "受理机关发出收费通知",
    "receive_payment": "收到缴费，答复期限重新计算",
    "waive_fee": "受理机关决定不收取信息处理费，继续办理",
    "lapse_payment": "逾期没有缴费，视为放弃申请",
    "serve": "送达答复",
    "withdraw": "申请撤回",
    "merge": "并入申请{into}，一并办理答复；本件不再单独答复",
    "reconsider": "收到行政复议通知",
    "litigate": "收到应诉通知",
    "order_again": "责令重新答复",
}


@dataclass(frozen=True, slots=True)
class PublicStep:
    """One line of what happened: the day that counts, and what."""

    on: date
    text: str


def public_steps(history: History) -> Iterator[PublicStep]:
    """The steps that the applicant may see, oldest first, as later amended."""
    for event in history.effective:
        sentence = STEPS.get(event.move)
        if sentence is not None:
            yield PublicStep(_day(event), sentence.format_map(_Given(event.facts)))


def _day(event: Event) -> date:
    posted = event.facts.get("posted_on") if event.move == "serve" else None
    return date.fromisoformat(posted) if posted else event.on


class _Given(dict):  # type: ignore[type-arg]
    def __missing__(self, key: str) -> str:
        return ""
