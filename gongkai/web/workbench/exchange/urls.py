"""Addresses of importing and handing over."""

from django.urls import path

from gongkai.web.workbench.exchange import imports, packages

urlpatterns = [
    path("imports/", imports.imports, name="item_imports"),
    path("imports/new/", imports.upload, name="new_item_import"),
    path("imports/template.csv", imports.template, name="item_import_template"),
    path("imports/<int:pk>/", imports.batch, name="item_import"),
    path("imports/<int:pk>/problems.csv", imports.problems, name="item_import_problems"),
    path("imports/<int:pk>/drop/", imports.drop_batch, name="drop_item_import"),
    path("imports/<int:pk>/receipt.json", packages.give_receipt, name="item_import_receipt"),
    path("packages/", packages.packages, name="hand_overs"),
    path("packages/new/", packages.make, name="new_hand_over"),
    path("packages/receive/", packages.receive, name="receive_package"),
    path("packages/export.csv", packages.export_csv, name="export_items_csv"),
    path("packages/export.json", packages.export_json, name="export_items_json"),
    path("packages/<int:pk>/", packages.package, name="hand_over"),
    path("packages/<int:pk>/package.zip", packages.download, name="hand_over_file"),
]
