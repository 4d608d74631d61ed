"""Addresses of assessing: below a unit's assessment, and those of the person."""

from django.urls import path

from pmqa.assessing import phrase_views, remark_views, views, work

unit_urls = [
    path("review/declare/", work.review_declare, name="review-declare"),
    path("review/submit/", views.review_submit, name="review-submit"),
    path("review/judge/", views.review_judge, name="review-judge"),
    path("review/<str:code>/", views.review, name="review"),
    path("review/<str:code>/remark/", remark_views.review_remark, name="review-remark"),
    path("review/<str:code>/remark/remove/", remark_views.review_remark_remove, name="review-remark-remove"),
]

urlpatterns = [
    path("work/", work.my_work, name="my-work"),
    path("phrases/", phrase_views.phrases, name="phrases"),
    path("phrases/add/", phrase_views.phrase_add, name="phrase-add"),
    path("phrases/<int:phrase>/", phrase_views.phrase_edit, name="phrase-edit"),
    path("phrases/<int:phrase>/remove/", phrase_views.phrase_remove, name="phrase-remove"),
]
