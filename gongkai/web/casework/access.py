"""Who may make which move: read off the table of moves, so that the page, the service and the matrix cannot differ."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from gongkai.casework import Table
from gongkai.organs.roles import Role
from gongkai.web.organs.authority import Grant, Policy, Reach


def policy_of(
    table: Table,
    *,
    reading: Mapping[Role, Reach],
    reach: Mapping[Role, Reach] | None = None,
    second_factor: Collection[str] = (),
    more_actions: Mapping[str, str] | None = None,
    more_grants: tuple[Grant, ...] = (),
    section_field: str = "",
) -> Policy:
    """The policy of a kind of case: every move is an action; ``reading`` says who may read and how far.

    ``reach`` narrows or widens what a role may do (the organ by default); ``second_factor`` names the moves that ask for it.
    """
    known = {role.value: role for role in Role}
    grants = [Grant("read", frozenset({role}), far) for role, far in reading.items()]
    for move in table.moves:
        for name in move.who:
            role = known.get(name)
            if role is not None:
                far = (reach or {}).get(role, Reach.ORGAN)
                grants.append(
                    Grant(move.name, frozenset({role}), far, frozenset(move.sources), move.name in second_factor)
                )
    return Policy(
        title=table.title,
        actions={"read": "查看", **{move.name: move.title for move in table.moves}, **(more_actions or {})},
        grants=(*grants, *more_grants),
        states={"": "尚未登记", **table.states},
        section_field=section_field,
    )
