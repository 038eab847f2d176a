"""Addresses of the registers; each register has the same pages under its own name."""

from django.urls import URLPattern, path

from gongkai.web.workbench.registers import tallies, views
from gongkai.web.workbench.registers.kinds import REGISTERS, Register


def pages(kind: Register) -> list[URLPattern]:
    """List, entry, import, record and steps of one register."""
    here = {"register": kind.key}
    return [
        path(f"{kind.key}/", views.records, here, name=kind.key),
        path(f"{kind.key}/new/", views.new, here, name=f"new_{kind.one}"),
        path(f"{kind.key}/import/", views.from_file, here, name=f"import_{kind.key}"),
        path(f"{kind.key}/<int:pk>/", views.record, here, name=kind.one),
        path(f"{kind.key}/<int:pk>/edit/", views.edit, here, name=f"edit_{kind.one}"),
    ]


def steps(kind: Register) -> URLPattern:
    """The steps, after every page with an address of its own."""
    return path(f"{kind.key}/<int:pk>/<slug:action>/", views.step, {"register": kind.key}, name=f"{kind.one}_step")


urlpatterns = [
    path("", views.overview, name="registers"),
    *(each for kind in REGISTERS.values() for each in pages(kind)),
    path("fees/<int:pk>/collect/", views.collect, name="collect_fee"),
    path("fees/<int:pk>/collections/<int:collection>/void/", views.void_collection, name="void_fee_collection"),
    *(steps(kind) for kind in REGISTERS.values()),
    path("batches/", tallies.batches, name="matter_batches"),
    path("batches/new/", tallies.new_batch, name="new_matter_batch"),
    path("batches/<int:pk>/void/", tallies.void_batch, name="void_matter_batch"),
    path("tallies/", tallies.tallies, name="tallies"),
    path("tallies/new/", tallies.new_tally, name="new_tally"),
    path("tallies/<int:pk>/", tallies.tally, name="tally"),
    path("tallies/<int:pk>/confirm/", tallies.confirm_tally, name="confirm_tally"),
    path("tallies/<int:pk>/void/", tallies.void_tally, name="void_tally"),
    path("tallies/<int:pk>/evidence/", tallies.evidence, name="tally_evidence"),
]
