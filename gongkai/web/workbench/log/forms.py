"""Filters of the log, and what to export."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from gongkai.web.accounts.models import Person
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import offer
from gongkai.web.log.exports import start_of
from gongkai.web.log.models import Chain, Event
from gongkai.web.operation.titles import ACTORS, kind_titles, move_titles
from gongkai.web.organs.models import Appointment


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    message = {"invalid": "日期请写成 2026-01-01 的样子。"}
    return DayField(label=label, required=False, widget=widget, error_messages=message)


class Filters(forms.Form):
    """Who, what, about what, when; whatever is left blank does not narrow."""

    who = forms.ChoiceField(label="办理人", required=False)
    move = forms.ChoiceField(label="事项", required=False)
    kind = forms.ChoiceField(label="对象", required=False)
    since = _day("从")
    until = _day("到")

    def __init__(self, chain: Chain, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.all()
        if chain.organ_id:
            people = people.filter(pk__in=Appointment.objects.filter(organ=chain.organ_id).values("person"))
        named = [(f"person:{key}", name) for key, name in people.order_by("name").values_list("pk", "name")[:500]]
        # Django 的 ChoiceField 在这里才知道有哪些选项
        self._offer("who", [*ACTORS.items(), *named])
        self._offer("move", sorted(move_titles().items(), key=lambda pair: pair[1]))
        self._offer("kind", sorted(kind_titles().items(), key=lambda pair: pair[1]))

    def _offer(self, name: str, options: list[tuple[str, str]]) -> None:
        offer(self, name, [("", "全部"), *options])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", "结束的日期早于开始的日期，请核对。")
        return given

    def narrowed(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """Those of ``events`` that were asked for; none when the question is wrong."""
        if not self.is_valid():
            return events.none()
        given = self.cleaned_data
        wanted = Q()
        if given["who"].startswith("person:"):
            wanted &= Q(person_id=int(given["who"].removeprefix("person:")))
        elif given["who"]:
            wanted &= Q(by=given["who"])
        for field, name in (("move", "move"), ("kind", "subject_kind")):
            if given[field]:
                wanted &= Q(**{name: given[field]})
        if given["since"]:
            wanted &= Q(at__gte=start_of(given["since"]))
        if given["until"]:
            wanted &= Q(at__lt=start_of(given["until"] + timedelta(days=1)))
        return events.filter(wanted)


class ExportForm(forms.Form):
    """From which day on."""

    since = _day("从哪一天起")
