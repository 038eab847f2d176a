"""Reminders of limits."""

from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.reminders"
    label = "reminders"
    verbose_name = "提醒"

    def ready(self) -> None:
        """Let every process word reminders of cases that stand still."""
        import_module("gongkai.web.reminders.waiting")
