"""The addresses of a unit's reports, below those of its assessment."""

from django.urls import path

from pmqa.reports import views

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/make/", views.report_make, name="report-make"),
    path("reports/<int:job>/", views.report_state, name="report-state"),
    path("reports/<int:job>/file/", views.report_file, name="report-file"),
]
