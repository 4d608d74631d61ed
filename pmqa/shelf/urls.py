"""Address of the shelf."""

from django.urls import path

from pmqa.shelf import views

urlpatterns = [path("", views.shelf, name="shelf")]
