"""公众留言: received and answered, in time, satisfied, still open."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from gongkai.engagement.messages.channels import titles
from gongkai.web.dashboards.divisions import by_organ, by_section, by_value
from gongkai.web.dashboards.measures import Division, Measure, Rate, Subject
from gongkai.web.messages.access import POLICY
from gongkai.web.messages.counting import GOOD
from gongkai.web.messages.models import Category, Message


def _categories(found: Any) -> dict[Any, str]:
    return {each.pk: each.name for each in Category.objects.filter(pk__in=[key for key in found if key])}


_DIVISIONS: dict[str, Division] = {
    "message_channel": by_value("来件渠道", "channel", lambda: titles("channels")),
    "message_kind": by_value("种类", "kind", lambda: titles("kinds")),
    "message_category": Division("类别", "category_id", _categories, "没有分类别", keys=True),
    "section": by_section("主办科室"),
    "organ": by_organ(),
}


def _measure(key: str, title: str, told: str, dated: str, condition: Q | None = None, **more: Any) -> Measure:
    return Measure(
        f"messages_{key}", title, told, Message, POLICY, dated, condition or Q(), divisions=_DIVISIONS, **more
    )


MESSAGES = Subject(
    "messages",
    "公众留言",
    (
        _measure("received", "收到", "收到日期在这段日子里的，各渠道都计。", "received_on"),
        _measure("answered", "答复", "首次答复的日期在这段日子里的。", "answered_on"),
        _measure(
            "in_time",
            "按期答复",
            "答复当中，首次答复没有超过期限的；没有定期限的不算。",
            "answered_on",
            Q(in_time=True),
        ),
        _measure("late", "逾期答复", "答复当中，首次答复超过期限的。", "answered_on", Q(in_time=False)),
        Rate(
            "messages_rate",
            "按期答复率",
            "按期答复的占按期和逾期答复之和的百分比。",
            "messages_in_time",
            ("messages_in_time", "messages_late"),
        ),
        _measure("rated", "有评价", "答复当中，回访或者来件人自己作了评价的。", "answered_on", ~Q(satisfaction="")),
        _measure("satisfied", "满意", "有评价的当中，评价算作满意的。", "answered_on", Q(satisfaction__in=GOOD)),
        Rate(
            "messages_satisfied_rate", "满意率", "满意的占有评价的百分比。", "messages_satisfied", ("messages_rated",)
        ),
        _measure(
            "open",
            "尚未办结",
            "这段日子最后一天结束时，已经收到、还在办理的。",
            "received_on",
            ended="ended_on",
        ),
    ),
    "messages_received",
    (("messages_received", "message_channel"), ("messages_received", "message_category")),
)
