"""Addresses of headquarters."""

from django.urls import path

from pmqa.headquarters import (
    alike,
    compare_views,
    follow_up,
    heat_views,
    overview,
    points,
    practices,
    record_views,
    round_views,
    views,
)

urlpatterns = [
    path("", views.home, name="home"),
    path("assessments/", views.assessments, name="assessments"),
    path("rounds/", round_views.rounds, name="headquarters"),
    path("rounds/open/", round_views.round_open, name="round-open"),
    path("rounds/<int:year>/", overview.round_page, name="round"),
    path("rounds/<int:year>/dates/", round_views.round_dates, name="round-dates"),
    path("rounds/<int:year>/switch/", round_views.round_switch, name="round-switch"),
    path("rounds/<int:year>/follow-up/", follow_up.round_follow_up, name="round-follow-up"),
    path("rounds/<int:year>/map/", heat_views.round_map, name="round-map"),
    path("rounds/<int:year>/points/", points.round_points, name="round-points"),
    path("rounds/<int:year>/without/", points.round_without, name="round-without"),
    path("rounds/<int:year>/compare/", compare_views.round_compare, name="round-compare"),
    path("rounds/<int:year>/alike/", alike.round_alike, name="round-alike"),
    path("rounds/<int:year>/practices/", practices.round_practices, name="round-practices"),
    path("rounds/<int:year>/<slug:unit>/", round_views.round_unit, name="round-unit"),
    path("record/", record_views.record_page, name="record"),
    path("record/record.xlsx", record_views.record_sheet, name="record-sheet"),
]
