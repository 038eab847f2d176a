"""The modules that hold the checks, imported when the first report is checked."""

from importlib import import_module

NAMES = (
    "structure",
    "form",
    "head",
    "cells",
    "tables",
    "plausible",
    "years",
    "crosscheck",
    "disclosed",
    "claims",
    "flows",
    "sections",
)


def load() -> None:
    """Import them all, so that their functions are registered."""
    for name in NAMES:
        import_module(f"gongkai.annualreport.checks.{name}")
