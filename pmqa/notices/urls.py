"""Addresses of the inbox."""

from django.urls import path

from pmqa.notices import views

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.notices_read, name="notices-read"),
    path("<int:notice>/read/", views.notice_read, name="notice-read"),
]
