"""The addresses of carrying over, below those of the assessment into which rows come."""

from django.urls import path

from pmqa.carryover import views

urlpatterns = [
    path("carry-over/", views.carried, name="carry-over"),
    path("carry-over/bring/", views.bring, name="carry-over-bring"),
    path("carry-over/say/", views.say, name="carry-over-say"),
    path("carry-over/review/", views.review, name="carry-over-review"),
]
