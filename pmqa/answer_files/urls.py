"""Addresses of the import of answers, under /units/<unit>/<year>/."""

from django.urls import path

from pmqa.answer_files import views

PLACE = "surveys/<int:row>/imports/"
urlpatterns = [
    path(PLACE, views.imports, name="survey-import-add"),
    path(f"{PLACE}<int:file>/", views.one, name="survey-import-edit"),
    path(f"{PLACE}<int:file>/take-back/", views.take_back, name="survey-import-take-back"),
]
