"""The triggers of the gate (migration ``0002_gate``): whether they stand, and lifting them in tests."""

from gongkai.web.log.triggers import Triggers

_TRIGGERS = Triggers("gongkai.web.publishing.migrations.0002_gate")
standing, lifted = _TRIGGERS.standing, _TRIGGERS.lifted
