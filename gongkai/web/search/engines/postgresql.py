"""PostgreSQL: the tokens of a document as a ``tsvector`` with a GIN index. The weights A to D stand for the columns.

Positions matter in titles, numbers and keywords only; a long text is the set of its tokens, each at the last position there is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.publishing.search.expressions import ALL, Both, Either, Expression, Term, Without
from gongkai.web.search.engines.port import Engine
from gongkai.web.search.models import Words

WEIGHTS = {"title": "A", "numbers": "B", "keywords": "C", "body": "D", "marks": "D"}
_LAST = 16383
_GAP = 10


class Tsvector(Engine):
    """The column ``vector`` of ``search_words``."""

    false = "false"
    _joined = "SELECT string_agg(d.id::text, ',' ORDER BY d.id DESC), string_agg(d.facets, '' ORDER BY d.id DESC) FROM ({}) AS d"

    def compile(self, expression: Expression) -> str:
        if isinstance(expression, Both):
            return "(" + " & ".join(self.compile(part) for part in expression.parts) + ")"
        if isinstance(expression, Either):
            return "(" + " | ".join(self.compile(part) for part in expression.parts) + ")"
        if isinstance(expression, Without):
            return f"({self.compile(expression.part)} & !{self.compile(expression.unwanted)})"
        return _term(expression)

    def _source(self) -> str:
        return "FROM search_words w JOIN search_document d ON d.id = w.document_id WHERE w.vector @@ %(match)s::tsquery"

    def _excluded(self) -> str:
        return "d.id NOT IN (SELECT document_id FROM search_words WHERE vector @@ %(unwanted)s::tsquery)"

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        made = [Words(document_id=row["document_id"], text=row["text"], **dict.fromkeys(WEIGHTS, "")) for row in rows]
        Words.objects.bulk_create(
            made, batch_size=200, update_conflicts=True, unique_fields=["document"], update_fields=["text"]
        )
        with self.connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE search_words SET vector = %s::tsvector WHERE document_id = %s",
                [(vector(row), row["document_id"]) for row in rows],
            )

    def size(self) -> int:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size('search_words') + pg_total_relation_size('search_document')")
            return int(cursor.fetchone()[0])

    def problems(self, *, thorough: bool = False) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM search_words WHERE vector IS NULL)")
            if cursor.fetchone()[0]:
                return ["有的信息没有检索词。"]
        return []


def vector(row: Mapping[str, Any]) -> str:
    """The tokens of a document as the text of a ``tsvector``."""
    at: dict[str, list[str]] = {}
    place = 1
    for column in ("title", "numbers", "keywords"):
        for token in row[column]:
            at.setdefault(token, []).append(f"{min(place, _LAST)}{WEIGHTS[column]}")
            place += 1
        place += _GAP
    for column in ("body", "marks"):
        for token in row[column]:
            at.setdefault(token, []).append(f"{_LAST}{WEIGHTS[column]}")
    # 一个词最多记256个位置
    return " ".join(f"{_quoted(token)}:{','.join(places[:200])}" for token, places in at.items())


def _term(term: Term) -> str:
    every = set(term.columns) == set(ALL)
    weights = "" if every else ":" + "".join(sorted({WEIGHTS[column] for column in term.columns}))
    tokens = [f"{_quoted(token)}{weights}" for token in term.tokens]
    return "(" + " <-> ".join(tokens) + ")" if len(tokens) > 1 else tokens[0]


def _quoted(token: str) -> str:
    escaped = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
