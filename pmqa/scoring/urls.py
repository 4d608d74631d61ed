"""Addresses of the pages of findings, below /units/<unit>/<year>/."""

from django.urls import path

from pmqa.scoring import gaps, views

urlpatterns = [
    path("", views.start, name="start"),
    path("statements/<str:guideline>/", views.statement, name="statement"),
    path("coverage/<str:field>/<str:column>/<int:row>/", gaps.gap, name="gap"),
    path("<str:code>/complete/", views.mark, name="mark"),
    path("<str:code>/", views.criterion, name="criterion"),
]
