"""Addresses of CS6: its tables, and below /units/<unit>/<year>/surveys/<row>/ the questionnaire of each survey."""

from django.urls import path

from pmqa.evidence.urls import table_urls
from satisfaction import paper_views, part_views, views
from satisfaction.criterion import CS6

urlpatterns = [pattern for table in CS6.tables for pattern in table_urls(table)]

# Below /units/<unit>/<year>/.
SURVEY = "surveys/<int:row>/"
design = [
    path(SURVEY, views.survey, name="survey"),
    path(f"{SURVEY}draft/", views.survey_draft, name="survey-draft"),
    path(f"{SURVEY}discard/", views.survey_discard, name="survey-discard"),
    path(f"{SURVEY}publish/", views.survey_publish, name="survey-publish"),
    path(f"{SURVEY}close/", views.survey_close, name="survey-close"),
    path(f"{SURVEY}preview/", views.survey_preview, name="survey-preview"),
    path(f"{SURVEY}qr/", views.survey_qr, name="survey-qr"),
    path(f"{SURVEY}tokens/", views.survey_tokens, name="survey-tokens-add"),
    path(f"{SURVEY}paper/", paper_views.paper, name="survey-paper-add"),
    path(f"{SURVEY}settings/", part_views.settings, name="survey-settings-edit"),
    path(f"{SURVEY}sections/add/", part_views.section_add, name="survey-section-add"),
    path(f"{SURVEY}sections/<int:section>/", part_views.section_edit, name="survey-section-edit"),
    path(f"{SURVEY}sections/<int:section>/questions/add/", part_views.question_add, name="survey-question-add"),
    path(f"{SURVEY}questions/<int:question>/", part_views.question_edit, name="survey-question-edit"),
    path(f"{SURVEY}move/", part_views.part_move, name="survey-part-move"),
    path(f"{SURVEY}delete/", part_views.part_delete, name="survey-part-delete"),
]
