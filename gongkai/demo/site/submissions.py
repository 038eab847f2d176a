"""信息报送 in the made-up county: quarters of pieces from sections and lower organs, what became of them, the quarterly circulars."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from gongkai.assessment.submissions.periods import Period
from gongkai.assessment.submissions.rules import read_lines
from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.demo.site.organisation import Cast
from gongkai.web.submissions import circulars
from gongkai.web.submissions.models import Submission
from gongkai.web.submissions.services import adopt, decline, resubmit, send_back, set_rules, submit

HANDLED_AFTER, AGAIN_AFTER, CIRCULAR_AFTER = timedelta(days=2), timedelta(days=4), timedelta(days=6)
SHIFT = 3
"""By how many pieces each quarter differs from the one before, so that quarters can be compared."""


def enter_year(cast: Cast, diary: Diary) -> None:
    """Enter each act on its day."""
    data, today = load("submissions.yaml"), diary.today
    for code, rules in data["rules"].items():
        since = today - timedelta(days=rules["since_days"])
        diary.at(since, partial(_rules, cast, code, rules, since), 15)
    quarters = [Period.around("quarter", today)]
    for _ in range(data["quarters"] - 1):
        before = quarters[-1].before
        assert before is not None
        quarters.append(before)
    for place, each in enumerate(data["organs"]):
        for back, quarter in enumerate(quarters):
            # 往前的季度少报几篇，年度之间才有可比的
            for number, piece in enumerate(each["pieces"]):
                if back and (number + back) % SHIFT == 0 and piece["fate"] != "waiting":
                    continue
                if back and piece["fate"] == "waiting":
                    continue
                _piece(cast, diary, each, piece, data, quarter.since + timedelta(days=piece["day"] + place))
            if back:
                diary.at(quarter.until + CIRCULAR_AFTER, partial(_circular, cast, each, quarter), 16, 20)
    last = quarters[1]
    diary.at(today - timedelta(days=1), partial(_draft, cast, data["organs"][0], last.year), 16, 40)


def _rules(cast: Cast, code: str, rules: dict[str, Any], since: date) -> None:
    given = {name: value for name, value in rules.items() if name not in ("since_days", "channels")}
    by = {"qingshi": "xiangong", "nongye": "gongkai"}[code]
    set_rules(cast.organs[code], by=cast.acting(by), since=since, channels=read_lines(rules["channels"]), **given)


def _piece(
    cast: Cast, diary: Diary, each: dict[str, Any], piece: dict[str, Any], data: dict[str, Any], on: date
) -> None:
    kept: dict[str, Submission] = {}
    fate, office = piece["fate"], cast.acting(each["by"], each["to"])
    diary.at(on, partial(_submit, cast, each, piece, data, kept), 10, 5)
    handled, again = on + HANDLED_AFTER, on + AGAIN_AFTER
    if fate in ("returned", "back"):
        diary.at(handled, lambda: send_back(kept["piece"], by=office, reason=data["reasons"][fate]), 11)
        if fate == "returned":
            sender = cast.acting(piece["by"], cast.homes[piece["by"]])
            body = f"{data['body']}{data['added']}"
            diary.at(again, lambda: resubmit(kept["piece"], by=sender, body=body), 10)
            diary.at(
                again + HANDLED_AFTER,
                partial(_adopt, kept, office, read_lines(data["rules"][each["to"]]["channels"])[1]["title"]),
                11,
            )
    elif fate == "declined":
        diary.at(handled, lambda: decline(kept["piece"], by=office, reason=data["reasons"]["declined"]), 11)
    elif fate != "waiting":
        for number, channel in enumerate(fate):
            diary.at(handled + timedelta(days=3 * number), partial(_adopt, kept, office, channel), 15)


def _submit(
    cast: Cast, each: dict[str, Any], piece: dict[str, Any], data: dict[str, Any], kept: dict[str, Submission]
) -> None:
    home, now = cast.homes[piece["by"]], timezone.now()
    urgent = piece.get("urgent", 0)
    kept["piece"] = submit(
        cast.organs[each["to"]],
        source=cast.organs[home],
        section=cast.sections[home, piece["section"]] if piece["section"] else None,
        by=cast.acting(piece["by"], home),
        title=piece["title"],
        kind=piece["kind"],
        body=data["body"],
        urgent=bool(urgent),
        happened_at=now - timedelta(hours=urgent, minutes=-20) if urgent else None,
    )


def _adopt(kept: dict[str, Submission], office: Any, channel: str) -> None:
    on = timezone.localdate()
    adopt(
        kept["piece"], by=office, channel=channel, on=on, evidence=f"{on.year}年第{on.timetuple().tm_yday // 7 + 1}期"
    )


def _circular(cast: Cast, each: dict[str, Any], quarter: Period) -> None:
    """Drawn up, approved and issued."""
    organ = cast.organs[each["to"]]
    office, head = cast.acting(each["by"], organ.code), cast.acting(each["head"], organ.code)
    made = circulars.draw(organ, by=office, period=quarter)
    circulars.issue(circulars.approve(made, by=head), by=office)


def _draft(cast: Cast, each: dict[str, Any], year: int) -> None:
    """One of the year so far, waiting to be approved."""
    circulars.draw(cast.organs[each["to"]], by=cast.acting(each["by"], each["to"]), period=Period("year", year))
