"""Addresses of 办理备注 and 关注."""

from django.urls import path

from gongkai.web.workbench.notes import views

urlpatterns = [
    path("", views.followed, name="followed_cases"),
    path("looked/", views.looked_at_all, name="looked_at_all"),
    path("received/", views.received, name="received_notes"),
    path("of/<str:kind>/<int:pk>/", views.case_notes, name="case_notes"),
    path("of/<str:kind>/<int:pk>/watch/", views.watch, name="watch_case"),
    path("of/<str:kind>/<int:pk>/looked/", views.looked_at, name="looked_at_case"),
    path("<int:pk>/strike/", views.strike, name="strike_note"),
    path("<int:pk>/seen/", views.see, name="see_note"),
]
