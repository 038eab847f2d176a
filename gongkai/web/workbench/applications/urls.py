"""Addresses of the work on applications."""

from django.urls import path

from gongkai.web.workbench.applications import (
    frequent,
    materials,
    registration,
    similar,
    splitting,
    statistics,
    steps,
    views,
)

urlpatterns = [
    path("", views.applications, name="applications"),
    path("new/", registration.register, name="application_register"),
    path("frequent/", frequent.frequent_page, name="applications_frequent"),
    path("statistics/", statistics.statistics_page, name="applications_statistics"),
    path("statistics/cases/", statistics.statistics_cases, name="applications_statistics_cases"),
    path("statistics/file/<slug:form>/", statistics.statistics_file, name="applications_statistics_file"),
    path("<slug:number>/materials/", materials.materials, name="application_materials"),
    path("<slug:number>/materials/<uuid:key>/", materials.material, name="application_material"),
    path("<slug:number>/filings/", materials.filings, name="application_filings"),
    path("<slug:number>/similar/", similar.similar, name="application_similar"),
    path("<slug:number>/split/", splitting.split_page, name="application_split"),
    path("<slug:number>/merge/", splitting.merge_page, name="application_merge"),
    path("<slug:number>/", views.application, name="application"),
    path("<slug:number>/personal-data/", views.reveal, name="application_reveal"),
    path("<slug:number>/proof/", views.proof, name="application_proof"),
    path("<slug:number>/moves/<slug:name>/", steps.move, name="application_move"),
    path("<slug:number>/steps/<int:step>/amend/", steps.amend, name="application_amend"),
    path("<slug:number>/assign/", steps.assign, name="application_assign"),
    path("<slug:number>/details/", steps.edit, name="application_edit"),
    path("<slug:number>/erase/", steps.erase, name="application_erase"),
]
