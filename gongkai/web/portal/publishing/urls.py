"""Addresses of items, by index number: they stay whatever becomes of organ and column."""

from django.urls import path

from gongkai.web.portal.publishing import items

urlpatterns = [
    path("<path:index_number>/", items.item, name="item"),
]
