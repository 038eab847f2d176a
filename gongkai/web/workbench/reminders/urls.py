"""Addresses of reminders."""

from django.urls import path

from gongkai.web.workbench.reminders import views

urlpatterns = [
    path("", views.reminders, name="reminders"),
    path("seen/", views.see, name="see_reminders"),
    path("address/", views.direct, name="direct_reminders"),
    path("calendar/", views.new_calendar, name="new_calendar"),
]
