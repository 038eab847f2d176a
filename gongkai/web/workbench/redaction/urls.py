"""Addresses of 遮盖."""

from django.urls import path

from gongkai.web.workbench.redaction import marking, releasing, views

urlpatterns = [
    path("", views.redactions, name="redactions"),
    path("<slug:number>/", views.sources, name="redaction_sources"),
    path("<slug:number>/<int:pk>/", marking.page, name="redaction"),
    path("<slug:number>/<int:pk>/pages/<int:page>.png", marking.page_picture, name="redaction_page"),
    path("<slug:number>/<int:pk>/boxes/", marking.save_boxes, name="redaction_boxes"),
    path("<slug:number>/<int:pk>/withhold/", marking.withhold, name="redaction_withhold"),
    path("<slug:number>/<int:pk>/undo/", marking.undo, name="redaction_undo"),
    path("<slug:number>/<int:pk>/proposals/", marking.propose, name="redaction_proposals"),
    path("<slug:number>/<int:pk>/release/", releasing.release, name="redaction_release"),
    path("<slug:number>/<int:pk>/preview/<int:page>.png", releasing.preview_picture, name="redaction_preview"),
    path("<slug:number>/<int:pk>/released/<int:release>.pdf", releasing.download, name="redaction_released"),
]
