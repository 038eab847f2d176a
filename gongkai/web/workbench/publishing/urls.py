"""Addresses of the work on items."""

from django.urls import path

from gongkai.web.workbench.publishing import bringing, column_steps, local_classes
from gongkai.web.workbench.publishing.approval_paper import approval_paper
from gongkai.web.workbench.publishing.columns import columns
from gongkai.web.workbench.publishing.columns import edit as edit_column
from gongkai.web.workbench.publishing.columns import new as new_column
from gongkai.web.workbench.publishing.comparing import compare
from gongkai.web.workbench.publishing.dossier import dossier
from gongkai.web.workbench.publishing.drafts import edit as edit_draft
from gongkai.web.workbench.publishing.drafts import new as new_item
from gongkai.web.workbench.publishing.drafts import new_version, resume_edit, resume_new
from gongkai.web.workbench.publishing.from_file import from_file
from gongkai.web.workbench.publishing.items import item
from gongkai.web.workbench.publishing.lists import items
from gongkai.web.workbench.publishing.reviewing_many import review_many
from gongkai.web.workbench.publishing.steps import repeal, review, take

urlpatterns = [
    path("", items, name="items"),
    path("new/", new_item, name="new_item"),
    path("new/resume/", resume_new, name="resume_new_item"),
    path("new/paste/", bringing.new_paste, name="new_paste"),
    path("new/pictures/", bringing.new_pictures, name="new_pictures"),
    path("new/pictures/<uuid:key>/", bringing.new_picture, name="new_picture"),
    path("from-file/", from_file, name="item_from_file"),
    path("classes/", local_classes.local_classes, name="local_classes"),
    path("classes/new/", local_classes.new, name="new_local_class"),
    path("classes/<int:pk>/", local_classes.edit, name="edit_local_class"),
    path("review-many/", review_many, name="review_many"),
    path("columns/", columns, name="site_columns"),
    path("columns/new/", new_column, name="new_site_column"),
    path("columns/<int:pk>/", edit_column, name="edit_site_column"),
    path("columns/<int:pk>/history/", column_steps.history, name="site_column_history"),
    path("columns/<int:pk>/shift/", column_steps.shift, name="shift_site_column"),
    path("columns/<int:pk>/close/", column_steps.close, name="close_site_column"),
    path("columns/<int:pk>/reopen/", column_steps.reopen, name="reopen_site_column"),
    path("columns/<int:pk>/merge/", column_steps.merge, name="merge_site_column"),
    path("<int:pk>/", item, name="item"),
    path("<int:pk>/edit/", edit_draft, name="edit_draft"),
    path("<int:pk>/edit/resume/", resume_edit, name="resume_draft"),
    path("<int:pk>/paste/", bringing.draft_paste, name="draft_paste"),
    path("<int:pk>/pictures/", bringing.draft_pictures, name="draft_pictures"),
    path("<int:pk>/new-version/", new_version, name="new_version"),
    path("<int:pk>/review/", review, name="review"),
    path("<int:pk>/approval-paper/", approval_paper, name="approval_paper"),
    path("<int:pk>/dossier/", dossier, name="dossier"),
    path("<int:pk>/repeal/", repeal, name="repeal"),
    path("<int:pk>/compare/", compare, name="compare_wordings"),
    path("<int:pk>/<slug:move>/", take, name="item_step"),
]
