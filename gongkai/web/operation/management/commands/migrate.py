"""``migrate`` as Django's, with less work on an empty database (see ``gongkai.web.operation.migrating``)."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from gongkai.web.operation.migrating import growing


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with growing():
            super().handle(*args, **options)
