"""Addresses of CS2."""

from channels.criterion import CS2
from pmqa.evidence.urls import table_urls

urlpatterns = [pattern for table in CS2.tables for pattern in table_urls(table)]
