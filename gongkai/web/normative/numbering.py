"""Giving registration numbers: one after the other in a series and year, to one writer at a time, none twice."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.publishing.registration_numbers import registration_number
from gongkai.web.normative.models import RegistrationCounter, RegistrationRule


@transaction.atomic
def next_registration_number(rule: RegistrationRule, year: int) -> str:
    """Take the next number of a rule. A number given is gone, whatever becomes of the document. Raises ``ValidationError``."""
    scheme = rule.scheme
    given = {"series": scheme.series, "year": year}
    RegistrationCounter.objects.get_or_create(**given, defaults={"registrar": rule.registrar})
    counter = RegistrationCounter.objects.select_for_update().get(**given)
    if counter.registrar_id != rule.registrar_id:
        raise ValidationError("这个前缀的编号由别的机关在用，请由登记机关调整编号规则。")
    counter.last += 1
    try:
        number = registration_number(scheme, year, counter.last)
    except ValueError as problem:
        raise ValidationError(str(problem)) from problem
    counter.save(update_fields=["last"])
    return number
