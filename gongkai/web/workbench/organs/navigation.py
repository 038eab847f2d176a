"""The menu entries of organs, people and the year's work."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.organs.access import ORGAN_POLICY
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """What everyone in the organ may read; the import only for who may."""
    if not roles_in(person, organ):
        return []
    code = [organ.code]
    found = [
        Entry("要点任务", reverse("workbench:work_points", args=code), 10),
        Entry("指南与制度", reverse("workbench:organ_documents", args=code), 20),
        Entry("培训", reverse("workbench:trainings", args=code), 30),
        Entry("领导小组", reverse("workbench:group", args=code), 40),
        Entry("人员", reverse("workbench:people"), 50),
        Entry("机关", reverse("workbench:organs"), 60),
    ]
    if ORGAN_POLICY.may(person, "import", organ):
        found.append(Entry("批量导入", reverse("workbench:import"), 80))
    if ORGAN_POLICY.may(person, "reorganise", organ):
        found.append(Entry("机构调整", reverse("workbench:reorganise"), 70))
    return found
