"""Addresses of the calendar and its notices."""

from django.urls import path

from gongkai.web.workbench.holidays import views

urlpatterns = [
    path("", views.holidays, name="holidays"),
    path("enter/", views.enter, name="holiday_enter"),
    path("notices/<int:key>/", views.notice, name="holiday_notice"),
    path("<int:number>/", views.year, name="holiday_year"),
]
