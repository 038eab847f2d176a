"""Annual reports of all organs."""

from django.urls import path

from gongkai.web.portal.reports import views

urlpatterns = [path("", views.all_reports, name="all_annual_reports")]
