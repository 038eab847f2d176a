"""Addresses of proposals on the workbench."""

from __future__ import annotations

from django.urls import path

from gongkai.web.workbench.proposals import publications, registration, report, rules, steps, views

urlpatterns = [
    path("", views.proposals, name="proposals"),
    path("new/", registration.register, name="proposal_register"),
    path("import/", registration.from_file, name="proposal_import"),
    path("report/", report.report, name="proposal_report"),
    path("report/records/", report.records, name="proposal_records"),
    path("rules/", rules.rules, name="proposal_rules"),
    path("rules/limits/new/", rules.set_rule, name="proposal_rule"),
    path("rules/results/new/", rules.set_scheme, name="proposal_scheme"),
    path("publications/", publications.publications, name="proposal_publications"),
    path("publications/<int:pk>/", publications.publication, name="proposal_publication"),
    path("publications/<int:pk>/edit/", publications.edit, name="proposal_publication_edit"),
    path("publications/<int:pk>/review/", publications.review, name="proposal_publication_review"),
    path("publications/<int:pk>/withdraw/", publications.withdraw, name="proposal_publication_withdraw"),
    path("<slug:number>/", views.proposal, name="proposal"),
    path("<slug:number>/personal-data/", views.reveal, name="proposal_reveal"),
    path("<slug:number>/proof/", views.proof, name="proposal_proof"),
    path("<slug:number>/moves/<slug:name>/", steps.move, name="proposal_move"),
    path("<slug:number>/steps/<int:step>/amend/", steps.amend, name="proposal_amend"),
    path("<slug:number>/publish/", publications.prepare, name="proposal_publication_prepare"),
    path("<slug:number>/edit/", steps.edit, name="proposal_edit"),
    path("<slug:number>/erase/", steps.erase, name="proposal_erase"),
    path("<slug:number>/papers/add/", steps.add_paper, name="proposal_paper_add"),
    path("<slug:number>/papers/<uuid:key>/", steps.read_paper, name="proposal_paper"),
]
