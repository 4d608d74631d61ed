"""Addresses of CS6: its tables, and below /units/<unit>/<year>/surveys/<row>/ the questionnaire of each survey."""

from collections.abc import Callable

from django.urls import URLPattern, path

from pmqa.evidence.urls import table_urls
from satisfaction import paper_views, part_views, result_views, views
from satisfaction.criterion import CS6, SURVEYS

urlpatterns = [pattern for table in CS6.tables for pattern in table_urls(table)]


def result_urls(write: Callable[..., bytes]) -> list[URLPattern]:
    """The results of surveys, below /units/<unit>/<year>/; `write` makes a workbook of tables."""
    place = "surveys/<int:row>/results"
    return [
        path(f"{place}/", result_views.results, name="survey-results"),
        path(f"{place}/texts/<int:question>/", result_views.texts, name="survey-texts"),
        path(f"{place}/results.xlsx", result_views.workbook, {"write": write}, name="survey-results-workbook"),
        path(f"{place}/results.csv", result_views.results_csv, name="survey-results-csv"),
        path(f"{place}/answers.csv", result_views.raw, name="survey-answers"),
    ]


# Below /units/<unit>/<year>/.
SURVEY = "surveys/<int:row>/"
design = [
    path(SURVEY, views.survey, name="survey"),
    path(SURVEY, views.survey, name=f"{SURVEYS.key}-{SURVEYS.page}"),  # as rows of tables name their page
    path(f"{SURVEY}draft/", views.survey_draft, name="survey-draft"),
    path(f"{SURVEY}discard/", views.survey_discard, name="survey-discard"),
    path(f"{SURVEY}publish/", views.survey_publish, name="survey-publish"),
    path(f"{SURVEY}close/", views.survey_close, name="survey-close"),
    path(f"{SURVEY}preview/", views.survey_preview, name="survey-preview"),
    path(f"{SURVEY}qr/", views.survey_qr, name="survey-qr"),
    path(f"{SURVEY}tokens/", views.survey_tokens, name="survey-tokens-add"),
    path(f"{SURVEY}paper/", paper_views.paper, name="survey-paper-add"),
    path(f"{SURVEY}paper/<int:sheet>/", paper_views.sheet, name="survey-sheet-edit"),
    path(f"{SURVEY}paper/<int:sheet>/delete/", paper_views.sheet_delete, name="survey-sheet-delete"),
    path(f"{SURVEY}settings/", part_views.settings, name="survey-settings-edit"),
    path(f"{SURVEY}last-day/", part_views.last_day, name="survey-last-day-edit"),
    path(f"{SURVEY}sections/add/", part_views.section_add, name="survey-section-add"),
    path(f"{SURVEY}sections/<int:section>/", part_views.section_edit, name="survey-section-edit"),
    path(f"{SURVEY}sections/<int:section>/questions/add/", part_views.question_add, name="survey-question-add"),
    path(f"{SURVEY}questions/<int:question>/", part_views.question_edit, name="survey-question-edit"),
    path(f"{SURVEY}move/", part_views.part_move, name="survey-part-move"),
    path(f"{SURVEY}delete/", part_views.part_delete, name="survey-part-delete"),
]
