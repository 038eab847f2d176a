"""To whom an applicant may turn: the body of reconsideration by the 行政复议法 of 2023, and the sentences of a reply.

Departments are reconsidered by the government of their own level, no longer by a choice of two (第二十四条); those under vertical
leadership by the organ above them (第二十七条), judicial departments by either (第二十八条). The organ names them in its settings where they are
not entered; how it is led its own name tells (``gongkai.organs.leadership``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.applications.grounds import BodyRule, rules
from gongkai.applications.outcomes import Remedy
from gongkai.organs.leadership import JUDICIAL, VERTICAL, regime_of
from gongkai.organs.levels import Level, OrganKind

UNNAMED = {"government": "本级人民政府", "above": "上一级人民政府", "superior": "上一级主管部门", "self": "本机关"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides the body: ``government`` is that of the organ's own level, or for a government the one above; empty if unknown.

    ``superior`` is the organ above one under vertical leadership, as its settings name it.
    """

    name: str
    kind: str
    level: str
    government: str = ""
    superior: str = ""
    address: str = ""
    online: str = ""
    court: str = ""


def body_rule(standing: Standing) -> BodyRule:
    """The rule for an organ."""
    regime = regime_of(standing.name, superior=standing.superior)
    if regime in (VERTICAL, JUDICIAL):
        return rules().bodies[regime]
    if standing.kind == OrganKind.GOVERNMENT and standing.level == Level.PROVINCE:
        return rules().bodies["province"]
    return rules().bodies[standing.kind]


def reconsideration_body(standing: Standing) -> str:
    """The body by name; in general words where its name is not entered.

    >>> reconsideration_body(Standing("青石县农业农村局", "department", "county", "青石县人民政府"))
    '青石县人民政府'
    """
    rule = body_rule(standing)
    if rule.body == "either":
        return f"{standing.government or UNNAMED['government']}或者{standing.superior or '上一级司法行政部门'}"
    named = {"superior": standing.superior, "self": standing.name}.get(rule.body, standing.government)
    return named or UNNAMED[rule.body]


def remedy_told(remedy: Remedy, standing: Standing, on: date, *, online: bool = False) -> str:
    """The sentences on remedies: what, in which time and order, before whom; nothing where no answer is given.

    ``online``: the reply goes to the applicant by the internet, so the way to apply by the internet is told too
    (《行政复议法》第二十二条第二款).
    """
    if not remedy.text:
        return ""
    said = [remedy.told(on), f"行政复议机关是{reconsideration_body(standing)}{_at(standing.address)}。"]
    if standing.court:
        said.append(f"行政诉讼向{standing.court}提起。")
    if online:
        way = standing.online or f"{reconsideration_body(standing)}公布的互联网渠道"
        said.append(f"本答复通过互联网渠道送达，行政复议申请也可以通过互联网提交：{way}。")
    return "".join(said)


def _at(address: str) -> str:
    return f"（{address}）" if address else ""
