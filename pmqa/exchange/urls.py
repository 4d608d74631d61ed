"""Addresses of the Excel exchange, under /units/<unit>/<year>/."""

from django.urls import path

from pmqa.exchange import views

urlpatterns = [
    path("import/", views.import_page, name="import"),
    path("import/preview/", views.import_preview, name="import-preview"),
    path("export/", views.export, name="export"),
    path("template/", views.template, name="template"),
]
