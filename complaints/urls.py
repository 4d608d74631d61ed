"""Addresses of CS3."""

from django.urls import path

from complaints import views
from complaints.criterion import CASES, CS3
from pmqa.evidence.urls import table_urls
from pmqa.personal.urls import personal_urls

urlpatterns = [
    *(pattern for table in CS3.tables for pattern in table_urls(table)),
    *personal_urls(CASES),
    path(f"{CASES.key}/<int:row>/case/", views.case, name=f"{CASES.key}-case"),
]
