"""Addresses of the discussion, below /units/<unit>/<year>/."""

from django.urls import path

from pmqa.discussion import views

urlpatterns = [
    path("discussion/", views.discussion, name="discussion"),
    path("discussion/<str:guideline>/", views.discussion_point, name="discussion-point"),
]
