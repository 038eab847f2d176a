"""The triggers that keep assessments as they were (migration ``0002_append_only``): whether they stand, and lifting them in tests."""

from gongkai.web.log.triggers import Triggers

_TRIGGERS = Triggers("gongkai.web.exemptions.migrations.0002_append_only")
standing, lifted = _TRIGGERS.standing, _TRIGGERS.lifted
