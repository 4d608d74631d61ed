"""Addresses of CS3."""

from complaints.criterion import CS3
from pmqa.evidence.urls import table_urls

urlpatterns = [pattern for table in CS3.tables for pattern in table_urls(table)]
