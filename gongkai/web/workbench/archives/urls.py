"""Addresses of 送达 and 归档."""

from django.urls import path

from gongkai.web.workbench.archives import steps, views

urlpatterns = [
    path("", views.archives, name="archives"),
    path("retention/", steps.retention, name="archive_retention"),
    path("retention/new/", steps.set_retention, name="archive_retention_set"),
    path("disposals.csv", views.register, name="archive_disposals_csv"),
    path("disposals/ask/", views.ask_disposal, name="archive_ask_disposal"),
    path("disposals/<int:pk>/", steps.decide, name="archive_decide"),
    path("<slug:number>/", views.file, name="archive_file"),
    path("<slug:number>/contents/", views.contents, name="archive_contents"),
    path("<slug:number>/contents.pdf", views.contents_pdf, name="archive_contents_pdf"),
    path("<slug:number>/materials/<uuid:key>/", views.material, name="archive_material"),
    path("<slug:number>/bundle/", views.bundle, name="archive_bundle"),
    path("<slug:number>/serve/", steps.serve, name="archive_serve"),
    path("<slug:number>/sign-for/", steps.sign_for, name="archive_sign"),
    path("<slug:number>/proofs/", steps.add_proof, name="archive_proof"),
]
