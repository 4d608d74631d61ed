"""Addresses of CS7."""

from pmqa.evidence.urls import table_urls
from standards.criterion import CS7

urlpatterns = [pattern for table in CS7.tables for pattern in table_urls(table)]
