"""Django's migrations with less work on a database that gets all its tables at once. What is done to the database is the same.

Most of what Django does on an empty database is to build every model anew for every table added, because the new one may refer to
it. Adding a table changes none of the others, and a model built into the same registry afterwards finds them as they stand: so the
new one alone is built, as Django itself does when it builds all of them one after the other. An index or a constraint more changes
nothing but the list that a model keeps of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.utils.functional import SimpleLazyObject


class GrowingState(ProjectState):
    """The models at a point of the migrations; one more is built without building the others again."""

    def add_model(self, model_state: ModelState) -> None:
        """As Django's, which builds again whatever is related, near or far."""
        rendered = self.__dict__.pop("apps", None)
        super().add_model(model_state)
        if rendered is not None:
            self.apps = rendered
            rendered.render_multiple([model_state])

    def _append_option(self, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
        """As Django's for an index or a constraint more, which builds the model and all near it again: it is only added to the model."""
        options = self.models[app_label, model_name].options
        options[option_name] = [*options[option_name], obj]
        rendered = self.__dict__.get("apps")
        if rendered is not None:
            meta = rendered.get_model(app_label, model_name)._meta
            setattr(meta, option_name, [*getattr(meta, option_name), obj])

    def clone(self) -> ProjectState:
        """A copy that grows the same way."""
        made = super().clone()
        made.__class__ = GrowingState
        return made

    def clear_delayed_apps_cache(self) -> None:
        """As Django's; what runs Python and never looks at the models (as those that make triggers) does not wait for them."""
        if self.is_delayed and "apps" in self.__dict__:
            made: Any = StateApps
            self.__dict__["apps"] = SimpleLazyObject(lambda: made(self.real_apps, self.models))


class Executor(MigrationExecutor):
    """Applies migrations on a ``GrowingState``."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> ProjectState:
        made: ProjectState = super()._create_project_state(with_applied_migrations)  # type: ignore[misc]  # 类型里没有
        made.__class__ = GrowingState
        return made


@contextmanager
def growing() -> Iterator[None]:
    """Within, the command ``migrate`` applies migrations so."""
    # 命令从自己的模块里取这个名字，没有别的口子
    command: Any = migrate
    usual, command.MigrationExecutor = command.MigrationExecutor, Executor
    try:
        yield
    finally:
        command.MigrationExecutor = usual
