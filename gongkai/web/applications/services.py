"""All changes of applications. Each does one thing whole: the rule, the record, the event, in one transaction.

    submit(organ, details, *, token="", at=None) -> Application                       the public, on the portal
    register_other_channel(organ, details, channel, *, by, on, received_on=None, evidence="", section=None, at=None) -> Application
    make_move(application, move, *, by, facts=None, on=None, note="", reply="", at=None) -> Event     every move of TABLE
    amend_step(application, number, *, by, changes=None, reason, at=None) -> Event    by another than who recorded it
    assign(application, *, by, section, officer=None, at=None) -> Application
    edit_details(application, details, *, by, at=None) -> Application                 what was corrected (补正)
    read_personal_data(application, *, by) -> None                                    reading is recorded
    erase_personal_data(application, *, by, why, at=None) -> Application              figures and log stay as they are

``details`` is a ``gongkai.applications.details.Details``. ``reply`` is the wording that the moves ``draft``, ``refuse_excessive`` and
``find_still_unclear`` need; ``facts`` of ``draft`` name the ``outcome`` (a row of table 3). ``at`` is now unless given (the
demonstration gives it). Refusals: ``NotAllowed`` (the move), ``ValidationError`` (what was filled in), both in Chinese.

For counting, ``Application`` has the columns ``organ``, ``applicant_kind``, ``received_on``/``received_year``, ``outcome`` (row key, "" while
it is open) and ``ended_on``/``ended_year``; received but withdrawn before the receipt was settled: ``received_year`` is None, not counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.applications.channels import ONLINE, ReceiptRule, channels
from gongkai.applications.counted import DRAFTED
from gongkai.applications.details import Details, problems
from gongkai.applications.intake import lists
from gongkai.applications.moves import DRAFTING
from gongkai.applications.numbers import new_query_code, number_of
from gongkai.applications.outcomes import can_be_drafted
from gongkai.casework.chain import commitment, new_salt
from gongkai.web.applications.models import Application, Party, Reply
from gongkai.web.casework import services as casework
from gongkai.web.log.actors import PUBLIC, Actor
from gongkai.web.log.services import record, save
from gongkai.web.organs.models import Organ, Section
from gongkai.web.privacy.cipher import blind_index

if TYPE_CHECKING:
    from gongkai.web.accounts.models import Person
    from gongkai.web.log.models import Event


@transaction.atomic
def submit(organ: Organ, details: Details, *, token: str = "", at: datetime | None = None) -> Application:
    """An application from the portal (《条例》第二十九条). The same ``token`` a second time gives the first application back."""
    # 先锁机关这一行再查凭据：同时到的两次提交也只有一件
    Organ.objects.select_for_update().get(pk=organ.pk)
    if token:
        known = Application.objects.filter(submission_token=token).first()
        if known is not None:
            return known
    return _begin(organ, details, ONLINE, by=PUBLIC, token=token, at=at, lenient=False)


@transaction.atomic
def register_other_channel(
    organ: Organ,
    details: Details,
    channel: str,
    *,
    by: Actor,
    on: date,
    received_on: date | None = None,
    evidence: str = "",
    section: Section | None = None,
    at: datetime | None = None,
) -> Application:
    """An application that came otherwise on the day ``on``; with ``received_on`` its receipt is settled at once.

    What is handed in personally is received on that very day (《条例》第三十一条第一项).
    """
    found = channels().get(channel)
    if found is None:
        raise ValidationError({"channel": "请选择收到申请的渠道。"})
    _check_section(organ, section)
    application = _begin(organ, details, channel, by=by, at=at, on=on, lenient=True, section=section)
    if found.rule is ReceiptRule.SUBMISSION:
        received_on = received_on or on
    if received_on is not None:
        facts = {"evidence": evidence} if evidence else {}
        make_move(application, "receive", by=by, facts=facts, on=received_on, at=at)
    return application


@transaction.atomic
def make_move(
    application: Application,
    move: str,
    *,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    on: date | None = None,
    note: str = "",
    reply: str = "",
    at: datetime | None = None,
) -> Event:
    """Make a move of the table with everything that belongs to it: the wording of the reply, the label of a third party."""
    given = dict(facts or {})
    now = at or timezone.now()
    _check_choices(given)
    if move == "consult_third_party" and given.get("third_party"):
        given["third_party"] = _party(application, str(given["third_party"])).label
    _refuse_personal_data(application, given, note)
    if move in DRAFTING:
        given["reply_digest"] = _reply(application, move, given, reply, by=by, at=now, on=on).digest
    return casework.act(application, move, by=by, facts=given, on=on, at=now, note=note)


@transaction.atomic
def amend_step(
    application: Application,
    number: int,
    *,
    by: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str,
    at: datetime | None = None,
) -> Event:
    """Amend or strike out what was recorded as a step; the columns follow. Raises ``NotAllowed``."""
    given = dict(changes or {})
    _check_choices(given)
    _refuse_personal_data(application, given, reason)
    return casework.amend_step(application, number, by=by, changes=given or None, reason=reason, at=at)


@transaction.atomic
def assign(
    application: Application,
    *,
    by: Actor,
    section: Section | None,
    officer: Person | None = None,
    at: datetime | None = None,
) -> Application:
    """Give the case to a section, and to a person in it."""
    _check_section(application.organ, section)
    fresh = _fresh(application)
    fresh.section, fresh.officer = section, officer
    return save(fresh, "assign", by=by, organ=fresh.organ, at=at)


@transaction.atomic
def edit_details(application: Application, details: Details, *, by: Actor, at: datetime | None = None) -> Application:
    """Enter what the applicant corrected. The kind of applicant is amended with the step (``amend_step``), not here."""
    fresh = _fresh(application)
    if fresh.erased_at:
        raise ValidationError("这件申请的个人信息已经删除，不能再填写。")
    tidy = details.tidy()
    _raise(problems(tidy, lenient=True))
    before = fresh.description
    for name, value in asdict(tidy).items():
        if name != "applicant_kind":
            setattr(fresh, name, value)
    _index(fresh)
    if fresh.description != before:
        record(fresh, "edit_description", by=by, organ=fresh.organ, at=at)
    return save(fresh, "edit_details", by=by, organ=fresh.organ, at=at)


def read_personal_data(application: Application, *, by: Actor) -> None:
    """Note that somebody reads who the applicant is. Call it before the data is shown."""
    record(application, "read_personal_data", by=by, organ=application.organ)


@transaction.atomic
def erase_personal_data(application: Application, *, by: Actor, why: str, at: datetime | None = None) -> Application:
    """Erase what identifies the applicant and third parties, with all wordings. Figures, events and digests stay."""
    fresh = _fresh(application)
    if not fresh.ended:
        raise ValidationError("这件申请还没有办结，办理和送达还要用申请人的信息，现在不能删除。")
    if not why.strip():
        raise ValidationError({"why": "请写明删除的依据或者理由，例如“保管期限届满，经批准销毁”。"})
    if fresh.erased_at:
        return application
    _refuse_personal_data(fresh, {}, why)
    for name in Application.PERSONAL:
        setattr(fresh, name, "")
    fresh.identity_kind = fresh.description = fresh.name_index = fresh.identity_index = ""
    fresh.erased_at = at or timezone.now()
    fresh.save()
    fresh.replies.update(body="")
    fresh.parties.update(name="", name_index="")
    record(fresh, "erase_personal_data", by=by, organ=fresh.organ, note=why, at=at)
    return fresh


def _begin(
    organ: Organ,
    details: Details,
    channel: str,
    *,
    by: Actor,
    lenient: bool,
    token: str = "",
    on: date | None = None,
    section: Section | None = None,
    at: datetime | None = None,
) -> Application:
    now = at or timezone.now()
    day = on or timezone.localdate(now)
    if not organ.exists_now:
        raise ValidationError("这个机关已经撤销，请向承接其职能的机关提出申请。")
    tidy = details.tidy()
    _raise(problems(tidy, lenient=lenient))
    # 编号按机关、年度依次给出：锁住机关这一行，两件申请不会拿到同一个号
    Organ.objects.select_for_update().get(pk=organ.pk)
    year = day.year
    last = Application.objects.filter(organ=organ, year=year).order_by("-serial").values_list("serial", flat=True)
    serial = (last.first() or 0) + 1
    application = Application(
        organ=organ,
        number=number_of(organ.code, year, serial),
        year=year,
        serial=serial,
        query_code=new_query_code(),
        submission_token=token or None,
        channel=channel,
        submitted_at=now if timezone.localdate(now) == day else timezone.make_aware(datetime.combine(day, time())),
        section=section,
        **asdict(tidy),
    )
    _index(application)
    application.full_clean(exclude=["organ"])
    facts = {"channel": channel, "applicant_kind": tidy.applicant_kind}
    casework.act(application, "submit", by=by, facts=facts, on=day, at=now, note=application.number)
    return application


def _reply(
    application: Application,
    move: str,
    given: Mapping[str, Any],
    text: str,
    *,
    by: Actor,
    at: datetime,
    on: date | None,
) -> Reply:
    outcome = str(DRAFTED.get(move) or given.get("outcome") or "")
    day = on or timezone.localdate(at)
    if move == "draft" and outcome not in {each.key for each in can_be_drafted(day)}:
        raise ValidationError({"outcome": "请选择办理结果，只能选表三的一行。"})
    if not text.strip():
        raise ValidationError({"reply": "请填写答复的内容：事实、依据和理由，以及申请人怎样取得信息。"})
    if by.person is None:
        raise ValueError("答复要由人拟定。")
    salt, body = new_salt(), text.strip()
    return Reply.objects.create(
        application=application,
        number=application.replies.count() + 1,
        outcome=outcome,
        body=body,
        salt=salt,
        digest=commitment(body, salt),
        author=by.person,
        written_at=at,
    )


def _party(application: Application, name: str) -> Party:
    """The third party of that name or label, new ones under the next label."""
    name = " ".join(name.split())
    for each in application.parties.all():
        if each.label == name or (each.name_index and each.name_index == blind_index(name)):
            return each
    label = f"第三方{application.parties.count() + 1}"
    return Party.objects.create(application=application, label=label, name=name, name_index=blind_index(name))


def _refuse_personal_data(application: Application, facts: Mapping[str, Any], note: str) -> None:
    """Events cannot be erased, so they must not say who the applicant or a third party is."""
    given = {name: value for name, value in facts.items() if isinstance(value, str)} | ({"note": note} if note else {})
    if not given:
        return
    secret = [(title, getattr(application, name)) for name, title in _SECRET.items()]
    secret += [("第三方的名称", party.name) for party in application.parties.all()]
    for field, text in given.items():
        plain = "".join(text.split())
        for title, value in secret:
            if len(value) > 1 and "".join(value.split()) in plain:
                raise ValidationError(
                    {
                        field: f"这里写了{title}。办理记录不能删改，请不要写个人信息，改写成“申请人”“{_INSTEAD.get(title, '第三方1')}”之类。"
                    }
                )


_SECRET = {
    "applicant_name": "申请人的姓名或者名称",
    "identity_number": "身份证明号码",
    "uscc": "统一社会信用代码",
    "representative": "联系人的姓名",
    "phone": "联系电话",
    "email": "电子邮箱",
    "address": "通信地址",
}
_INSTEAD = dict.fromkeys(_SECRET.values(), "申请人的联系人")
_CHOICES = {"delivery": "deliveries", "applicant_kind": "applicant_kinds"}


def _check_choices(given: Mapping[str, Any]) -> None:
    for name, value in given.items():
        known = lists()[_CHOICES[name]] if name in _CHOICES else channels() if name == "channel" else None
        if known is not None and value not in known:
            raise ValidationError({name: "请从列出的选项里选择。"})


def _check_section(organ: Organ, section: Section | None) -> None:
    if section is not None and section.organ_id != organ.pk:
        raise ValidationError({"section": "这个科室不属于本机关，请另选。"})


def _index(application: Application) -> None:
    application.name_index = blind_index(application.applicant_name)
    application.identity_index = blind_index(application.identity_number or application.uscc)


def _fresh(application: Application) -> Application:
    """The row as it is now, locked until the transaction ends."""
    return Application.objects.select_for_update().get(pk=application.pk)


def _raise(found: Mapping[str, str]) -> None:
    if found:
        raise ValidationError(dict(found))
