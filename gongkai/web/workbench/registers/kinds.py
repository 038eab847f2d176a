"""The four registers as their pages differ: model, policy, form, what lists and pages show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from gongkai.web.organs.authority import Policy
from gongkai.web.registers.access import DECISION_POLICY, FEE_POLICY, MATTER_POLICY, PROCUREMENT_POLICY
from gongkai.web.registers.models import Decision, Fee, Matter, ProcurementProject
from gongkai.web.workbench.registers.forms import DecisionForm, FeeForm, MatterForm, ProcurementForm, RegisterForm

Shown = tuple[tuple[str, Callable[[Any], Any]], ...]


@dataclass(frozen=True, slots=True)
class Register:
    """``columns`` of the list after the name; ``facts`` of the page; ``day`` the field by which it counts; ``words`` are looked in."""

    key: str
    title: str
    one: str
    model: Any
    policy: Policy
    form: type[RegisterForm]
    day: str
    words: tuple[str, ...]
    columns: Shown
    facts: Shown
    about: str


def _listed(each: Any) -> str:
    until = f"，{each.removed_on:%Y-%m-%d}取消（{each.removed_why}）" if each.removed_on else ""
    return f"{each.added_on:%Y-%m-%d}列入{until}"


def _changed(each: Any) -> str:
    return f"{each.changed_on:%Y-%m-%d}，{each.changed_how}" if each.changed_on else ""


MATTERS = Register(
    "matters",
    "权责和服务事项",
    "matter",
    Matter,
    MATTER_POLICY,
    MatterForm,
    "added_on",
    ("name", "code"),
    (("种类", lambda each: each.kind_title), ("列入、取消", _listed)),
    (
        ("种类", lambda each: each.kind_title),
        ("编码", lambda each: each.code),
        ("依据", lambda each: each.basis),
        ("列入、取消", _listed),
        ("开通网办日期", lambda each: each.online_on),
    ),
    "2019年版年报格式数上一年的事项数和本年的增减。",
)
DECISIONS = Register(
    "decisions",
    "处理决定",
    "decision",
    Decision,
    DECISION_POLICY,
    DecisionForm,
    "decided_on",
    ("number", "content"),
    (
        ("种类", lambda each: each.kind_title),
        ("相对人", lambda each: each.subject_shown),
        ("决定日期", lambda each: each.decided_on),
    ),
    (
        ("种类", lambda each: each.kind_title),
        ("决定日期", lambda each: each.decided_on),
        ("相对人", lambda each: each.subject_shown),
        ("内容", lambda each: each.content),
        ("结果", lambda each: each.result),
        ("依据", lambda each: each.basis),
        ("变更、撤销", _changed),
    ),
    "本年作出的全部决定都计入年报，包括依法不公开的。",
)
FEES = Register(
    "fees",
    "行政事业性收费",
    "fee",
    Fee,
    FEE_POLICY,
    FeeForm,
    "added_on",
    ("name",),
    (("标准", lambda each: each.standard), ("列入、取消", _listed)),
    (
        ("依据", lambda each: each.basis),
        ("标准", lambda each: each.standard),
        ("列入、取消", _listed),
    ),
    "项目的页面上登记收了多少；政府信息公开信息处理费也是行政事业性收费，收了的也要登记。",
)
PROCUREMENT = Register(
    "procurement",
    "政府集中采购",
    "procurement_project",
    ProcurementProject,
    PROCUREMENT_POLICY,
    ProcurementForm,
    "on",
    ("name", "number"),
    (("日期", lambda each: each.on), ("金额（元）", lambda each: each.amount)),
    (
        ("项目编号", lambda each: each.number),
        ("日期", lambda each: each.on),
        ("金额（元）", lambda each: each.amount),
        ("供应商", lambda each: each.supplier),
    ),
    "2019年版年报格式数采购项目和金额。",
)
REGISTERS = {each.key: each for each in (MATTERS, DECISIONS, FEES, PROCUREMENT)}


def register_of(key: str) -> Register:
    """The register, or a page that is not there."""
    if key not in REGISTERS:
        raise Http404
    return REGISTERS[key]
