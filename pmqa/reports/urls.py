"""The addresses of a unit's reports and photo sheets, below those of its assessment."""

from django.urls import URLPattern, path

from pmqa.criteria import TABLES
from pmqa.evidence.tables import EvidenceTable
from pmqa.reports import photo_views, survey_views, views


def photo_urls(table: EvidenceTable) -> list[URLPattern]:
    """The addresses of the photo sheets of the rows of `table`, below those of the table itself."""
    place, given = f"tables/{table.key}/<int:row>/photos/", {"table": table}
    return [
        path(place, photo_views.photos, given, name=f"{table.key}-photos"),
        path(f"{place}upload/", photo_views.photos_upload, given, name=f"{table.key}-photos-upload"),
        path(f"{place}make/", photo_views.photos_make, given, name=f"{table.key}-photos-make"),
    ]


urlpatterns = [
    *(pattern for table in TABLES if table.photo_head for pattern in photo_urls(table)),
    path("surveys/<int:row>/papers/", survey_views.survey_papers, name="survey-papers"),
    path("surveys/<int:row>/papers/make/", survey_views.survey_papers_make, name="survey-papers-make"),
    path("reports/", views.reports, name="reports"),
    path("reports/make/", views.report_make, name="report-make"),
    path("reports/report.json", views.report_json, name="report-json"),
    path("reports/<int:job>/", views.report_state, name="report-state"),
    path("reports/<int:job>/file/", views.report_file, name="report-file"),
]
