"""Addresses of 行政复议和行政诉讼."""

from __future__ import annotations

from django.urls import path

from gongkai.web.workbench.disputes import papers, registration, steps, views

urlpatterns = [
    path("", views.disputes, name="disputes"),
    path("new/", registration.register, name="dispute_register"),
    path("unregistered/", views.unregistered, name="disputes_unregistered"),
    path("<slug:number>/", views.dispute, name="dispute"),
    path("<slug:number>/personal-data/", views.reveal, name="dispute_reveal"),
    path("<slug:number>/proof/", views.proof, name="dispute_proof"),
    path("<slug:number>/moves/<slug:name>/", steps.move, name="dispute_move"),
    path("<slug:number>/steps/<int:step>/amend/", steps.amend, name="dispute_amend"),
    path("<slug:number>/edit/", steps.edit, name="dispute_edit"),
    path("<slug:number>/papers/add/", papers.add, name="dispute_paper_add"),
    path("<slug:number>/papers/<uuid:key>/", papers.read, name="dispute_paper"),
    path("<slug:number>/bundle/", papers.bundle, name="dispute_bundle"),
]
