"""Addresses of the submission, below /units/<unit>/<year>/."""

from django.urls import path

from pmqa.submission import views

urlpatterns = [
    path("submission/", views.submission, name="submission"),
    path("submission/submit/", views.submit, name="submission-submit"),
    path("submission/take-back/", views.submission_take_back, name="submission-take-back"),
    path("own/<str:code>/", views.own, name="own"),
]
