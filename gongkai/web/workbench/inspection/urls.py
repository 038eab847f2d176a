"""Addresses of inspection on the workbench."""

from django.urls import path

from gongkai.web.workbench.inspection import answering, columns, daily, overview, problems, reports

urlpatterns = [
    path("", overview.overview, name="inspection"),
    path("vetoes/<slug:key>/", overview.veto, name="inspection_veto"),
    path("columns/", columns.columns, name="inspection_columns"),
    path("columns/export.<slug:form>", columns.export, name="inspection_columns_export"),
    path("weeks/", columns.history, name="inspection_history"),
    path("links/", overview.links, name="inspection_links"),
    path("published/", daily.published, name="published_on"),
    path("published/export.<slug:form>", daily.export, name="published_on_export"),
    path("answers/new/", answering.answer, name="inspection_answer"),
    path("setting/", answering.setting, name="inspection_setting"),
    path("reports/", reports.inspections, name="self_inspections"),
    path("reports/new/", reports.draw, name="draw_self_inspection"),
    path("reports/<int:pk>/", reports.inspection, name="self_inspection"),
    path("reports/<int:pk>/paper.<slug:form>", reports.paper, name="self_inspection_paper"),
    path("reports/<int:pk>/<slug:action>/", reports.step, name="self_inspection_step"),
    path("problems/", problems.problems, name="problems"),
    path("problems/new/", problems.new, name="new_problem"),
    path("problems/export.<slug:form>", problems.export, name="problems_export"),
    path("problems/<slug:number>/", problems.problem, name="problem"),
    path("problems/<slug:number>/moves/<slug:name>/", problems.move, name="problem_move"),
    path("problems/<slug:number>/steps/<int:step>/amend/", problems.amend, name="problem_amend"),
]
