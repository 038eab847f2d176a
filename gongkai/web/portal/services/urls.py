"""Addresses of the service guides of the whole site."""

from django.urls import path

from gongkai.web.portal.services import views

urlpatterns = [path("", views.services, name="services")]
