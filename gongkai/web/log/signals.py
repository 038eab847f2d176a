"""What the log tells whoever keeps copies of what the site shows."""

from __future__ import annotations

from django.dispatch import Signal

appended = Signal()
"""Events were added, in the transaction of the change itself: ``entries`` (of ``services.Entry``), ``organ`` (None: the installation)."""
