"""Who may do what: each policy of the site over role × action × state × place, against a plain reading of its grants.

The oracle below shares nothing with ``organs.authority``: it walks up from organ to organ where the code compares paths, and
asks one grant after the other. ``may`` is asked about stand-ins (any state, no database); ``visible`` about stored rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from gongkai.organs.levels import OrganKind
from gongkai.organs.roles import Role
from gongkai.web.accountability.models import Account as ComplaintAccount
from gongkai.web.accountability.models import Complaint, Liability, Rectification
from gongkai.web.accounts.models import Person
from gongkai.web.accounts.services import add_person
from gongkai.web.annualreport.models import KeptReport, ReportDraft
from gongkai.web.applications.models import Application
from gongkai.web.archives.models import Disposal, RetentionLine
from gongkai.web.assessment.models import Round, ScoreTable, Subject
from gongkai.web.batches.models import Batch
from gongkai.web.concerns.models import AskedQuestion, Concern, PublicMeeting
from gongkai.web.consultations.models import Consultation, PeriodSetting
from gongkai.web.disputes.models import Dispute
from gongkai.web.exchange.models import HandOver, ImportBatch
from gongkai.web.fees.models import FeeSetting, FeeStatement
from gongkai.web.inspection.models import Answer as InspectionAnswer
from gongkai.web.inspection.models import Problem, SelfInspection
from gongkai.web.inspection.models import Setting as InspectionSetting
from gongkai.web.letters.models import TemplateVersion
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.models import Chain
from gongkai.web.log.services import save
from gongkai.web.messages.models import Contribution, ImportRun, LimitVersion, Message, Publication
from gongkai.web.normative.models import CleanUp, LocalSetting, NormativeDocument, RegistrationRule
from gongkai.web.operation.access_tables import document, policies
from gongkai.web.organs.authority import Denied, Grant, Place, Policy, Reach, grant, places_of
from gongkai.web.organs.models import (
    Appointment,
    GroupMember,
    Organ,
    OrganDocument,
    OrganDocumentVersion,
    Section,
    Training,
    WorkPoint,
)
from gongkai.web.proposals.models import LocalRule, Proposal
from gongkai.web.proposals.models import Publication as ProposalPublication
from gongkai.web.publishing.models import Item, SiteColumn, Version
from gongkai.web.redaction.models import Redaction
from gongkai.web.registers.models import Decision, Fee, Matter, MatterBatch, ProcurementProject, Tally
from gongkai.web.releases.models import Account, PlatformEvent, Release
from gongkai.web.screening.models import ScreeningWord
from gongkai.web.search.models import SearchSynonym
from gongkai.web.submissions.models import Circular, RuleVersion, Submission
from tests.web.conftest import PASSWORD, County, make_organ
from tests.web.forced_rows import anything_goes, row

ALL = {found.name: found.policy for found in policies()}
MODELS: dict[str, Any] = {
    "organs.ORGAN_POLICY": Organ,
    "organs.SECTION_POLICY": Section,
    "organs.APPOINTMENT_POLICY": Appointment,
    "organs.GROUP_POLICY": GroupMember,
    "organs.DOCUMENT_POLICY": OrganDocument,
    "organs.VERSION_POLICY": OrganDocumentVersion,
    "organs.WORK_POINT_POLICY": WorkPoint,
    "organs.TRAINING_POLICY": Training,
    "dashboards.POLICY": Organ,
    "publishing.POLICY": Version,
    "publishing.ITEM_POLICY": Item,
    "publishing.COLUMN_POLICY": SiteColumn,
    "publishing.DOSSIER_POLICY": Item,
    "exemptions.ASSESSMENT_POLICY": Version,
    "exemptions.REASSESSMENT_POLICY": Version,
    "normative.POLICY": NormativeDocument,
    "normative.RULE_POLICY": RegistrationRule,
    "normative.SETTING_POLICY": LocalSetting,
    "normative.CLEANUP_POLICY": CleanUp,
    "screening.POLICY": Version,
    "search.POLICY": SearchSynonym,
    "screening.WORD_POLICY": ScreeningWord,
    "holidays.POLICY": Organ,
    "applications.POLICY": Application,
    "letters.POLICY": TemplateVersion,
    "disputes.POLICY": Dispute,
    "consultations.POLICY": Consultation,
    "consultations.SETTING_POLICY": PeriodSetting,
    "concerns.POLICY": Concern,
    "concerns.MEETING_POLICY": PublicMeeting,
    "concerns.QUESTION_POLICY": AskedQuestion,
    "public_messages.POLICY": Message,
    "public_messages.PART_POLICY": Contribution,
    "public_messages.QUESTION_POLICY": Publication,
    "public_messages.SETTINGS_POLICY": LimitVersion,
    "public_messages.IMPORT_POLICY": ImportRun,
    "accountability.POLICY": Complaint,
    "accountability.ACCOUNT_POLICY": ComplaintAccount,
    "accountability.RECTIFICATION_POLICY": Rectification,
    "accountability.LIABILITY_POLICY": Liability,
    "proposals.POLICY": Proposal,
    "proposals.PUBLICATION_POLICY": ProposalPublication,
    "proposals.RULE_POLICY": LocalRule,
    "batches.POLICY": Batch,
    "archives.FILE_POLICY": Application,
    "archives.DISPOSAL_POLICY": Disposal,
    "archives.RETENTION_POLICY": RetentionLine,
    "fees.POLICY": FeeStatement,
    "redaction.POLICY": Redaction,
    "fees.SETTING_POLICY": FeeSetting,
    "annualreport.KEPT_POLICY": KeptReport,
    "annualreport.DRAFT_POLICY": ReportDraft,
    "exchange.IMPORT_POLICY": ImportBatch,
    "exchange.PACKAGE_POLICY": HandOver,
    "operation.POLICY": Chain,
    "inspection.POLICY": Problem,
    "inspection.INSPECTION_POLICY": SelfInspection,
    "inspection.ANSWER_POLICY": InspectionAnswer,
    "inspection.SETTING_POLICY": InspectionSetting,
    "submissions.POLICY": Submission,
    "submissions.SOURCE_POLICY": Submission,
    "submissions.RULE_POLICY": RuleVersion,
    "submissions.CIRCULAR_POLICY": Circular,
    "assessment.TABLE_POLICY": ScoreTable,
    "assessment.ROUND_POLICY": Round,
    "assessment.REVIEW_POLICY": Subject,
    "assessment.SUBJECT_POLICY": Subject,
    "releases.POLICY": Release,
    "releases.ACCOUNT_POLICY": Account,
    "releases.PLATFORM_EVENT_POLICY": PlatformEvent,
    "registers.MATTER_POLICY": Matter,
    "registers.DECISION_POLICY": Decision,
    "registers.FEE_POLICY": Fee,
    "registers.PROCUREMENT_POLICY": ProcurementProject,
    "registers.BATCH_POLICY": MatterBatch,
    "registers.TALLY_POLICY": Tally,
}
"""The records that each policy is about. A new policy is entered here, and then everything below asks about it."""


@dataclass(frozen=True)
class Spot:
    """An organ as the oracle and the code each see it: by whom it stands above it, and by its path."""

    pk: int
    above: Spot | None = None

    @property
    def path(self) -> str:
        return f"{self.above.path if self.above else '/'}{self.pk}/"


# 1 与 11、111 并列：路径按字头比较，编号的字头相同不能混淆
COUNTY, TOWN = Spot(1), Spot(11)
BUREAU, SIBLING = Spot(2, COUNTY), Spot(21, COUNTY)
STATION = Spot(3, BUREAU)
SECTION, OTHER_SECTION = SimpleNamespace(pk=7), SimpleNamespace(pk=77)
PLACES = [
    (BUREAU, SECTION), (BUREAU, OTHER_SECTION), (BUREAU, None), (SIBLING, None), (STATION, None), (COUNTY, None), (TOWN, None),
]  # fmt: skip
HELD = [(BUREAU, None), (BUREAU, SECTION), (COUNTY, None)]


def allowed(each: Grant, held: tuple[Spot, Any], spot: Spot, section: Any) -> bool:
    """Whether a grant held in one place reaches a record in another, in plain words."""
    organ, own_section = held
    if each.reach is Reach.BELOW:
        step: Spot | None = spot
        while step is not None:
            if step == organ:
                return True
            step = step.above
        return False
    if spot != organ:
        return False
    return each.reach is Reach.ORGAN or own_section is None or (section is not None and section == own_section)


def oracle(
    policy: Policy, role: Role, action: str, state: str, held: Any, spot: Spot, section: Any, *, verified: bool
) -> bool:
    """Whether some grant of the policy allows it."""
    for each in policy.grants:
        if each.action != action or role not in each.roles:
            continue
        if each.states and state not in each.states:
            continue
        if each.second_factor and not verified:
            continue
        if allowed(each, held, spot, section):
            return True
    return False


def stand_in(policy: Policy, spot: Spot, section: Any, state: str) -> Any:
    """Something with an organ, a section and a state where the policy looks for them."""
    if not policy.organ_field:
        return spot
    made = SimpleNamespace()
    for path, value in ((policy.organ_field, spot), (policy.section_field, section), (policy.state_field, state)):
        *steps, last = path.split("__") if path else [""]
        if not last:
            continue
        here = made
        for step in steps:
            here.__dict__.setdefault(step, SimpleNamespace())
            here = getattr(here, step)
        setattr(here, last, value)
    return made


def someone(role: Role, held: tuple[Spot, Any], *, verified: bool) -> Any:
    organ, section = held
    person = Person(username="x", name="x")
    person._places = (Place(role, organ.pk, organ.path, section.pk if section else None),)  # type: ignore[attr-defined]
    person.is_verified = lambda: verified  # type: ignore[attr-defined]
    return person


def test_the_policies_of_all_subjects_are_found_and_known_here():
    assert set(ALL) == set(MODELS)


@pytest.mark.parametrize("name", sorted(ALL))
def test_may_is_what_the_grants_say(name):
    policy = ALL[name]
    # 没有科室字段的记录，科室不起作用
    places = [(spot, section if policy.section_field else None) for spot, section in PLACES]
    wrong = []
    for role, held, verified in product(Role, HELD, (False, True)):
        person = someone(role, held, verified=verified)
        for (spot, section), state in product(places, policy.states or {"": ""}):
            record = stand_in(policy, spot, section, state)
            for action in policy.actions:
                expected = oracle(policy, role, action, state, held, spot, section, verified=verified)
                if policy.may(person, action, record) != expected:
                    wrong.append((role, held, verified, action, state, spot, section, expected))
    assert wrong == []


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_refusal_names_the_second_factor_only_when_nothing_else_is_lacking(name):
    policy = ALL[name]
    for role, (spot, section), state in product(Role, PLACES, policy.states or {"": ""}):
        section = section if policy.section_field else None
        for action in policy.actions:
            without, with_it = (
                oracle(policy, role, action, state, (BUREAU, None), spot, section, verified=verified)
                for verified in (False, True)
            )
            person = someone(role, (BUREAU, None), verified=False)
            try:
                policy.check(person, action, stand_in(policy, spot, section, state))
            except Denied as refusal:
                assert not without
                assert refusal.second_factor == with_it
            else:
                assert without


@pytest.mark.parametrize("name", sorted(ALL))
def test_may_in_is_what_the_grants_say_about_a_new_record(name):
    policy = ALL[name]
    for role, held, verified, spot in product(Role, HELD, (False, True), (BUREAU, SIBLING, STATION, COUNTY, TOWN)):
        person = someone(role, held, verified=verified)
        for action in policy.actions:
            expected = any(
                allowed(each, (held[0], None), spot, None)
                for each in policy.grants
                if each.action == action and role in each.roles and (verified or not each.second_factor)
            )
            assert policy.may_in(person, action, spot) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(ALL))
def test_nobody_without_a_place_may_anything(name):
    policy = ALL[name]
    gone = someone(Role.ADMINISTRATOR, (COUNTY, None), verified=True)
    gone.active = False
    nowhere = Person(username="x", name="x")
    nowhere._places = ()  # type: ignore[attr-defined]
    record = stand_in(policy, BUREAU, None, next(iter(policy.states), ""))
    for person in (AnonymousUser(), gone, nowhere, None):
        assert not any(policy.may(person, action, record) for action in policy.actions)


@dataclass
class Rows:
    """Stored records of one policy in every place and state, with where the oracle sees them."""

    by_key: dict[int, tuple[Spot, Any, str]]
    spots: dict[int, Spot]
    sections: dict[int, Any]


@pytest.fixture
def branch(county: County) -> tuple[County, Organ, Section]:
    station = make_organ("nongji", "青石县农机推广站", OrganKind.SUBORDINATE_UNIT, county.bureau)
    other = save(Section(organ=county.bureau, name="畜牧科"), "add_section", by=SYSTEM, organ=county.bureau)
    return county, station, other


def stored(policy: Policy, model: Any, branch: tuple[County, Organ, Section]) -> Rows:
    county, station, other_section = branch
    top = Spot(county.government.pk)
    middle = Spot(county.bureau.pk, top)
    spots = {
        county.government.pk: top,
        county.bureau.pk: middle,
        county.other.pk: Spot(county.other.pk, top),
        station.pk: Spot(station.pk, middle),
    }
    organs = {each.pk: each for each in (county.government, county.bureau, county.other, station)}
    person = county.person(Role.AUDITOR)
    rows = Rows({}, spots, {county.section.pk: SECTION, other_section.pk: OTHER_SECTION})
    if not policy.organ_field:
        rows.by_key = {key: (spot, None, "") for key, spot in spots.items()}
        return rows
    fields = {field.name for field in model._meta.concrete_fields}
    states = list(policy.states) if policy.state_field in fields else [""]
    for organ, state in product(organs.values(), states):
        sections: list[Any] = [None]
        if policy.section_field and organ == county.bureau:
            sections = [None, county.section, other_section]
        for section in sections:
            known: dict[str, Any] = {policy.state_field: state} if policy.state_field in fields else {}
            for path, value in ((policy.organ_field, organ), (policy.section_field, section)):
                *steps, last = path.split("__") if path else [""]
                here = known
                for step in steps:
                    here = here.setdefault(step, {"organ": organ})
                if last:
                    here[last] = value
            made = row(model, organ, person, known)
            kept = SECTION if section == county.section else OTHER_SECTION if section else None
            rows.by_key[made.pk] = (spots[organ.pk], kept, state)
    return rows


@pytest.mark.parametrize("name", sorted(ALL))
def test_what_is_visible_in_the_database_is_what_the_grants_say(name, branch):
    policy, model = ALL[name], MODELS[name]
    county = branch[0]
    with anything_goes():
        rows = stored(policy, model, branch)
        in_column = policy.state_field in {field.name for field in model._meta.concrete_fields}
        # 状态不是数据库里的一列的，只按“查看”查询
        actions = [action for action in policy.actions if in_column or not policy.states or action == "read"]
        people = [
            (role, county.government, None) for role in Role
        ] + [(role, county.bureau, section) for role in Role for section in (None, county.section)]  # fmt: skip
        for role, organ, section in people:
            person = Person(username="x", name="x")
            person._places = (Place(role, organ.pk, organ.path, section.pk if section else None),)  # type: ignore[attr-defined]
            held = (rows.spots[organ.pk], rows.sections[section.pk] if section else None)
            for action in actions:
                if action != "read" and not any(role in each.roles for each in policy.grants if each.action == action):
                    continue
                seen = policy.visible(person, model._default_manager.filter(pk__in=rows.by_key), action)
                expected = {
                    key
                    for key, (spot, kept, state) in rows.by_key.items()
                    if oracle(policy, role, action, state, held, spot, kept, verified=True)
                }
                assert set(seen.values_list("pk", flat=True)) == expected, (role, organ, section, action)
                assert seen.count() == len(expected)
        for nobody in (AnonymousUser(), Person(username="y", name="y", active=False)):
            assert not policy.visible(nobody, model._default_manager.all()).exists()


def held_on(county: County, since: int, until: int | None, *, active: bool = True) -> Person:
    """A new auditor whose appointment begins and ends so many days from today."""
    today = timezone.localdate()
    person = add_person(username=f"p{since}.{until}.{active}".lower().replace("-", "m"), name="某", by=SYSTEM, organ=county.bureau, password=PASSWORD).person  # fmt: skip
    appointment = Appointment(
        person=person,
        organ=county.bureau,
        role=Role.AUDITOR,
        since=today + timedelta(days=since),
        until=None if until is None else today + timedelta(days=until),
    )
    save(appointment, "appoint", by=SYSTEM, organ=county.bureau)
    person.active = active
    return Person.objects.get(pk=person.pk) if active else person


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [(0, None, True), (0, 0, True), (-5, 0, True), (-5, -1, False), (1, None, False), (-5, 5, True)],
)
def test_an_appointment_holds_from_its_first_day_to_its_last(county, since, until, holds):
    person = held_on(county, since, until)
    assert bool(places_of(person)) is holds
    policy = ALL["organs.ORGAN_POLICY"]
    assert policy.may(person, "read", county.bureau) is holds
    assert policy.visible(person, Organ.objects.all()).exists() is holds
    assert policy.may_in(person, "read", county.bureau) is holds


def test_an_inactive_person_holds_nothing(county):
    assert places_of(held_on(county, -5, None, active=False)) == ()


def everything() -> Iterator[tuple[str, Policy, Grant]]:
    for name, policy in ALL.items():
        for each in policy.grants:
            yield name, policy, each


def test_an_auditor_reads_and_changes_nothing():
    reading = {"read", "read_evidence", "verify", "export"}
    assert {each.action for _, _, each in everything() if Role.AUDITOR in each.roles} <= reading


def test_an_administrator_handles_no_business():
    business = ("publishing.", "applications.", "annualreport.")
    assert [
        name for name, _, each in everything() if Role.ADMINISTRATOR in each.roles and name.startswith(business)
    ] == []


def test_a_higher_level_reads_below_and_does_nothing_there():
    reaching = [
        (name, each.action)
        for name, _, each in everything()
        if each.reach is Reach.BELOW and each.roles - {Role.ADMINISTRATOR} and each.action not in ("read", "read_below")
    ]
    # 三统一由登记机关办理，登记机关在制定机关之上；检查网站发现的问题，由检查的上级提出、核查、销号；要求下级整改也是：
    # 只有这些是上级对下级办的
    problems = {"raise_problem", "confirm_done", "send_back", "drop_problem"}
    orders = {"order", "accept", "return", "remind", "revoke", "amend", "read_paper"}
    assert set(reaching) == {
        ("normative.POLICY", "register"),
        *(("inspection.POLICY", name) for name in problems),
        *(("accountability.RECTIFICATION_POLICY", name) for name in orders),
    }


PROVEN = {
    "publishing.POLICY": ("pass_secrecy", "clear", "withhold", "schedule", "publish", "supersede", "withdraw"),
    "publishing.ITEM_POLICY": ("withdraw", "repeal"),
    "exemptions.REASSESSMENT_POLICY": ("reassess",),
    "publishing.COLUMN_POLICY": ("edit",),
    "applications.POLICY": ("approve", "extend", "serve", "amend", "erase_personal_data"),
    "annualreport.KEPT_POLICY": ("approve", "withdraw"),
    "annualreport.DRAFT_POLICY": ("approve",),
    "organs.VERSION_POLICY": ("release",),
    "operation.POLICY": ("export",),
    "releases.POLICY": ("void",),
    "releases.ACCOUNT_POLICY": ("manage",),
    "registers.MATTER_POLICY": ("release", "keep_back", "withdraw", "void"),
    "registers.DECISION_POLICY": ("release", "keep_back", "withdraw", "void"),
    "registers.FEE_POLICY": ("release", "withdraw", "void"),
    "registers.PROCUREMENT_POLICY": ("release", "withdraw", "void"),
    "registers.TALLY_POLICY": ("confirm", "void"),
}
"""What publishes, approves or takes data away, by policy."""


@pytest.mark.parametrize(("name", "action"), [(name, action) for name, actions in PROVEN.items() for action in actions])
def test_what_publishes_or_approves_asks_for_the_second_factor(name, action):
    granted = [each for each in ALL[name].grants if each.action == action]
    assert granted
    assert all(each.second_factor for each in granted)


def test_whatever_an_administrator_changes_asks_for_the_second_factor():
    plain = [
        (name, each.action)
        for name, _, each in everything()
        if Role.ADMINISTRATOR in each.roles and not each.second_factor and each.action not in ("read", "verify")
    ]
    assert plain == []


def test_personal_data_is_open_to_those_who_answer_only():
    granted = [each for each in ALL["applications.POLICY"].grants if each.action == "read_personal_data"]
    assert {role for each in granted for role in each.roles} == {Role.FOI_OFFICER, Role.LEADING_GROUP}
    assert {each.reach for each in granted} == {Reach.ORGAN}


def test_a_policy_that_names_no_known_action_state_or_section_is_refused():
    for grants, more in [
        ((grant("fly", Role.AUDITOR),), {}),
        ((grant("read", Role.AUDITOR, states=("lost",)),), {}),
        ((grant("read", Role.AUDITOR, reach=Reach.SECTION),), {}),
    ]:
        with pytest.raises(LookupError):
            Policy(title="试", actions={"read": "查看"}, grants=grants, states={"": ""}, **more)


def test_the_page_of_the_documentation_is_up_to_date():
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "access.md"
    assert page.read_text(encoding="utf-8") == document(), (
        "请运行 gongkai site django access_tables > docs/reference/access.md"
    )
