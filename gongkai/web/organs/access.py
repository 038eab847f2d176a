"""Who may do what with organs, their people, their documents and the year's work.

An administrator manages the organ and all below it, always with the second factor; the supervising office reads below.
Accounts are not records of one organ: ``may_manage_account`` asks for every organ in which the person holds a role, so that
the administrator of one bureau cannot take over the account of another's, nor of one above.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.organs.authority import Policy, Reach, grant
from gongkai.web.organs.models import Appointment, Organ, OrganDocument, OrganDocumentVersion, Section

READ = (
    grant("read", *Role),
    grant("read", Role.ADMINISTRATOR, Role.SUPERVISING_OFFICE, reach=Reach.BELOW),
)


def _managed(*actions: str) -> tuple[Any, ...]:
    return tuple(grant(action, Role.ADMINISTRATOR, reach=Reach.BELOW, second_factor=True) for action in actions)


ORGAN_POLICY = Policy(
    title="机关",
    actions={
        "read": "查看",
        "edit": "修改机关资料",
        "add_below": "增设下级机关",
        "reorganise": "登记机构调整",
        "import": "批量导入",
    },
    grants=(*READ, *_managed("edit", "add_below", "reorganise", "import")),
    states={},
    organ_field="",
    state_field="",
)

SECTION_POLICY = Policy(
    title="科室",
    actions={"read": "查看", "manage": "增设、修改、撤销科室"},
    grants=(*READ, *_managed("manage")),
    states={},
    state_field="",
)

APPOINTMENT_POLICY = Policy(
    title="人员与任职",
    actions={"read": "查看", "manage": "任免人员、管理账号"},
    grants=(*READ, *_managed("manage")),
    states={},
    state_field="",
)

GROUP_POLICY = Policy(
    title="领导小组",
    actions={"read": "查看", "manage": "登记领导小组成员"},
    grants=(*READ, *_managed("manage"), grant("manage", Role.FOI_OFFICER, second_factor=True)),
    states={},
    state_field="",
)

DOCUMENT_POLICY = Policy(
    title="指南与制度",
    actions={"read": "查看", "add": "新建指南或者制度"},
    grants=(*READ, grant("add", Role.FOI_OFFICER)),
    states={},
    state_field="",
)

VERSION_POLICY = Policy(
    title="指南与制度的版本",
    actions={"read": "查看", "write": "起草", "discard": "废弃草稿", "release": "批准公布"},
    grants=(
        grant("read", *Role),
        grant("write", Role.FOI_OFFICER, states=("draft",)),
        grant("discard", Role.FOI_OFFICER, Role.LEADING_GROUP, states=("draft",)),
        grant("release", Role.LEADING_GROUP, states=("draft",), second_factor=True),
    ),
    states={"draft": "草稿", "released": "已公布"},
    organ_field="document__organ",
)

WORK_POINT_POLICY = Policy(
    title="要点任务",
    actions={
        "read": "查看",
        "manage": "分解、修改任务",
        "report": "登记进展",
        "finish": "办结任务",
        "reopen": "重新打开",
    },
    grants=(
        *READ,
        grant("manage", Role.FOI_OFFICER, states=("open",)),
        grant("report", Role.FOI_OFFICER, states=("open",)),
        grant("report", Role.SECTION_HEAD, Role.INFO_OFFICER, reach=Reach.SECTION, states=("open",)),
        grant("finish", Role.FOI_OFFICER, states=("open",)),
        grant("finish", Role.SECTION_HEAD, reach=Reach.SECTION, states=("open",)),
        grant("reopen", Role.FOI_OFFICER, states=("done",)),
    ),
    states={"open": "进行中", "done": "已完成"},
    section_field="section",
)

TRAINING_POLICY = Policy(
    title="培训",
    actions={"read": "查看", "write": "登记培训"},
    grants=(*READ, grant("write", Role.FOI_OFFICER)),
    states={},
    state_field="",
)


def current(on: Any = None) -> Q:
    """Appointments (or places in the leading group) that hold on a day; today when none is given."""
    day = on or timezone.localdate()
    return Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))


def readable_versions(person: Any) -> QuerySet[OrganDocumentVersion]:
    """Versions that the person may read in the workbench: released ones as far as documents reach, drafts in the own organ only."""
    versions = OrganDocumentVersion.objects.all()
    documents = DOCUMENT_POLICY.visible(person, OrganDocument.objects.all())
    released = Q(published_at__isnull=False, document__in=documents.values("pk"))
    return versions.filter(released | Q(pk__in=VERSION_POLICY.visible(person, versions).values("pk")))


def may_add_root(person: Any) -> bool:
    """Whether the person may add an organ that has none above it: an administrator of such an organ may."""
    roots = Organ.objects.filter(parent=None)
    return any(ORGAN_POLICY.may(person, "add_below", organ) for organ in roots)


def visible_people(person: Any) -> QuerySet[Person]:
    """Persons who hold or held a role in an organ whose people the person may see."""
    held = APPOINTMENT_POLICY.visible(person, Appointment.objects.filter(person=OuterRef("pk")))
    return Person.objects.filter(Exists(held))


def may_manage_account(person: Any, target: Person) -> bool:
    """Whether the person may set the other's password and end the account: manages every organ of the roles held.

    Roles held now count; those of the past when none is held. Who never held any is left to administrators of a topmost organ.
    """
    appointments = Appointment.objects.filter(person=target)
    held = appointments.filter(current()) if appointments.filter(current()).exists() else appointments
    organs = list(Organ.objects.filter(pk__in=held.values("organ")))
    if not organs:
        return may_add_root(person)
    return all(APPOINTMENT_POLICY.may_in(person, "manage", organ) for organ in organs)


def sections_to_choose(organ: Organ) -> QuerySet[Section]:
    """Sections that exist now, for forms."""
    return organ.sections.filter(closed_on=None)
