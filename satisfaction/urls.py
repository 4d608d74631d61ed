"""Addresses of CS6."""

from collections.abc import Callable

from django.urls import URLPattern, path

from pmqa.evidence.urls import table_urls
from satisfaction import result_views
from satisfaction.criterion import CS6

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
