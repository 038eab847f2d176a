"""The fields of a letter, taken from the case: what was applied for and by whom, the organ, the limits as they stand, the step's facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.applications.channels import channels
from gongkai.applications.intake import title_of
from gongkai.applications.remedies import Standing
from gongkai.casework import History, read
from gongkai.casework.counting import Counting, Uncountable
from gongkai.casework.events import told
from gongkai.law.limits import limit
from gongkai.letters.kinds import LetterKind
from gongkai.organs.levels import OrganKind
from gongkai.web.applications.models import Application
from gongkai.web.letters.models import LetterSettings
from gongkai.web.letters.services import settings_of
from gongkai.web.organs.models import Organ

FACTS = {"organ": "asked_organ"}
"""Facts of steps whose name is another field's."""
_LIMITS = {
    "opinion_limit": "third_party_opinion",
    "co_maker_limit": "co_maker_opinion",
    "payment_limit": "pay_processing_fee",
}


@dataclass(frozen=True, slots=True)
class Source:
    """What the fields are taken from: the case as it stands after the step, on the day of the letter."""

    application: Application
    history: History
    counting: Counting
    on: date


def values_of(source: Source, kind: LetterKind, given: Mapping[str, Any]) -> dict[str, str]:
    """The values by key of everything that the kind may say. ``given`` are the step's facts and what was asked."""
    keys = {each.key for each in kind.fields.values()}
    found = _case(source) | _applicant(source) | organ_values(source.application.organ)
    if any(each.source == "clock" for each in kind.fields.values()):
        found |= _clocks(source)
    for key, value in given.items():
        found[FACTS.get(key, key)] = _text(value)
    if label := given.get("third_party"):
        known = source.application.parties.filter(label=label).first()
        found["third_party"] = known.name if known and known.name else str(label)
    return {key: text for key, text in found.items() if key in keys}


def _case(source: Source) -> dict[str, str]:
    application = source.application
    channel = channels().get(application.channel)
    received = application.received_on
    return {
        "number": application.number,
        "channel": application.channel_title,
        "submitted_on": _day(application.submitted_at),
        "received_on": told(received) if received else "",
        "receipt_ground": f"{channel.receipt}（{channel.basis}）" if channel and received else "",
        "description": _inline(application.description),
        "wanted_form": title_of("wanted_forms", application.wanted_form),
        "wanted_route": title_of("wanted_routes", application.wanted_route),
        "section": application.section.name if application.section else "",
    }


def _applicant(source: Source) -> dict[str, str]:
    application = source.application
    found = {"applicant": application.applicant_name, "applicant_kind": application.kind_title}
    if application.is_organisation:
        identity = f"统一社会信用代码 {application.uscc}" if application.uscc else ""
    else:
        identity = f"{title_of('identity_kinds', application.identity_kind)} {application.identity_number}".strip()
    return found | {
        "identity": identity,
        "representative": application.representative,
        "phone": application.phone,
        "email": application.email,
        "address": application.address,
    }


def organ_values(organ: Organ) -> dict[str, str]:
    """What the organ says of itself."""
    place = f"{organ.address}（邮编{organ.postcode}）" if organ.address and organ.postcode else organ.address
    contact = [place, f"电话{organ.phone}" if organ.phone else "", f"邮箱{organ.email}" if organ.email else ""]
    contact.append(f"受理时间为{organ.hours}" if organ.hours else "")
    return {
        "organ": organ.name,
        "organ_address": organ.address,
        "organ_postcode": organ.postcode,
        "organ_phone": organ.phone,
        "organ_email": organ.email,
        "organ_hours": organ.hours,
        "organ_contact": "，".join(each for each in contact if each),
    }


def _clocks(source: Source) -> dict[str, str]:
    found = {"reply_due": _due(source, "reply"), "correction_due": _due(source, "correction")}
    started = source.application.received_on or source.on
    for key, name in {"reply_limit": "reply_to_application", **_LIMITS}.items():
        rule = limit(name, started if key == "reply_limit" else source.on)
        found[key] = rule.length if rule else ""
    asked = source.history.last("ask_correction")
    if asked is not None:
        found["earlier_correction"] = _passed(source, "correction", f"本机关于{told(asked.on)}告知您补正", "补正期限")
    delivered = source.history.last("deliver_fee_notice")
    if delivered is not None:
        found["earlier_fee"] = _passed(source, "payment", f"收费通知书于{told(delivered.on)}送达", "缴费期限")
    return found


def _passed(source: Source, clock: str, began: str, title: str) -> str:
    day = _due(source, clock)
    return f"{began}，{title}到{day}届满。" if day else f"{began}。"


def _due(source: Source, clock: str) -> str:
    try:
        due = read(source.history, clock, source.counting, source.on).due
    except Uncountable:
        return ""
    if due is None or due.day is None or due.standing:
        return ""
    # 还没有放假通知的年份，日期只是暂计，文书里要说明
    return f"{told(due.day)}（暂计，以国务院放假通知为准）" if due.provisional else told(due.day)


def standing_of(organ: Organ, settings: LetterSettings | None = None) -> Standing:
    """What decides the body of reconsideration: the government above the organ, as entered, or as its settings name it."""
    settings = settings or settings_of(organ)
    above = organ.parent
    while above is not None and above.kind != OrganKind.GOVERNMENT:
        above = above.parent
    return Standing(
        name=organ.name,
        kind=organ.kind,
        level=organ.level,
        government=settings.government or (above.name if above else ""),
        superior=settings.superior,
        address=settings.address,
        online=settings.online,
        court=settings.court,
    )


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(str(each) for each in value)
    text = str(value)
    if len(text) == 10 and text[4:5] == "-" == text[7:8]:
        try:
            return told(date.fromisoformat(text))
        except ValueError:
            return text
    return text


def _inline(text: str) -> str:
    """Several lines in one, without the full stop at the end: the sentence around it has one."""
    return "；".join(line.strip().rstrip("。；") for line in text.splitlines() if line.strip())


def _day(moment: Any) -> str:
    from django.utils import timezone

    return told(timezone.localdate(moment))
