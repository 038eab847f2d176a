"""Addresses of items, by index number: they stay whatever becomes of organ and column."""

from django.urls import path

from gongkai.web.portal.publishing import items, listing, printing

urlpatterns = [
    path("", listing.everything, name="items"),
    path("<path:index_number>/qr.svg", printing.qr, name="item_qr"),
    path("<path:index_number>/print/", printing.printed, name="item_print"),
    path("<path:index_number>/", items.item, name="item"),
]
