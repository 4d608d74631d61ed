"""Addresses of the plan and its follow-ups, below /units/<unit>/<year>/. Before the publication none of them exists."""

from django.urls import path

from pmqa.followup import report_views, views

urlpatterns = [
    path("plan/", views.plan, name="plan"),
    path("plan/print/", views.plan_print, name="plan-print"),
    path("plan/approve/", views.plan_approve, name="plan-approve"),
    path("plan/ofi/<int:ofi>/", views.plan_answer, name="plan-answer"),
    path("plan/actions/add/", views.plan_action_add, name="plan-action-add"),
    path("plan/actions/<int:action>/", views.plan_action_edit, name="plan-action-edit"),
    path("plan/actions/<int:action>/improvement/", views.plan_action_improve, name="plan-action-improve"),
    path("plan/follow-up/<int:month>/", report_views.plan_follow_up, name="plan-follow-up"),
    path("plan/follow-up/<int:month>/confirm/", report_views.plan_confirm, name="plan-confirm"),
    path("plan/follow-up/<int:month>/<int:action>/", report_views.plan_report, name="plan-report"),
    path("plan/files/<int:file>/", report_views.plan_file, name="plan-file"),
    path("plan/files/<int:file>/thumbnail/", report_views.plan_file_thumbnail, name="plan-file-thumbnail"),
    path("plan/files/<int:file>/remove/", report_views.plan_file_remove, name="plan-file-remove"),
    path("plan/files/<int:file>/erase/", report_views.plan_file_erase, name="plan-file-erase"),
    path("plan/files/<int:file>/back/", report_views.plan_file_back, name="plan-file-back"),
]
