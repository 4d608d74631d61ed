"""Addresses of the annual report of a round, below /rounds/YEAR/annual/."""

from django.urls import path

from pmqa.annual import views

urlpatterns = [
    path("", views.annual, name="annual"),
    path("make/", views.annual_make, name="annual-make"),
    path("<int:job>/", views.annual_state, name="annual-state"),
    path("<int:job>/units/", views.annual_units, name="annual-units"),
    path("<int:job>/cancel/", views.annual_cancel, name="annual-cancel"),
    path("<int:job>/go-on/", views.annual_go_on, name="annual-go-on"),
    path("<int:job>/file/", views.annual_file, name="annual-file"),
]
