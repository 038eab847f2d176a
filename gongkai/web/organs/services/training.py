"""Trainings for those who do disclosure work (《条例》第四十八条)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ, Training
from gongkai.web.organs.services.organs import check_exists, fresh


@transaction.atomic
def add_training(organ: Organ, *, by: Actor, **particulars: Any) -> Training:
    """Note a training that was held; one to come is no record yet. Raises ``ValidationError`` by field."""
    check_exists(organ)
    training = Training(organ=organ, **particulars)
    _check_held(training)
    return save(training, "add_training", by=by, organ=organ)


@transaction.atomic
def edit_training(training: Training, *, by: Actor, **changes: Any) -> Training:
    """Correct a record; before and after are in the log."""
    training = fresh(training)
    for name, value in changes.items():
        setattr(training, name, value)
    _check_held(training)
    return save(training, "edit_training", by=by, organ=training.organ)


def _check_held(training: Training) -> None:
    training.full_clean()
    if training.on > timezone.localdate():
        raise ValidationError({"on": "培训还没有举办，请在举办之后登记。"})
