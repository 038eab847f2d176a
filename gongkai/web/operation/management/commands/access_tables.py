"""Prints who may do what, for docs/reference/access.md."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gongkai.web.operation.access_tables import document


class Command(BaseCommand):
    """``gongkai site django access_tables > docs/reference/access.md``."""

    requires_system_checks: list[str] = []
    help = "打印各角色可以办什么（docs/reference/access.md）。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(document(), ending="")
