"""Addresses of assessing: below a unit's assessment, and those of the person."""

from django.urls import path

from pmqa.assessing import (
    agreed_remark_views,
    consensus_views,
    phrase_views,
    remark_views,
    result_views,
    score_views,
    settle_views,
    views,
    work,
)

unit_urls = [
    path("review/declare/", work.review_declare, name="review-declare"),
    path("review/submit/", views.review_submit, name="review-submit"),
    path("review/judge/", views.review_judge, name="review-judge"),
    path("review/<str:code>/", views.review, name="review"),
    path("review/<str:code>/remark/", remark_views.review_remark, name="review-remark"),
    path("review/<str:code>/remark/remove/", remark_views.review_remark_remove, name="review-remark-remove"),
    path("consensus/", consensus_views.consensus, name="consensus"),
    path("consensus/begin/", consensus_views.consensus_begin, name="consensus-begin"),
    path("consensus/item/", settle_views.consensus_item, name="consensus-item"),
    path("consensus/settle/", settle_views.consensus_settle, name="consensus-settle"),
    path("consensus/scores/", score_views.consensus_scores, name="consensus-scores"),
    path("consensus/submit/", consensus_views.consensus_submit, name="consensus-submit"),
    path("consensus/publish/", consensus_views.consensus_publish, name="consensus-publish"),
    path("consensus/remarks/<str:code>/", agreed_remark_views.consensus_remarks, name="consensus-remarks"),
    path("consensus/remarks/<str:code>/save/", agreed_remark_views.consensus_remark, name="consensus-remark"),
    path(
        "consensus/remarks/<str:code>/change/",
        agreed_remark_views.consensus_remark_change,
        name="consensus-remark-change",
    ),
    path("results/", result_views.results, name="results"),
]

urlpatterns = [
    path("work/", work.my_work, name="my-work"),
    path("phrases/", phrase_views.phrases, name="phrases"),
    path("phrases/add/", phrase_views.phrase_add, name="phrase-add"),
    path("phrases/<int:phrase>/", phrase_views.phrase_edit, name="phrase-edit"),
    path("phrases/<int:phrase>/remove/", phrase_views.phrase_remove, name="phrase-remove"),
]
