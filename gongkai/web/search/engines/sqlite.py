"""FTS5 in the site's own database file. Triggers on the table of words keep it up, so it is right whatever writes there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.publishing.search.expressions import ALL, Both, Either, Expression, Term, Without
from gongkai.web.search.engines.port import Engine
from gongkai.web.search.models import Words

COLUMNS = ("title", "numbers", "keywords", "body", "marks")
TRIGGERS = ("search_words_added", "search_words_changed", "search_words_gone")


class Fts5(Engine):
    """The table ``search_index``, whose content is ``search_words``."""

    _order = "f.rowid"
    """FTS5 walks from the newest by itself; ordered by ``d.id`` SQLite would take all hits first and sort them."""

    def compile(self, expression: Expression) -> str:
        if isinstance(expression, Both):
            return "(" + " AND ".join(self.compile(part) for part in expression.parts) + ")"
        if isinstance(expression, Either):
            return "(" + " OR ".join(self.compile(part) for part in expression.parts) + ")"
        if isinstance(expression, Without):
            return f"({self.compile(expression.part)} NOT {self.compile(expression.unwanted)})"
        return _term(expression)

    def _source(self) -> str:
        # CROSS JOIN：先按索引由新到旧走，走够就停
        return "FROM search_index f CROSS JOIN search_document d ON d.id = f.rowid WHERE search_index MATCH %(match)s"

    def _excluded(self) -> str:
        return "d.id NOT IN (SELECT rowid FROM search_index WHERE search_index MATCH %(unwanted)s)"

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        made = [
            Words(
                document_id=row["document_id"],
                text=row["text"],
                **{column: " ".join(row[column]) for column in COLUMNS},
            )
            for row in rows
        ]
        Words.objects.bulk_create(
            made,
            batch_size=100,
            update_conflicts=True,
            unique_fields=["document"],
            update_fields=[*COLUMNS, "text"],
        )

    def size(self) -> int:
        with self.connection.cursor() as cursor:
            try:
                cursor.execute(
                    "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'search_index%%' OR name LIKE 'search_words%%'"
                    " OR name LIKE 'search_document%%'"
                )
                return int(cursor.fetchone()[0] or 0)
            except Exception:  # 这个 SQLite 没有带 dbstat
                cursor.execute("SELECT COALESCE(SUM(LENGTH(block)), 0) FROM search_index_data")
                return int(cursor.fetchone()[0])

    def tidy(self, pages: int, *, whole: bool = False) -> bool:
        # 一次检索里的每个词都要到每一段里去找；单件公开会留下许多小段
        with self.connection.cursor() as cursor:
            before = self.connection.connection.total_changes
            step = -pages if whole else pages
            cursor.execute("INSERT INTO search_index(search_index, rank) VALUES ('merge', %s)", [step])
            return bool(self.connection.connection.total_changes - before > 1)

    def problems(self, *, thorough: bool = False) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'search_words'")
            missing = set(TRIGGERS) - {name for (name,) in cursor.fetchall()}
            if missing:
                return ["数据库里更新检索索引的触发器不在了。"]
            if thorough:
                try:
                    cursor.execute("INSERT INTO search_index(search_index, rank) VALUES ('integrity-check', 1)")
                except Exception:
                    return ["检索索引和检索词对不上。"]
        return []


def _term(term: Term) -> str:
    phrase = '"' + " ".join(token.replace('"', '""') for token in term.tokens) + '"'
    if set(term.columns) == set(ALL):
        return phrase
    return "{" + " ".join(term.columns) + "} : " + phrase
