"""Address of likenesses below a unit's assessment."""

from django.urls import path

from pmqa.likeness import views

urlpatterns = [path("review/alike/", views.review_alike, name="review-alike")]
