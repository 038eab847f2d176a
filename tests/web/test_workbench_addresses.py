"""Addresses of the workbench: two pages of one name would send the links of the one to the other."""

from __future__ import annotations

from collections import defaultdict

from tests.web.addresses import addresses


def test_every_page_of_the_workbench_has_a_name_of_its_own():
    known: dict[str, set[str]] = defaultdict(set)
    for each in addresses("workbench/"):
        known[each.name].add(each.route)
    assert {name: routes for name, routes in known.items() if len(routes) > 1} == {}
