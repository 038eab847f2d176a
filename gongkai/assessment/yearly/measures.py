"""What can be counted from the records for an indicator: a number, or a part of a whole. The queries are the site's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """``rate``: a part of a whole in percent, else a number. ``sections``: whether it can be told by section as well."""

    key: str
    title: str
    rate: bool
    sections: bool
    told: str


_ALL = (
    Measure("applications_in_time", "申请按期答复率", True, True, "考核期内应当答复的申请中，没有逾期的；到截止日还没有到期的不计。"),
    Measure("applications_late", "逾期的申请", False, True, "考核期内答复晚于最后一日的，和到截止日已经过了最后一日还没有答复的。"),
    Measure("messages_in_time", "留言按期答复率", True, True, "考核期内应当答复的留言中，没有逾期的；到截止日还没有到期的不计。"),
    Measure("messages_late", "逾期的留言", False, True, "考核期内答复晚于期限的，和到截止日已经过了期限还没有答复的。"),
    Measure("messages_satisfied", "留言满意率", True, True, "考核期内答复并且有评价的留言中，评价为满意的。"),
    Measure("submissions_adopted", "采用的报送信息", False, True, "考核期内报给考核机关、被采用的信息，每篇计一次。"),
    Measure("submissions_late", "迟报的信息", False, True, "考核期内报给考核机关的信息中迟报的。"),
    Measure("columns_red", "超期没有更新的栏目", False, True, "截止日那一天亮红灯的栏目；有下级栏目的数下级栏目。"),
    Measure("items_published", "主动公开的信息", False, True, "考核期内首次公开的信息。"),
    Measure("disputes_lost", "复议诉讼被纠正", False, False, "考核期内审结、结果纠正的行政复议和行政诉讼。"),
    Measure("points_unfinished", "没有按时完成的要点任务", False, True, "完成时限在考核期内，晚于时限完成或者到截止日没有完成的。"),
    Measure("report_late", "没有按期发布的年度报告", False, False, "考核期内应当发布而没有发布，或者晚于期限发布的年度报告。"),
    Measure("appraisal", "社会评议满意率", True, True, "本轮考核登记的社会评议中，样本里表示满意的。"),
)  # fmt: skip
MEASURES: dict[str, Measure] = {each.key: each for each in _ALL}
BY_TITLE: dict[str, Measure] = {each.title: each for each in _ALL}
