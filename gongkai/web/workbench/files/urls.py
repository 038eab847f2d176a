"""Addresses of the files of an item."""

from django.urls import path

from gongkai.web.workbench.files.editing import files, move, remove, rename, reread
from gongkai.web.workbench.files.viewing import file, page, preview

urlpatterns = [
    path("<int:pk>/files/", files, name="item_files"),
    path("<int:pk>/files/<uuid:key>/", file, name="item_file"),
    path("<int:pk>/files/<uuid:key>/preview/", preview, name="item_file_preview"),
    path("<int:pk>/files/<uuid:key>/pages/<int:number>.png", page, name="item_file_page"),
    path("<int:pk>/files/<uuid:key>/remove/", remove, name="remove_item_file"),
    path("<int:pk>/files/<uuid:key>/rename/", rename, name="rename_item_file"),
    path("<int:pk>/files/<uuid:key>/move/", move, name="move_item_file"),
    path("<int:pk>/files/<uuid:key>/read/", reread, name="reread_item_file"),
]
