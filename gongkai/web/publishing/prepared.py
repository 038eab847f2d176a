"""Questions that are composed once and asked again with other values: composing SQL costs a page more than the answer does.

    OLDER = Prepared(lambda: Item.objects.filter(column=Given("column"), published_at__lt=Given("at")).order_by("-id")[:1])
    OLDER(column=item.column_id, at=item.published_at)        # a list of items

The query is an ordinary one of Django; ``Given`` stands where a value will be. What is composed belongs to a thread, as its
connection does. Everything else in the query is fixed from then on, so days and keys must be given.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, Field, QuerySet
from django.db.models.query import ModelIterable, get_related_populators


class Given(Expression):
    """The place of a value; of which kind is told by what it is compared with, unless ``output_field`` says it."""

    def __init__(self, name: str, output_field: Field[Any, Any] | None = None) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Prepared:
    """A query of objects of a model, or (``values_list``) of rows. Calling it asks the database once."""

    def __init__(self, query: Callable[[], QuerySet[Any, Any]]) -> None:
        self.query = query
        self._kept = threading.local()

    def __call__(self, **given: Any) -> list[Any]:
        composed: _Composed | None = getattr(self._kept, "composed", None)
        if composed is None:
            composed = self._kept.composed = _Composed(self.query())
        return composed.ask(given)


class _Composed:
    """The SQL, and how the rows become what was asked for (as ``ModelIterable`` does it)."""

    def __init__(self, query: QuerySet[Any, Any]) -> None:
        self.alias = query.db
        connection = connections[self.alias]
        compiler = query.query.get_compiler(connection=connection)
        self.compiler, self.objects = compiler, issubclass(query._iterable_class, ModelIterable)  # type: ignore[attr-defined]
        try:
            self.sql, self.values = compiler.as_sql()
        except EmptyResultSet:
            # 条件里有空的集合，不用问
            self.sql = ""
            return
        self.converters = compiler.get_converters([each[0] for each in compiler.select])
        if self.objects:
            about = compiler.klass_info
            assert about is not None
            places = about["select_fields"]
            self.model, self.part = about["model"], slice(places[0], places[-1] + 1)
            self.names = [each[0].target.attname for each in compiler.select[self.part]]
            self.related = get_related_populators(about, compiler.select, self.alias)  # type: ignore[call-arg]  # 类型说明写的是以后的版本

    def ask(self, given: dict[str, Any]) -> list[Any]:
        if not self.sql:
            return []
        connection = connections[self.alias]
        values = [
            connection.ops.adapt_unknown_value(given[each.name]) if isinstance(each, Given) else each
            for each in self.values
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            rows: Sequence[Any] = cursor.fetchall()
        if self.converters:
            rows = list(self.compiler.apply_converters(rows, self.converters))
        return [self._object(row) for row in rows] if self.objects else list(rows)

    def _object(self, row: Sequence[Any]) -> Any:
        made = self.model.from_db(self.alias, self.names, row[self.part])
        for each in self.related:
            each.populate(row, made)
        return made
