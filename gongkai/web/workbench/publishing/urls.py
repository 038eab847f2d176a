"""Addresses of the work on items."""

from django.urls import path

from gongkai.web.workbench.publishing import columns, comparing, drafts, items, lists, steps

urlpatterns = [
    path("", lists.items, name="items"),
    path("new/", drafts.new, name="new_item"),
    path("columns/", columns.columns, name="site_columns"),
    path("columns/new/", columns.new, name="new_site_column"),
    path("columns/<int:pk>/", columns.edit, name="edit_site_column"),
    path("<int:pk>/", items.item, name="item"),
    path("<int:pk>/edit/", drafts.edit, name="edit_draft"),
    path("<int:pk>/new-version/", drafts.new_version, name="new_version"),
    path("<int:pk>/review/", steps.review, name="review"),
    path("<int:pk>/repeal/", steps.repeal, name="repeal"),
    path("<int:pk>/compare/", comparing.compare, name="compare_wordings"),
    path("<int:pk>/<slug:move>/", steps.take, name="item_step"),
]
