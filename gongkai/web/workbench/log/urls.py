from django.urls import URLPattern, path

from gongkai.web.workbench.log import lists, proving

urlpatterns: list[URLPattern] = [
    path("", lists.log, name="log"),
    path("<int:pk>/", lists.event, name="log_event"),
    path("of/<str:kind>/<str:key>/", lists.subject, name="log_subject"),
    path("verify/", proving.verify, name="log_verify"),
    path("export/", proving.export, name="log_export"),
]
