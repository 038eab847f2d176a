"""All addresses of the site as its resolver knows them, filled in with records."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver, reverse

_SOMETHING = {"IntConverter": 1, "UUIDConverter": uuid.UUID(int=1)}


@dataclass(frozen=True)
class Address:
    """A route such as ``workbench/items/<int:pk>/``, its full name and its parameters with the kind of each."""

    route: str
    name: str
    parameters: tuple[tuple[str, str], ...]

    def filled(self, values: Mapping[str, Any]) -> str:
        """The address with its parameters; what ``values`` does not name gets something of its kind."""
        chosen = {name: values.get(name, _SOMETHING.get(kind, "x")) for name, kind in self.parameters}
        return reverse(self.name, kwargs=chosen)


def addresses(prefix: str = "") -> list[Address]:
    """The named routes that begin with ``prefix``."""
    return [each for each in _walk(get_resolver(), "", (), ()) if each.route.startswith(prefix)]


def _walk(
    resolver: Any, route: str, namespaces: tuple[str, ...], parameters: tuple[tuple[str, str], ...]
) -> Iterator[Address]:
    for each in resolver.url_patterns:
        here = parameters + tuple((name, type(kind).__name__) for name, kind in each.pattern.converters.items())
        if isinstance(each, URLResolver):
            inner = (*namespaces, each.namespace) if each.namespace else namespaces
            yield from _walk(each, route + str(each.pattern), inner, here)
        else:
            assert each.name, f"{route}{each.pattern} 没有名称"
            yield Address(route + str(each.pattern), ":".join((*namespaces, each.name)), here)
