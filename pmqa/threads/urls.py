"""The addresses of improvements and their threads, below those of their assessment."""

from django.urls import path

from pmqa.threads import views

urlpatterns = [
    path("improvements/", views.improvements, name="improvement-threads"),
    path("improvements/<int:row>/thread/", views.thread, name="improvement-thread"),
]
