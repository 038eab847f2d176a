"""Entries of the workbench's menu about publishing."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.access import COLUMN_POLICY, ITEM_POLICY
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """Items for whoever reads them, drafting for whoever drafts, columns for whoever sees them."""
    found = []
    if ITEM_POLICY.may_in(person, "read", organ):
        found.append(Entry("公开信息", reverse("workbench:items"), 10))
    if ITEM_POLICY.may_in(person, "draft", organ):
        found.append(Entry("起草信息", reverse("workbench:new_item"), 20))
        found.append(Entry("从文件导入", reverse("workbench:item_from_file"), 25))
    if COLUMN_POLICY.may_in(person, "read", organ):
        found.append(Entry("栏目责任分解", reverse("workbench:site_columns"), 30))
        found.append(Entry("组配分类", reverse("workbench:local_classes"), 40))
    return found
