"""Addresses of accountability on the workbench."""

from __future__ import annotations

from django.urls import path

from gongkai.web.workbench.accountability import accounts, liabilities, rectifications, statistics, steps, views

urlpatterns = [
    path("", views.complaints, name="complaints"),
    path("new/", steps.register, name="complaint_register"),
    path("export/<slug:form>/", views.export, name="complaint_export"),
    path("statistics/", statistics.statistics, name="complaint_statistics"),
    path("statistics/export/<slug:form>/", statistics.export, name="complaint_statistics_export"),
    path("accounts/", accounts.accounts, name="complaint_accounts"),
    path("accounts/<int:pk>/", accounts.account, name="complaint_account"),
    path("accounts/<int:pk>/papers/<uuid:key>/", accounts.paper, name="complaint_account_paper"),
    path("rectifications/", rectifications.listed, name="rectifications"),
    path("rectifications/new/", rectifications.new, name="rectification_new"),
    path("rectifications/export/<slug:form>/", rectifications.export, name="rectification_export"),
    path("rectifications/<slug:number>/", rectifications.rectification, name="rectification"),
    path("rectifications/<slug:number>/proof/", rectifications.proof, name="rectification_proof"),
    path("rectifications/<slug:number>/notice/<slug:form>/", rectifications.paper, name="rectification_notice"),
    path("rectifications/<slug:number>/moves/<slug:name>/", rectifications.move, name="rectification_move"),
    path("rectifications/<slug:number>/steps/<int:step>/amend/", rectifications.amend, name="rectification_amend"),
    path("rectifications/<slug:number>/papers/add/", rectifications.add_paper, name="rectification_paper_add"),
    path("rectifications/<slug:number>/papers/<uuid:key>/", rectifications.read_paper, name="rectification_paper"),
    path("liabilities/", liabilities.liabilities, name="liabilities"),
    path("liabilities/new/", liabilities.new, name="liability_new"),
    path("liabilities/<int:pk>/", liabilities.liability, name="liability"),
    path("liabilities/<int:pk>/person/", liabilities.reveal, name="liability_reveal"),
    path("complaints/<slug:number>/", views.complaint, name="complaint"),
    path("complaints/<slug:number>/personal-data/", views.reveal, name="complaint_reveal"),
    path("complaints/<slug:number>/proof/", views.proof, name="complaint_proof"),
    path("complaints/<slug:number>/letters/<slug:kind>/<slug:form>/", views.written, name="complaint_letter"),
    path("complaints/<slug:number>/moves/<slug:name>/", steps.move, name="complaint_move"),
    path("complaints/<slug:number>/steps/<int:step>/amend/", steps.amend, name="complaint_amend"),
    path("complaints/<slug:number>/edit/", steps.edit, name="complaint_edit"),
    path("complaints/<slug:number>/erase/", steps.erase, name="complaint_erase"),
    path("complaints/<slug:number>/papers/add/", steps.add_paper, name="complaint_paper_add"),
    path("complaints/<slug:number>/papers/<uuid:key>/", steps.read_paper, name="complaint_paper"),
]
