"""What search needs of an engine; everything else is the same on both databases."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gongkai.publishing.search.expressions import Expression
from gongkai.publishing.validity import Validity
from gongkai.web.search.facets import Rows

_VALIDITY = {
    Validity.REPEALED: "d.repealed_on <= %(day)s",
    Validity.EXPIRED: "NOT {repealed} AND d.expires_on < %(day)s",
    Validity.NOT_YET: "NOT {repealed} AND NOT {expired} AND d.effective_on > %(day)s",
    Validity.AMENDED: "NOT {repealed} AND NOT {expired} AND NOT {not_yet} AND d.amended_on <= %(day)s",
    Validity.IN_FORCE: "NOT {repealed} AND NOT {expired} AND NOT {not_yet} AND NOT {amended}",
}
_PARTS = {
    "repealed": "COALESCE(d.repealed_on <= %(day)s, {no})",
    "expired": "COALESCE(d.expires_on < %(day)s, {no})",
    "not_yet": "COALESCE(d.effective_on > %(day)s, {no})",
    "amended": "COALESCE(d.amended_on <= %(day)s, {no})",
}


class Engine(ABC):
    """Asks an index that lies in the site's own database."""

    false = "0"
    _order = "d.id"
    _joined = "SELECT group_concat(d.id), group_concat(d.facets, '') FROM ({}) AS d"

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    @abstractmethod
    def compile(self, expression: Expression) -> str:
        """The expression in the engine's own language; no text can break it."""

    @abstractmethod
    def _source(self) -> str:
        """``FROM … WHERE`` with documents as ``d`` and the index asked for ``%(match)s``."""

    @abstractmethod
    def _excluded(self) -> str:
        """A condition that leaves out what the index finds for ``%(unwanted)s``."""

    @abstractmethod
    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Store the words of documents, each with ``document_id``, the columns' tokens in their order, and ``text``."""

    @abstractmethod
    def size(self) -> int:
        """Bytes of the index and of what is stored for it."""

    @abstractmethod
    def problems(self, *, thorough: bool = False) -> list[str]:
        """What is wrong with the index itself, as sentences. ``thorough`` reads all of it."""

    def tidy(self, pages: int, *, whole: bool = False) -> bool:
        """Put parts of the index together, so many pages; all into one in the end when begun with ``whole``. Whether more is to do."""
        return False

    def scan(
        self,
        expression: Expression | None,
        *,
        limit: int,
        unwanted: Expression | None = None,
        validity: str = "",
        day: date,
    ) -> Rows:
        """Documents and their facets, the newest first, ``limit`` at most. ``expression`` None: all documents."""
        conditions = []
        values: dict[str, Any] = {"limit": limit, "day": day}
        if expression is None:
            source, order = "FROM search_document d WHERE true", "d.id"
        else:
            source, order, values["match"] = self._source(), self._order, self.compile(expression)
        if unwanted is not None:
            conditions.append(self._excluded())
            values["unwanted"] = self.compile(unwanted)
        if validity:
            parts = {name: part.format(no=self.false) for name, part in _PARTS.items()}
            conditions.append(f"d.binding AND ({_VALIDITY[Validity(validity)].format(**parts)})")
        where = "".join(f" AND {condition}" for condition in conditions)
        # 条件都是上面写定的文字，用户的话只作参数
        statement = f"SELECT d.id, d.facets {source}{where} ORDER BY {order} DESC LIMIT %(limit)s"
        with self.connection.cursor() as cursor:
            cursor.execute(self._joined.format(statement), values)
            return Rows(*cursor.fetchone())
