"""The demonstration of the site: a made-up county at work, and five real bureaus with the reports they published.

Everything is done through the services that pages use, each act at its own moment, so nothing is there that the site
would not have let people do.
"""

from __future__ import annotations

from pathlib import Path

PASSWORD = "qingshi-演示-2468"  # noqa: S105
"""The one password of the demonstration; it is printed and shown on the sign-in page."""


def build(home: Path, *, with_bureaus: bool = True) -> None:
    """Build the demonstration in an empty, migrated installation at ``home``; the last thing written is what the sign-in page shows.

    Without the five bureaus and their thousands of items it takes a fraction of the time.
    """
    from gongkai.demo.site.building import build as building

    building(home, with_bureaus=with_bureaus)
