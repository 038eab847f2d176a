"""All policies of the site in one place, and as tables for people: docs/reference/access.md is printed from here.

    gongkai site django access_tables > docs/reference/access.md

A subject lists its rules in its own ``access.py`` as ``POLICY`` or ``…_POLICY``; here they are only found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from gongkai.organs.roles import Role
from gongkai.web.organs.authority import REACH_TITLES, Grant, Policy, Reach

SITE = "gongkai.web."
FACTOR = "◆"
_WIDTH = (Reach.SECTION, Reach.ORGAN, Reach.BELOW)

HEAD = """# 谁可以办什么

本页由 `gongkai site django access_tables` 从各主题的 `access.py` 生成，不要手改；与程序不一致时测试不通过
（`tests/web/test_access_matrix.py`）。

怎么读：一行是一个动作，以及它在哪些状态下可以办；一格是这个角色可以办多远——“本科室”指任职的科室（任职不分科室的，指整个
机关），“本机关”指任职的机关，“本机关及下级”还包括它下面的各级机关。空格就是不可以。{factor} 表示办理时要用动态口令再验证
一次身份。

凡是表里没有写的，一律不可以：机关之间互相看不见，别的机关的记录，打开地址得到的是“没有这个页面”。任职没有开始的、已经
结束的，账号停用的，什么都不可以。
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A policy and where it stands, such as ``publishing.POLICY``."""

    name: str
    policy: Policy


def policies() -> Iterator[Found]:
    """The policies of all subjects, in the order of the installed apps; each once, where it is written."""
    from django.apps import apps

    seen: set[int] = set()
    for config in apps.get_app_configs():
        module = f"{config.name}.access"
        if not config.name.startswith(SITE) or find_spec(module) is None:
            continue
        for name, value in vars(import_module(module)).items():
            if isinstance(value, Policy) and (name == "POLICY" or name.endswith("_POLICY")) and id(value) not in seen:
                seen.add(id(value))
                yield Found(f"{config.label}.{name}", value)


def table(policy: Policy) -> str:
    """One policy as a table of Markdown: actions with their states down, the roles concerned across."""
    concerned = [role for role in Role if any(role in each.roles for each in policy.grants)]
    lines = [
        f"| 动作 | 状态 | {' | '.join(role.label for role in concerned)} |",
        f"|{'---|' * (len(concerned) + 2)}",
    ]
    for action, title in policy.actions.items():
        granted = [each for each in policy.grants if each.action == action]
        for states in dict.fromkeys(each.states for each in granted):
            here = [each for each in granted if each.states == states]
            cells = [_cell(here, role) for role in concerned]
            lines.append(f"| {title} | {_states(policy, states)} | {' | '.join(cells)} |")
        if not granted:
            lines.append(f"| {title} | 任何角色都不可以 |{' |' * len(concerned)}")
    return "\n".join(lines)


def document() -> str:
    """The whole page."""
    parts = [HEAD.format(factor=FACTOR).strip()]
    for found in policies():
        parts += [f"## {found.policy.title}", f"`{found.name}`", table(found.policy)]
    return "\n\n".join(parts) + "\n"


def _states(policy: Policy, states: frozenset[str]) -> str:
    if not states:
        return "任何状态" if policy.states else "—"
    return "、".join(policy.states[state] for state in policy.states if state in states)


def _cell(granted: list[Grant], role: Role) -> str:
    """How far the role reaches; of several reaches with the same proof asked, the widest says it all."""
    widest: dict[bool, Reach] = {}
    for each in granted:
        known = widest.get(each.second_factor)
        if role in each.roles and (known is None or _WIDTH.index(each.reach) > _WIDTH.index(known)):
            widest[each.second_factor] = each.reach
    return "；".join(REACH_TITLES[reach] + (FACTOR if factor else "") for factor, reach in sorted(widest.items()))
