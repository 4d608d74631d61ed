"""Addresses of the statistics of a criterion, below /units/<unit>/<year>/."""

from django.urls import path

from pmqa.statistics import views

urlpatterns = [
    path("<str:code>/statistics/", views.statistics, name="statistics"),
    path("<str:code>/statistics/<slug:key>.xlsx", views.chart_workbook, name="chart-workbook"),
]
