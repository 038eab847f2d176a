"""Addresses of assessment on the workbench."""

from django.urls import path

from gongkai.web.workbench.assessment import objections, results, rounds, subjects, tables

urlpatterns = [
    path("", rounds.assessments, name="assessments"),
    path("tables/", tables.tables, name="score_tables"),
    path("tables/new/", tables.make, name="make_score_table"),
    path("tables/<int:pk>/", tables.table, name="score_table"),
    path("tables/<int:pk>/edit/", tables.edit, name="edit_score_table"),
    path("tables/<int:pk>/drop/", tables.drop, name="drop_score_table"),
    path("tables/<int:pk>/open/", tables.start, name="open_round"),
    path("rounds/<int:pk>/", rounds.round_page, name="assessment_round"),
    path("rounds/<int:pk>/timetable/", rounds.timetable, name="set_timetable"),
    path("rounds/<int:pk>/text/", rounds.edit, name="edit_results"),
    path("rounds/<int:pk>/announce/", rounds.announce, name="announce_results"),
    path("rounds/<int:pk>/appraisals/new/", rounds.appraise, name="enter_appraisal"),
    path("rounds/<int:pk>/appraisals/survey/", rounds.survey, name="appraise_by_survey"),
    path("rounds/<int:pk>/results.<slug:form>", results.export, name="assessment_export"),
    path("rounds/<int:pk>/paper.<slug:form>", results.paper, name="assessment_paper"),
    path("rounds/<int:pk>/reason/<slug:action>/", rounds.reason, name="round_reason"),
    path("rounds/<int:pk>/<slug:action>/", rounds.step, name="round_step"),
    path("appraisals/<int:pk>/strike/", rounds.strike, name="strike_appraisal"),
    path("subjects/<int:pk>/", subjects.subject, name="assessed"),
    path("subjects/<int:pk>/history/", results.history, name="assessed_history"),
    path("subjects/<int:pk>/fill/", subjects.fill, name="fill_scores"),
    path("subjects/<int:pk>/hand-in/", subjects.hand_in, name="hand_in_scores"),
    path("subjects/<int:pk>/return/", subjects.send_back, name="return_scores"),
    path("subjects/<int:pk>/review/", subjects.review, name="review_scores"),
    path("subjects/<int:pk>/finish/", subjects.finish, name="finish_review"),
    path("subjects/<int:pk>/object/", objections.object_to, name="object_to_score"),
    path("subjects/<int:pk>/confirm/", subjects.confirm, name="confirm_result"),
    path("subjects/<int:pk>/veto/", objections.find_veto, name="find_veto"),
    path("subjects/<int:pk>/evidence/", subjects.add_evidence, name="add_evidence"),
    path("subjects/<int:pk>/evidence/<uuid:key>/", subjects.read_evidence, name="read_evidence"),
    path("subjects/<int:pk>/records/<slug:indicator>/", subjects.records, name="score_records"),
    path("objections/<int:pk>/answer/", objections.answer, name="answer_objection"),
    path("vetoes/<int:pk>/records/", subjects.veto_records, name="veto_records"),
    path("vetoes/<int:pk>/lift/", objections.lift_veto, name="lift_veto"),
]
