"""Addresses of an organ's service guides, below its code; each takes the keyword ``code``."""

from django.urls import path

from gongkai.web.portal.services import views

urlpatterns = [path("services/", views.services, name="organ_services")]
