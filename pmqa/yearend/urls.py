"""The addresses of the year-end summary, below those of its assessment."""

from django.urls import path

from pmqa.yearend import views

urlpatterns = [
    path("summary/", views.summary, name="summary"),
    path("summary/draft/", views.summary_draft, name="summary-draft"),
    path("summary/edit/", views.summary_edit, name="summary-edit"),
    path("summary/send/", views.summary_send, name="summary-send"),
    path("summary/acknowledge/", views.summary_acknowledge, name="summary-acknowledge"),
    path("summary/take-back/", views.summary_take_back, name="summary-take-back"),
    path("summary/make/", views.summary_make, name="summary-make"),
]
